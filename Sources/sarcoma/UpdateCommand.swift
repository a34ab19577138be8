#if CommandLine
  public import ArgumentParser
  import Biostatistics
  public import PrognosticModels
  public import Reports

  extension UpdateSource.Method: ExpressibleByArgument {}
  extension CoefficientShrinkage: ExpressibleByArgument {}

  struct UpdateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "update",
      abstract: "Bring a model up to date on the patients of a table, as a new document.",
      discussion: """
        sarcoma update MODEL table.csv --outcome 'Surv(OS_days, OS_event)' --unit day \\
          --method slope --output updated.json

        intercept: one factor on the baseline, or the intercept of a logistic model. baseline: the \
        baseline, every coefficient kept. slope: one slope for all coefficients, and the baseline or \
        intercept. refit: every coefficient, with the terms and knots of the model. A nomogram of points \
        takes intercept and slope, which bend its axis of probability. The new document is a draft that \
        says what it was made from.

        \(IntendedUse.statement)
        """)

    @Argument(help: "Id of a model, or path of a document.")
    var model: String

    @Argument(help: "A CSV file with a patient a row, or - for standard input.")
    var table: String

    @OptionGroup var cohort: CohortOptions

    @Option(help: "intercept, baseline, slope or refit.")
    var method: UpdateSource.Method

    @Option(help: "The file of the new document.")
    var output: String

    @Option(help: "Id of the new document; otherwise the name of its file.")
    var id: String?

    @Option(help: "Title of the new document.")
    var title: String?

    @Option(
      help: "heuristic: shrink refitted coefficients by (chi-square - df) / chi-square; or none.")
    var shrinkage: CoefficientShrinkage = .none

    @Option(
      parsing: .unconditional,
      help:
        "Horizons of a new baseline, as 3y,5y; otherwise those of the model that follow-up reaches."
    )
    var horizons: String?

    @Option(parsing: .unconditional, help: "Level of the intervals.")
    var confidence = 0.95

    @Option(help: "text or json.")
    var format: OutputFormat = .text

    func run() throws {
      try refusing {
        let request = try request()
        try request.check()
        let (document, library) = try cohort.library.model(model)
        let update = try request.answer(
          of: document, vocabulary: library.vocabulary, on: try cohort.file.read(table))
        try sarcoma.write(update.bytes, to: output)
        try writeResult(update, format)
      }
    }

    private func request() throws -> UpdateRequest {
      var request = UpdateRequest(
        outcome: cohort.outcome, method: method, id: id ?? DocumentFileOptions.stem(of: output),
        source: DocumentFileOptions.source(of: table))
      request.title = title
      request.unit = cohort.unit
      request.condition = cohort.file.condition
      request.shrinkage = shrinkage
      request.horizons = horizons.map { StatedTimes($0) }
      request.confidence = confidence
      return request
    }
  }
#endif
