internal import Biostatistics
// A report's JSON is a value of StrictJSON; whoever prints it imports Reports alone.
@_exported public import StrictJSON

extension JSONValue {
  /// The rows of a matrix.
  static func matrix(_ matrix: Matrix) -> JSONValue { .array(matrix.rows.map(numbers)) }
}
