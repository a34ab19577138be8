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

    func run() throws {
      do {
        guard predicted.isEmpty else { return try writeResult(resultOfColumns()) }
        let (model, library) = try cohort.library.model(model)
        try writeResult(
          cohort.isSurvival
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

    private var frameOptions: ModelFrameOptions {
      var options = cohort.frameOptions
      options.weights = weights
      return options
    }

    private func survivalResult(_ model: PrognosticModel, _ vocabulary: Vocabulary) throws -> String
    {
      let unit = cohort.unit ?? model.endpoint.unit
      try requireNoWeights()
      let (table, options) = (try readTable(), try self.options())
      var report = try SurvivalValidationReport(
        of: model, vocabulary: vocabulary, on: table, outcome: cohort.outcome,
        at: try at.map { try positiveHorizons($0, of: "--at", bareUnit: unit) }, unit: unit,
        truncation: try truncation(unit), frameOptions: frameOptions, options: options)
      report.resampling = try resampling.run(
        question(
          model, table, report.predicted.horizons, unit, options.thresholds, report.truncation))
      return try result(report)
    }

    private func options() throws -> SurvivalValidationOptions {
      var options = SurvivalValidationOptions()
      options.confidence = confidence
      if let thresholds = try statedThresholds() { options.thresholds = thresholds }
      return options
    }

    private func truncation(_ unit: TimeUnit) throws -> Horizon? {
      try truncate.flatMap { try positiveHorizons($0, of: "--truncate", bareUnit: unit).first }
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
      guard !resampling.isAsked else {
        throw Failure(
          .usage,
          "Columns of predictions have no modelling to repeat; leave out --bootstrap, --folds and --centre."
        )
      }
      guard at == nil else {
        throw Failure(.usage, "Columns of predictions state their horizons; leave out --at.")
      }
      guard cohort.isSurvival else {
        try requireNoTime()
        return try result(
          BinaryValidationReport(
            of: try predicted.columns(.year), on: try readTable(), outcome: cohort.outcome,
            frameOptions: frameOptions,
            thresholds: try statedThresholds() ?? DecisionCurve.defaultThresholds,
            confidence: confidence))
      }
      guard let unit = cohort.unit else {
        throw Failure(
          .usage, "Say what the table's times count: --unit day, --unit month or --unit year.")
      }
      return try result(
        SurvivalValidationReport(
          of: try predicted.columns(unit), on: try readTable(), outcome: cohort.outcome, unit: unit,
          truncation: try truncation(unit), frameOptions: frameOptions, options: try options()))
    }

    private func requireNoWeights() throws {
      if weights != nil, resampling.isAsked {
        throw Failure(.badData, ResamplingError.weights.description)
      }
    }

    private func requireNoTime() throws {
      guard truncate == nil, cohort.unit == nil else {
        throw Failure(
          .usage,
          "'\(cohort.outcome)' has no time: leave out --unit and --truncate, or write Surv(time, event)."
        )
      }
    }

    private func binaryResult(_ model: PrognosticModel, _ vocabulary: Vocabulary) throws -> String {
      try requireNoTime()
      try requireNoWeights()
      let horizons = try at.map {
        try positiveHorizons($0, of: "--at", bareUnit: model.endpoint.unit)
      }
      guard (horizons?.count ?? 0) < 2 else {
        throw Failure(
          .usage, "An outcome without time is validated at one horizon; --at names more.")
      }
      let table = try readTable()
      let thresholds = try statedThresholds() ?? DecisionCurve.defaultThresholds
      var report = try BinaryValidationReport(
        of: model, vocabulary: vocabulary, on: table, outcome: cohort.outcome, at: horizons?.first,
        frameOptions: frameOptions, thresholds: thresholds, confidence: confidence)
      report.resampling = try resampling.run(
        question(model, table, [], model.endpoint.unit, thresholds, nil))
      return try result(report)
    }

    /// What resampling is asked.
    private func question(
      _ model: PrognosticModel, _ table: Table, _ horizons: [Horizon], _ unit: TimeUnit,
      _ thresholds: [Double], _ truncation: Horizon?
    ) -> ResamplingOptions.Question {
      ResamplingOptions.Question(
        model: model, table: table, outcome: cohort.outcome, condition: cohort.file.condition,
        horizons: horizons,
        unit: unit, thresholds: thresholds, truncation: truncation, confidence: confidence,
        readTable: cohort.file.read)
    }

    private func readTable() throws -> Table {
      guard let path = predicted.isEmpty ? table : model else {
        throw Failure(
          .usage,
          "Name a table behind the model, or the columns of predictions that '\(model)' holds.")
      }
      return try cohort.file.read(path)
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
