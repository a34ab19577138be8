internal import CKernels
internal import Terms

/// A linear predictor, or the columns that it is made of, as operations over flat arrays.
///
/// Built when a document is read; then only run. The array kernel `sarcoma_score_columns` runs the same
/// operations over many patients and gives the same bits.
struct ScoringProgram: Sendable {
  private(set) var operations: [sarcoma_operation] = []
  /// Never empty, so that there always is an address.
  private(set) var constants: [Double] = [0]
  /// Values that the last operation leaves on the stack.
  private var height = 0
  /// Whether the stack would grow beyond what its runners hold.
  private(set) var isTooDeep = false
  /// Whether the array kernel knows every operation.
  private(set) var isVectorizable = true

  mutating func append(
    _ code: sarcoma_operation_code, covariate: Int = -1, constants: [Double] = [], count: Int = 0
  ) {
    operations.append(
      sarcoma_operation(
        code: code, covariate: Int32(covariate), first: Int32(self.constants.count),
        count: Int32(count)))
    self.constants += constants
    switch code {
    case sarcoma_push_constant, sarcoma_push_covariate, sarcoma_push_level, sarcoma_push_spline:
      height += 1
    case sarcoma_add_product, sarcoma_plus, sarcoma_minus, sarcoma_times, sarcoma_divided,
      sarcoma_less, sarcoma_less_or_equal, sarcoma_greater, sarcoma_greater_or_equal,
      sarcoma_minimum, sarcoma_maximum:
      height -= 1
    case sarcoma_power:
      height -= 1
      isVectorizable = false
    case sarcoma_logarithm_plus_one: isVectorizable = false
    default: break
    }
    if height > Int(sarcoma_greatest_depth) { isTooDeep = true }
  }

  /// Takes the value on top as that of a parameter.
  mutating func store(parameter: Int) {
    append(sarcoma_store, constants: [Double(parameter)])
    height -= 1
  }

  /// The linear predictor of the operations in `range`; `columns` takes what they store.
  func run(
    _ values: UnsafePointer<Double>, range: Range<Int>? = nil,
    columns: UnsafeMutablePointer<Double>? = nil
  ) -> Double {
    operations.withUnsafeBufferPointer { operations in
      constants.withUnsafeBufferPointer { constants in
        Self.run(
          UnsafeBufferPointer(rebasing: operations[range ?? operations.indices]),
          constants.baseAddress, values, columns)
      }
    }
  }
}
