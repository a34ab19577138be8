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

    @Option(help: "The most steps of the search.")
    var iterations = 50

    @Option(help: "Length of a step, in standard errors, at which the search ends.")
    var tolerance = 1e-9

    @Option(help: "Print the baseline: on (up to 10,000 times), off, or a CSV file to write it to.")
    var baseline: String?

    @Option(help: "Survival of a patient, as 'age=50, sex=male'. Repeatable; needs --at.")
    var predict: [String] = []

    @Option(help: "Times for --predict, as 1y,3y,5y.")
    var at: String?

    @Option(help: "Whether to test proportional hazards.")
    var phTest: Switch = .on

    func validate() throws {
      guard iterations > 0 else {
        throw ValidationError("--iterations is 1 or more, not \(iterations).")
      }
      guard tolerance > 0, tolerance < 1 else {
        throw ValidationError("--tolerance lies between 0 and 1, not at \(tolerance).")
      }
      guard predict.isEmpty || at != nil else {
        throw ValidationError("--predict needs the times of interest, such as --at 1y,5y.")
      }
    }

    func run() throws {
      var frameOptions = try tableOptions.frameOptions()
      frameOptions.weights = estimation.weights
      frameOptions.cluster = estimation.cluster
      let horizons = try tableOptions.horizons(at)
      let data = try tableOptions.readTable(table)
      var options = CoxOptions()
      options.ties = ties
      options.robust = estimation.robust
      options.maximumIterations = iterations
      options.tolerance = tolerance
      let model: CoxModel
      let predictions: [CoxFitReport.Prediction]
      do {
        let frame = try ModelFrame(try Formula(formula), in: data, options: frameOptions)
        model = try CoxModel(frame, options: options)
        predictions = try predict.map { try prediction($0, model, horizons, like: data) }
      } catch let error as DesignError {
        throw Failure(.badData, error.description)
      } catch let error as FitError {
        throw Failure(.badData, error.description)
      }
      let showsBaseline = try writeBaseline(model)
      let report = CoxFitReport(
        model, timeUnit: tableOptions.timeUnit, confidence: estimation.confidence,
        showsBaseline: showsBaseline, horizons: horizons, predictions: predictions,
        proportionalHazardsTest: phTest == .on ? model.proportionalHazardsTest : nil)
      switch estimation.format {
      case .text: print(report.text, terminator: "")
      case .json: print(report.json.text(.unwrapped), terminator: "")
      }
      if !model.convergence.converged { throw ExitCode(ExitStatus.notConverged.rawValue) }
    }

    /// A value is text where the fitted table's column is.
    private func prediction(
      _ text: String, _ model: CoxModel, _ horizons: [Horizon], like data: Table
    ) throws -> CoxFitReport.Prediction {
      let columns = try text.split(separator: ",").map { part in
        let sides = part.split(separator: "=", maxSplits: 1)
        guard sides.count == 2 else {
          throw ValidationError("--predict takes 'age=50, sex=male', not '\(part)'.")
        }
        let name = String(trimmed(sides[0]))
        let value = String(trimmed(sides[1]))
        if case .categories? = data[name]?.values { return Column(name: name, texts: [value]) }
        return Double(value).map { Column(name: name, numbers: [$0]) }
          ?? Column(name: name, texts: [value])
      }
      do {
        let table = try Table(columns: columns)
        let times = horizons.map { $0.time(in: tableOptions.timeUnit) }
        let estimates = try model.survival(
          of: table, at: times, scale: estimation.confType.scale, confidence: estimation.confidence)
        return CoxFitReport.Prediction(label: text, estimates: estimates.first ?? [])
      } catch let error as TableError {
        throw Failure(.badData, "\(error)")
      }
    }

    private func trimmed(_ text: Substring) -> Substring {
      var result = text.drop { $0 == " " }
      while result.last == " " { result.removeLast() }
      return result
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
