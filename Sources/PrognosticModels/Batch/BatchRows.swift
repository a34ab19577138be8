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
    /// The columns that a scored table has, behind the row's number; `quoting` makes a text a cell.
    case csv(quoting: @Sendable (String) -> String)
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
  private let receipts: Receipts?

  /// What every row's ``Receipt`` says.
  public struct Receipts: Sendable {
    let library: String
    let time: String

    /// - Parameters:
    ///   - library: the documents that answer.
    ///   - seconds: since 1970-01-01T00:00:00Z.
    public init(from library: ModelLibrary, at seconds: Int64) {
      (self.library, time) = (library.sha256, UTCTime(seconds: seconds).text)
    }
  }

  /// The rows of one scorer, none yet.
  ///
  /// - Parameters:
  ///   - scorer: the model that they are put to.
  ///   - format: in which rows come and answers go.
  ///   - receipts: for a receipt in each line of JSON that is an answer, at the cost of hashing it.
  public init(of scorer: BatchScorer, _ format: Format, receipts: Receipts? = nil) {
    (self.format, self.scorer, self.receipts) = (format, scorer, receipts)
  }

  /// The line above the rows; empty for lines of JSON.
  public var header: [UInt8] {
    guard case .csv = format else { return [] }
    let names = ["row"] + scorer.columns.names
    return Array(names.joined(separator: ",").utf8) + [UInt8(ascii: "\n")]
  }

  /// Answers a row that is a JSON object of a patient and writes the answer, by what is remembered of its
  /// kind where it is a plain one: the same bytes in a twentieth of the time.
  public mutating func add(
    _ row: Int, json bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits, _ memory: RowMemory
  ) {
    if let receipts {
      add(row, json: Array(bytes), limits: limits, receipts)
      return
    }
    add(row, memory.kind(of: bytes), memory) { [scorer] () throws(RequestError) in
      try scorer.predict(json: Array(bytes), limits: limits)
    }
  }

  /// The same of a row of a table.
  public mutating func add(
    _ row: Int, _ cells: TableRow, of columns: BatchColumns, _ memory: RowMemory
  ) {
    add(row, memory.kind(of: cells), memory) { [scorer] () throws(RequestError) in
      let patient = try cells.patient(columns)
      do throws(PatientError) {
        return try scorer.predictor.predict(patient)
      } catch {
        throw .patient(error)
      }
    }
  }

  private mutating func add(
    _ row: Int, _ recollection: RowMemory.Recollection, _ memory: RowMemory,
    _ predict: () throws(RequestError) -> Prediction
  ) {
    if case .known(let kind) = recollection, let answer = try? scorer.answer(kind.vector) {
      count.answered += 1
      write(row, answer, kind)
      return
    }
    let result = Result { () throws(RequestError) in try predict() }
    if case .unknown = recollection, let prediction = try? result.get(),
      let vector = prediction.vector
    {
      memory.remember(vector, cautions: prediction.cautions.map(\.code))
    }
    add(row, result)
  }

  /// Writes the answer to a row.
  public mutating func add(_ row: Int, _ result: Result<Prediction, RequestError>) {
    count.add(result)
    switch format {
    case .ndjson: bytes += json(row, result).bytes(.compact)
    case .csv(let quoting): bytes += cells(row, result, quoting).joined(separator: ",").utf8
    }
    bytes.append(UInt8(ascii: "\n"))
  }
}

// MARK: - JSON

extension BatchRows {
  /// The line of an answer: the bytes of ``json(_:_:)``, without a tree of values.
  private mutating func write(_ row: Int, _ answer: Prediction.Answer, _ kind: RowMemory.Kind) {
    defer { bytes.append(UInt8(ascii: "\n")) }
    if case .csv(let quoting) = format {
      write("", row.description)
      for value in values(answer, quoting) { write(",", value) }
      bytes += kind.cautionsCSV
      return
    }
    write("{\"row\":", row.description)
    if let eta = answer.linearPredictor { write(",\"linearPredictor\":", eta.description) }
    if let total = answer.totalPoints { write(",\"totalPoints\":", total.description) }
    let probabilities = answer.probabilities
    if !probabilities.isEmpty {
      write(",\"predictions\":[", "")
      if probabilities.count == scorer.probabilityHeads.count, !scorer.isRule {
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

  /// Answers a row with its receipt.
  private mutating func add(
    _ row: Int, json text: [UInt8], limits: JSONLimits, _ receipts: Receipts
  ) {
    let result = Result { () throws(RequestError) in
      try scorer.predict(json: text, limits: limits)
    }
    guard let prediction = try? result.get(),
      let patient = try? JSONDocument(text, limits: limits).root.value
    else { return add(row, result) }
    count.add(result)
    let members = Self.members(of: prediction)
    let receipt = Receipt(for: .object(members), to: patient, of: scorer, receipts)
    bytes += JSONValue.object(
      [("row", .integer(row))] + members + [("receipt", receipt.json)]
    ).bytes(.compact)
    bytes.append(UInt8(ascii: "\n"))
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
    case .success(let prediction):
      return .object([("row", .integer(row))] + Self.members(of: prediction))
    }
  }

  /// What a row says of a patient who was understood.
  static func members(of prediction: Prediction) -> [(String, JSONValue)] {
    guard prediction.isInScope else {
      return [("refusals", .array(prediction.refusals.map(\.json)))]
    }
    let alternatives = prediction.alternatives.map { alternative in
      JSONValue.object([("assuming", alternative.assumingJSON)] + alternative.answer.numbers)
    }
    return (prediction.answer?.numbers ?? [])
      + (alternatives.isEmpty ? [] : [("alternatives", .array(alternatives))])
      + [("cautions", .strings(prediction.cautions.map(\.code)))]
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
  private func cells(
    _ row: Int, _ result: Result<Prediction, RequestError>, _ quoting: (String) -> String
  ) -> [String] {
    let prediction = try? result.get()
    return [String(row)] + values(prediction?.answer, quoting)
      + Self.remarks(
        prediction?.cautions.map(\.code) ?? [], refusal: Self.refusal(result), quoting)
  }

  private func values(_ answer: Prediction.Answer?, _ quoting: (String) -> String) -> [String] {
    scorer.columns.values.map { column in
      column.content == .category
        ? answer?.category.map(quoting) ?? Self.missing
        : column.content.number(in: answer)?.description ?? Self.missing
    }
  }

  /// The last two cells of a row.
  static func remarks(
    _ cautions: [String], refusal: String?, _ quoting: (String) -> String
  ) -> [String] {
    var seen: Set<String> = []
    let cautions = cautions.filter { seen.insert($0).inserted }
    return [
      cautions.isEmpty ? missing : cautions.joined(separator: ";"), refusal.map(quoting) ?? missing,
    ]
  }

  /// What a scored table has where there is nothing.
  private static let missing = "NA"

  private static func refusal(_ result: Result<Prediction, RequestError>) -> String? {
    switch result {
    case .failure(let error): error.description
    case .success(let prediction): prediction.refusalOfRow
    }
  }
}
