public import Biostatistics
internal import PrognosticModels
public import StrictJSON

/// What has been resampled so far, so that it can be gone on with: the replications, and the SHA-256 of
/// everything that they follow from.
public struct ResamplingState: Sendable, Equatable {
  private static let format = "sarcoma-resampling-1"

  /// Of model, data, options, and how samples are drawn.
  public let inputs: String
  /// In the order of their numbers.
  public let replications: [Replication]

  /// A state to be written.
  public init(inputs: String, replications: [Replication]) {
    self.inputs = inputs
    self.replications = replications.sorted { $0.index < $1.index }
  }

  /// Reads a state.
  ///
  /// - Parameters:
  ///   - inputs: of what is to be gone on with.
  ///   - indexCount: how many indices a replication has.
  /// - Throws: ``ResamplingStateError``.
  public init(
    _ bytes: [UInt8], inputs expected: String, indexCount: Int
  ) throws(ResamplingStateError) {
    do {
      let document = try JSONDocument(bytes, limits: JSONLimits(bytes: 1 << 30))
      var reader = try ObjectReader(document.root)
      let format = try reader.value("format")
      guard try format.string() == Self.format else {
        throw format.refused("this is no state of resampling")
      }
      inputs = try reader.string("inputs")
      guard inputs == expected else { throw OtherInputs() }
      let node = try reader.value("replications")
      replications = try node.objects { (reader) throws(StrictJSONError) in
        try Replication(&reader, indexCount: indexCount)
      }
      try reader.finish()
      for (before, after) in zip(replications, replications.dropFirst())
      where before.index >= after.index {
        throw node.refused("replications stand in the order of their numbers")
      }
    } catch let error as StrictJSONError {
      throw .unreadable(error)
    } catch {
      throw .otherInputs
    }
  }

  private struct OtherInputs: Error {}

  /// The state as JSON.
  public var bytes: [UInt8] {
    JSONValue.object([
      ("format", .string(Self.format)), ("inputs", .string(inputs)),
      ("replications", .array(replications.map(\.json))),
    ]).bytes(.unwrapped)
  }
}

extension Replication {
  fileprivate init(_ reader: inout ObjectReader, indexCount: Int) throws(StrictJSONError) {
    let node = try reader.value("index")
    let index = try node.integer()
    guard index >= 0 else { throw node.refused("numbers begin at 0") }
    let dropped = try reader.strings("droppedColumns")
    let kept = try reader.optional("keptTerms")?.array().map { (node) throws(StrictJSONError) in
      try node.string()
    }
    if let failed = reader.optional("failed") {
      self.init(
        index: index, outcome: .failed(try failed.oneOf(ResampleFailure.self)),
        droppedColumns: dropped, keptTerms: kept)
      return
    }
    func values(_ node: JSONNode) throws(StrictJSONError) -> [IndexValue] {
      let values = try node.array().map { (value) throws(StrictJSONError) in
        value.kind == .string
          ? IndexValue.unavailable(try value.string()) : .value(try value.number())
      }
      guard values.count == indexCount else {
        throw node.refused("there are \(indexCount) indices")
      }
      return values
    }
    self.init(
      index: index,
      outcome: .indices(
        training: try values(try reader.value("training")),
        test: try values(try reader.value("test"))),
      droppedColumns: dropped, keptTerms: kept)
  }

  fileprivate var json: JSONValue {
    func values(_ values: [IndexValue]) -> JSONValue {
      .array(
        values.map { value in
          switch value {
          case .value(let number): .number(number)
          case .unavailable(let code): .string(code)
          }
        })
    }
    var members: [(String, JSONValue)] = [("index", .integer(index))]
    switch outcome {
    case .failed(let reason): members.append(("failed", .string(reason.rawValue)))
    case .indices(let training, let test):
      members += [("training", values(training)), ("test", values(test))]
    }
    return .object(
      members + [
        ("droppedColumns", .strings(droppedColumns)),
        ("keptTerms", keptTerms.map { .strings($0) } ?? .null),
      ])
  }
}

extension RefittedModel {
  /// SHA-256 of everything that a replication follows from.
  ///
  /// - Parameters:
  ///   - model: its SHA-256.
  ///   - options: what else was asked for, in words.
  public func inputs(
    model: String, samples: BootstrapSamples, options: [String]
  ) -> String {
    var hash = SHA256()
    func add(_ text: String) { hash.update(Array(text.utf8) + [0]) }
    add(Version.current)
    add(model)
    add(formula)
    switch self {
    case .cox(let procedure): add(procedure.frame.fingerprint.whole)
    case .logistic(let procedure): add(procedure.frame.fingerprint.whole)
    }
    add(selection.map { "\($0.rule)" } ?? "")
    switch samples {
    case .drawn(_, let seed): add("seed \(seed)")
    case .given(let samples):
      for sample in samples { add(sample.rows.map(String.init).joined(separator: " ")) }
    }
    for option in options { add(option) }
    return hash.hexDigest()
  }
}

/// Why a state of resampling cannot be gone on with. One sentence a case.
public enum ResamplingStateError: Error, Equatable, CustomStringConvertible {
  /// It is broken.
  case unreadable(StrictJSONError)
  /// It belongs to something else.
  case otherInputs

  /// One sentence, to stand behind the file's name.
  public var description: String {
    switch self {
    case .unreadable(let error): "is no whole state of resampling: \(error.description)"
    case .otherInputs:
      "belongs to another model, table, seed or choice of options; name another file."
    }
  }
}
