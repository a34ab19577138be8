internal import LinearAlgebra

/// The scaled Schoenfeld residuals of terms or columns, each with its coefficient added, and the
/// variance of one.
///
/// With r the residuals of standardised columns, b their coefficients and I their information, the
/// variance of r at one event is estimated by I_jk / d_jk, d_jk being the events of the strata in
/// which columns j and k both vary. A term of several columns is the combination r' b, whose
/// coefficient is 1. Residuals of a stratum are scaled by the variance over what varies in it; what
/// does not has NaN.
struct ScaledUnits {
  let names: [String]
  /// Events by unit.
  private(set) var values: [[Double]]
  let variances: [Double]
  /// What the residuals of each lie about: a column's coefficient, 1 of a term of several.
  let centers: [Double]
  /// Whether each is a term of several columns.
  let isOfTerm: [Bool]

  /// Nil where a variance has no inverse.
  init?(
    _ model: CoxModel, _ likelihood: CoxPartialLikelihood, _ events: [(row: Int, time: Int)],
    _ unit: ProportionalHazardsTest.Unit
  ) {
    let design = likelihood.design
    let units = model.testedUnits(unit)
    let p = design.columnCount
    let inverse = design.inverseTransformation
    guard let working = try? CholeskyFactor(likelihood.workingModelCovariance).inverse else {
      return nil
    }
    let information = inverse.transposed * working * inverse
    let residuals = model.workingSchoenfeldResiduals(likelihood, events) * inverse
    let b = design.active.map { model.coefficients[$0] * design.scales[$0] }

    // Events by stratum, and in which strata each column, and so each unit, varies.
    let eventCounts = likelihood.riskSets.strata.map { stratum in
      stratum.reduce(0) { $0 + likelihood.riskSets.eventTimes[$1].deaths }
    }
    let varies = Self.varying(model, eventCounts.count)
    let unitVaries = units.map { unit in
      eventCounts.indices.map { stratum in unit.places.contains { varies[$0][stratum] } }
    }
    // As in R, a column of a term counts as varying where any of the term's columns does.
    var columnVaries = varies
    for (unit, strata) in zip(units, unitVaries) where unit.places.count > 1 {
      for place in unit.places { columnVaries[place] = strata }
    }
    var perEvent = information
    for j in 0..<p {
      for k in 0..<p {
        let count = eventCounts.indices.reduce(0) { sum, stratum in
          columnVaries[j][stratum] && columnVaries[k][stratum] ? sum + eventCounts[stratum] : sum
        }
        perEvent[j, k] /= Double(max(1, count))
      }
    }
    var combination = Matrix(rowCount: p, columnCount: units.count)
    for (place, unit) in units.enumerated() {
      for j in unit.places { combination[j, place] = unit.places.count == 1 ? 1 : b[j] }
    }
    let variance = combination.transposed * perEvent * combination
    let combined = residuals * combination
    guard let inverseVariance = try? CholeskyFactor(variance).inverse else { return nil }

    names = units.map(\.name)
    // From standardised to raw coefficients.
    let scales = units.map { unit in
      unit.places.count == 1 ? design.scales[design.active[unit.places[0]]] : 1
    }
    variances = units.indices.map { inverseVariance[$0, $0] / (scales[$0] * scales[$0]) }
    isOfTerm = units.map { $0.places.count > 1 }
    centers = units.map { unit in
      unit.places.count == 1 ? model.coefficients[design.active[unit.places[0]]] : 1
    }
    values = units.map { _ in [Double](repeating: .nan, count: events.count) }
    var factors: [[Int]: Matrix] = [:]
    var line = 0
    for (stratum, count) in eventCounts.enumerated() {
      defer { line += count }
      let kept = units.indices.filter { unitVaries[$0][stratum] }
      guard count > 0, !kept.isEmpty else { continue }
      if factors[kept] == nil {
        guard
          let factor = try? CholeskyFactor(variance.submatrix(rows: kept, columns: kept)).inverse
        else { return nil }
        factors[kept] = factor
      }
      guard let factor = factors[kept] else { continue }
      for event in line..<(line + count) {
        for (i, place) in kept.enumerated() {
          var sum = 0.0
          for (k, other) in kept.enumerated() { sum += factor[i, k] * combined[event, other] }
          values[place][event] = centers[place] + sum / scales[place]
        }
      }
    }
  }

  /// Whether each estimated column has two values among the rows of each stratum.
  private static func varying(_ model: CoxModel, _ strataCount: Int) -> [[Bool]] {
    let active = model.likelihood.design.active
    guard let codes = model.frame.strata?.codes else { return active.map { _ in [true] } }
    return active.map { column in
      let values = model.frame.design.values(ofColumn: column)
      var first = [Double](repeating: .nan, count: strataCount)
      var result = [Bool](repeating: false, count: strataCount)
      for (value, code) in zip(values, codes) {
        let stratum = Int(code)
        if first[stratum].isNaN { first[stratum] = value }
        if value != first[stratum] { result[stratum] = true }
      }
      return result
    }
  }
}
