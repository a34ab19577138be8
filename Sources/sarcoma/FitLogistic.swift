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

    func validate() throws {
      guard !firth || (ridge == nil && !estimation.robust && estimation.cluster == nil) else {
        throw ValidationError(
          "--firth is a penalty of its own, with intervals of its own; leave out --ridge, --robust "
            + "and --cluster.")
      }
      guard intervals != .profile || (!estimation.robust && estimation.cluster == nil) else {
        throw ValidationError("--intervals profile has no robust variance; use wald.")
      }
      guard intervals != .profile || ridge == nil else {
        throw ValidationError("--intervals profile does not go with --ridge; use wald.")
      }
    }

    func run() throws {
      var frameOptions = try tableOptions.frameOptions()
      frameOptions.weights = estimation.weights
      frameOptions.cluster = estimation.cluster
      let patients = try predict.map { text throws(Failure) in try StatedCovariates(text) }
      var options = LogisticOptions()
      options.robust = estimation.robust
      options.robustVariance = robustVariance
      options.firth = firth
      options.maximumIterations = search.iterations
      options.tolerance = search.tolerance
      if let ridge {
        do {
          options.ridge = try Ridge(theta: ridge, isScaled: ridgeScale == .on)
        } catch {
          throw Failure(.usage, error.description)
        }
      }
      let data = try tableOptions.readTable(table)
      let model: LogisticModel
      let predictions: [LogisticFitReport.Prediction]
      do {
        let frame = try BinaryFrame(try Formula(formula), in: data, options: frameOptions)
        model = try LogisticModel(frame, options: options)
        predictions = try patients.map { patient throws(Failure) in
          try prediction(of: patient, model, like: data)
        }
      } catch let error as DesignError {
        throw Failure(.badData, error.description)
      } catch let error as FitError {
        throw Failure(.badData, error.description)
      }
      try writeDocument(model, data)
      let report = LogisticFitReport(
        model, confidence: estimation.confidence,
        intervals: intervals ?? (firth ? .profile : .wald), predictions: predictions)
      if let residuals {
        do {
          try write(CSVWriter.bytes(of: try report.residualTable()), to: residuals)
        } catch let error as TableError {
          throw Failure(.badData, error.description)
        }
      }
      try drawing.write { report.figure }
      switch estimation.format {
      case .text: try writeResult(report.text)
      case .json: try writeResult(report.json.text(.unwrapped))
      }
      if !model.convergence.converged { throw ExitCode(ExitStatus.notConverged.rawValue) }
    }

    private func prediction(
      of patient: StatedCovariates, _ model: LogisticModel, like data: Table
    ) throws(Failure) -> LogisticFitReport.Prediction {
      let table = try patient.table(like: data)
      do {
        let estimates = try model.probabilities(of: table, confidence: estimation.confidence)
        return LogisticFitReport.Prediction(label: patient.text, estimate: estimates[0])
      } catch {
        throw patient.failure(error)
      }
    }

    private func writeDocument(_ model: LogisticModel, _ data: Table) throws {
      guard let output = file.output else { return }
      var description = LogisticDocument.Description(
        id: file.id(for: output), source: DocumentFileOptions.source(of: table))
      description.title = file.title
      description.endpoint = endpoint
      description.knownFrom = file.knownFrom
      do {
        try write(LogisticDocument(model, table: data, description).bytes, to: output)
      } catch let error as FitDocumentError {
        throw Failure(.badData, error.description)
      }
    }
  }
#endif
