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

    @Option(
      help:
        "What became of the patients, in R's language: Surv(time, event), or a column of two values or condition."
    )
    var outcome: String

    @OptionGroup var predicted: PredictedColumnOptions
    @OptionGroup var library: LibraryOptions

    @Option(help: "Horizons, as 3y,5y; otherwise the model's own.")
    var at: String?

    @Option(help: "What the table's times count: day, month or year; otherwise the model's unit.")
    var unit: TimeUnit?

    @Option(
      help: "End follow-up here for Harrell's C, D, the slope and calibration in the large, as 5y.")
    var truncate: String?

    @Option(
      help: "Thresholds of risk for the decision curve, as 0.1,0.2,0.3. (default: 0.1 to 0.9)")
    var thresholds: String?

    @Option(parsing: .unconditional, help: "Level of the intervals.")
    var confidence = 0.95

    @Option(help: "Column of case weights, for outcomes with a time.")
    var weights: String?

    @Option(name: .customLong("where"), help: "Keep the rows for which a condition holds.")
    var condition: String?

    @Option(help: "A further text that means missing, beside the empty cell and NA. Repeatable.")
    var missing: [String] = []

    @Option(help: "Separator of the file: automatic, comma, semicolon or tab.")
    var separator: SeparatorName = .automatic

    @OptionGroup var figure: ValidationFigureOptions

    @Option(help: "text or json.")
    var format: OutputFormat = .text

    func run() throws {
      do {
        guard predicted.isEmpty else { return try writeResult(resultOfColumns()) }
        let (model, library) = try library.model(model)
        try writeResult(
          isSurvival
            ? try survivalResult(model, library.vocabulary)
            : try binaryResult(model, library.vocabulary))
      } catch let error as DesignError {
        throw Failure(.badData, error.description)
      } catch let error as TablePredictionsError {
        throw Failure(.badData, error.description)
      } catch let error as ValidationInputError {
        throw Failure(.usage, error.description)
      }
    }

    /// Whether the outcome has a time.
    private var isSurvival: Bool { outcome.filter { $0 != " " }.hasPrefix("Surv(") }

    private var frameOptions: ModelFrameOptions {
      var options = ModelFrameOptions()
      options.condition = condition
      options.weights = weights
      return options
    }

    private func survivalResult(_ model: PrognosticModel, _ vocabulary: Vocabulary) throws -> String
    {
      let unit = unit ?? model.endpoint.unit
      return try result(
        SurvivalValidationReport(
          of: model, vocabulary: vocabulary, on: try readTable(), outcome: outcome,
          at: try at.map { try positiveHorizons($0, of: "--at", unit) }, unit: unit,
          truncation: try truncation(unit), frameOptions: frameOptions, options: try options()))
    }

    private func options() throws -> SurvivalValidationOptions {
      var options = SurvivalValidationOptions()
      options.confidence = confidence
      if let thresholds = try statedThresholds() { options.thresholds = thresholds }
      return options
    }

    private func truncation(_ unit: TimeUnit) throws -> Horizon? {
      try truncate.flatMap { try positiveHorizons($0, of: "--truncate", unit).first }
    }

    private func statedThresholds() throws -> [Double]? {
      try thresholds.map { try numbers($0, of: "--thresholds") }
    }

    private func result(_ report: SurvivalValidationReport) throws -> String {
      try figure.write(report, thresholds: try statedThresholds())
      return format == .text ? report.text : report.json.text(.unwrapped)
    }

    private func result(_ report: BinaryValidationReport) throws -> String {
      try figure.write(report, thresholds: try statedThresholds())
      return format == .text ? report.text : report.json.text(.unwrapped)
    }

    /// Of predictions that stand in the table.
    private func resultOfColumns() throws -> String {
      guard table == nil else {
        throw Failure(
          .usage, "Validate a model or columns of the table: leave out '\(model)', or the columns.")
      }
      guard at == nil else {
        throw Failure(.usage, "Columns of predictions state their horizons; leave out --at.")
      }
      guard isSurvival else {
        try requireNoTime()
        return try result(
          BinaryValidationReport(
            of: try predicted.columns(.year), on: try readTable(), outcome: outcome,
            frameOptions: frameOptions,
            thresholds: try statedThresholds() ?? DecisionCurve.defaultThresholds,
            confidence: confidence))
      }
      guard let unit else {
        throw Failure(
          .usage, "Say what the table's times count: --unit day, --unit month or --unit year.")
      }
      return try result(
        SurvivalValidationReport(
          of: try predicted.columns(unit), on: try readTable(), outcome: outcome, unit: unit,
          truncation: try truncation(unit), frameOptions: frameOptions, options: try options()))
    }

    private func requireNoTime() throws {
      guard truncate == nil, unit == nil else {
        throw Failure(
          .usage,
          "'\(outcome)' has no time: leave out --unit and --truncate, or write Surv(time, event).")
      }
      guard weights == nil else {
        throw Failure(.usage, "--weights belongs to Surv(time, event); this outcome has no time.")
      }
    }

    private func binaryResult(_ model: PrognosticModel, _ vocabulary: Vocabulary) throws -> String {
      try requireNoTime()
      let horizons = try at.map { try positiveHorizons($0, of: "--at", model.endpoint.unit) }
      guard (horizons?.count ?? 0) < 2 else {
        throw Failure(
          .usage, "An outcome without time is validated at one horizon; --at names more.")
      }
      return try result(
        BinaryValidationReport(
          of: model, vocabulary: vocabulary, on: try readTable(), outcome: outcome,
          at: horizons?.first, frameOptions: frameOptions,
          thresholds: try statedThresholds() ?? DecisionCurve.defaultThresholds,
          confidence: confidence))
    }

    private func readTable() throws -> Table {
      var options = CSVOptions()
      options.separator = separator.separator
      options.missingTokens.formUnion(missing)
      guard let path = predicted.isEmpty ? table : model else {
        throw Failure(
          .usage,
          "Name a table behind the model, or the columns of predictions that '\(model)' holds.")
      }
      do {
        return try CSVReader.read(path: path, options: options)
      } catch {
        throw Failure(.badData, error.description)
      }
    }

    private func positiveHorizons(
      _ text: String, of option: String, _ unit: TimeUnit
    ) throws(Failure) -> [Horizon] {
      let horizons = try statedHorizons(text, of: option, bareUnit: unit)
      if let horizon = horizons.first, horizon.value <= 0 {
        throw Failure(.usage, "\(option): a horizon lies after time 0, not at \(horizon.text).")
      }
      return horizons
    }

    private func numbers(_ text: String, of option: String) throws(Failure) -> [Double] {
      var numbers: [Double] = []
      for part in text.split(separator: ",", omittingEmptySubsequences: false) {
        guard let number = Double(part.filter { $0 != " " }) else {
          throw Failure(.usage, "\(option): '\(part)' is no number; write 0.1,0.2.")
        }
        if !numbers.contains(number) { numbers.append(number) }
      }
      return numbers
    }
  }
#endif
