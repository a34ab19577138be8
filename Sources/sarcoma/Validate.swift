#if CommandLine
  import ArgumentParser
  import Biostatistics
  import PrognosticModels
  import Reports

  struct Validate: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Hold a model's predictions against what became of the patients of a table.",
      discussion: """
        sarcoma validate MODEL table.csv --outcome 'Surv(OS_days, OS_event)' --unit day --at 5y
        sarcoma validate table.csv --predicted-survival calculator@5y --outcome ... --unit day

        Discrimination, calibration, prediction error and net benefit, whoever made the model. Columns \
        are named as the model's covariates, as for 'score --table'; rows without a prediction are \
        counted by reason.

        \(IntendedUse.statement)
        """)

    @Argument(
      help: "Id of a model, or path of a document; left out where the table holds the predictions.")
    var model: String

    @Argument(help: "A CSV file with a patient a row, or - for standard input.")
    var table: String?

    @OptionGroup var cohort: CohortOptions
    @OptionGroup var predicted: PredictedColumnOptions

    @Option(
      parsing: .unconditional, help: "Horizons, as 3y,5y; otherwise the model's own.")
    var at: String?

    @Option(
      parsing: .unconditional,
      help: "End follow-up here for Harrell's C, D, the slope and calibration in the large, as 5y.")
    var truncate: String?

    @Option(
      parsing: .unconditional,
      help: "Thresholds of risk for the decision curve, as 0.1,0.2,0.3. (default: 0.1 to 0.9)")
    var thresholds: String?

    @Option(parsing: .unconditional, help: "Level of the intervals.")
    var confidence = 0.95

    @Option(help: "Column of case weights.")
    var weights: String?

    @OptionGroup var figure: ValidationFigureOptions

    @Option(help: "text or json.")
    var format: OutputFormat = .text

    @OptionGroup(title: "Resampling") var resampling: ResamplingOptions

    private func request() throws -> ValidationRequest {
      var request = ValidationRequest(outcome: cohort.outcome)
      request.condition = cohort.file.condition
      request.weights = weights
      request.unit = cohort.unit
      request.times = at.map { StatedTimes($0) }
      request.truncation = truncate.map { StatedTimes($0) }
      request.thresholds = try thresholds.map { try numbers($0, of: "--thresholds") }
      request.confidence = confidence
      request.predicted = predicted.request
      request.resampling = try resampling.request(reading: cohort.file)
      return request
    }

    func run() throws {
      try refusing {
        let request = try request()
        try request.resampling.check()
        let subject = try subject(request)
        try request.check(subject.model?.document)
        let table = try cohort.file.read(subject.table)
        let answer: ValidationAnswer
        do {
          answer = try request.answer(
            of: subject.model, on: table, watch: ResamplingProgress(path: resampling.state))
        } catch AnalysisError.refused(let stopped as ResamplingStopped) {
          throw resampling.failure(stopped)
        }
        try figure.drawing.write { () throws(AnalysisError) in try answer.figure(figure.request) }
        try writeResult(answer, format)
      }
    }

    /// The model with its vocabulary, if there is one, and the path of the table.
    private func subject(
      _ request: ValidationRequest
    ) throws(Failure) -> (
      model: (document: PrognosticModel, vocabulary: Vocabulary)?, table: String
    ) {
      guard request.predicted.isEmpty else {
        guard table == nil else {
          throw Failure(
            .usage,
            "Validate a model or columns of the table: leave out '\(model)', or the columns.")
        }
        return (nil, model)
      }
      let (document, library) = try cohort.library.model(model)
      guard let table else {
        throw Failure(
          .usage,
          "Name a table behind the model, or the columns of predictions that '\(model)' holds.")
      }
      return ((document, library.vocabulary), table)
    }

    private func numbers(_ text: String, of option: String) throws(Failure) -> [Double] {
      var numbers: [Double] = []
      for part in text.split(separator: ",", omittingEmptySubsequences: false) {
        guard let number = Double(part.filter { $0 != " " }) else {
          throw Failure(.usage, "\(option): '\(part)' is no number; write 0.1,0.2.")
        }
        numbers.append(number)
      }
      return numbers
    }
  }
#endif
