internal import COpenBLAS

/// BLAS on raw column-major blocks: what a kernel calls on rows while they lie in cache.
///
/// Nothing here checks a size; the callers' front does. OpenBLAS runs on one thread
/// (``useOneThread``): we divide the rows among threads ourselves, in chunks that do not depend on
/// how many threads there are.
public enum BlockKernels {
  /// Holds OpenBLAS to one thread for the life of the process; touching it is enough.
  public static let useOneThread: Void = openblas_set_num_threads(1)

  /// y = X b, for an m x n block whose columns lie `stride` apart.
  @inline(__always)
  public static func multiply(
    _ x: UnsafePointer<Double>, rows m: Int, columns n: Int, stride: Int,
    by b: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>
  ) {
    cblas_dgemv(
      CblasColMajor, CblasNoTrans, Int32(m), Int32(n), 1, x, Int32(stride), b, 1, 0, y, 1)
  }

  /// y += X' v, for an m x n block.
  @inline(__always)
  public static func addTransposedProduct(
    _ x: UnsafePointer<Double>, rows m: Int, columns n: Int, stride: Int,
    by v: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>
  ) {
    cblas_dgemv(CblasColMajor, CblasTrans, Int32(m), Int32(n), 1, x, Int32(stride), v, 1, 1, y, 1)
  }

  /// C += alpha Y' Y in the lower triangle of the n x n matrix C, for an m x n block Y.
  @inline(__always)
  public static func addGram(
    of y: UnsafePointer<Double>, rows m: Int, columns n: Int, stride: Int, times alpha: Double,
    into c: UnsafeMutablePointer<Double>
  ) {
    // BLAS says on standard error that it does not take a matrix of no columns.
    guard n > 0 else { return }
    cblas_dsyrk(
      CblasColMajor, CblasLower, CblasTrans, Int32(n), Int32(m), alpha, y, Int32(stride), 1, c,
      Int32(n))
  }
}

extension BlockKernels {
  /// sum x_i y_i over `count` adjacent elements.
  @inline(__always)
  public static func dot(
    _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, count: Int
  ) -> Double {
    if count >= 32 { return cblas_ddot(Int32(count), x, 1, y, 1) }
    var sum = 0.0
    for i in 0..<count { sum += x[i] * y[i] }
    return sum
  }
}
