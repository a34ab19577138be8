#if CommandLine
  public import ArgumentParser
  import Biostatistics
  public import Reports

  extension GroupTest: ExpressibleByArgument {}
  extension CurveEstimator: ExpressibleByArgument {}

  struct Survfit: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "survfit", abstract: "Estimate survival curves and compare groups.",
      discussion: """
        sarcoma survfit 'Surv(OS_days, OS_event) ~ sex' table.csv --at 1y,5y --test logrank
        """)

    @Argument(help: "Outcome and groups in R's language: Surv(time, event) ~ sex, or ~ 1.")
    var formula: String

    @Argument(help: "A CSV file, or - for standard input.")
    var table: String

    @OptionGroup var tableOptions: TableOptions
    @OptionGroup var estimation: EstimationOptions
    @OptionGroup var drawing: FigureOptions

    @Option(parsing: .unconditional, help: "Times of interest, as 1y,3y,5y.")
    var at: String?

    @Option(help: "kaplan-meier, nelson-aalen or fleming-harrington.")
    var estimator: CurveEstimator = .kaplanMeier

    @Option(help: "Compare the groups within strata(): logrank or peto.")
    var test: GroupTest?

    @Option(
      parsing: .unconditional, help: "Survival given being free of the event until this time.")
    var startTime: String?

    @Option(
      parsing: .unconditional,
      help: "Horizon of the restricted mean; without it the last time of each curve.")
    var rmean: String?

    private func request() throws -> CurvesRequest {
      var request = CurvesRequest(formula: formula)
      request.frame = try tableOptions.request()
      request.estimation = estimation.request(&request.frame)
      request.estimator = estimator
      request.test = test
      request.times = at.map { StatedTimes($0) }
      request.startTime = startTime.map { StatedTimes($0) }
      request.meanHorizon = rmean.map { StatedTimes($0) }
      return request
    }

    func run() throws {
      try refusing {
        let request = try request()
        try request.check()
        let report = try request.answer(on: try tableOptions.readTable(table))
        try drawing.write { () throws(AnalysisError) in try report.figure(FigureRequest()) }
        try writeResult(report, estimation.format)
      }
    }
  }
#endif
