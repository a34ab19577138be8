/// Why delimited text is not a table. Lines, columns and bytes count from 1.
public enum CSVError: Error, Equatable, Sendable {
  /// The file cannot be opened or read to its end; `reason` is the system's.
  case notReadable(path: String, reason: String)
  /// There is no line that is not blank.
  case noHeader
  /// The header holds as many of one separator as of another.
  case ambiguousSeparator(line: Int, candidates: [String], count: Int)
  /// A cell of the header is blank.
  case emptyName(line: Int, column: Int)
  /// Two cells of the header are equal.
  case duplicateName(line: Int, name: String, columns: [Int])
  /// A row has more or fewer cells than the header.
  case raggedRow(line: Int, expected: Int, found: Int)
  /// A quoted cell does not end before the file does.
  case unterminatedQuote(line: Int, column: Int)
  /// A cell goes on after its closing quote.
  case textAfterQuote(line: Int, column: Int, opened: Int)
  /// A quote stands in a cell that does not begin with one.
  case quoteInsideCell(line: Int, column: Int)
  /// Bytes that are no UTF-8, as in a file saved in another encoding.
  case invalidUTF8(line: Int, byte: Int)
  /// A byte of value 0, which no text holds.
  case nulByte(line: Int, byte: Int)
  /// A number beyond the largest double, 1.8e308.
  case numberOutOfRange(line: Int, column: Int, name: String, text: String)
  /// One column writes its fractions with a comma here and a point there.
  case mixedDecimals(
    column: Int, name: String, commaText: String, commaLine: Int, pointText: String,
    pointLine: Int)
  /// More rows than a row number can count.
  case tooManyRows(limit: Int)
  /// A name or label that would not read back as the same text.
  case notWritable(name: String, text: String)
}

extension CSVError: CustomStringConvertible {
  /// One sentence: what was wrong, where, and what to do.
  public var description: String {
    switch self {
    case .notReadable(let path, let reason):
      "cannot read '\(path)': \(reason)."
    case .noHeader:
      "the file is empty; its first line must name the columns."
    case .ambiguousSeparator(let line, let candidates, let count):
      "line \(line) has \(count) each of \(candidates.joined(separator: " and "));"
        + " state which of them separates the columns."
    case .emptyName(let line, let column):
      "line \(line): column \(column) has no name; give it one."
    case .duplicateName(let line, let name, let columns):
      "line \(line): columns \(columns.map(String.init).joined(separator: " and "))"
        + " are both named '\(name)'; rename one of them."
    case .raggedRow(let line, let expected, let found):
      "line \(line) has \(found) \(found == 1 ? "cell" : "cells") where the header has"
        + " \(expected); \(found < expected ? "add the missing cells" : "remove or quote the rest")."
    case .unterminatedQuote(let line, let column):
      "line \(line), column \(column): the quote that opens here is never closed; close it."
    case .textAfterQuote(let line, let column, let opened):
      "line \(line), column \(column): text follows the closing quote of a cell that opened on"
        + " line \(opened); double the quotes that belong to the text."
    case .quoteInsideCell(let line, let column):
      "line \(line), column \(column): a quote inside a cell that does not start with one;"
        + " quote the whole cell and double the quotes that belong to the text."
    case .invalidUTF8(let line, let byte):
      "line \(line), byte \(byte): not valid UTF-8; save the file as UTF-8."
    case .nulByte(let line, let byte):
      "line \(line), byte \(byte): a NUL byte; this is not a text file, or is not in UTF-8."
    case .numberOutOfRange(let line, let column, let name, let text):
      "line \(line), column \(column) (\(name)): '\(text)' is beyond the range of numbers"
        + " (1.8e308); correct it, or write Inf."
    case .mixedDecimals(
      let column, let name, let commaText, let commaLine, let pointText, let pointLine):
      "column \(column) (\(name)) has a decimal comma in '\(commaText)' at line \(commaLine) and a"
        + " decimal point in '\(pointText)' at line \(pointLine); use one of them, or state which."
    case .tooManyRows(let limit):
      "the file has more than \(limit) rows; split it."
    case .notWritable(let name, let text):
      "column '\(name)': '\(text)' would not read back as text; rename this label."
    }
  }
}
