public import Biostatistics
internal import PrognosticModels
internal import StrictJSON

/// Who watches a resampling: shows how far it has come, keeps what is done, and says when to stop.
public protocol ResamplingWatch {
  /// Replications of an earlier run with the same inputs.
  func known(inputs: String, indexCount: Int) throws -> [Replication]
  /// So many things of a kind are about to be done, of which some are known.
  func begin(
    count: Int, unit: String, known: [Replication], inputs: String
  ) -> any ResamplingMonitor
  /// Whether to go on once so many are done.
  func goesOn(after done: Int) -> Bool
  /// Nothing more is done.
  func end() throws
}

/// A resampling was stopped before its end.
public struct ResamplingStopped: Error, Sendable, CustomStringConvertible {
  /// How many of how many resamples are done; nil for repeats of folds, which begin anew.
  public let resamples: (done: Int, count: Int)?

  /// One sentence.
  public var description: String { "Resampling was stopped before its end." }
}

/// How the modelling behind a document is repeated on other patients of the same table.
public struct ResamplingRequest {
  /// So many bootstrap samples.
  public var bootstrap: Int?
  /// Samples that are given, a column of row numbers a sample; read when they are wanted.
  public var resamples: (() throws -> Table)?
  public var folds: Int?
  public var repeats: Int?
  /// Whether the events are dealt out first.
  public var foldsByEvent = false
  public var foldColumn: String?
  public var centre: String?
  public var seed: Int?
  /// `p=0.157` or `aic`.
  public var selection: String?
  /// The terms that the selection began with.
  public var candidates: String?
  /// Of the fit.
  public var levels: [String: [String]] = [:]
  /// Column of the fit that says which rows are drawn together.
  public var cluster: String?

  /// No resampling.
  public init() {}

  /// Whether anything is to be resampled.
  public var isAsked: Bool { isBootstrap || isCrossValidation || centre != nil }

  /// Whether bootstrap samples are drawn or given.
  public var isBootstrap: Bool { bootstrap != nil || resamples != nil }

  private var isCrossValidation: Bool { folds != nil || foldColumn != nil }

  mutating func read(_ reader: inout ObjectReader) throws {
    bootstrap = try reader.optional("bootstrap")?.integer()
    folds = try reader.optional("folds")?.integer()
    repeats = try reader.optional("repeats")?.integer()
    foldsByEvent = try reader.optional("foldsByEvent")?.bool() ?? false
    foldColumn = try reader.optional("foldColumn")?.string()
    centre = try reader.optional("centre")?.string()
    seed = try reader.optional("seed")?.integer()
    selection = try reader.optional("select")?.string()
    candidates = try reader.optional("candidates")?.string()
    levels = try FrameRequest.levels(&reader)
    cluster = try reader.optional("cluster")?.string()
  }

  /// Refuses options that contradict one another.
  public func check() throws(OptionError) {
    do throws(ResamplingOptionError) {
      try checkCounts()
      if bootstrap != nil, resamples != nil { throw .samplesTwice }
      if seed != nil, bootstrap == nil, folds == nil { throw .seedOfNothing }
      if folds != nil, foldColumn != nil { throw .foldsTwice }
      if folds == nil, repeats != nil || foldsByEvent { throw .repeatsOfNothing }
      if foldsByEvent, cluster != nil { throw .eventsOfClusters }
      if !isAsked {
        let given = [
          ("select", selection != nil), ("candidates", candidates != nil),
          ("levels", !levels.isEmpty), ("cluster", cluster != nil),
        ]
        if let option = given.first(where: { $0.1 })?.0 { throw .ofNothing(option: option) }
      }
      if selection == nil, candidates != nil { throw .candidatesOfNothing }
      if let selection, selection != "aic" {
        guard selection.hasPrefix("p="), Double(selection.dropFirst(2)) != nil else {
          throw .unreadableSelection(selection)
        }
      }
    } catch {
      throw .resampling(error)
    }
  }

  private func checkCounts() throws(ResamplingOptionError) {
    if let bootstrap, bootstrap < 2 {
      throw .tooFew(option: "bootstrap", least: "two samples", value: bootstrap)
    }
    if let bootstrap, bootstrap > 1_000_000 {
      throw .tooMany(option: "bootstrap", most: "1,000,000 samples", value: bootstrap)
    }
    if let repeats, repeats > 100_000 {
      throw .tooMany(option: "repeats", most: "100,000", value: repeats)
    }
    if let seed, seed < 0 { throw .negativeSeed(seed) }
    if let folds, folds < 2 { throw .tooFew(option: "folds", least: "two folds", value: folds) }
    if let repeats, repeats < 1 { throw .tooFew(option: "repeats", least: "1", value: repeats) }
  }

  /// What is resampled, and what the report says of its indices.
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
  }

  /// Repeats the modelling; nil where that was not asked for.
  func run(_ question: Question, watch: (any ResamplingWatch)?) throws -> InternalValidation? {
    guard isAsked else { return nil }
    let model = try refitted(question)
    var result = InternalValidation(model, horizons: question.horizons, unit: question.unit)
    switch model {
    case .cox(let cox): try run(model, cox, question, watch, &result)
    case .logistic(let logistic): try run(model, logistic, question, watch, &result)
    }
    return result
  }

  private func run(
    _ model: RefittedModel,
    _ procedure: some CrossValidatedProcedure & CentreValidatedProcedure, _ question: Question,
    _ watch: (any ResamplingWatch)?, _ result: inout InternalValidation
  ) throws {
    if isBootstrap { result.bootstrap = try bootstrapped(model, procedure, question, watch) }
    if isCrossValidation {
      result.crossValidation = try crossValidated(model, procedure, question.table, watch)
    }
    if let centre {
      let (codes, labels) = try model.labels(of: centre, option: "centre", in: question.table)
      result.centres = InternalValidation.CentreResult(
        try InternalExternalValidation(
          of: procedure, centre: codes, labels: labels, confidence: question.confidence),
        column: centre)
    }
  }

  private func refitted(_ question: Question) throws -> RefittedModel {
    var options = RefittedModel.Options()
    options.frame.condition = question.condition
    options.frame.levels = levels
    options.frame.cluster = cluster
    options.selection = try elimination()
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

  private func elimination() throws -> BackwardElimination? {
    guard let selection else { return nil }
    guard selection != "aic" else { return try BackwardElimination(.aic) }
    return try BackwardElimination(.p(Double(selection.dropFirst(2)) ?? .nan))
  }

  private func bootstrapped(
    _ model: RefittedModel, _ procedure: some ModellingProcedure, _ question: Question,
    _ watch: (any ResamplingWatch)?
  ) throws -> InternalValidation.OptimismResult {
    var samples = BootstrapSamples.drawn(count: bootstrap ?? 0, seed: UInt64(seed ?? 1))
    var leftOut = 0
    if let resamples {
      let given = try model.samples(in: try resamples(), tableRowCount: question.table.rowCount)
      samples = .given(given.samples)
      leftOut = given.leftOut
    }
    let plan = try Bootstrap(of: procedure, samples)
    let inputs = model.inputs(
      model: question.model.sha256, samples: samples,
      options: question.horizons.map(\.text) + question.thresholds.map { "\($0)" }
        + [question.truncation?.text ?? ""])
    let whole = try plan.whole()
    let known = try watch?.known(inputs: inputs, indexCount: whole.values.count) ?? []
    let monitor = watch?.begin(
      count: samples.count, unit: "resample", known: known, inputs: inputs)
    let found = plan.replications(knowing: known, monitor: monitor)
    try watch?.end()
    let done = found.compactMap { $0 }
    guard done.count == found.count else {
      throw ResamplingStopped(resamples: (done.count, found.count))
    }
    return InternalValidation.OptimismResult(
      try BootstrapOptimism(done, of: whole), seed: resamples == nil ? UInt64(seed ?? 1) : nil,
      rowsLeftOut: leftOut)
  }

  private func crossValidated(
    _ model: RefittedModel,
    _ procedure: some CrossValidatedProcedure & CentreValidatedProcedure, _ table: Table,
    _ watch: (any ResamplingWatch)?
  ) throws -> InternalValidation.FoldResult {
    var assignments: [FoldAssignment] = []
    if let foldColumn {
      let codes = try model.labels(of: foldColumn, option: "foldColumn", in: table).codes
      assignments = [try FoldAssignment(codes)]
    }
    if let folds {
      assignments = try (0..<(repeats ?? 1)).map {
        try FoldAssignment(
          drawing: $0, seed: UInt64(seed ?? 1), folds: folds, of: procedure.rowCount,
          clusters: procedure.clusters, events: foldsByEvent ? procedure.events : nil)
      }
    }
    _ = watch?.begin(count: assignments.count, unit: "repeat", known: [], inputs: "")
    let found = Result { () throws(ResamplingError) in
      try CrossValidation(of: procedure, assignments) { watch?.goesOn(after: $0) ?? true }
    }
    try watch?.end()
    if case .failure(.stopped) = found { throw ResamplingStopped(resamples: nil) }
    return InternalValidation.FoldResult(
      try found.get(), seed: folds == nil ? nil : UInt64(seed ?? 1), column: foldColumn,
      isStratified: foldsByEvent)
  }
}
