/// A function of time or probability by its values: steps, or straight lines between them.
public struct Curve: Sendable, Equatable {
  /// Ascending.
  public let x: [Double]
  /// Of the same length.
  public let y: [Double]

  /// Pairs up to the shorter of the two, without those that are not finite.
  public init(x: [Double], y: [Double]) {
    let pairs = zip(x, y).filter { $0.isFinite && $1.isFinite }
    self.x = pairs.map(\.0)
    self.y = pairs.map(\.1)
  }
}

/// The space between two curves over the same values: an interval at every one of them.
public struct Band: Sendable, Equatable {
  /// Ascending.
  public let x: [Double]
  /// The lower limits.
  public let lower: [Double]
  /// The upper limits.
  public let upper: [Double]

  /// Triples up to the shortest, without those that are not finite.
  public init(x: [Double], lower: [Double], upper: [Double]) {
    let triples = zip(x, zip(lower, upper)).filter {
      $0.isFinite && $1.0.isFinite && $1.1.isFinite
    }
    self.x = triples.map(\.0)
    self.lower = triples.map(\.1.0)
    self.upper = triples.map(\.1.1)
  }
}
