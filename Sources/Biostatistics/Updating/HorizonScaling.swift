#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension Calibration {
  /// Calibration in the large of a model whose baseline is known at horizons alone: log of observed over
  /// expected events up to the last horizon, the course of the baseline between two horizons being the
  /// one that the table itself gives.
  ///
  ///     E = Σ_j ΔH0_j N_j / ΔH1_j
  ///
  /// over the intervals j between horizons, with ΔH0_j what the model's baseline gains there, ΔH1_j what
  /// Breslow's estimate gains that has the linear predictor as offset, and N_j events. With one horizon
  /// this is log(H1(t) / H0(t)); with as many horizons as event times it is the sum of predicted
  /// cumulative hazards. An interval without events has a constant hazard. The standard error is that of
  /// the influences of the events on log(N / E), the linear predictor being certain; for one horizon it
  /// is Breslow's.
  ///
  /// - Parameters:
  ///   - linearPredictor: of each row, less that to which the baseline belongs.
  ///   - horizons: ascending and positive.
  ///   - cumulativeHazard: H0 at the horizons, one list a stratum.
  ///   - stratum: of each row, by its place; nil for one stratum.
  ///   - outcomes: when each row's event or censoring was.
  ///   - confidence: level of the intervals, between 0 and 1.
  /// - Throws: ``IndexUnavailable``.
  public static func inTheLarge(
    ofLinearPredictor linearPredictor: [Double], horizons: [Double], cumulativeHazard: [[Double]],
    stratum: [Int32]? = nil, against outcomes: SurvivalOutcomes, confidence: Double = 0.95
  ) throws(IndexUnavailable) -> CalibrationInTheLarge {
    guard let last = horizons.last, cumulativeHazard.allSatisfy({ $0.count == horizons.count })
    else { throw .noCurve }
    guard linearPredictor.count == outcomes.count,
      stratum?.count ?? outcomes.count == outcomes.count
    else { throw .unfitPredictions }
    let ended = outcomes.ended(at: last)
    let places = (stratum ?? [Int32](repeating: 0, count: ended.count)).map(Int.init)
    guard places.allSatisfy(cumulativeHazard.indices.contains) else { throw .unfitPredictions }
    // Strata without a patient have no baseline of the table: the others are counted anew.
    let present = Set(places).sorted()
    let table = try HazardsUpdate.baseline(
      of: linearPredictor,
      strata: present.count > 1
        ? places.map { place in Int32(present.partitioningIndex { $0 >= place }) } : nil,
      against: ended, ties: .breslow)
    let starts = [-Double.infinity] + horizons.dropLast()
    var cells: [Cell] = []
    for (place, hazard) in zip(present, table.baseline) {
      let steps = PredictedHazard.Steps(
        times: hazard.times, cumulativeHazard: hazard.cumulativeHazard.map { $0 * exp(-table.at) })
      let rows = places.indices.filter { places[$0] == place }
      for (j, end) in horizons.enumerated() {
        let before = j > 0 ? cumulativeHazard[place][j - 1] : 0
        cells.append(
          Cell(
            from: starts[j], to: end, gain: cumulativeHazard[place][j] - before, steps: steps,
            rows: rows, outcomes: ended, linearPredictor: linearPredictor))
      }
    }
    let observed = Double(ended.eventCount)
    let expected = cells.reduce(0) { $0 + $1.expected }
    guard expected > 0 else { throw .nothingExpected }
    guard expected.isFinite else { throw .notConverged }
    var variance = 0.0
    for cell in cells { variance += cell.variance(observed: observed, expected: expected) }
    return CalibrationInTheLarge(
      observed: observed, expected: expected,
      logRatio: IndexEstimate(
        log(observed / expected), standardError: variance.squareRoot(),
        z: ConfidenceScale.z(confidence)))
  }

  /// One interval between horizons in one stratum.
  private struct Cell {
    let expected: Double
    /// N_j.
    let count: Double
    /// Events and the step of H1 at each of their times.
    let steps: [(events: Double, gain: Double)]
    /// ΔH1_j.
    let gain: Double

    init(
      from start: Double, to end: Double, gain modelGain: Double, steps: PredictedHazard.Steps,
      rows: [Int], outcomes: SurvivalOutcomes, linearPredictor: [Double]
    ) {
      var events: [Double: Double] = [:]
      for row in rows
      where outcomes.event[row] && outcomes.exit[row] > start && outcomes.exit[row] <= end {
        events[outcomes.exit[row], default: 0] += 1
      }
      self.steps = events.keys.sorted().map { time in
        (events[time] ?? 0, steps.value(at: time) - steps.value(at: time.nextDown))
      }
      count = events.values.reduce(0, +)
      gain = steps.value(at: end) - steps.value(at: start)
      if gain > 0 {
        expected = modelGain * count / gain
      } else {
        let from = max(start, 0)
        expected =
          modelGain
          * rows.reduce(0) { sum, row in
            let entry = max(outcomes.entry?[row] ?? from, from)
            let lived = max(0, min(outcomes.exit[row], end) - entry)
            return sum + exp(linearPredictor[row]) * lived / (end - from)
          }
      }
    }

    /// Sum over events of (1/N - E_j / (E N_j) + E_j / (E ΔH1_j Y))^2, 1/Y the step over its events.
    func variance(observed: Double, expected whole: Double) -> Double {
      guard gain > 0 else { return 0 }
      let share = expected / whole
      return steps.reduce(0) { sum, step in
        let influence = 1 / observed - share / count + share * step.gain / (step.events * gain)
        return sum + step.events * influence * influence
      }
    }
  }
}
