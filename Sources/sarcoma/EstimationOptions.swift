#if CommandLine
  public import ArgumentParser
  import Biostatistics
  public import Reports

  extension ConfidenceType: ExpressibleByArgument {}

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

    /// Variance and intervals; weights and clusters are of the frame.
    func request(_ frame: inout FrameRequest) -> EstimationRequest {
      frame.options.weights = weights
      frame.options.cluster = cluster
      var request = EstimationRequest()
      request.robust = robust
      request.confidence = confidence
      request.confidenceType = confType
      return request
    }
  }
#endif
