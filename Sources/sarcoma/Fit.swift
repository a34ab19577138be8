#if CommandLine
  public import ArgumentParser
  public import Biostatistics
  import Reports

  struct Fit: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Fit a model to a table.", subcommands: [FitCox.self])
  }

  extension TieHandling: ExpressibleByArgument {}

  struct FitCox: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "cox", abstract: "Fit a Cox proportional hazards model.",
      discussion: """
        sarcoma fit cox 'Surv(OS_days, OS_event) ~ age_years + log2(tumor_size_cm)' table.csv
        """)

    @Argument(help: "The model in R's language: Surv(time, event) ~ age + sex.")
    var formula: String

    @Argument(help: "A CSV file, or - for standard input.")
    var table: String

    @OptionGroup var tableOptions: TableOptions
    @OptionGroup var estimation: EstimationOptions

    @Option(help: "Tied deaths: efron or breslow.")
    var ties: TieHandling = .efron

    @Option(
      parsing: .unconditional,
      help: """
        Draw all coefficients towards 0 by a ridge penalty, THETA / 2 times the sum of their squares, \
        each times its column's variance as in R's ridge().
        """)
    var ridge: Double?

    @Option(help: "Whether --ridge weighs each square by its column's variance.")
    var ridgeScale: Switch = .on

    @Option(parsing: .unconditional, help: "The most steps of the search: 1 to 10,000.")
    var iterations = 50

    @Option(
      parsing: .unconditional,
      help: "Length of a step, in standard errors, at which the search ends: 1e-12 to 0.1.")
    var tolerance = 1e-9

    @Option(help: "Print the baseline: on (up to 10,000 times), off, or a CSV file to write it to.")
    var baseline: String?

    @Option(
      help: """
        Survival of a patient, as 'age=50, histology="a, b"'. Repeatable; needs --at.
        """)
    var predict: [String] = []

    @Option(parsing: .unconditional, help: "Times for --predict, as 1y,3y,5y.")
    var at: String?

    @Option(help: "Whether to test proportional hazards.")
    var phTest: Switch = .on

    @OptionGroup var document: DocumentOptions
    @OptionGroup var drawing: FigureOptions

    func validate() throws {
      try document.validate()
      guard (1...10_000).contains(iterations) else {
        throw ValidationError("--iterations lies between 1 and 10,000, not at \(iterations).")
      }
      // Below, rounding keeps the search from ending; above, it ends before it has begun.
      guard tolerance >= 1e-12, tolerance <= 0.1 else {
        throw ValidationError("--tolerance lies between 1e-12 and 0.1, not at \(tolerance).")
      }
      guard predict.isEmpty || at != nil else {
        throw ValidationError("--predict needs the times of interest, such as --at 1y,5y.")
      }
    }

    func run() throws {
      var frameOptions = try tableOptions.frameOptions()
      frameOptions.weights = estimation.weights
      frameOptions.cluster = estimation.cluster
      let horizons = try tableOptions.horizons(at, of: "--at")
      let patients = try predict.map { text throws(Failure) in try StatedCovariates(text) }
      let data = try tableOptions.readTable(table)
      var options = CoxOptions()
      options.ties = ties
      options.robust = estimation.robust
      options.maximumIterations = iterations
      options.tolerance = tolerance
      if let ridge {
        do {
          options.ridge = try Ridge(theta: ridge, isScaled: ridgeScale == .on)
        } catch {
          throw Failure(.usage, error.description)
        }
      }
      let model: CoxModel
      let predictions: [CoxFitReport.Prediction]
      do {
        let frame = try SurvivalFrame(try Formula(formula), in: data, options: frameOptions)
        model = try CoxModel(frame, options: options)
        predictions = try patients.map { patient throws(Failure) in
          try prediction(of: patient, model, horizons, like: data)
        }
      } catch let error as DesignError {
        throw Failure(.badData, error.description)
      } catch let error as FitError {
        throw Failure(.badData, error.description)
      }
      try document.write(model, table: data, path: table, tableOptions)
      let showsBaseline = try writeBaseline(model)
      let report = CoxFitReport(
        model, timeUnit: tableOptions.timeUnit, confidence: estimation.confidence,
        showsBaseline: showsBaseline, horizons: horizons, predictions: predictions,
        proportionalHazardsTest: phTest == .on ? model.proportionalHazardsTest : nil)
      try drawing.write(report.figure)
      switch estimation.format {
      case .text: try writeResult(report.text)
      case .json: try writeResult(report.json.text(.unwrapped))
      }
      if !model.convergence.converged { throw ExitCode(ExitStatus.notConverged.rawValue) }
    }

    private func prediction(
      of patient: StatedCovariates, _ model: CoxModel, _ horizons: [Horizon], like data: Table
    ) throws(Failure) -> CoxFitReport.Prediction {
      let table = try patient.table(like: data)
      let times = horizons.map { $0.time(in: tableOptions.timeUnit) }
      do {
        let estimates = try model.survival(
          of: table, at: times, scale: estimation.confType.scale, confidence: estimation.confidence)
        return CoxFitReport.Prediction(label: patient.text, estimates: estimates.first ?? [])
      } catch {
        throw patient.failure(error)
      }
    }

    /// Writes the baseline to a file if one is named; says whether the result shall hold it.
    private func writeBaseline(_ model: CoxModel) throws -> Bool {
      switch baseline {
      case nil:
        return model.baselineCumulativeHazard.reduce(0) { $0 + $1.times.count } <= 10_000
      case "on": return true
      case "off": return false
      case let path?:
        let strata = model.baselineCumulativeHazard
        let table = try Table(columns: [
          Column(name: "stratum", texts: strata.flatMap { s in s.times.map { _ in s.stratum } }),
          Column(name: "time", numbers: strata.flatMap(\.times)),
          Column(name: "cumulativeHazard", numbers: strata.flatMap(\.cumulativeHazard)),
        ])
        try write(CSVWriter.bytes(of: table), to: path)
        return false
      }
    }
  }
#endif
