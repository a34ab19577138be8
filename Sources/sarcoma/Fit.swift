#if CommandLine
  public import ArgumentParser
  public import Biostatistics
  import Reports

  struct Fit: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Fit a model to a table.", subcommands: [FitCox.self])
  }

  extension TieHandling: ExpressibleByArgument {}

  enum ConfidenceType: String, ExpressibleByArgument, CaseIterable {
    case log
    case logLog = "log-log"
    case plain
    case logit
    case arcsin

    var scale: ConfidenceScale {
      switch self {
      case .log: .log
      case .logLog: .logLog
      case .plain: .plain
      case .logit: .logit
      case .arcsin: .arcsine
      }
    }
  }

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

    @Option(help: "Tied deaths: efron or breslow.")
    var ties: TieHandling = .efron

    @Option(help: "Column of case weights.")
    var weights: String?

    @Option(help: "Column that says which rows belong together; gives a robust variance.")
    var cluster: String?

    @Flag(help: "Give a robust variance.")
    var robust = false

    @Option(help: "Level of the intervals.")
    var confidence = 0.95

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

    @Option(help: "Scale of survival intervals: log, log-log, plain, logit or arcsin.")
    var confType: ConfidenceType = .log

    @Option(help: "Whether to test proportional hazards.")
    var phTest: Switch = .on

    @Option(help: "text or json.")
    var format: OutputFormat = .text

    func validate() throws {
      guard confidence > 0, confidence < 1 else {
        throw ValidationError("--confidence lies between 0 and 1, not at \(confidence).")
      }
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
      frameOptions.weights = weights
      frameOptions.cluster = cluster
      let horizons = try tableOptions.horizons(at)
      let data = try tableOptions.readTable(table)
      var options = CoxOptions()
      options.ties = ties
      options.robust = robust
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
        model, timeUnit: tableOptions.timeUnit, confidence: confidence,
        showsBaseline: showsBaseline, horizons: horizons, predictions: predictions,
        proportionalHazardsTest: phTest == .on ? model.proportionalHazardsTest : nil)
      switch format {
      case .text: print(report.text, terminator: "")
      case .json: print(report.json.text, terminator: "")
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
          of: table, at: times, scale: confType.scale, confidence: confidence)
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
