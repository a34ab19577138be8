internal import Terms

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// What totals of points mean: probabilities at horizons, and the median time.
struct NomogramOutcomes {
  private static let probabilities = [
    0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99,
  ]

  private(set) var outcomes: [Nomogram.Outcome] = []
  private(set) var median: Nomogram.Outcome?

  /// - Parameter total: the total of points that has a linear predictor.
  init(
    _ model: PrognosticModel, totals: ClosedRange<Double>, total: (Double) -> Double
  ) {
    let endpoint = model.endpoint
    func marks(_ values: [(label: String, value: Double, total: Double)]) -> [Nomogram.Mark] {
      // A mark at the very end of the axis must not be lost to rounding.
      let slack = 1e-9 * (totals.upperBound - totals.lowerBound)
      return values.filter {
        $0.total >= totals.lowerBound - slack && $0.total <= totals.upperBound + slack
      }.sorted { $0.total < $1.total }
        .map { Nomogram.Mark(label: $0.label, value: $0.value, points: $0.total) }
    }
    func probabilityMarks(_ linearPredictor: (Double) -> Double) -> [Nomogram.Mark] {
      marks(
        Self.probabilities.map {
          (NumberText.plain($0, 3), $0, total(linearPredictor($0)))
        })
    }
    func add(_ hazards: ProportionalHazards, isIncidence: Bool) {
      guard let baseline = hazards.baseline else { return }
      let strata = baseline.strata
      for place in strata.indices {
        let stratum = strata[place].level.map { ", \($0)" } ?? ""
        for (time, horizon) in zip(endpoint.horizons, endpoint.statedHorizons) {
          guard let hazard = baseline.cumulativeHazard(at: time, stratum: place), hazard > 0 else {
            continue
          }
          outcomes.append(
            Nomogram.Outcome(
              label: "\(endpoint.kind.words) at \(horizon.text)\(stratum)",
              marks: probabilityMarks { probability in
                let survival = isIncidence ? 1 - probability : probability
                return baseline.at + log(-log(survival) / hazard)
              }))
        }
      }
      guard !baseline.hasOnlyHorizons, strata.count == 1, !isIncidence,
        let last = strata[0].times.last
      else { return }
      let inYears = Horizon(value: last, unit: endpoint.unit).time(in: .year)
      let times = RoundValues.within(0...inYears, count: 10).filter { $0 > 0 }
      let found = times.compactMap { year -> (label: String, value: Double, total: Double)? in
        let time = Horizon(value: year, unit: .year).time(in: endpoint.unit)
        guard let hazard = baseline.cumulativeHazard(at: time), hazard > 0 else { return nil }
        let eta = baseline.at + log(log(2) / hazard)
        return (RoundValues.text(year, like: times), year, total(eta))
      }
      let marks = marks(found)
      if !marks.isEmpty { median = Nomogram.Outcome(label: "median time, years", marks: marks) }
    }
    switch model.form {
    case .proportionalHazards(let hazards): add(hazards, isIncidence: endpoint.kind.isIncidence)
    case .subdistributionHazards(let hazards): add(hazards.hazards, isIncidence: true)
    case .logistic(let logistic):
      let horizon = endpoint.statedHorizons.first.map { " at \($0.text)" } ?? ""
      outcomes = [
        Nomogram.Outcome(
          label: "\(endpoint.kind.words)\(horizon)",
          marks: probabilityMarks { log($0 / (1 - $0)) - logistic.intercept })
      ]
    case .points(let points):
      guard let axis = points.total else { return }
      let horizon = endpoint.statedHorizons.first.map { " at \($0.text)" } ?? ""
      outcomes = [
        Nomogram.Outcome(
          label: "\(endpoint.kind.words)\(horizon)",
          marks: marks(
            axis.probability.nodes.map { (NumberText.plain($0.y, 3), $0.y, $0.x) }))
      ]
    case .criteria: break
    }
  }
}
