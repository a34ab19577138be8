internal import CKernels

/// A ``JointCovariance`` in memory of its own, laid out for one patient at a time.
///
/// For each stratum a matrix of p rows, row i being row i of B, then the covariances of coefficient i
/// with log H(t) at each horizon, then zeros up to a multiple of 4: one product with the gradient g
/// gives B g and g' c_t.
final class FlatCovariance: @unchecked Sendable {
  private let gradient: FlatProgram
  private let count: Int
  private let width: Int
  private let horizons: Int
  private let strata: Int
  private let matrices: UnsafePointer<Double>
  private let centers: UnsafePointer<Double>
  /// v_t by stratum, then horizon.
  private let variances: UnsafePointer<Double>

  /// `rows` are those of the joint covariance behind the coefficients, stratum within horizon.
  init(_ joint: JointCovariance, _ gradient: FlatProgram, rows: [Int], strata: Int) {
    self.gradient = gradient
    self.strata = strata
    let p = joint.centers.count
    count = p
    horizons = rows.count / strata
    width = (p + horizons + 3) / 4 * 4
    var matrices: [Double] = []
    var variances: [Double] = []
    for stratum in 0..<strata {
      let places = (0..<horizons).map { rows[$0 * strata + stratum] }
      for i in 0..<p {
        matrices += joint.coefficients[i * p..<(i + 1) * p]
        matrices += places.map { joint.cross[$0][i] }
        matrices += [Double](repeating: 0, count: width - p - horizons)
      }
      variances += places.map { joint.variances[$0] }
    }
    self.matrices = UnsafePointer(Scorer.copy(matrices))
    self.variances = UnsafePointer(Scorer.copy(variances))
    centers = UnsafePointer(Scorer.copy(joint.centers))
  }

  deinit {
    matrices.deallocate()
    variances.deallocate()
    centers.deallocate()
  }

  /// sqrt(g' B g + 2 g' c_t + v_t) for each horizon t; NaN in a stratum that there is not.
  ///
  /// Room for g and its product is taken from the stack up to about 60 coefficients.
  func standardErrors(
    _ values: UnsafePointer<Double>, stratum: Int, _ errors: UnsafeMutablePointer<Double>
  ) {
    let p = count
    guard stratum < strata else {
      for t in 0..<horizons { errors[t] = .nan }
      return
    }
    withUnsafeTemporaryAllocation(of: Double.self, capacity: p + width + 1) { room in
      guard let g = room.baseAddress else { return }
      let product = g + p
      _ = gradient.run(values, g)
      for i in 0..<p { g[i] -= centers[i] }
      sarcoma_row_times_matrix(g, p, matrices + stratum &* p &* width, width, product)
      // Four sums in a fixed order: a single one would wait for itself.
      var (a, b, c, d) = (0.0, 0.0, 0.0, 0.0)
      var i = 0
      while i &+ 3 < p {
        a += g[i] * product[i]
        b += g[i &+ 1] * product[i &+ 1]
        c += g[i &+ 2] * product[i &+ 2]
        d += g[i &+ 3] * product[i &+ 3]
        i &+= 4
      }
      while i < p {
        a += g[i] * product[i]
        i &+= 1
      }
      let shared = (a + b) + (c + d)
      for t in 0..<horizons {
        let variance = shared + 2 * product[p &+ t] + variances[stratum &* horizons &+ t]
        // Rounding may leave a variance of 0 a little below it.
        errors[t] = (variance < 0 ? 0 : variance).squareRoot()
      }
    }
  }
}
