/// Every patient that ``Criteria`` can tell apart, one by one: levels with levels, and of numbers the
/// bounds that conditions name, their neighbours, and a value between each two.
public struct CovariateCombinations: Sequence, Sendable {
  /// Values to try for each covariate; none is empty.
  let choices: [[Double]]
  public let count: Int

  init?(_ choices: [[Double]], limit: Int) {
    var count = 1
    for values in choices {
      let (product, isTooLarge) = count.multipliedReportingOverflow(by: values.count)
      guard !isTooLarge, product <= limit, !values.isEmpty else { return nil }
      count = product
    }
    self.choices = choices
    self.count = count
  }

  /// One vector a combination, the first covariate varying fastest.
  public func makeIterator() -> some IteratorProtocol<CovariateVector> {
    (0..<count).lazy.map { combination(at: $0) }.makeIterator()
  }

  private func combination(at place: Int) -> CovariateVector {
    var rest = place
    return CovariateVector(
      values: choices.map { values in
        let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: values.count)
        rest = quotient
        return values[remainder]
      })
  }
}

/// What came of trying every combination.
public struct CriteriaWalk: Sendable {
  public let combinations: Int
  /// Fully known patients for whom no rule held.
  public let unanswered: [CovariateVector]
  /// Places of rules that answered nobody.
  public let idleRules: [Int]

  /// Whether each patient has an answer and each rule a patient.
  public var isClean: Bool { unanswered.isEmpty && idleRules.isEmpty }
}

extension Criteria {
  /// Every combination of the covariates' levels and of the numbers at which a condition can turn;
  /// nil for more than `limit` of them.
  public func everyCombination(
    of covariates: [ModelCovariate], limit: Int = 1_000_000
  ) -> CovariateCombinations? {
    CovariateCombinations(
      covariates.enumerated().map { place, covariate in
        covariate.covariate.kind == .number
          ? turningPoints(of: place, covariate.covariate)
          : covariate.levels.indices.map(Double.init)
      }, limit: limit)
  }

  /// Asks for the answer to every combination; nil for more than `limit` of them.
  public func walk(of covariates: [ModelCovariate], limit: Int = 1_000_000) -> CriteriaWalk? {
    guard let combinations = everyCombination(of: covariates, limit: limit) else { return nil }
    var unanswered: [CovariateVector] = []
    var isIdle = [Bool](repeating: true, count: rules.count)
    for patient in combinations {
      switch answer(patient) {
      case .outcome(let outcome): isIdle[outcome.rule] = false
      case .needs: unanswered.append(patient)
      }
    }
    return CriteriaWalk(
      combinations: combinations.count, unanswered: unanswered,
      idleRules: isIdle.indices.filter { isIdle[$0] })
  }

  /// Bounds on a number, the values beside each (the next integers or the next doubles), the middles
  /// between, and one beyond either end; of these what is possible.
  private func turningPoints(of slot: Int, _ covariate: Covariate) -> [Double] {
    let derived = slots.flatMap { slot -> [CriteriaCondition] in
      if case .rules(let rules) = slot.source { rules.flatMap(\.conditions) } else { [] }
    }
    var bounds: Set<Double> = []
    for condition in derived + rules.flatMap(\.conditions) where condition.slot == slot {
      guard case .within(let range) = condition.test else { continue }
      bounds.formUnion([range.low, range.high].filter(\.isFinite))
    }
    let ascending = bounds.sorted()
    guard let first = ascending.first, let last = ascending.last else {
      return [covariate.possible?.lowerBound ?? 0]
    }
    var points: Set<Double> = [
      covariate.possible?.lowerBound ?? first - 1 - first.magnitude,
      covariate.possible?.upperBound ?? last + 1 + last.magnitude,
    ]
    for bound in ascending {
      points.formUnion(
        covariate.isInteger
          ? [bound - 1, bound, bound + 1] : [bound.nextDown, bound, bound.nextUp])
    }
    for (low, high) in zip(ascending, ascending.dropFirst()) {
      let middle = low + (high - low) / 2
      points.insert(covariate.isInteger ? middle.rounded(.down) : middle)
    }
    return points.filter { covariate.possible?.contains($0) ?? true }.sorted()
  }
}
