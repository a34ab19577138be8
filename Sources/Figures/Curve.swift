/// A function of time or probability by its values: steps, or straight lines between them.
public struct Curve: Sendable, Equatable {
  /// Ascending.
  public let x: [Double]
  /// Of the same length.
  public let y: [Double]
  /// Places at which the line starts anew, for before them a value is not known; ascending.
  public let starts: [Int]

  /// Pairs up to the shorter of the two. One that is not finite is left out, and no line is drawn
  /// across where it was.
  public init(x: [Double], y: [Double]) {
    var pairs: (x: [Double], y: [Double]) = ([], [])
    var starts: [Int] = []
    var isBroken = false
    for (x, y) in zip(x, y) {
      guard x.isFinite, y.isFinite else {
        isBroken = !pairs.x.isEmpty
        continue
      }
      if isBroken { starts.append(pairs.x.count) }
      isBroken = false
      pairs.x.append(x)
      pairs.y.append(y)
    }
    (self.x, self.y) = pairs
    self.starts = starts
  }

  /// The places that no line reaches, for the values on both sides are not known.
  var isolated: [Int] {
    let bounds = [0] + starts + [x.count]
    return zip(bounds, bounds.dropFirst()).filter { $1 - $0 == 1 }.map(\.0)
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
