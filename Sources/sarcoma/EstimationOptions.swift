#if CommandLine
  import ArgumentParser
  import Biostatistics

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

  /// What every estimate from a table can be asked: weights, clusters, interval, format.
  struct EstimationOptions: ParsableArguments {
    @Option(help: "Column of case weights.")
    var weights: String?

    @Option(help: "Column that says which rows belong together; gives a robust variance.")
    var cluster: String?

    @Flag(help: "Give a robust variance.")
    var robust = false

    @Option(parsing: .unconditional, help: "Level of the intervals.")
    var confidence = 0.95

    @Option(help: "Scale of survival intervals: log, log-log, plain, logit or arcsin.")
    var confType: ConfidenceType = .log

    @Option(help: "text or json.")
    var format: OutputFormat = .text

    func validate() throws {
      guard confidence > 0, confidence < 1 else {
        throw ValidationError("--confidence lies between 0 and 1, not at \(confidence).")
      }
    }
  }
#endif
