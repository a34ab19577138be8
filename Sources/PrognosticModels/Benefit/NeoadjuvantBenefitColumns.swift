internal import CKernels

extension NeoadjuvantBenefit {
  /// Where the answers of a cohort at one time go: a row for each patient.
  ///
  /// The ends are those of the ratio's interval at the patient's baseline; NaN where it has none.
  public struct Columns {
    public var survivalWithout, survivalWith: UnsafeMutableBufferPointer<Double>
    public var benefitLower, benefitUpper: UnsafeMutableBufferPointer<Double>

    /// Columns of one length, that do not overlap.
    public init(
      survivalWithout: UnsafeMutableBufferPointer<Double>,
      survivalWith: UnsafeMutableBufferPointer<Double>,
      benefitLower: UnsafeMutableBufferPointer<Double>,
      benefitUpper: UnsafeMutableBufferPointer<Double>
    ) {
      self.survivalWithout = survivalWithout
      self.survivalWith = survivalWith
      self.benefitLower = benefitLower
      self.benefitUpper = benefitUpper
    }
  }

  /// A cohort under one effect, by its place: `columns[k][i]` is the value of covariate k for patient i,
  /// `answers[t]` takes the answers at time t. The bits are those of one patient at a time, but for the
  /// intervals of a baseline with standard errors: a cohort's intervals are the ratio's alone.
  ///
  /// - Throws: ``BenefitError/noEffect``, ``BenefitError/noHorizon`` and ``BenefitError/covariates(_:wanted:)``
  ///   where there are none, fewer answers than times, or another number of columns;
  ///   ``BenefitError/rows(_:wanted:)`` where columns differ in length.
  public func benefits(
    effect place: Int, columns: [UnsafeBufferPointer<Double>], into answers: [Columns]
  ) throws(BenefitError) {
    guard ratios.indices.contains(place) else { throw .noEffect }
    guard answers.count == horizonCount, let rows = answers.first?.survivalWithout.count else {
      throw .noHorizon
    }
    guard columns.count == covariateCount else {
      throw .covariates(columns.count, wanted: covariateCount)
    }
    for column in columns where column.count != rows { throw .rows(column.count, wanted: rows) }
    for answer in answers {
      for column in answer.all where column.count != rows {
        throw .rows(column.count, wanted: rows)
      }
    }
    switch baseline {
    case .survivals: fill(effect: place, answers)
    case .scorer(let scorer): score(scorer, ratios[place], columns, answers, rows)
    }
  }

  /// The same with who is eligible: `criteria` are the columns of ``CompiledEligibility/covariates``,
  /// `verdicts` takes a row for each patient.
  ///
  /// - Throws: ``BenefitError``, also ``BenefitError/noEligibility`` where it was not compiled.
  public func benefits(
    effect place: Int, columns: [UnsafeBufferPointer<Double>],
    eligibility criteria: [CompiledEligibility.Column], into answers: [Columns],
    verdicts: UnsafeMutableBufferPointer<UInt8>
  ) throws(BenefitError) {
    guard let eligibility else { throw .noEligibility }
    if let rows = answers.first?.survivalWithout.count, rows != verdicts.count {
      throw .rows(verdicts.count, wanted: rows)
    }
    try benefits(effect: place, columns: columns, into: answers)
    try eligibility.evaluate(columns: criteria, into: verdicts)
  }

  private func fill(effect place: Int, _ answers: [Columns]) {
    guard case .survivals(let survivals) = baseline else { return }
    let ratio = ratios[place]
    for (answer, survival) in zip(answers, survivals) {
      let s = survival.estimate
      func benefit(_ r: Double) -> Double { ratio.measure.survival(s, ratio: r) - s }
      answer.survivalWithout.update(repeating: s)
      answer.survivalWith.update(repeating: ratio.measure.survival(s, ratio: ratio.estimate))
      answer.benefitLower.update(repeating: benefit(ratio.upper))
      answer.benefitUpper.update(repeating: benefit(ratio.lower))
    }
  }

  /// In blocks that stay in the second cache.
  private func score(
    _ scorer: Scorer, _ ratio: CompiledRatio, _ columns: [UnsafeBufferPointer<Double>],
    _ answers: [Columns], _ rows: Int
  ) {
    let block = 1024
    var part = columns
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * block) { room in
      for start in stride(from: 0, to: rows, by: block) {
        let end = min(start + block, rows)
        for k in columns.indices {
          part[k] = UnsafeBufferPointer(rebasing: columns[k][start..<end])
        }
        let relative = UnsafeMutableBufferPointer(rebasing: room[0..<end - start])
        let hazard = UnsafeMutableBufferPointer(rebasing: room[block..<block + end - start])
        // Columns and room agree: it has nothing to throw.
        guard (try? scorer.relativeHazards(columns: part, into: relative)) != nil else { return }
        for t in answers.indices {
          scorer.hazards(horizon: t, columns: part, relative: relative, into: hazard)
          answers[t].write(hazard, ratio, at: start)
        }
      }
    }
  }
}

extension NeoadjuvantBenefit.Columns {
  fileprivate var all: [UnsafeMutableBufferPointer<Double>] {
    [survivalWithout, survivalWith, benefitLower, benefitUpper]
  }

  /// The answers from H r of each row on.
  fileprivate func write(
    _ hazard: UnsafeMutableBufferPointer<Double>, _ ratio: CompiledRatio, at start: Int
  ) {
    guard let h = hazard.baseAddress, let without = survivalWithout.baseAddress.map({ $0 + start }),
      let with = survivalWith.baseAddress.map({ $0 + start }),
      let lower = benefitLower.baseAddress.map({ $0 + start }),
      let upper = benefitUpper.baseAddress.map({ $0 + start })
    else { return }
    let count = hazard.count
    for i in 0..<count { without[i] = -h[i] }
    sarcoma_exp(without, without, count)
    switch ratio.measure {
    case .hazardRatio:
      for i in 0..<count {
        let hazard = -h[i]
        with[i] = hazard * ratio.estimate
        lower[i] = hazard * ratio.upper
        upper[i] = hazard * ratio.lower
      }
      sarcoma_exp(with, with, count)
      sarcoma_exp(lower, lower, count)
      sarcoma_exp(upper, upper, count)
      for i in 0..<count {
        lower[i] -= without[i]
        upper[i] -= without[i]
      }
    case .oddsRatio:
      for i in 0..<count {
        let s = without[i]
        let d = 1 - s
        with[i] = s / (s + ratio.estimate * d)
        lower[i] = s / (s + ratio.upper * d) - s
        upper[i] = s / (s + ratio.lower * d) - s
      }
    }
  }
}

extension Scorer {
  /// exp(eta - at) of a cohort, at most the largest double.
  fileprivate func relativeHazards(
    columns: [UnsafeBufferPointer<Double>], into answers: UnsafeMutableBufferPointer<Double>
  ) throws(ScorerColumnsError) {
    try linearPredictors(columns: columns, into: answers)
    guard let y = answers.baseAddress else { return }
    for i in 0..<answers.count { y[i] -= at }
    sarcoma_exp(y, y, answers.count)
    for i in 0..<answers.count {
      y[i] = y[i] > .greatestFiniteMagnitude ? .greatestFiniteMagnitude : y[i]
    }
  }

  /// H r of a cohort at one time.
  fileprivate func hazards(
    horizon: Int, columns: [UnsafeBufferPointer<Double>],
    relative: UnsafeMutableBufferPointer<Double>, into answers: UnsafeMutableBufferPointer<Double>
  ) {
    guard let r = relative.baseAddress, let y = answers.baseAddress else { return }
    let byStratum = hazards + horizon * (stratumCount + 1)
    if stratumCovariate < 0 {
      let hazard = byStratum[0]
      for i in 0..<answers.count { y[i] = hazard * r[i] }
    } else {
      let values = columns[stratumCovariate]
      for i in 0..<answers.count {
        y[i] = byStratum[ScoringProgram.place(values[i], stratumCount)] * r[i]
      }
    }
  }
}
