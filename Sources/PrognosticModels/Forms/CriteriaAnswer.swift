extension Criteria {
  /// What the rules say of a patient. A value that is no level of its covariate, and one that the
  /// vector lacks, count as not known.
  public func answer(_ vector: CovariateVector) -> Answer {
    var known: [Knowledge] = []
    known.reserveCapacity(slots.count)
    for (place, slot) in slots.enumerated() {
      switch slot.source {
      case .covariate:
        known.append(
          Self.knowledge(of: slot, place < vector.values.count ? vector.values[place] : .nan))
      case .rules(let rules): known.append(Self.knowledge(of: slot, rules, known))
      case .sum(let parts): known.append(knowledge(ofSum: parts, known))
      }
    }

    var open: [CriteriaRule] = []
    for (place, rule) in rules.enumerated() {
      switch rule.conditions.allHold(known) {
      case false?: break
      case nil: open.append(rule)
      case true?:
        let mayDiffer = open.filter { !$0.answersLike(rule) }
        guard mayDiffer.isEmpty else { return .needs(covariates(openIn: mayDiffer, known)) }
        return .outcome(outcome(of: rule, at: place, known))
      }
    }
    return .needs(covariates(openIn: open, known))
  }

  // MARK: - What is known

  private static func knowledge(of slot: CriteriaSlot, _ value: Double) -> Knowledge {
    switch slot.values {
    case .levels(let names):
      let level = Int(exactly: value) ?? -1
      return Knowledge(values: names.indices.contains(level) ? 1 << UInt64(level) : slot.everyValue)
    case .numbers, .continuous:
      return value.isNaN
        ? Knowledge(values: 0, low: -.infinity, high: .infinity)
        : Knowledge(values: 0, low: value, high: value)
    }
  }

  private static func knowledge(
    of slot: CriteriaSlot, _ rules: [CriteriaSlot.Rule], _ known: [Knowledge]
  ) -> Knowledge {
    var values: UInt64 = 0
    for rule in rules {
      let holds = rule.conditions.allHold(known)
      if holds != false { values |= 1 << UInt64(rule.value) }
      if holds == true { return Knowledge(values: values) }
    }
    return Knowledge(values: slot.isTotal ? values : values | Knowledge.undefined)
  }

  private func knowledge(ofSum parts: [Int], _ known: [Knowledge]) -> Knowledge {
    var sum = Knowledge(values: 0)
    for part in parts {
      let (low, high) = range(of: part, known)
      guard low <= high else {
        return Knowledge(values: Knowledge.undefined, low: .infinity, high: -.infinity)
      }
      sum.low += low
      sum.high += high
      sum.values |= known[part].values & Knowledge.undefined
    }
    return sum
  }

  /// The range of the numbers that a slot may have; empty (low > high) where it has none.
  private func range(of slot: Int, _ known: [Knowledge]) -> (low: Double, high: Double) {
    let known = known[slot]
    let numbers: [Double]
    switch slots[slot].values {
    case .continuous: return (known.low, known.high)
    case .numbers(let values): numbers = values
    case .levels(let names): numbers = names.indices.map(Double.init)
    }
    var range = (low: Double.infinity, high: -Double.infinity)
    for (place, number) in numbers.enumerated() where known.values >> UInt64(place) & 1 == 1 {
      range = (min(range.low, number), max(range.high, number))
    }
    return range
  }

  // MARK: - The answer

  private func outcome(of rule: CriteriaRule, at place: Int, _ known: [Knowledge]) -> Outcome {
    var derived: [DerivedValue] = []
    for (place, slot) in slots.enumerated() where slot.isShown {
      guard let text = text(of: place, known) else { continue }
      var because: String?
      if case .rules(let rules) = slot.source {
        because = rules.first { $0.conditions.allHold(known) == true }?.because
      }
      derived.append(
        DerivedValue(name: slot.name, label: slot.label, text: text, because: because))
    }
    return Outcome(
      category: rule.category, because: rule.because, derived: derived,
      probability: rule.probability, text: rule.text, rule: place)
  }

  /// The value of a slot that has exactly one; nil for others.
  private func text(of slot: Int, _ known: [Knowledge]) -> String? {
    let values = known[slot].values
    guard values & Knowledge.undefined == 0 else { return nil }
    if case .levels(let names) = slots[slot].values {
      let place = values.trailingZeroBitCount
      return values.nonzeroBitCount == 1 && place < names.count ? names[place] : nil
    }
    let (low, high) = range(of: slot, known)
    guard low == high else { return nil }
    return Int(exactly: low).map { "\($0)" } ?? "\(low)"
  }

  /// The covariates that keep any of the rules open, in the order of the model.
  private func covariates(openIn rules: [CriteriaRule], _ known: [Knowledge]) -> [String] {
    var isNeeded = [Bool](repeating: false, count: slots.count)
    for rule in rules { mark(rule.conditions, known, &isNeeded) }
    // A derived value stands behind all that it is derived from, so one pass backwards reaches all.
    for place in slots.indices.reversed() where isNeeded[place] {
      switch slots[place].source {
      case .covariate: break
      case .rules(let rules):
        for rule in rules {
          let holds = rule.conditions.allHold(known)
          if holds == nil { mark(rule.conditions, known, &isNeeded) }
          if holds == true { break }
        }
      case .sum(let parts):
        for part in parts where text(of: part, known) == nil { isNeeded[part] = true }
      }
    }
    return slots.indices.filter { place in
      if case .covariate = slots[place].source { isNeeded[place] } else { false }
    }.map { slots[$0].name }
  }

  private func mark(
    _ conditions: [CriteriaCondition], _ known: [Knowledge], _ isNeeded: inout [Bool]
  ) {
    for condition in conditions where condition.holds(known) == nil {
      isNeeded[condition.slot] = true
    }
  }
}
