public import PrognosticModels
internal import StrictJSON

/// Times as an option states them, `1y,3y,5y`: read once it is known what a bare number counts.
public struct StatedTimes: Sendable, Equatable {
  private let parts: [String]

  /// Times with commas between them.
  public init(_ text: String) {
    parts = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
  }

  /// An array of texts and numbers.
  init(_ node: JSONNode) throws(StrictJSONError) {
    guard node.kind == .array else {
      parts = [try Self.part(node)]
      return
    }
    parts = try node.array().map { node throws(StrictJSONError) in try Self.part(node) }
  }

  private static func part(_ node: JSONNode) throws(StrictJSONError) -> String {
    switch node.kind {
    case .integer: "\(try node.integer())"
    case .number: "\(try node.number())"
    default: try node.string()
    }
  }

  /// In the order of time, each once; a bare number is in a unit.
  public func horizons(
    of option: String, bareUnit: TimeUnit
  ) throws(OptionError) -> [Horizon] {
    var horizons: [Horizon] = []
    for part in parts {
      let trimmed = String(part.filter { $0 != " " })
      guard !trimmed.isEmpty else { throw .missingTime(option: option) }
      guard let horizon = Horizon(trimmed, bareUnit: bareUnit) else {
        throw .unreadableTime(option: option, text: part)
      }
      horizons.append(horizon)
    }
    let sorted = horizons.sorted { $0.time(in: bareUnit) < $1.time(in: bareUnit) }
    return sorted.enumerated().filter { place, horizon in
      place == 0 || horizon.time(in: bareUnit) != sorted[place - 1].time(in: bareUnit)
    }.map(\.element)
  }

  /// Those of ``horizons(of:bareUnit:)``, all of them after time 0.
  public func positiveHorizons(
    of option: String, bareUnit: TimeUnit
  ) throws(OptionError) -> [Horizon] {
    let horizons = try horizons(of: option, bareUnit: bareUnit)
    if let horizon = horizons.first, horizon.value <= 0 {
      throw .timeNotAfterZero(option: option, time: horizon.text)
    }
    return horizons
  }

  /// The one time that is stated.
  public func horizon(of option: String, bareUnit: TimeUnit) throws(OptionError) -> Horizon? {
    let horizons = try horizons(of: option, bareUnit: bareUnit)
    guard horizons.count < 2 else {
      throw .severalTimes(option: option, text: parts.joined(separator: ","))
    }
    return horizons.first
  }
}
