/// A function linear between nodes, as the axes of a nomogram are read.
///
/// With nodes (x_1, y_1), ..., (x_n, y_n), x ascending, and x_j <= x <= x_(j+1),
///
///     f(x) = y_j + (x - x_j) (y_(j+1) - y_j) / (x_(j+1) - x_j)
///
/// It is exact at the nodes and undefined beyond the outer two: a value off a printed axis has no
/// points.
public struct PiecewiseLinear: Sendable, Hashable {
  /// A point (x, y) of the line.
  public struct Node: Sendable, Hashable {
    public let x: Double
    public let y: Double

    /// The point (x, y).
    public init(x: Double, y: Double) { (self.x, self.y) = (x, y) }
  }

  /// The nodes by ascending x.
  public let nodes: [Node]
  /// The slope behind each node; 0 behind the last.
  public let slopes: [Double]

  /// Where the function is defined.
  public let domain: ClosedRange<Double>

  /// - Throws: ``PiecewiseLinearError``.
  public init(nodes: [Node]) throws(PiecewiseLinearError) {
    guard let first = nodes.first, let last = nodes.last, nodes.count >= 2 else {
      throw .tooFewNodes(nodes.count)
    }
    for (left, right) in zip(nodes, nodes.dropFirst()) where !(left.x < right.x) {
      throw .nodesNotAscending(left.x, right.x)
    }
    slopes =
      zip(nodes, nodes.dropFirst()).map { ($1.y - $0.y) / ($1.x - $0.x) } + [0]
    guard nodes.allSatisfy({ $0.x.isFinite && $0.y.isFinite }), slopes.allSatisfy(\.isFinite) else {
      throw .notFinite
    }
    self.nodes = nodes
    domain = first.x...last.x
  }

  /// f(x); nil beyond the nodes and for NaN.
  public func value(_ x: Double) -> Double? {
    guard domain.contains(x) else { return nil }
    var place = 0
    while place + 1 < nodes.count, x >= nodes[place + 1].x { place += 1 }
    return nodes[place].y + (x - nodes[place].x) * slopes[place]
  }
}

/// Why nodes make no line.
public enum PiecewiseLinearError: Error, Equatable, CustomStringConvertible {
  case tooFewNodes(Int)
  case nodesNotAscending(Double, Double)
  case notFinite

  public var description: String {
    switch self {
    case .tooFewNodes(let count): "A line needs at least 2 nodes, not \(count)."
    case .nodesNotAscending(let left, let right):
      "Nodes must ascend in x: \(right) follows \(left)."
    case .notFinite: "Nodes and the slopes between them must be finite."
    }
  }
}
