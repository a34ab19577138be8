#if CommandLine
  public import ArgumentParser
  public import Biostatistics
  import PrognosticModels
  import Reports

  extension RobustVariance: ExpressibleByArgument {}
  extension IntervalMethod: ExpressibleByArgument {}

  struct FitLogistic: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "logistic", abstract: "Fit a logistic model.",
      discussion: """
        sarcoma fit logistic 'margin != "R0" ~ age_years + log2(tumor_size_cm)' table.csv

        The outcome is 0/1, true/false, a column of two levels of which the second is the event, or a \
        condition.
        """)

    @Argument(help: "The model in R's language: outcome ~ age + sex.")
    var formula: String

    @Argument(help: "A CSV file, or - for standard input.")
    var table: String

    @OptionGroup var tableOptions: TableOptions
    @OptionGroup var estimation: EstimationOptions

    @Option(help: "Correction of the robust variance: hc0 (none) or hc1 (n / (n - p)).")
    var robustVariance: RobustVariance = .hc0

    @Flag(help: "Maximise Firth's penalised likelihood, which has a maximum under separation too.")
    var firth = false

    @Option(
      parsing: .unconditional,
      help: """
        Draw the coefficients towards 0 by a ridge penalty, THETA / 2 times the sum of their squares, \
        each times its column's variance, a factor's levels about their mean: lrm(penalty = THETA).
        """)
    var ridge: Double?

    @Option(help: "Whether --ridge weighs each square by its column's variance.")
    var ridgeScale: Switch = .on

    @Option(
      help: "Intervals of the odds ratios: wald, or profile (slower; the default with --firth).")
    var intervals: IntervalMethod?

    @OptionGroup var search: SearchOptions

    @Option(
      help: "Probability of a patient, as 'age=50, histology=\"a, b\"'. Repeatable.")
    var predict: [String] = []

    @Option(
      help: """
        Write residuals and influence to a CSV file, one line a row used: fitted, deviance, Pearson, \
        leverage, Cook's distance, dfbeta.
        """)
    var residuals: String?

    @OptionGroup var drawing: FigureOptions

    @OptionGroup var file: DocumentFileOptions

    @Option(help: "What the outcome is, for the document, as distantMetastasis.")
    var endpoint: Endpoint.Kind = .binaryOutcome

    private func request() throws -> LogisticRequest {
      var request = LogisticRequest(formula: formula)
      request.frame = try tableOptions.request()
      request.estimation = estimation.request(&request.frame)
      request.search = search.request(firth: firth, ridge: ridge, ridgeScale: ridgeScale)
      request.robustVariance = robustVariance
      request.intervals = intervals
      request.patients = try predict.map { try StatedCovariates($0) }
      return request
    }

    func run() throws {
      try refusing {
        let request = try request()
        try request.check()
        let answer = try request.answer(on: try tableOptions.readTable(table))
        if let output = file.output {
          var description = file.request(for: output, table: table)
          description.endpoint = endpoint
          try write(answer.document(description), to: output)
        }
        if let residuals {
          try write(CSVWriter.bytes(of: try answer.report.residualTable()), to: residuals)
        }
        try drawing.write { () throws(AnalysisError) in try answer.figure(FigureRequest()) }
        try writeResult(answer, estimation.format)
      }
    }
  }
#endif
