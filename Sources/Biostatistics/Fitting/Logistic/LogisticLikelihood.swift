internal import CKernels
internal import LinearAlgebra

/// The log likelihood of a logistic model over standardised columns, its gradient and information,
/// less a quadratic penalty:
///
///     l(b) = sum_i w_i (y_i eta_i - log(1 + exp(eta_i))) - b' P b / 2,   eta = X b + offset
///     U(b) = X' w (y - p) - P b
///     I(b) = X' diag(w p (1 - p)) X + P
///
/// The first element of b is the intercept, if the model has one. Rows are summed in chunks that do
/// not depend on the number of threads; within a chunk a C kernel packs blocks of rows into the
/// cache and makes value, gradient and information of each in one go, so that the columns are read
/// once.
struct LogisticLikelihood: TwiceDifferentiable {
  let design: StandardizedDesign
  let hasIntercept: Bool
  let threads: Int
  private let events: Buffer
  private let weights: Buffer?
  private let offset: Buffer?
  /// P over b, or nil for none.
  var penalty: Matrix?
  /// The rows that are summed, in the pieces that threads share.
  private var chunks: [Range<Int>]

  private var gradient: [Double] = []
  private var information = Matrix(rowCount: 0, columnCount: 0)
  /// Where ``value(at:)`` was last asked.
  private(set) var point: [Double] = []

  private static let chunkSize = 16_384
  /// Each chunk has an information matrix of its own: many columns have few chunks.
  static let mostChunks = 8

  var rowCount: Int { design.rowCount }
  var parameterCount: Int { design.columnCount + (hasIntercept ? 1 : 0) }

  init(
    design: StandardizedDesign, hasIntercept: Bool, events: [Bool], weights: [Double]?,
    offset: [Double]?, threads: Int
  ) {
    self.design = design
    self.hasIntercept = hasIntercept
    let n = design.rowCount
    self.threads = n < 20_000 ? 1 : threads
    self.events = Buffer(uninitializedCount: n)
    for row in 0..<n { self.events.pointer[row] = events[row] ? 1 : 0 }
    self.weights = weights.map(Buffer.init(of:))
    self.offset = offset.map(Buffer.init(of:))
    let fewest = design.columnCount > 256 ? (n / Self.mostChunks + 8) / 8 * 8 : 0
    let size = max(Self.chunkSize, fewest)
    chunks = stride(from: 0, to: n, by: size).map { $0..<min(n, $0 + size) }
    _ = BlockKernels.useOneThread
  }

  /// The likelihood of one piece of `size` rows in each chunk: where a search of many rows may
  /// begin.
  func sample(size: Int) -> LogisticLikelihood {
    var result = self
    result.chunks = chunks.map { $0.lowerBound..<min($0.upperBound, $0.lowerBound + size) }
    return result
  }

  private var data: sarcoma_logistic_data {
    sarcoma_logistic_data(
      count: rowCount, stride: rowCount, column_count: Int32(design.columnCount),
      has_intercept: hasIntercept, columns: design.columns.pointer, events: events.pointer,
      weights: weights.map { UnsafePointer($0.pointer) },
      offset: offset.map { UnsafePointer($0.pointer) })
  }

  // MARK: Value and derivatives

  mutating func value(at point: [Double]) -> Double {
    self.point = point
    let q = parameterCount
    let size = q * q + q + 1
    let partial = Buffer(count: size * chunks.count)
    let scratchSize = sarcoma_logistic_scratch(Int32(q))
    let (chunks, data) = (chunks, data)
    let workers = max(1, min(threads, chunks.count))
    let scratch = Buffer(uninitializedCount: scratchSize * workers)
    nonisolated(unsafe) let given = data
    Parallel.forEach(workers, threads: workers) { worker in
      for chunk in stride(from: worker, to: chunks.count, by: workers) {
        let gradient = partial.pointer + size * chunk
        gradient[size - 1] = withUnsafePointer(to: given) {
          sarcoma_logistic_sums(
            $0, chunks[chunk].lowerBound, chunks[chunk].upperBound, point,
            scratch.pointer + scratchSize * worker, gradient, gradient + q)
        }
      }
    }
    var total = [Double](repeating: 0, count: size)
    for chunk in chunks.indices {
      for i in 0..<size { total[i] += partial.pointer[size * chunk + i] }
    }
    var value = total[size - 1]
    gradient = Array(total[..<q])
    information = Matrix(rowCount: q, columnCount: q, storage: Array(total[q..<(q * q + q)]))
    information.symmetrizeFromLower()
    if let penalty {
      let pull = penalty * point
      value -= dot(pull, point) / 2
      for j in 0..<q {
        gradient[j] -= pull[j]
        for i in 0..<q { information[i, j] += penalty[i, j] }
      }
    }
    return value
  }

  mutating func derivatives() -> (gradient: [Double], information: Matrix) {
    (gradient, information)
  }

  /// Value, gradient and information at a point.
  mutating func evaluate(at point: [Double]) -> NewtonRaphson.Evaluation {
    let value = value(at: point)
    return (value, gradient, information)
  }

  // MARK: Rows

  /// What Firth's penalty adds to the gradient at the last point, X' h (1/2 - p), and the leverages
  /// h_i = w_i p_i (1 - p_i) x_i' I^-1 x_i if they are wanted.
  ///
  /// - Parameter inverseFactor: L^-1 in its lower triangle, L L' being the information there.
  func leverages(
    inverseFactor: Matrix, at point: [Double], wantsRows: Bool = false
  ) -> (gradient: [Double], leverages: [Double]) {
    let q = parameterCount
    let rows = Buffer(count: wantsRows ? rowCount : 0)
    let partial = Buffer(count: q * chunks.count)
    let scratchSize = sarcoma_logistic_scratch(Int32(q))
    let chunks = chunks
    let workers = max(1, min(threads, chunks.count))
    let scratch = Buffer(uninitializedCount: scratchSize * workers)
    nonisolated(unsafe) let given = data
    Parallel.forEach(workers, threads: workers) { worker in
      for chunk in stride(from: worker, to: chunks.count, by: workers) {
        withUnsafePointer(to: given) {
          sarcoma_logistic_leverages(
            $0, chunks[chunk].lowerBound, chunks[chunk].upperBound, point, inverseFactor.storage,
            scratch.pointer + scratchSize * worker, partial.pointer + q * chunk,
            wantsRows ? rows.pointer : nil)
        }
      }
    }
    var gradient = [Double](repeating: 0, count: q)
    for chunk in chunks.indices {
      for j in 0..<q { gradient[j] += partial.pointer[q * chunk + j] }
    }
    return (gradient, rows.array)
  }

  /// eta of every row; rows with equal covariates have equal bits.
  func linearPredictors(at point: [Double]) -> [Double] {
    let scratch = Buffer(uninitializedCount: sarcoma_logistic_scratch(Int32(parameterCount)))
    return [Double](unsafeUninitializedCapacity: rowCount) { out, count in
      withUnsafePointer(to: data) {
        sarcoma_logistic_predictors($0, point, scratch.pointer, out.baseAddress)
      }
      count = rowCount
    }
  }

  /// Sum over clusters of s s', s the sum of a cluster's scores w (y - p) x at a point.
  func scoreProducts(at point: [Double], clusters: [Int32]?) -> Matrix {
    let (n, q) = (rowCount, parameterCount)
    let eta = linearPredictors(at: point)
    let residuals = eta.indices.map { row in
      let isEvent = events.pointer[row] == 1
      return (weights?.pointer[row] ?? 1) * LogisticFunction.residual(event: isEvent, eta[row])
    }
    let first = hasIntercept ? 1 : 0
    guard let clusters else {
      var result = Matrix(rowCount: q, columnCount: q)
      let block = 512
      var scores = Matrix(rowCount: block, columnCount: q)
      for start in stride(from: 0, to: n, by: block) {
        let rows = min(block, n - start)
        for i in 0..<block {
          let residual = i < rows ? residuals[start + i] : 0
          if hasIntercept { scores.storage[i] = residual }
          for j in first..<q {
            scores.storage[block * j + i] =
              residual == 0 ? 0 : residual * design.columns.pointer[n * (j - first) + start + i]
          }
        }
        let gram = scores.gram
        for i in gram.storage.indices { result.storage[i] += gram.storage[i] }
      }
      return result
    }
    var sums = Matrix(rowCount: Int(clusters.max() ?? -1) + 1, columnCount: q)
    for j in 0..<q {
      for row in 0..<n {
        let x = j < first ? 1 : design.columns.pointer[n * (j - first) + row]
        sums[Int(clusters[row]), j] += residuals[row] * x
      }
    }
    return sums.gram
  }
}

extension Buffer {
  fileprivate convenience init(of values: [Double]) {
    self.init(uninitializedCount: values.count)
    for i in values.indices { pointer[i] = values[i] }
  }
}
