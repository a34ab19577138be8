internal import LinearAlgebra

/// A direction in which a logistic likelihood rises for ever.
///
/// The maximum likelihood estimate exists unless some d other than 0 has s_i x_i' d >= 0 in all rows, s
/// being 1 at an event and -1 elsewhere, and > 0 in some. Where it is > 0 in all rows the separation
/// is complete and the likelihood tends to 1; else quasi-complete. A direction is not believed from a
/// search that runs away: rows in which x' d looks like zero are made exactly zero, by taking from d its
/// part in the span of those rows, and then every row is looked at again. What passes is a proof, to
/// rounding; a coefficient that is merely large never passes, for its rows overlap.
///
/// Source: Albert A, Anderson JA (1984), doi:10.1093/biomet/71.1.1.
struct Separation {
  let isComplete: Bool
  /// d, over the working parameters.
  let direction: [Double]

  /// What share of the largest |x' d| looks like zero, tried in turn; and where rounding ends.
  private static let sharesOfZero = [1e-3, 1e-5, 1e-7]
  private static let rounding = 1e-9

  /// - Parameters:
  ///   - candidate: a direction of the working parameters, such as a step of a search that runs away.
  ///   - row: writes the working parameters' values in a row.
  init?(
    along candidate: [Double], events: [Bool],
    row: (Int, inout [Double]) -> Void
  ) {
    guard candidate.contains(where: { $0 != 0 }), candidate.allSatisfy(\.isFinite) else {
      return nil
    }
    var x = [Double](repeating: 0, count: candidate.count)
    let length = norm(candidate)
    var isComplete = true
    let margins = events.indices.map { i in
      row(i, &x)
      let margin = events[i] ? dot(x, candidate) : -dot(x, candidate)
      if !(margin > Self.rounding * norm(x) * length) { isComplete = false }
      return margin
    }
    if isComplete {
      self.isComplete = true
      direction = candidate
      return
    }
    let largest = margins.reduce(0) { max($0, $1.magnitude) }
    for share in Self.sharesOfZero {
      let found = Self.direction(
        candidate, margins, zero: share * largest, events: events, row: row)
      if let found {
        self.isComplete = false
        direction = found
        return
      }
    }
    return nil
  }

  /// The candidate less its part in the span of the rows whose margin is at most `zero`, if that passes.
  private static func direction(
    _ candidate: [Double], _ margins: [Double], zero: Double, events: [Bool],
    row: (Int, inout [Double]) -> Void
  ) -> [Double]? {
    guard zero > 0, margins.allSatisfy({ $0 >= -zero }) else { return nil }
    let q = candidate.count
    var x = [Double](repeating: 0, count: q)
    var basis: [[Double]] = []
    for i in events.indices where margins[i] <= zero {
      row(i, &x)
      let before = norm(x)
      for _ in 0..<2 { remove(basis, from: &x) }
      let after = norm(x)
      guard after > 1e-8 * before else { continue }
      basis.append(x.map { $0 / after })
      if basis.count == q { return nil }
    }
    var direction = candidate
    for _ in 0..<2 { remove(basis, from: &direction) }
    let length = norm(direction)
    guard length > 1e-6 * norm(candidate) else { return nil }
    for i in events.indices {
      row(i, &x)
      let margin = (events[i] ? 1 : -1) * dot(x, direction)
      let noise = rounding * norm(x) * length
      guard margins[i] <= zero ? margin.magnitude <= noise : margin > noise else { return nil }
    }
    return direction
  }

  private static func remove(_ basis: [[Double]], from x: inout [Double]) {
    for vector in basis {
      let share = dot(vector, x)
      for j in x.indices { x[j] -= share * vector[j] }
    }
  }
}

private func norm(_ x: [Double]) -> Double { dot(x, x).squareRoot() }
