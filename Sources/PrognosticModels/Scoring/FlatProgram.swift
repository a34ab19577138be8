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

/// A ``JointCovariance`` in memory of its own.
final class FlatCovariance: @unchecked Sendable {
  private let gradient: FlatProgram
  private let count: Int
  /// B row by row, then the centers, then c_t and v_t of each row that is wanted.
  private let numbers: UnsafePointer<Double>

  /// `rows` are those of the joint covariance behind the coefficients, stratum within horizon.
  init(_ joint: JointCovariance, _ gradient: FlatProgram, rows: [Int]) {
    self.gradient = gradient
    count = joint.centers.count
    let behind = rows.flatMap { joint.cross[$0] + [joint.variances[$0]] }
    numbers = UnsafePointer(Scorer.copy(joint.coefficients + joint.centers + behind))
  }

  deinit { numbers.deallocate() }

  /// sqrt(g' B g + 2 g' c_t + v_t) for each horizon t.
  ///
  /// Room for g and B g is taken from the stack up to 64 coefficients, from the heap beyond.
  func standardErrors(
    _ values: UnsafePointer<Double>, stratum: Int, strata: Int, horizons: Int,
    _ errors: UnsafeMutablePointer<Double>
  ) {
    let p = count
    guard stratum < strata else {
      for t in 0..<horizons { errors[t] = .nan }
      return
    }
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * p + 1) { room in
      guard let g = room.baseAddress else { return }
      let product = g + p
      _ = gradient.run(values, g)
      let centers = numbers + p * p
      for i in 0..<p {
        g[i] -= centers[i]
        product[i] = 0
      }
      for i in 0..<p where g[i] != 0 {
        let factor = g[i]
        let row = numbers + i &* p
        for j in 0..<p { product[j] += factor * row[j] }
      }
      var shared = 0.0
      for i in 0..<p { shared += g[i] * product[i] }
      for t in 0..<horizons {
        let row = centers + p + (t &* strata &+ stratum) &* (p &+ 1)
        var cross = 0.0
        for i in 0..<p where g[i] != 0 { cross += g[i] * row[i] }
        let variance = shared + 2 * cross + row[p]
        // Rounding may leave a variance of 0 a little below it.
        errors[t] = (variance < 0 ? 0 : variance).squareRoot()
      }
    }
  }
}
