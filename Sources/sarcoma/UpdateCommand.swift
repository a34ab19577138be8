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

    func validate() throws {
      guard confidence > 0, confidence < 1 else {
        throw ValidationError("--confidence lies between 0 and 1, not at \(confidence).")
      }
    }

    func run() throws {
      let (model, library) = try cohort.library.model(model)
      do {
        let update = try ModelUpdate(
          of: model, vocabulary: library.vocabulary, on: try cohort.file.read(table),
          outcome: cohort.outcome, unit: cohort.unit, frameOptions: cohort.frameOptions,
          options: try options(of: model))
        try sarcoma.write(update.bytes, to: output)
        try writeResult(format == .text ? update.text : update.json.text(.unwrapped))
      } catch let error as DesignError {
        throw Failure(.badData, error.description)
      } catch let error as OptionError {
        throw Failure(.usage, error.sentence(.flags))
      } catch let error as TablePredictionsError {
        throw Failure(.badData, error.description)
      } catch let error as ModelUpdateError {
        throw Failure(.badData, error.description)
      }
    }

    private func options(of model: PrognosticModel) throws -> ModelUpdateOptions {
      var options = ModelUpdateOptions(
        method, id: id ?? DocumentFileOptions.stem(of: output),
        tableName: DocumentFileOptions.source(of: table))
      options.title = title
      options.shrinkage = shrinkage
      options.confidence = confidence
      options.horizons = try horizons.map {
        try StatedTimes($0).positiveHorizons(
          of: "horizons", bareUnit: cohort.unit ?? model.endpoint.unit)
      }
      return options
    }
  }
#endif
