public import StrictJSON

/// The answers to the rows of a batch as text, every row in its place, and what became of them.
public struct BatchRows: Sendable {
  /// How the answers are written.
  public enum Format: Sendable {
    /// A line of JSON a row:
    ///
    ///     {"row": 1, "linearPredictor": 0.91, "predictions": [...], "cautions": ["digitisedSource"]}
    ///     {"row": 2, "refusals": [{"reason": "...", "instead": null}]}
    ///     {"row": 3, "error": {"code": "missing", "detail": "...", "pointer": "/size"}}
    ///
    /// `predictions` are those of a prediction; `totalPoints`, `category`, `riskGroup` and, where a
    /// half-answer leaves several open, `alternatives` stand where there are any.
    case ndjson
    /// The columns that a scored table has, behind the row's number.
    case csv
  }

  /// What became of rows.
  public struct Count: Sendable, Equatable {
    /// With an answer or alternatives.
    public fileprivate(set) var answered = 0
    /// Out of the model's scope.
    public private(set) var refused = 0
    /// Those that could not be read or lack something, by ``RequestError/code``.
    public private(set) var errors: [String: Int] = [:]

    /// No rows yet.
    public init() {}

    /// Adds what became of other rows.
    public mutating func add(_ other: Count) {
      answered += other.answered
      refused += other.refused
      errors.merge(other.errors, uniquingKeysWith: +)
    }

    /// `{"answered", "refused", "errors": {code: count}}`.
    public var json: JSONValue {
      .object([
        ("answered", .integer(answered)), ("refused", .integer(refused)),
        (
          "errors",
          .object(errors.sorted { $0.key < $1.key }.map { ($0.key, .integer($0.value)) })
        ),
      ])
    }

    fileprivate mutating func add(_ result: Result<Prediction, RequestError>) {
      switch result {
      case .success(let prediction) where prediction.isInScope: answered += 1
      case .success: refused += 1
      case .failure(let error): errors[error.code, default: 0] += 1
      }
    }
  }

  /// The text so far.
  public private(set) var bytes: [UInt8] = []
  /// What became of the rows so far.
  public private(set) var count = Count()
  private let format: Format
  private let scorer: BatchScorer
  private let columns: ScoreColumns

  /// The rows of one scorer, none yet.
  public init(of scorer: BatchScorer, _ format: Format) {
    (self.format, self.scorer) = (format, scorer)
    columns = ScoreColumns(of: scorer.model, at: scorer.horizons)
  }

  /// The line above the rows; empty for lines of JSON.
  public var header: [UInt8] {
    guard format == .csv else { return [] }
    return Array((["row"] + columns.names).joined(separator: ",").utf8) + [UInt8(ascii: "\n")]
  }

  /// Answers a row that is a JSON object of a patient and writes the answer, by what is remembered of its
  /// kind where it is a plain one: the same bytes in a twentieth of the time.
  public mutating func add(
    _ row: Int, json bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits, _ memory: RowMemory
  ) {
    let recollection = memory.kind(of: bytes)
    if case .known(let kind) = recollection, let question = try? scorer.predictor.question.get(),
      let answer = try? scorer.model.answer(kind.vector, question, hasTerms: false)
    {
      count.answered += 1
      write(row, answer, kind)
      return
    }
    let result = Result { () throws(RequestError) in
      try scorer.predict(json: Array(bytes), limits: limits)
    }
    if case .unknown = recollection, let prediction = try? result.get(),
      let vector = prediction.vector
    {
      memory.remember(vector, cautions: prediction.cautions.map(\.code), bytes)
    }
    add(row, result)
  }

  /// Writes the answer to a row.
  public mutating func add(_ row: Int, _ result: Result<Prediction, RequestError>) {
    count.add(result)
    switch format {
    case .ndjson: bytes += json(row, result).bytes(.compact)
    case .csv: bytes += cells(row, result).joined(separator: ",").utf8
    }
    bytes.append(UInt8(ascii: "\n"))
  }
}

// MARK: - JSON

extension BatchRows {
  /// The line of an answer: the bytes of ``json(_:_:)``, without a tree of values.
  private mutating func write(_ row: Int, _ answer: Prediction.Answer, _ kind: RowMemory.Kind) {
    defer { bytes.append(UInt8(ascii: "\n")) }
    guard format == .ndjson else {
      bytes += cells(row, answer, cautions: kind.cautions, refusal: nil).joined(separator: ",").utf8
      return
    }
    write("{\"row\":", row.description)
    if let eta = answer.linearPredictor { write(",\"linearPredictor\":", eta.description) }
    if let total = answer.totalPoints { write(",\"totalPoints\":", total.description) }
    let probabilities = answer.probabilities
    if !probabilities.isEmpty {
      write(",\"predictions\":[", "")
      if probabilities.count == scorer.probabilityHeads.count, !scorer.model.isRule {
        for (place, probability) in probabilities.enumerated() {
          bytes += scorer.probabilityHeads[place]
          write("", probability.probability.description)
          if let interval = probability.interval {
            write(",\"interval\":[", interval.lowerBound.description)
            write(",", interval.upperBound.description)
            write("]}", "")
          } else {
            write(",\"interval\":null}", "")
          }
        }
      } else {
        for (place, probability) in probabilities.enumerated() {
          if place > 0 { bytes.append(UInt8(ascii: ",")) }
          bytes += probability.json.bytes(.compact)
        }
      }
      bytes.append(UInt8(ascii: "]"))
    }
    for (name, text) in [("category", answer.category), ("riskGroup", answer.riskGroup)] {
      guard let text else { continue }
      write(",\"", name)
      write("\":", "")
      bytes += JSONValue.string(text).bytes(.compact)
    }
    bytes += kind.cautionsJSON
  }

  private mutating func write(_ mark: StaticString, _ text: String) {
    bytes.append(
      contentsOf: UnsafeBufferPointer(start: mark.utf8Start, count: mark.utf8CodeUnitCount))
    bytes.append(contentsOf: text.utf8)
  }

  private func json(_ row: Int, _ result: Result<Prediction, RequestError>) -> JSONValue {
    switch result {
    case .failure(let error):
      // The row is the patient: a pointer starts within it.
      let pointer = error.pointer.map { $0.hasPrefix("/patient") ? String($0.dropFirst(8)) : $0 }
      let members: [(String, JSONValue)] = [
        ("code", .string(error.code)), ("detail", .string(error.description)),
        ("pointer", pointer.map { .string($0) } ?? .null),
      ]
      return .object([("row", .integer(row)), ("error", .object(members))])
    case .success(let prediction) where !prediction.isInScope:
      return .object([
        ("row", .integer(row)), ("refusals", .array(prediction.refusals.map(\.json))),
      ])
    case .success(let prediction):
      let alternatives = prediction.alternatives.map { alternative in
        JSONValue.object([("assuming", alternative.assumingJSON)] + alternative.answer.numbers)
      }
      return .object(
        [("row", .integer(row))] + (prediction.answer?.numbers ?? [])
          + (alternatives.isEmpty ? [] : [("alternatives", .array(alternatives))])
          + [("cautions", .strings(prediction.cautions.map(\.code)))])
    }
  }
}

extension Prediction.Answer {
  /// What the model gives, and nothing that it never gives.
  fileprivate var numbers: [(String, JSONValue)] {
    var members: [(String, JSONValue)] = []
    if let linearPredictor { members.append(("linearPredictor", .number(linearPredictor))) }
    if let totalPoints { members.append(("totalPoints", .number(totalPoints))) }
    if !probabilities.isEmpty {
      members.append(("predictions", .array(probabilities.map(\.json))))
    }
    if let category { members.append(("category", .string(category))) }
    if let riskGroup { members.append(("riskGroup", .string(riskGroup))) }
    return members
  }
}

// MARK: - CSV

extension BatchRows {
  private func cells(_ row: Int, _ result: Result<Prediction, RequestError>) -> [String] {
    let prediction = try? result.get()
    return cells(
      row, prediction?.answer, cautions: prediction?.cautions.map(\.code) ?? [],
      refusal: Self.refusal(result))
  }

  private func cells(
    _ row: Int, _ answer: Prediction.Answer?, cautions: [String], refusal: String?
  ) -> [String] {
    var cells = [String(row)]
    for column in columns.values {
      cells.append(
        column.content == .category
          ? Self.quoted(answer?.category ?? Self.missing)
          : column.content.number(in: answer).map(Self.digits) ?? Self.missing)
    }
    var seen: Set<String> = []
    let cautions = cautions.filter { seen.insert($0).inserted }
    cells.append(cautions.isEmpty ? Self.missing : cautions.joined(separator: ";"))
    cells.append(Self.quoted(refusal ?? Self.missing))
    return cells
  }

  /// What a scored table has where there is nothing.
  private static let missing = "NA"

  private static func refusal(_ result: Result<Prediction, RequestError>) -> String? {
    switch result {
    case .failure(let error): error.description
    case .success(let prediction) where !prediction.isInScope:
      prediction.refusals.map(\.sentence).joined(separator: " ")
    case .success(let prediction):
      prediction.answer == nil ? "A value leaves more than one level open." : nil
    }
  }

  /// The shortest digits that read back to the same bits.
  private static func digits(_ value: Double) -> String {
    JSONValue.number(value).text(.compact)
  }

  private static func quoted(_ text: String) -> String {
    guard text.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else { return text }
    return "\""
      + text.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }
}
