internal import Biostatistics
internal import StrictJSON

/// The covariates of one patient, as `age=50, histology="a, b"` states them, or an object of JSON.
public struct StatedCovariates: Sendable {
  /// What the patient is called in the result: the text as it was written.
  public let text: String
  /// The option that states them, for what is said of its text.
  public let option: String
  /// The names with their values as written.
  public private(set) var values: [(name: String, value: String)] = []

  /// Reads a text.
  ///
  /// - Throws: ``OptionError/covariates(option:text:reason:)``, naming the part that is no
  ///   `name=value`.
  public init(_ text: String, of option: String = "predict") throws(OptionError) {
    self.text = text
    self.option = option
    var reader = ListReader(text)
    repeat {
      let (name, value) = try pair(&reader)
      try add(name, value)
    } while reader.skip(",")
  }

  private func pair(
    _ reader: inout ListReader
  ) throws(OptionError) -> (name: String, value: String) {
    let name: String
    do throws(ListError) {
      name = try reader.field(before: "=,")
    } catch {
      throw failure(error.sentence)
    }
    guard reader.skip("=") else { throw failure(Self.noValue(name)) }
    do throws(ListError) {
      return (name, try reader.field(before: ","))
    } catch {
      throw failure(error.sentence)
    }
  }

  /// A text, or an object such as `{"age": 50, "sex": "male"}`, whose text is `age=50, sex=male`.
  init(_ node: JSONNode, of option: String = "predict") throws {
    guard node.kind == .object else {
      try self.init(try node.string(), of: option)
      return
    }
    let members = try node.members().map { name, node throws(StrictJSONError) in
      (name, try Self.value(node))
    }
    self.init(
      text: members.map { "\($0)=\($1.contains(",") ? "\"\($1)\"" : $1)" }
        .joined(separator: ", "), option: option)
    for (name, value) in members { try add(name, value) }
  }

  private init(text: String, option: String) { (self.text, self.option) = (text, option) }

  private static func value(_ node: JSONNode) throws(StrictJSONError) -> String {
    switch node.kind {
    case .integer: "\(try node.integer())"
    case .number: "\(try node.number())"
    case .bool: try node.bool() ? "TRUE" : "FALSE"
    default: try node.string()
    }
  }

  private mutating func add(_ name: String, _ value: String) throws(OptionError) {
    guard !name.isEmpty else { throw failure("'=\(value)' names no column.") }
    guard !value.isEmpty else { throw failure("'\(name)=' has no value.") }
    guard !values.contains(where: { $0.name == name }) else {
      throw failure("'\(name)' is stated twice; state it once.")
    }
    values.append((name, value))
  }

  /// A table of one row. A value is text where the fitted table's column is.
  ///
  /// - Throws: ``StatedCovariatesError`` for a name that is no column of it, and for a text where it has
  ///   numbers.
  func table(like fitted: Table) throws(StatedCovariatesError) -> Table {
    var columns: [Column] = []
    for (name, value) in values {
      switch fitted[name]?.values {
      case .numbers:
        guard let number = Double(value), number.isFinite else {
          throw error("'\(value)' is no number, and column '\(name)' holds numbers.")
        }
        columns.append(Column(name: name, numbers: [number]))
      case nil:
        throw error("\(DesignError.unknownColumn(name, known: fitted.columnNames))")
      case .categories: columns.append(Column(name: name, texts: [value]))
      }
    }
    do {
      return try Table(columns: columns)
    } catch {
      throw self.error("\(error)")
    }
  }

  /// What the model cannot do with the patient.
  func error(_ error: DesignError) -> StatedCovariatesError {
    switch error {
    case .notFinite(let expression, _):
      self.error("'\(expression)' is not a finite number; correct the value.")
    case .unknownColumn(let name, _):
      self.error("it states no '\(name)'; a prediction needs every covariate of the formula.")
    default: self.error(error.description)
    }
  }

  private func error(_ reason: String) -> StatedCovariatesError {
    StatedCovariatesError(option: option, text: text, reason: reason)
  }

  private static func noValue(_ name: String) -> String {
    name.isEmpty
      ? "a part is empty; write it as 'age=50, sex=male'."
      : "'\(name)' is no name=value; write 'age=50, sex=male', and a value that holds a comma in "
        + "quotes, as in histology=\"a, b\"."
  }

  private func failure(_ reason: String) -> OptionError {
    .covariates(option: option, text: text, reason: reason)
  }
}

/// Why a fitted model cannot predict stated covariates.
public struct StatedCovariatesError: Error, Sendable, Equatable {
  /// The option that states them.
  public let option: String
  /// As they were written.
  public let text: String
  /// What is wrong with them, and what to do.
  public let reason: String

  /// One sentence.
  func sentence(_ spell: OptionSpelling) -> String { "\(spell(option)) '\(text)': \(reason)" }
}
