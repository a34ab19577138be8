internal import StrictJSON

/// Turns the names of a document into places and bits, and refuses what can never mean anything.
struct CriteriaCompiler {
  private(set) var slots: [CriteriaSlot]
  private var isRead: [Bool]

  init(_ covariates: [ModelCovariate]) {
    slots = covariates.map {
      CriteriaSlot(
        name: $0.name, label: $0.covariate.label,
        values: $0.covariate.kind == .number ? .continuous : .levels($0.levels.map(\.name)),
        source: .covariate, isShown: false, isTotal: true)
    }
    yesNo = Set(covariates.filter { $0.covariate.kind == .yesNo }.map(\.name))
    isRead = Array(repeating: false, count: slots.count)
  }

  /// Names of covariates that count 1 and 0 in a sum.
  private let yesNo: Set<String>

  /// The first value that nothing reads and nobody sees.
  var firstUnread: String? {
    zip(slots, isRead).first { !$1 && !$0.isShown }?.0.name
  }

  // MARK: - Derived values

  /// Reads a member of `derived`, which may read what stands before it.
  mutating func derive(_ node: JSONNode) throws(StrictJSONError) {
    var reader = try ObjectReader(node)
    let name = try reader.string("name")
    guard !slots.contains(where: { $0.name == name }), !name.isEmpty else {
      throw node.refused("the name '\(name)' is empty or taken")
    }
    let label = try reader.object("label", LocalizedText.init)
    let isShown = try reader.bool("shown")
    let (values, source) = try derivation(&reader)
    try reader.finish()
    slots.append(
      CriteriaSlot(
        name: name, label: label, values: values, source: source, isShown: isShown,
        isTotal: isTotal(source)))
    isRead.append(false)
  }

  /// Whether every patient has a value: one rule always holds, or the rules with a single condition
  /// leave out no value of the slot that they read. A rule that asks for more is no help here.
  private func isTotal(_ source: CriteriaSlot.Source) -> Bool {
    switch source {
    case .covariate: return true
    case .sum(let parts): return parts.allSatisfy { slots[$0].isTotal }
    case .rules(let rules):
      if rules.contains(where: \.conditions.isEmpty) { return true }
      let single = rules.filter { $0.conditions.count == 1 }.flatMap(\.conditions)
      return slots.indices.contains { place in
        let tests = single.filter { $0.slot == place }.map(\.test)
        guard slots[place].isTotal, !tests.isEmpty else { return false }
        var bits: UInt64 = 0
        var bounds: [CriteriaCondition.Bounds] = []
        for test in tests {
          switch test {
          case .among(let wanted): bits |= wanted
          case .within(let range): bounds.append(range)
          }
        }
        return bounds.isEmpty
          ? bits == slots[place].everyValue : CriteriaCondition.Bounds.coverEverything(bounds)
      }
    }
  }

  private mutating func derivation(
    _ reader: inout ObjectReader
  ) throws(StrictJSONError) -> (CriteriaSlot.Values, CriteriaSlot.Source) {
    let rules = reader.optional("rules")
    let sum = reader.optional("sum")
    switch (rules, sum) {
    case (let rules?, nil): return try derivation(byRules: rules)
    case (nil, let sum?): return (.continuous, .sum(try summands(sum)))
    default: throw reader.node.refused("a derived value has either 'rules' or 'sum'")
    }
  }

  private mutating func summands(_ node: JSONNode) throws(StrictJSONError) -> [Int] {
    var places: [Int] = []
    for part in try node.array() {
      let name = try part.string()
      let place = try place(of: name, at: part)
      guard slots[place].isNumber || yesNo.contains(name) else {
        throw part.refused("'\(name)' is no number, and cannot be summed")
      }
      guard !places.contains(place) else { throw part.refused("'\(name)' stands there twice") }
      places.append(place)
    }
    guard !places.isEmpty else { throw node.refused("the sum has no parts") }
    return places
  }

  private mutating func derivation(
    byRules node: JSONNode
  ) throws(StrictJSONError) -> (CriteriaSlot.Values, CriteriaSlot.Source) {
    var rules: [CriteriaSlot.Rule] = []
    var names: [String] = []
    var numbers: [Double] = []
    var earlier: [[CriteriaCondition]] = []
    for node in try node.array() {
      var reader = try ObjectReader(node)
      let conditions = try conditions(reader.value("when"))
      let value = try reader.value("is")
      let because = try reader.optional("because")?.string()
      try reader.finish()
      let place: Int
      if value.kind == .string {
        place = Self.place(of: try value.string(), in: &names)
      } else {
        place = Self.place(of: try value.number(), in: &numbers)
      }
      guard names.isEmpty || numbers.isEmpty else {
        throw value.refused("a derived value is a text in all its rules, or a number in all")
      }
      guard max(names.count, numbers.count) <= Knowledge.most else {
        throw value.refused("a derived value has at most \(Knowledge.most) results")
      }
      try Self.refuseShadowed(conditions, earlier, at: node)
      earlier.append(conditions)
      rules.append(CriteriaSlot.Rule(conditions: conditions, value: place, because: because))
    }
    guard !rules.isEmpty else { throw node.refused("there is no rule") }
    return (names.isEmpty ? .numbers(numbers) : .levels(names), .rules(rules))
  }

  private static func place<Value: Equatable>(of value: Value, in values: inout [Value]) -> Int {
    if let place = values.firstIndex(of: value) { return place }
    values.append(value)
    return values.count - 1
  }

  // MARK: - Rules

  mutating func rules(
    _ node: JSONNode, _ categories: [String]
  ) throws(StrictJSONError) -> [CriteriaRule] {
    var rules: [CriteriaRule] = []
    for node in try node.array() {
      var reader = try ObjectReader(node)
      let conditions = try conditions(reader.value("when"))
      let category = try reader.value("category")
      let name = category.kind == .null ? nil : try category.string()
      if let name, !categories.contains(name) {
        throw category.refused("'\(name)' is not among the categories")
      }
      let because = try reader.value("because")
      guard try !because.string().isEmpty else { throw because.refused("the sentence is empty") }
      let rule = CriteriaRule(
        conditions: conditions, category: name, because: try because.string(),
        probability: try reader.optional("probability")?.object(Criteria.Probability.init),
        text: try reader.optional("outcome")?.string())
      try reader.finish()
      try Self.refuseShadowed(conditions, rules.map(\.conditions), at: node)
      rules.append(rule)
    }
    guard !rules.isEmpty else { throw node.refused("there is no rule") }
    return rules
  }

  /// Refuses a rule that an earlier one always forestalls.
  private static func refuseShadowed(
    _ conditions: [CriteriaCondition], _ earlier: [[CriteriaCondition]], at node: JSONNode
  ) throws(StrictJSONError) {
    guard let first = earlier.firstIndex(where: { $0.follow(from: conditions) }) else { return }
    throw node.refused("the rule is never reached: wherever it holds, rule \(first) holds before")
  }

  // MARK: - Conditions

  private mutating func conditions(
    _ node: JSONNode
  ) throws(StrictJSONError) -> [CriteriaCondition] {
    var conditions: [CriteriaCondition] = []
    for (name, node) in try node.members() {
      let slot = try place(of: name, at: node)
      conditions.append(CriteriaCondition(slot: slot, test: try test(of: slots[slot], node)))
    }
    return conditions
  }

  private mutating func place(of name: String, at node: JSONNode) throws(StrictJSONError) -> Int {
    guard let place = slots.firstIndex(where: { $0.name == name }) else {
      throw node.refused("'\(name)' is neither a covariate of the model nor derived before")
    }
    isRead[place] = true
    return place
  }

  private func test(
    of slot: CriteriaSlot, _ node: JSONNode
  ) throws(StrictJSONError) -> CriteriaCondition.Test {
    switch slot.values {
    case .levels(let names):
      guard names.count <= Knowledge.most else {
        throw node.refused("'\(slot.name)' has more than \(Knowledge.most) levels")
      }
      guard node.kind == .object else { return .among(try levels(node, of: slot, names)) }
      let excluded = try node.object { (reader) throws(StrictJSONError) in
        try levels(reader.value("not"), of: slot, names)
      }
      guard slot.everyValue & ~excluded != 0 else {
        throw node.refused("every level of '\(slot.name)' is excluded")
      }
      return .among(slot.everyValue & ~excluded)
    case .numbers(let numbers):
      let bounds = try node.object(CriteriaCondition.Bounds.init)
      var wanted: UInt64 = 0
      for (place, number) in numbers.enumerated() where bounds.contains(number) {
        wanted |= 1 << UInt64(place)
      }
      guard wanted != 0 else {
        throw node.refused("'\(slot.name)' is never within the bounds")
      }
      return .among(wanted)
    case .continuous: return .within(try node.object(CriteriaCondition.Bounds.init))
    }
  }

  private func levels(
    _ node: JSONNode, of slot: CriteriaSlot, _ names: [String]
  ) throws(StrictJSONError) -> UInt64 {
    var bits: UInt64 = 0
    for node in try node.array() {
      let name = try node.string()
      guard let place = names.firstIndex(of: name) else {
        throw node.refused("'\(name)' is not a level of '\(slot.name)'")
      }
      guard bits >> UInt64(place) & 1 == 0 else {
        throw node.refused("'\(name)' stands there twice")
      }
      bits |= 1 << UInt64(place)
    }
    guard bits != 0 else { throw node.refused("no level of '\(slot.name)' is named") }
    return bits
  }
}

extension CriteriaCondition.Bounds {
  /// Reads `atLeast` or `above`, `atMost` or `below`.
  init(_ reader: inout ObjectReader) throws(StrictJSONError) {
    let node = reader.node
    let atLeast = try reader.optional("atLeast")?.number()
    let above = try reader.optional("above")?.number()
    let atMost = try reader.optional("atMost")?.number()
    let below = try reader.optional("below")?.number()
    try reader.finish()
    guard atLeast == nil || above == nil, atMost == nil || below == nil else {
      throw node.refused("a side has two bounds")
    }
    guard atLeast ?? above ?? atMost ?? below != nil else {
      throw node.refused("there is no bound")
    }
    self.init(
      low: atLeast ?? above ?? -.infinity, high: atMost ?? below ?? .infinity,
      excludesLow: above != nil, excludesHigh: below != nil)
    guard low < high || low == high && !excludesLow && !excludesHigh else {
      throw node.refused("nothing lies within the bounds")
    }
  }
}

extension Criteria.Probability {
  init(_ reader: inout ObjectReader) throws(StrictJSONError) {
    let node = reader.node
    kind = try reader.oneOf("kind")
    value = try reader.number("value")
    time = try reader.optional("time")?.number()
    guard kind != .classification, (0...1).contains(value), time ?? 1 > 0 else {
      throw node.refused("a probability of an event lies between 0 and 1, at a time above 0")
    }
  }
}
