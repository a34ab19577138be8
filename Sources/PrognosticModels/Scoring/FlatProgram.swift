internal import CKernels

/// A ``ScoringProgram`` in memory of its own, which a scorer reads without retaining anything.
final class FlatProgram: @unchecked Sendable {
  let operations: UnsafeBufferPointer<sarcoma_operation>
  let constants: UnsafePointer<Double>
  let isVectorizable: Bool

  init(_ program: ScoringProgram) {
    let operations = UnsafeMutableBufferPointer<sarcoma_operation>.allocate(
      capacity: program.operations.count)
    _ = operations.initialize(from: program.operations)
    self.operations = UnsafeBufferPointer(operations)
    constants = UnsafePointer(Scorer.copy(program.constants))
    isVectorizable = program.isVectorizable
  }

  deinit {
    operations.deallocate()
    constants.deallocate()
  }

  @inline(__always)
  func run(
    _ values: UnsafePointer<Double>, _ columns: UnsafeMutablePointer<Double>?
  ) -> Double {
    ScoringProgram.run(operations, constants, values, columns)
  }
}
