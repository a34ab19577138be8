import Biostatistics
import CSarcomaFit
import Foundation
import TestSupport
import Testing

/// What a C function said instead of a result.
struct Refused: Error, CustomStringConvertible {
  let status: sarcoma_fit_status
  let message: String
  let code: String
  let pointer: String

  init(_ status: sarcoma_fit_status) {
    let error = sarcoma_fit_last_error()
    self.status = status
    message = String(cString: error.message)
    code = String(cString: error.code)
    pointer = String(cString: error.pointer)
  }

  var description: String { "\(status.rawValue) \(code): \(message)" }
}

/// Throws unless a status is OK.
func check(_ status: sarcoma_fit_status) throws {
  if status != SARCOMA_FIT_OK { throw Refused(status) }
}

/// The text that a function gives.
func text(_ body: (UnsafeMutablePointer<sarcoma_fit_text>) -> sarcoma_fit_status) throws -> String {
  var text = sarcoma_fit_text()
  try check(body(&text))
  defer { sarcoma_fit_text_free(&text) }
  #expect(strlen(text.bytes) == text.length)
  return String(cString: text.bytes)
}

func data(_ name: String) -> String {
  Reference.folder.appending(path: "data/\(name).csv").path
}

/// A CSV file as a C program holds it: columns in its own memory.
final class FitTable {
  let table: Table
  private(set) var handle: OpaquePointer?
  private var numbers: [UnsafeMutablePointer<Double>] = []
  private var codes: [UnsafeMutablePointer<Int32>] = []
  private var texts: [UnsafeMutablePointer<CChar>] = []
  private var lists: [UnsafeMutablePointer<UnsafePointer<CChar>?>] = []

  convenience init(_ path: String) throws { try self.init(CSVReader.read(path: path)) }

  init(_ table: Table) throws {
    self.table = table
    let columns = table.columns.map(column)
    try check(
      sarcoma_fit_table_open(
        UInt32(SARCOMA_FIT_ABI_VERSION), columns, columns.count, table.rowCount, &handle))
  }

  deinit {
    _ = sarcoma_fit_table_close(handle)
    for memory in numbers { memory.deallocate() }
    for memory in codes { memory.deallocate() }
    for text in texts { free(text) }
    for list in lists { list.deallocate() }
  }

  private func column(_ column: Column) -> sarcoma_fit_column {
    var result = sarcoma_fit_column()
    result.name = UnsafePointer(copy(column.name))
    switch column.values {
    case .numbers(let values):
      let memory = UnsafeMutablePointer<Double>.allocate(capacity: values.count)
      for (row, value) in values.enumerated() { (memory + row).initialize(to: value) }
      numbers.append(memory)
      result.numbers = UnsafePointer(memory)
    case .categories(let own, let labels):
      let memory = UnsafeMutablePointer<Int32>.allocate(capacity: own.count)
      for (row, code) in own.enumerated() { (memory + row).initialize(to: code) }
      codes.append(memory)
      let list = UnsafeMutablePointer<UnsafePointer<CChar>?>.allocate(capacity: labels.count)
      for (place, label) in labels.enumerated() {
        (list + place).initialize(to: UnsafePointer(copy(label)))
      }
      lists.append(list)
      (result.codes, result.texts) = (UnsafePointer(memory), UnsafePointer(list))
      result.text_count = labels.count
    }
    return result
  }

  private func copy(_ text: String) -> UnsafeMutablePointer<CChar> {
    let copy = strdup(text)!
    texts.append(copy)
    return copy
  }

  /// `kind` is "cox", "logistic" or "curves".
  func fit(_ kind: String, _ formula: String, _ options: String? = nil) throws -> FitResult {
    let function =
      switch kind {
      case "cox": sarcoma_fit_cox
      case "logistic": sarcoma_fit_logistic
      default: sarcoma_fit_curves
      }
    var result: OpaquePointer?
    try check(function(handle, formula, options, options?.utf8.count ?? 0, &result))
    return FitResult(result, self)
  }

  func validate(
    _ document: [UInt8]?, vocabulary: [UInt8]? = nil, _ options: String
  ) throws -> FitResult {
    try asked(sarcoma_fit_validate, document, vocabulary, options)
  }

  func update(
    _ document: [UInt8]?, vocabulary: [UInt8]? = nil, _ options: String
  ) throws -> FitResult {
    try asked(sarcoma_fit_update, document, vocabulary, options)
  }

  /// Without the table unless `refitting`.
  func anova(
    _ document: [UInt8]?, _ other: [UInt8]? = nil, _ options: String? = nil,
    refitting: Bool = false
  ) throws -> FitResult {
    try asked(sarcoma_fit_anova, document, other, options, refitting ? handle : nil)
  }

  private typealias Question = (
    OpaquePointer?, UnsafePointer<CChar>?, Int, UnsafePointer<CChar>?, Int, UnsafePointer<CChar>?,
    Int, UnsafeMutablePointer<OpaquePointer?>?
  ) -> sarcoma_fit_status

  private func asked(
    _ function: Question, _ document: [UInt8]?, _ second: [UInt8]?, _ options: String?
  ) throws -> FitResult {
    try asked(function, document, second, options, handle)
  }

  private func asked(
    _ function: Question, _ document: [UInt8]?, _ second: [UInt8]?, _ options: String?,
    _ table: OpaquePointer?
  ) throws -> FitResult {
    var result: OpaquePointer?
    let document = document.map { $0.map(CChar.init(bitPattern:)) }
    let second = second.map { $0.map(CChar.init(bitPattern:)) }
    try check(
      function(
        table, document, document?.count ?? 0, second, second?.count ?? 0, options,
        options?.utf8.count ?? 0, &result))
    return FitResult(result, self)
  }
}

/// A result, which holds the memory of its table.
final class FitResult {
  let handle: OpaquePointer?
  private let table: FitTable

  init(_ handle: OpaquePointer?, _ table: FitTable) {
    self.handle = handle
    self.table = table
  }

  deinit { _ = sarcoma_fit_result_close(handle) }

  func report(_ format: String) throws -> String {
    try text { sarcoma_fit_report(handle, format, $0) }
  }

  func document(_ description: String?) throws -> String {
    try text { sarcoma_fit_document(handle, description, description?.utf8.count ?? 0, $0) }
  }

  func figure(_ options: String? = nil) throws -> String {
    try text { sarcoma_fit_figure(handle, options, options?.utf8.count ?? 0, $0) }
  }

  func numbers(_ name: String) throws -> [Double] {
    var count = 0
    try check(sarcoma_fit_numbers(handle, name, nil, 0, &count))
    var values = [Double](repeating: 0, count: count)
    try check(sarcoma_fit_numbers(handle, name, &values, count, nil))
    return values
  }

  func predict(
    _ quantity: String, of table: FitTable, at times: [Double] = []
  ) throws -> [Double] {
    let each = quantity == "survival" ? times.count : 1
    var values = [Double](repeating: 0, count: table.table.rowCount * each)
    try check(
      sarcoma_fit_predict(
        handle, quantity, table.handle, times, times.count, &values, values.count))
    return values
  }
}
