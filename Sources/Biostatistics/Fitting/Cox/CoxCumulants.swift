internal import LinearAlgebra

/// Third and fourth derivatives of the log partial likelihood, as far as Firth's penalty needs them.
///
/// Under a denominator of ``TiedDeaths`` the covariates have the risk-weighted distribution E, mean m
/// and covariance C; the derivatives of log S are its cumulants. With x~ = x - m, A the inverse of the
/// information I = sum C, q = x~'A x~, and each denominator counted W / d times,
///
///     T_k  = dI / db_k         = sum E[x~ x~' x~_k]
///     F_kl = tr(A d2I/db_k db_l) = sum E[q x~_k x~_l] - C_kl tr(A C) - 2 (C A C)_kl
///
/// The expectations come from raw moments of the working columns, which are centred; along right-censored
/// follow-up they are running sums over the risk sets, O(n p^3) in all. With left truncation each risk
/// set is summed anew, so that none is a difference of large sums.
struct CoxCumulants {
  /// T_k, k = 0 ..< p, each symmetric.
  private(set) var third: [Matrix]
  /// F.
  private(set) var fourth: Matrix

  /// - Parameters:
  ///   - likelihood: at the point where the cumulants are wanted.
  ///   - inverse: A there.
  init(_ likelihood: CoxPartialLikelihood, inverse: Matrix) {
    let p = likelihood.design.columnCount
    third = [Matrix](repeating: Matrix(rowCount: p, columnCount: p), count: p)
    fourth = Matrix(rowCount: p, columnCount: p)
    let riskSets = likelihood.riskSets
    for stratum in riskSets.strata {
      var atRisk = Moments(p)
      for index in stratum {
        let event = riskSets.eventTimes[index]
        if riskSets.isTruncated {
          atRisk = Moments(p)
          let first = Int(riskSets.eventTimes[stratum.lowerBound].firstRow)
          for row in first..<Int(event.end) {
            let entry = Int(riskSets.entryEventTime[row])
            if entry < 0 || entry > index { atRisk.add(row, likelihood, inverse) }
          }
        } else {
          for row in Int(event.firstRow)..<Int(event.end) { atRisk.add(row, likelihood, inverse) }
        }
        let share = event.weight / Double(event.deaths)
        guard likelihood.ties == .efron, event.deaths > 1 else {
          add(atRisk.symmetrized, inverse, times: event.weight)
          continue
        }
        var dying = Moments(p)
        for row in Int(event.firstDeath)..<Int(event.end) { dying.add(row, likelihood, inverse) }
        let (everybody, own) = (atRisk.symmetrized, dying.symmetrized)
        for k in 0..<event.deaths {
          let left = everybody.less(own, times: Double(k) / Double(event.deaths))
          add(left, inverse, times: share)
        }
      }
    }
  }

  /// Risk-weighted sums of 1, x, x x', x x' x_k and q0 x x', q0 = x'A x: column-major, filled for
  /// i <= j <= k and of use once ``symmetrized``.
  private struct Moments {
    let p: Int
    var zeroth = 0.0
    var first: [Double]
    var second: [Double]
    var third: [Double]
    var weighted: [Double]
    private var x: [Double]

    init(_ p: Int) {
      self.p = p
      first = [Double](repeating: 0, count: p)
      second = [Double](repeating: 0, count: p * p)
      third = [Double](repeating: 0, count: p * p * p)
      weighted = second
      x = first
    }

    mutating func add(_ row: Int, _ likelihood: CoxPartialLikelihood, _ inverse: Matrix) {
      let n = likelihood.riskSets.order.count
      let columns = likelihood.design.columns.pointer
      let r = likelihood.risk.pointer[row]
      for j in 0..<p { x[j] = columns[n * j + row] }
      var q = 0.0
      for j in 0..<p {
        var sum = 0.0
        for i in 0..<p { sum += inverse.storage[i + p * j] * x[i] }
        q += sum * x[j]
      }
      zeroth += r
      for k in 0..<p {
        let rk = r * x[k]
        first[k] += rk
        for j in 0...k {
          let rkj = rk * x[j]
          second[j + p * k] += rkj
          weighted[j + p * k] += q * rkj
          let place = p * (j + p * k)
          for i in 0...j { third[place + i] += rkj * x[i] }
        }
      }
    }

    /// With every element, whatever the order of its indices.
    var symmetrized: Moments {
      var result = self
      for k in 0..<p {
        for j in 0..<k {
          result.second[k + p * j] = second[j + p * k]
          result.weighted[k + p * j] = weighted[j + p * k]
        }
        for j in 0...k {
          for i in 0...j {
            let value = third[i + p * (j + p * k)]
            result.third[i + p * (k + p * j)] = value
            result.third[j + p * (i + p * k)] = value
            result.third[j + p * (k + p * i)] = value
            result.third[k + p * (i + p * j)] = value
            result.third[k + p * (j + p * i)] = value
          }
        }
      }
      return result
    }

    func less(_ other: Moments, times factor: Double) -> Moments {
      var result = self
      result.zeroth -= factor * other.zeroth
      for i in first.indices { result.first[i] -= factor * other.first[i] }
      for i in second.indices {
        result.second[i] -= factor * other.second[i]
        result.weighted[i] -= factor * other.weighted[i]
      }
      for i in third.indices { result.third[i] -= factor * other.third[i] }
      return result
    }
  }

  /// Adds the cumulants under one denominator.
  private mutating func add(_ sums: Moments, _ inverse: Matrix, times count: Double) {
    let p = sums.p
    let scale = 1 / sums.zeroth
    let m = sums.first.map { $0 * scale }
    let second = sums.second.map { $0 * scale }
    var covariance = Matrix(rowCount: p, columnCount: p)
    for j in 0..<p { for i in 0..<p { covariance[i, j] = second[i + p * j] - m[i] * m[j] } }
    // Third central moments, and their contractions with A and with a = A m.
    let a = inverse * m
    var contracted = Matrix(rowCount: p, columnCount: p)
    for k in 0..<p {
      for j in 0..<p {
        var along = 0.0
        for i in 0..<p {
          let raw = sums.third[i + p * (j + p * k)] * scale
          let squares =
            m[i] * second[j + p * k] + m[j] * second[i + p * k] + m[k] * second[i + p * j]
          let central = raw - squares + 2 * m[i] * m[j] * m[k]
          third[k][i, j] += count * central
          along += a[i] * central
        }
        contracted[j, k] = along
      }
    }
    // E[q0], E[q0 x] with q0 = x'A x.
    var q0 = 0.0
    for i in second.indices { q0 += inverse.storage[i] * second[i] }
    let q1 = (0..<p).map { k in
      var sum = 0.0
      for place in 0..<(p * p) {
        sum += inverse.storage[place] * sums.third[place + p * p * k] * scale
      }
      return sum
    }
    let am = dot(a, m)
    let trace = (0..<(p * p)).reduce(0) { $0 + inverse.storage[$1] * covariance.storage[$1] }
    let twice = covariance * inverse * covariance
    for l in 0..<p {
      for k in 0..<p {
        // q = q0 - 2 a'x + a'm.
        let quadratic =
          sums.weighted[k + p * l] * scale - m[k] * q1[l] - m[l] * q1[k] + q0 * m[k] * m[l]
        let linear = contracted[k, l] + am * covariance[k, l]
        let expected = quadratic - 2 * linear + am * covariance[k, l]
        fourth[k, l] += count * (expected - covariance[k, l] * trace - 2 * twice[k, l])
      }
    }
  }
}
