// swift-format-ignore-file: AlwaysUseLowerCamelCase
// The names are those of sarcoma_fit.h, which says what each function does.

internal import Biostatistics
internal import CInterface
public import CSarcomaFit
internal import Reports

nonisolated(unsafe) private let version = CText.copy(Array(Version.current.utf8))

/// The engine's version.
@c @implementation
public func sarcoma_fit_version() -> UnsafePointer<CChar>! { UnsafePointer(version) }

/// The last failure of this thread.
@c @implementation
public func sarcoma_fit_last_error() -> sarcoma_fit_error {
  let texts = LastFailure.texts
  return sarcoma_fit_error(message: texts.message, code: texts.code, pointer: texts.pointer)
}

/// Frees a text.
@c @implementation
public func sarcoma_fit_text_free(_ text: UnsafeMutablePointer<sarcoma_fit_text>!) {
  guard let text else { return }
  CText.free(text.pointee.bytes)
  text.pointee = sarcoma_fit_text()
}

/// Makes a table of the caller's columns, whose numbers it borrows.
@c @implementation
public func sarcoma_fit_table_open(
  _ abi_version: UInt32, _ columns: UnsafePointer<sarcoma_fit_column>!, _ column_count: Int,
  _ rows: Int, _ table: UnsafeMutablePointer<OpaquePointer?>!
) -> sarcoma_fit_status {
  status { () throws(CallFailure) in
    let place = try CArgument.place(table, "the place of the table")
    guard abi_version == UInt32(SARCOMA_FIT_ABI_VERSION) else {
      throw CallFailure(
        .version,
        "the program was compiled for version \(abi_version) of the interface, and this is version "
          + "\(SARCOMA_FIT_ABI_VERSION); compile it against this library's sarcoma_fit.h.")
    }
    guard rows >= 0, rows <= mostRows else {
      throw CallFailure(.argument, "a table has at most \(mostRows) rows.")
    }
    let columns = try CArgument.buffer(columns, column_count, "the columns")
      .map { column throws(CallFailure) in try read(column, rows) }
    let made: Table
    do throws(TableError) {
      made = try Table(columns: columns)
    } catch {
      throw CallFailure(.argument, error.description)
    }
    place.pointee = try Handles.tables.open(OpenTable(made))
  }
}

/// Closes a table.
@c @implementation
public func sarcoma_fit_table_close(_ table: OpaquePointer!) -> sarcoma_fit_status {
  status { () throws(CallFailure) in try Handles.tables.close(table) }
}

/// Rows are numbered by 32 bits.
private let mostRows = Int(Int32.max) - 64

private func read(_ column: sarcoma_fit_column, _ rows: Int) throws(CallFailure) -> Column {
  let name = try CArgument.text(column.name, "the name of a column")
  if let numbers = column.numbers {
    let memory = try CArgument.buffer(numbers, rows, "'\(name)'")
    return Column(name: name, values: .numbers(Numbers(unsafeBorrowed: memory)))
  }
  let codes = try CArgument.buffer(column.codes, rows, "the codes of '\(name)'")
  let labels = try CArgument.buffer(column.texts, column.text_count, "the texts of '\(name)'")
    .map { text throws(CallFailure) in try CArgument.text(text, "a text of '\(name)'") }
  return Column(
    name: name, values: .categories(codes: codes.map { max($0, -1) }, labels: labels))
}
