#if CommandLine
  import ArgumentParser
  import Biostatistics
  import PrognosticModels
  import Reports

  /// How the modelling behind a document is repeated on other patients of the same table.
  struct ResamplingOptions: ParsableArguments {
    @Option(
      help: """
        Correct each index for optimism by so many bootstrap samples, the whole modelling repeated in \
        each. MODEL is a document that 'sarcoma fit --output' wrote, and TABLE its table.
        """)
    var bootstrap: Int?

    @Option(
      help: "Take these samples: a CSV file with a column of row numbers, from 1, a sample.")
    var resamples: String?

    @Option(help: "Cross-validate in so many folds, the whole modelling repeated without each.")
    var folds: Int?

    @Option(help: "How often the rows are dealt out to --folds. (default: 1)")
    var repeats: Int?

    @Flag(help: "Deal the events out to --folds first, so that each has its share.")
    var foldsByEvent = false

    @Option(help: "Cross-validate in the folds of this column.")
    var foldColumn: String?

    @Option(
      help: """
        Leave each centre of this column out, repeat the modelling on the others, and validate it there:         internal-external cross-validation.
        """)
    var centre: String?

    @Option(parsing: .unconditional, help: "Seed of the samples and folds. (default: 1)")
    var seed: Int?

    @Option(
      help: """
        Terms are eliminated backwards as a part of the modelling: p=0.157 by Wald tests, or aic.
        """)
    var select: String?

    @Option(
      help: """
        The terms that the selection began with, as 'age + sex + grade'; otherwise the model's own.
        """)
    var candidates: String?

    @Option(
      name: .customLong("levels"),
      help: "Order of a factor's levels in the fit: COL=a,b,c. Repeatable.")
    var levels: [String] = []

    @Option(help: "Column of the fit that says which rows are drawn together.")
    var cluster: String?

    @Option(
      help: """
        Keep what has been resampled in this file, and go on from it: after Ctrl-C, or with more \
        samples.
        """)
    var state: String?

    /// Whether anything is to be resampled.
    var isAsked: Bool { isBootstrap || isCrossValidation || centre != nil }

    private var isBootstrap: Bool { bootstrap != nil || resamples != nil }
    private var isCrossValidation: Bool { folds != nil || foldColumn != nil }

    func validate() throws {
      if let bootstrap, bootstrap < 2 {
        throw ValidationError("--bootstrap takes two samples or more, not \(bootstrap).")
      }
      if bootstrap != nil, resamples != nil {
        throw ValidationError("--resamples gives the samples; leave out --bootstrap.")
      }
      if let seed, seed < 0 { throw ValidationError("--seed is a number from 0 on, not \(seed).") }
      if seed != nil, bootstrap == nil, folds == nil {
        throw ValidationError("--seed is of --bootstrap and --folds; leave it out.")
      }
      if let folds, folds < 2 {
        throw ValidationError("--folds takes two folds or more, not \(folds).")
      }
      if folds != nil, foldColumn != nil {
        throw ValidationError("--fold-column gives the folds; leave out --folds.")
      }
      if let repeats, repeats < 1 {
        throw ValidationError("--repeats takes 1 or more, not \(repeats).")
      }
      if folds == nil, repeats != nil || foldsByEvent {
        throw ValidationError("--repeats and --folds-by-event are of --folds; add it.")
      }
      if foldsByEvent, cluster != nil {
        throw ValidationError("--folds-by-event deals out rows, and --cluster whole clusters.")
      }
      if state != nil, isAsked, !isBootstrap {
        throw ValidationError("--state keeps bootstrap samples; add --bootstrap.")
      }
      guard !isAsked else { return }
      let given = [
        ("--select", select != nil), ("--candidates", candidates != nil),
        ("--levels", !levels.isEmpty), ("--cluster", cluster != nil), ("--state", state != nil),
      ]
      if let option = given.first(where: { $0.1 })?.0 {
        throw ValidationError("\(option) is of resampling; add --bootstrap, --folds or --centre.")
      }
    }

    /// What the report says of the table and the indices.
    struct Question {
      let model: PrognosticModel
      let table: Table
      let outcome: String
      let condition: String?
      let horizons: [Horizon]
      let unit: TimeUnit
      let thresholds: [Double]
      let truncation: Horizon?
      let confidence: Double
      let readTable: (String) throws -> Table
    }

    /// Repeats the modelling; nil where that was not asked for.
    func run(_ question: Question) throws -> InternalValidation? {
      guard isAsked else { return nil }
      do {
        let procedure = try refitted(question)
        var result = InternalValidation(
          procedure, horizons: question.horizons, unit: question.unit)
        switch procedure {
        case .cox(let cox): try run(procedure, cox, question, &result)
        case .logistic(let logistic): try run(procedure, logistic, question, &result)
        }
        return result
      } catch let error as RefitError {
        throw Failure(.badData, error.description)
      } catch let error as DocumentRegressionError {
        throw Failure(.badData, error.description)
      } catch let error as ResamplingError {
        throw Failure(.badData, error.description)
      } catch let error as FitError {
        throw Failure(.badData, error.description)
      }
    }

    private func run(
      _ model: RefittedModel,
      _ procedure: some CrossValidatedProcedure & CentreValidatedProcedure, _ question: Question,
      _ result: inout InternalValidation
    ) throws {
      if isBootstrap { result.bootstrap = try bootstrapped(model, procedure, question) }
      if isCrossValidation {
        result.crossValidation = try crossValidated(model, procedure, question.table)
      }
      if let centre {
        let (codes, labels) = try model.labels(of: centre, option: "--centre", in: question.table)
        result.centres = InternalValidation.CentreResult(
          try InternalExternalValidation(
            of: procedure, centre: codes, labels: labels, confidence: question.confidence),
          column: centre)
      }
    }

    private func refitted(_ question: Question) throws -> RefittedModel {
      var options = RefittedModel.Options()
      options.frame.condition = question.condition
      options.frame.levels = try TableOptions.statedLevels(levels)
      options.frame.cluster = cluster
      options.selection = try selection()
      options.candidates = candidates
      var survival = SurvivalIndexOptions()
      survival.horizons = question.horizons.map { $0.time(in: question.unit) }
      survival.thresholds = question.thresholds
      survival.truncation = question.truncation?.time(in: question.unit)
      var binary = BinaryIndexOptions()
      binary.thresholds = question.thresholds
      return try RefittedModel(
        of: question.model, on: question.table, outcome: question.outcome, options: options,
        survival: survival, binary: binary)
    }

    private func selection() throws -> BackwardElimination? {
      guard let select else {
        guard candidates == nil else {
          throw Failure(.usage, "--candidates are of a selection; state --select.")
        }
        return nil
      }
      if select == "aic" { return try BackwardElimination(.aic) }
      guard select.hasPrefix("p="), let level = Double(select.dropFirst(2)) else {
        throw Failure(.usage, "--select takes p=0.157 or aic, not '\(select)'.")
      }
      return try BackwardElimination(.p(level))
    }

    // MARK: Bootstrap

    private func bootstrapped(
      _ model: RefittedModel, _ procedure: some ModellingProcedure, _ question: Question
    ) throws -> InternalValidation.OptimismResult {
      var samples = BootstrapSamples.drawn(count: bootstrap ?? 0, seed: UInt64(seed ?? 1))
      var leftOut = 0
      if let resamples {
        let given = try model.samples(
          in: try question.readTable(resamples), tableRowCount: question.table.rowCount)
        samples = .given(given.samples)
        leftOut = given.leftOut
      }
      let plan = try Bootstrap(of: procedure, samples)
      let inputs = model.inputs(
        model: question.model.sha256, samples: samples,
        options: question.horizons.map(\.text) + question.thresholds.map { "\($0)" }
          + [question.truncation?.text ?? ""])
      let whole = try plan.whole()
      let known = try knownReplications(inputs: inputs, indexCount: whole.values.count)
      let progress = ResamplingProgress(
        count: samples.count, known: known, inputs: inputs, path: state)
      let found = plan.replications(knowing: known, monitor: progress)
      progress.end()
      try progress.save()
      let done = found.compactMap { $0 }
      guard done.count == found.count else {
        let reached = "Stopped after \(done.count) of \(found.count) resamples"
        throw Failure(
          .interrupted,
          state.map { "\(reached); '\($0)' keeps them, and the same command goes on from there." }
            ?? "\(reached); with --state FILE the next run can be gone on with.")
      }
      return InternalValidation.OptimismResult(
        try BootstrapOptimism(done, of: whole), seed: resamples == nil ? UInt64(seed ?? 1) : nil,
        rowsLeftOut: leftOut)
    }

    private func crossValidated(
      _ model: RefittedModel,
      _ procedure: some CrossValidatedProcedure & CentreValidatedProcedure, _ table: Table
    ) throws -> InternalValidation.FoldResult {
      var assignments: [FoldAssignment] = []
      if let foldColumn {
        let codes = try model.labels(of: foldColumn, option: "--fold-column", in: table).codes
        assignments = [try FoldAssignment(codes)]
      }
      if let folds {
        assignments = try (0..<(repeats ?? 1)).map {
          try FoldAssignment(
            drawing: $0, seed: UInt64(seed ?? 1), folds: folds, of: procedure.rowCount,
            clusters: procedure.clusters, events: foldsByEvent ? procedure.events : nil)
        }
      }
      let progress = ResamplingProgress(
        count: assignments.count, known: [], inputs: "", path: nil, unit: "repeat")
      let found = Result { () throws(ResamplingError) in
        try CrossValidation(of: procedure, assignments) { progress.goesOn(after: $0) }
      }
      progress.end()
      if case .failure(.stopped) = found {
        throw Failure(.interrupted, "Stopped before the last repeat; the next run begins anew.")
      }
      return InternalValidation.FoldResult(
        try found.get(), seed: folds == nil ? nil : UInt64(seed ?? 1), column: foldColumn,
        isStratified: foldsByEvent)
    }

    private func knownReplications(
      inputs: String, indexCount: Int
    ) throws(Failure) -> [Replication] {
      guard let state, let bytes = try readIfPresent(state) else { return [] }
      do {
        return try ResamplingState(bytes, inputs: inputs, indexCount: indexCount).replications
      } catch {
        throw Failure(.badData, "'\(state)' \(error.description)")
      }
    }
  }
#endif
