/// Sums over estimates y with weights w = 1 / (v + τ²).
struct WeightedMean {
  /// Σ w, Σ w², Σ w³.
  let weight, weight2, weight3: Double
  /// μ = Σ w y / Σ w.
  let mean: Double
  /// Σ w (y - μ)².
  let sumOfSquares: Double
  /// Σ w² (y - μ)².
  let sumOfSquares2: Double

  init(_ estimates: [Double], _ variances: [Double], betweenVariance: Double) {
    let weights = variances.map { 1 / ($0 + betweenVariance) }
    let total = weights.reduce(0, +)
    let mean = zip(weights, estimates).reduce(0) { $0 + $1.0 * $1.1 } / total
    weight = total
    weight2 = weights.reduce(0) { $0 + $1 * $1 }
    weight3 = weights.reduce(0) { $0 + $1 * $1 * $1 }
    self.mean = mean
    let squares = estimates.map { ($0 - mean) * ($0 - mean) }
    sumOfSquares = zip(weights, squares).reduce(0) { $0 + $1.0 * $1.1 }
    sumOfSquares2 = zip(weights, squares).reduce(0) { $0 + $1.0 * $1.0 * $1.1 }
  }

  /// 1 / Σ w.
  var variance: Double { 1 / weight }

  /// Σ w - Σ w² / Σ w.
  var momentDivisor: Double { weight - weight2 / weight }
}
