internal import CKernels

/// Finds, among standardised columns taken in order, those that the ones before them explain, and
/// replaces the nearly explained by their residuals.
///
/// The Cholesky factor of the Gram matrix shows for each column the share of its variance that is
/// its own, to about 1e-15; a share below `conditioning` is computed again from the residual itself,
/// by two passes of Gram-Schmidt, which is exact to rounding. A residual that is no larger than
/// rounding of the columns' values makes the column redundant.
struct ColumnReduction {
  /// Columns kept, by their place.
  private(set) var kept: [Int] = []
  /// Columns replaced by their residuals, with the share of variance that was their own.
  private(set) var replaced: [Int: Double] = [:]
  /// Kept column as given = new columns times this.
  private(set) var transformation: Matrix

  /// Nil where no column's own share is below `conditioning`.
  init?(
    _ buffer: Buffer, rows n: Int, columns p: Int, resolution: Double, conditioning: Double
  ) {
    let isWellConditioned = withUnsafeTemporaryAllocation(of: Double.self, capacity: p * p) {
      gram in
      Self.writeGram(buffer, rows: n, columns: p, to: gram)
      return Self.isWellConditioned(gram, order: p, conditioning)
    }
    if isWellConditioned { return nil }
    var gram = Matrix(rowCount: p, columnCount: p)
    gram.storage.withUnsafeMutableBufferPointer {
      Self.writeGram(buffer, rows: n, columns: p, to: $0)
    }
    var lower = Matrix(rowCount: p, columnCount: p)  // Cholesky factor over kept columns
    // newColumns[k] expresses new column k by the given ones.
    var newColumns: [[Double]] = []
    for j in 0..<p {
      let x = buffer.pointer + n * j
      var products = [Double](repeating: 0, count: kept.count)
      if replaced.isEmpty && kept.count == j {
        for k in 0..<j { products[k] = gram[j, k] }
      } else {
        products = Self.products(x, with: kept.count, in: buffer, rows: n)
      }
      var row = Self.forward(lower, products)
      var own = gram[j, j] - row.reduce(0) { $0 + $1 * $1 }
      var weights = [Double](repeating: 0, count: kept.count)
      var scale = 1.0
      if own < conditioning * gram[j, j] {
        for _ in 0..<2 {
          let products = Self.products(x, with: kept.count, in: buffer, rows: n)
          let b = Self.backward(lower, Self.forward(lower, products))
          for (k, weight) in b.enumerated() {
            let other = buffer.pointer + n * k
            for i in 0..<n { x[i] -= weight * other[i] }
            weights[k] += weight
          }
        }
        let rest = BlockKernels.dot(x, x, count: n)
        let share = rest / gram[j, j]
        let largest = weights.reduce(1) { max($0, $1.magnitude) }
        let noise = 64 * largest * max(Double.ulpOfOne, resolution)
        guard share.squareRoot() > noise else { continue }
        replaced[j] = share
        scale = (rest / Double(n)).squareRoot()
        for i in 0..<n { x[i] /= scale }
        row = Self.forward(lower, Self.products(x, with: kept.count, in: buffer, rows: n))
        own = Double(n) - row.reduce(0) { $0 + $1 * $1 }
      }
      let place = kept.count
      for k in 0..<place { lower[place, k] = row[k] }
      lower[place, place] = own.squareRoot()
      StandardizedDesign.move(j, to: place, rows: n, in: buffer)
      var column = [Double](repeating: 0, count: p)
      column[j] = 1
      for (k, weight) in weights.enumerated() where weight != 0 {
        for m in 0..<p { column[m] -= weight * newColumns[k][m] }
      }
      newColumns.append(column.map { $0 / scale })
      kept.append(j)
    }
    transformation = Matrix(rowCount: kept.count, columnCount: kept.count)
    for (k, column) in newColumns.enumerated() {
      for (place, j) in kept.enumerated() { transformation[place, k] = column[j] }
    }
  }

  /// Whether each column's own share of its variance is at least `conditioning`.
  static func isWellConditioned(_ gram: consuming Matrix, _ conditioning: Double) -> Bool {
    let p = gram.rowCount
    return gram.storage.withUnsafeMutableBufferPointer {
      isWellConditioned($0, order: p, conditioning)
    }
  }

  /// The same of the lower triangle of a p x p matrix, which is spoilt.
  private static func isWellConditioned(
    _ gram: UnsafeMutableBufferPointer<Double>, order p: Int, _ conditioning: Double
  ) -> Bool {
    for j in 0..<p {
      let whole = gram[j + p * j]
      for k in 0..<j {
        let ratio = gram[j + p * k]
        for i in j..<p { gram[i + p * j] -= ratio * gram[i + p * k] }
      }
      let own = gram[j + p * j]
      guard own > 0, own >= conditioning * whole else { return false }
      let root = own.squareRoot()
      for i in j..<p { gram[i + p * j] /= root }
    }
    return true
  }

  /// Writes the lower triangle of X' X.
  private static func writeGram(
    _ buffer: Buffer, rows n: Int, columns p: Int, to gram: UnsafeMutableBufferPointer<Double>
  ) {
    if p == 0 { return }
    // Few columns are read once, and without the cost of a call for each pair.
    if p <= 8 {
      sarcoma_gram(buffer.pointer, n, Int32(p), gram.baseAddress!)
      return
    }
    gram.update(repeating: 0)
    for start in stride(from: 0, to: n, by: 512) {
      BlockKernels.addGram(
        of: buffer.pointer + start, rows: min(512, n - start), columns: p, stride: n, times: 1,
        into: gram.baseAddress!)
    }
  }

  private static func products(
    _ x: UnsafePointer<Double>, with count: Int, in buffer: Buffer, rows n: Int
  ) -> [Double] {
    (0..<count).map { BlockKernels.dot(buffer.pointer + n * $0, x, count: n) }
  }

  /// z with L z = b, over the first `b.count` rows.
  private static func forward(_ lower: Matrix, _ b: [Double]) -> [Double] {
    var z = b
    for i in z.indices {
      for k in 0..<i { z[i] -= lower[i, k] * z[k] }
      z[i] /= lower[i, i]
    }
    return z
  }

  /// z with L' z = b.
  private static func backward(_ lower: Matrix, _ b: [Double]) -> [Double] {
    var z = b
    for i in z.indices.reversed() {
      for k in (i + 1)..<max(z.count, i + 1) { z[i] -= lower[k, i] * z[k] }
      z[i] /= lower[i, i]
    }
    return z
  }
}
