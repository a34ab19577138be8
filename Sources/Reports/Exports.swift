internal import Biostatistics
// A report speaks of horizons, is a value of StrictJSON and has figures; whoever prints it imports
// Reports alone.
@_exported public import Figures
@_exported public import PrognosticModels
@_exported public import StrictJSON

extension JSONValue {
  /// The rows of a matrix.
  static func matrix(_ matrix: Matrix) -> JSONValue { .array(matrix.rows.map(numbers)) }
}
