internal import StrictJSON

/// Classes of risk by bounds on an unrounded value.
public struct RiskGroups: Sendable {
  /// What the bounds are on.
  public enum Value: String, Sendable, CaseIterable {
    case linearPredictor, probability, totalPoints
  }

  /// A class: values from the bound of the group before it up to its own.
  public struct Group: Sendable {
    public let name: String
    /// The upper bound; infinite for the last group.
    public let bound: Double
    /// Whether the bound belongs to the group.
    public let includesBound: Bool
  }

  public let of: Value
  /// The horizon of a probability.
  public let time: Double?
  /// Ascending.
  public let groups: [Group]

  init(_ reader: inout ObjectReader) throws(StrictJSONError) {
    of = try reader.oneOf("of")
    time = try reader.optional("time")?.positive()
    let node = try reader.value("groups")
    groups = try node.objects(Group.init)
    let bounds = groups.map(\.bound)
    guard zip(bounds, bounds.dropFirst()).allSatisfy(<), bounds.last == .infinity,
      !bounds.dropLast().contains(.infinity)
    else {
      throw node.refused("bounds ascend, and the last group alone has none")
    }
    guard (of == .probability) == (time != nil) else {
      throw node.refused("a probability is one at a time, and nothing else is")
    }
  }

  /// The group of a value; nil for NaN.
  public func group(of value: Double) -> Group? {
    groups.first { value < $0.bound || ($0.includesBound && value == $0.bound) }
  }
}

extension RiskGroups.Group {
  init(_ reader: inout ObjectReader) throws(StrictJSONError) {
    name = try reader.string("name")
    let below = try reader.optional("below")?.number()
    let atMost = try reader.optional("atMost")?.number()
    guard below == nil || atMost == nil else {
      throw reader.node.refused("a bound is 'below' or 'atMost', not both")
    }
    bound = below ?? atMost ?? .infinity
    includesBound = atMost != nil
  }
}
