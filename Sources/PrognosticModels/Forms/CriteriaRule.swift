/// One rule of ``Criteria``.
struct CriteriaRule: Sendable {
  let conditions: [CriteriaCondition]
  let category: String?
  let because: String
  let probability: Criteria.Probability?
  let text: String?

  /// Whether another rule gives the same answer, be it for another reason.
  func answersLike(_ other: CriteriaRule) -> Bool {
    category == other.category && probability == other.probability && text == other.text
  }
}

/// A value that conditions read: a covariate or a derived one.
struct CriteriaSlot: Sendable {
  enum Values: Sendable {
    case levels([String])
    /// The numbers that rules can give, each once.
    case numbers([Double])
    case continuous
  }

  enum Source: Sendable {
    case covariate
    case rules([Rule])
    /// Places of the summands.
    case sum([Int])
  }

  struct Rule: Sendable {
    let conditions: [CriteriaCondition]
    /// The place of the result among the values.
    let value: Int
    let because: String?
  }

  let name: String
  let label: LocalizedText
  let values: Values
  let source: Source
  let isShown: Bool
  /// Whether every patient has a value.
  let isTotal: Bool

  /// Whether sums may contain it and bounds may be set to it.
  var isNumber: Bool {
    if case .levels = values { false } else { true }
  }

  /// One bit a value; 0 where the values are continuous.
  var everyValue: UInt64 {
    switch values {
    case .levels(let names): Knowledge.bits(names.count)
    case .numbers(let numbers): Knowledge.bits(numbers.count)
    case .continuous: 0
    }
  }
}

/// What is known of a slot: the values that it may have.
struct Knowledge: Sendable {
  /// Values are numbered from 0; the last bit says that there may be no value at all.
  static let undefined: UInt64 = 1 << 63
  /// The most values that a slot can have.
  static let most = 63

  var values: UInt64
  /// The range of a continuous number; empty where low > high.
  var low = 0.0
  var high = 0.0

  static func bits(_ count: Int) -> UInt64 { (1 << UInt64(min(count, most))) - 1 }
}

/// A question to one slot.
struct CriteriaCondition: Sendable {
  enum Test: Sendable {
    /// Whether the value is one of these, a bit each.
    case among(UInt64)
    case within(Bounds)
  }

  struct Bounds: Sendable {
    var low = -Double.infinity
    var high = Double.infinity
    var excludesLow = false
    var excludesHigh = false

    /// Whether `ranges` together leave no number out.
    static func coverEverything(_ ranges: [Bounds]) -> Bool {
      var covered: Bounds?
      for next in ranges.sorted(by: { $0.startsBefore($1) }) {
        guard let last = covered else {
          guard next.low == -.infinity else { return false }
          covered = next
          continue
        }
        let isGap = last.excludesHigh && next.excludesLow
        if next.low > last.high || next.low == last.high && isGap { return false }
        if next.high > last.high || next.high == last.high && !next.excludesHigh { covered = next }
      }
      return covered?.high == .infinity
    }

    private func startsBefore(_ other: Bounds) -> Bool {
      low < other.low || low == other.low && !excludesLow && other.excludesLow
    }

    func contains(_ x: Double) -> Bool {
      (excludesLow ? x > low : x >= low) && (excludesHigh ? x < high : x <= high)
    }

    /// Whether all that `other` contains lies within.
    func covers(_ other: Bounds) -> Bool {
      let coversLow = other.low > low || other.low == low && (!excludesLow || other.excludesLow)
      let coversHigh =
        other.high < high || other.high == high && (!excludesHigh || other.excludesHigh)
      return coversLow && coversHigh
    }
  }

  let slot: Int
  let test: Test

  /// Whether it holds; nil where what is known leaves that open.
  func holds(_ known: [Knowledge]) -> Bool? {
    let known = known[slot]
    switch test {
    case .among(let wanted):
      if known.values & wanted == 0 { return false }
      return known.values & ~wanted == 0 ? true : nil
    case .within(let bounds):
      let isBelow = bounds.excludesLow ? known.high <= bounds.low : known.high < bounds.low
      let isAbove = bounds.excludesHigh ? known.low >= bounds.high : known.low > bounds.high
      if known.low > known.high || isBelow || isAbove { return false }
      let isInside = bounds.contains(known.low) && bounds.contains(known.high)
      return isInside && known.values & Knowledge.undefined == 0 ? true : nil
    }
  }

  /// Whether it holds wherever `other` does.
  func follows(from other: CriteriaCondition) -> Bool {
    guard slot == other.slot else { return false }
    switch (test, other.test) {
    case (.among(let wide), .among(let narrow)): return narrow & ~wide == 0
    case (.within(let wide), .within(let narrow)): return wide.covers(narrow)
    default: return false
    }
  }
}

extension [CriteriaCondition] {
  /// Whether all hold; nil where one is open and none fails.
  func allHold(_ known: [Knowledge]) -> Bool? {
    var result: Bool? = true
    for condition in self {
      switch condition.holds(known) {
      case false?: return false
      case nil: result = nil
      case true?: break
      }
    }
    return result
  }

  /// Whether these hold wherever `others` do.
  func follow(from others: [CriteriaCondition]) -> Bool {
    allSatisfy { condition in others.contains { condition.follows(from: $0) } }
  }
}
