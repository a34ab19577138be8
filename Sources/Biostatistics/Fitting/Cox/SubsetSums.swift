internal import LinearAlgebra

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The distribution of the sum of d covariate vectors drawn from a risk set, each set D of d rows
/// with a probability proportional to the product of its risks:
///
///     e_d = sum over D of prod r_i,   mean E_D[sum x_i] = grad log e_d,   covariance = its Hessian
///
/// Rows are added one by one. With rho_k = e_k / e_(k-1) of the rows so far, and q_k = r / (r + rho_k)
/// the probability that the new row is among k drawn of them and it,
///
///     rho_k  <-  (rho_k + r) (1 - q_(k-1))                 (q_0 = 0)
///     mu_k   <-  mu_k + q_k delta,       delta = x + mu_(k-1) - mu_k
///     C_k    <-  (1 - q_k) C_k + q_k C_(k-1) + q_k (1 - q_k) delta delta'
///
/// The elementary symmetric functions e_k themselves overflow with a few hundred rows (Gail's
/// recursion B(k, m) = B(k, m - 1) + r_m B(k - 1, m - 1)); their ratios do not, and every sum is one
/// of non-negative terms, so that no digits are lost however many rows and deaths there are. The last
/// line is the law of total variance.
///
/// Source: Gail MH, Lubin JH, Rubinstein LV (1981), doi:10.1093/biomet/68.3.703; the form in ratios
/// and moments is this project's.
struct SubsetSums {
  let dimension: Int
  /// How many draws may be asked for.
  let mostDraws: Int
  private(set) var rowCount = 0
  /// rho_k, k = 1 ... ``mostDraws``; 0 where there are fewer than k rows.
  private var ratios: [Double]
  /// mu_k and the lower triangles of C_k, k = 0 ... ``mostDraws``, one behind the other.
  private var means: [Double]
  private var covariances: [Double]
  private var packedCount: Int { dimension * (dimension + 1) / 2 }

  init(dimension: Int, mostDraws: Int) {
    self.dimension = dimension
    self.mostDraws = mostDraws
    ratios = [Double](repeating: 0, count: mostDraws + 1)
    means = [Double](repeating: 0, count: (mostDraws + 1) * dimension)
    covariances = [Double](repeating: 0, count: (mostDraws + 1) * dimension * (dimension + 1) / 2)
  }

  /// Forgets all rows.
  mutating func removeAll() {
    // What belongs to more draws than there are rows is overwritten before it is read.
    for k in 0...min(rowCount, mostDraws) { ratios[k] = 0 }
    rowCount = 0
  }

  /// Adds a row of risk r without its covariates: for ``logSum(draws:)`` alone.
  mutating func add(risk r: Double, upTo draws: Int) {
    rowCount += 1
    let most = min(draws, rowCount)
    ratios.withUnsafeMutableBufferPointer { rho in
      var k = most
      while k > 1 {
        // From the top, so that rho_(k - 1) is still the one without the row.
        rho[k] = (rho[k] + r) * (rho[k - 1] / (rho[k - 1] + r))
        k -= 1
      }
      if most > 0 { rho[1] += r }
    }
  }

  /// Adds a row of risk r whose covariates are `x[0]`, `x[stride]`, ...
  ///
  /// - Parameter draws: the most draws that any later question is about.
  mutating func add(risk r: Double, _ x: UnsafePointer<Double>, stride: Int, upTo draws: Int) {
    rowCount += 1
    let (p, packed) = (dimension, packedCount)
    let most = min(draws, rowCount)
    guard most > 0 else { return }
    ratios.withUnsafeMutableBufferPointer { rho in
      means.withUnsafeMutableBufferPointer { means in
        covariances.withUnsafeMutableBufferPointer { covariances in
          withUnsafeTemporaryAllocation(of: Double.self, capacity: p) { delta in
            var k = most
            while k > 0 {
              let scale = 1 / (rho[k] + r)
              let drawn = r * scale
              let notDrawn = rho[k] * scale
              let (mean, lower) = (k * p, (k - 1) * p)
              if k == rowCount {
                // The first k rows: all of them are drawn.
                for j in 0..<p { means[mean + j] = means[lower + j] + x[j * stride] }
                for i in 0..<packed { covariances[k * packed + i] = 0 }
              } else {
                for j in 0..<p {
                  delta[j] = x[j * stride] + means[lower + j] - means[mean + j]
                  means[mean + j] += drawn * delta[j]
                }
                let (own, less) = (k * packed, (k - 1) * packed)
                let between = drawn * notDrawn
                var place = 0
                for j in 0..<p {
                  let share = between * delta[j]
                  for i in j..<p {
                    let within =
                      notDrawn * covariances[own + place] + drawn * covariances[less + place]
                    covariances[own + place] = within + share * delta[i]
                    place += 1
                  }
                }
              }
              rho[k] = k == 1 ? rho[1] + r : (rho[k] + r) * (rho[k - 1] / (rho[k - 1] + r))
              k -= 1
            }
          }
        }
      }
    }
  }

  /// log e_d.
  func logSum(draws d: Int) -> Double {
    var sum = 0.0
    for k in 1..<(d + 1) { sum += log(ratios[k]) }
    return sum
  }

  /// Takes the mean of the sum of d rows from a gradient, and adds its covariance to the lower
  /// triangle of an information.
  func subtractMean(draws d: Int, from gradient: inout [Double]) {
    for j in 0..<dimension { gradient[j] -= means[d * dimension + j] }
  }

  func addCovariance(draws d: Int, to information: inout Matrix) {
    var place = d * packedCount
    for j in 0..<dimension {
      for i in j..<dimension {
        information[i, j] += covariances[place]
        place += 1
      }
    }
  }
}
