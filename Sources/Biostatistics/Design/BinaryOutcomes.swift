/// Whether each of n subjects had the event.
public struct BinaryOutcomes: ModelOutcomes, Equatable {
  /// Whether the row is an event.
  public let event: [Bool]
  /// How many rows are events, weights not counted.
  public let eventCount: Int
  /// The value of the outcome that is the event, as the table writes it: "1", "TRUE", or a level.
  public let eventLabel: String
  /// The other value.
  public let referenceLabel: String

  /// n, the number of rows.
  public var count: Int { event.count }

  /// Outcomes whose two values bear the given names.
  public init(event: [Bool], eventLabel: String = "1", referenceLabel: String = "0") {
    self.event = event
    self.eventLabel = eventLabel
    self.referenceLabel = referenceLabel
    eventCount = event.reduce(0) { $0 + ($1 ? 1 : 0) }
  }
}
