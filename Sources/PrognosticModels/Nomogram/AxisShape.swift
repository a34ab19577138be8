#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Round values along an axis of a nomogram.
enum RoundValues {
  /// Multiples of 1, 2 or 5 times a power of ten within a range, at most `count` intervals.
  static func within(_ range: ClosedRange<Double>, count: Int) -> [Double] {
    let width = range.upperBound - range.lowerBound
    guard width > 0, width.isFinite else { return [range.lowerBound] }
    let raw = width / Double(count)
    let power = pow(10, log10(raw).rounded(.down))
    let step = [1, 2, 5, 10].map { $0 * power }.first { $0 >= raw * (1 - 1e-9) } ?? power
    let first = (range.lowerBound / step - 1e-9).rounded(.up)
    let last = (range.upperBound / step + 1e-9).rounded(.down)
    guard first <= last, last - first < 1000 else { return [range.lowerBound] }
    // A quotient by a power of ten is the decimal itself; a product with 0.1 is not.
    let inverse = step < 1 ? (1 / step).rounded() : 0
    return (0...Int(last - first)).map { place in
      let multiple = first + Double(place)
      return min(
        max(inverse > 0 ? multiple / inverse : multiple * step, range.lowerBound),
        range.upperBound)
    }
  }

  /// A value with as many decimals as the others need, or as few as it needs itself.
  static func text(_ value: Double, like others: [Double]) -> String {
    let decimals = others.map { NumberText.plain($0, 6) }
      .map { text in
        text.firstIndex(of: ".").map { text.distance(from: $0, to: text.endIndex) - 1 } ?? 0
      }
      .max()
    return decimals.map { NumberText.fixed(value, $0) } ?? NumberText.plain(value, 3)
  }
}

/// Where a function turns from rising to falling, or back.
enum Turns {
  /// The interior extrema of `f` between the grid's ends, to about 1e-9 of its width.
  static func of(
    _ grid: [Double], _ values: [Double], _ f: ([Double]) -> [Double]
  ) -> [Double] {
    guard grid.count > 2, let least = values.min(), let most = values.max() else { return [] }
    // What rounding does to a level stretch is no turn.
    let noise = 1e-9 * (most - least)
    var turns: [Double] = []
    var direction = 0.0
    var extreme = 0
    for place in 1..<grid.count {
      let change = values[place] - values[extreme]
      if direction == 0 {
        if change.magnitude > noise { (direction, extreme) = (change < 0 ? -1 : 1, place) }
      } else if change * direction >= 0 {
        extreme = place
      } else if change.magnitude > noise {
        let (low, high) = (grid[max(extreme - 1, 0)], grid[min(extreme + 1, grid.count - 1)])
        turns.append(refined(low, high, sign: direction, f))
        (direction, extreme) = (-direction, place)
      }
    }
    return turns
  }

  /// The maximum of sign * f between two values, by golden section.
  private static func refined(
    _ low: Double, _ high: Double, sign: Double, _ f: ([Double]) -> [Double]
  ) -> Double {
    let ratio = (5.0.squareRoot() - 1) / 2
    var (a, b) = (low, high)
    for _ in 0..<40 {
      let (c, d) = (b - ratio * (b - a), a + ratio * (b - a))
      let values = f([c, d])
      if sign * values[0] >= sign * values[1] { b = d } else { a = c }
    }
    return (a + b) / 2
  }
}

/// Ranges of values that all have the same points, as where a paper groups a number.
enum EqualPoints {
  private static let most = 12

  /// One mark a range; empty where the function is no staircase of at most twelve steps.
  static func ranges(
    _ grid: [Double], _ values: [Double], _ f: ([Double]) -> [Double]
  ) -> [Nomogram.Mark] {
    var starts = [0]
    for place in grid.indices.dropFirst() where values[place] != values[place - 1] {
      starts.append(place)
      guard starts.count <= most else { return [] }
    }
    guard starts.count > 1 else { return [] }
    // Each jump, and whether the value at it still belongs to the lower range.
    let jumps = starts.dropFirst().map { place -> (at: Double, isIncluded: Bool) in
      var (low, high) = (grid[place - 1], grid[place])
      for _ in 0..<60 {
        let middle = (low + high) / 2
        guard middle > low, middle < high else { break }
        if f([middle])[0] == values[place - 1] { low = middle } else { high = middle }
      }
      let round = RoundValues.nearest(to: low, within: grid[place] - grid[place - 1])
      return (round, f([round])[0] == values[place - 1])
    }
    return starts.enumerated().map { index, place in
      let low = index == 0 ? nil : jumps[index - 1]
      let high = index == starts.count - 1 ? nil : jumps[index]
      return Nomogram.Mark(
        label: label(low, high), value: grid[place], points: values[place])
    }
  }

  private static func label(
    _ low: (at: Double, isIncluded: Bool)?, _ high: (at: Double, isIncluded: Bool)?
  ) -> String {
    let from = low.map { "\($0.isIncluded ? "> " : "\u{2265} ")\(NumberText.plain($0.at, 5))" }
    let to = high.map { "\($0.isIncluded ? "\u{2264} " : "< ")\(NumberText.plain($0.at, 5))" }
    return [from, to].compactMap { $0 }.joined(separator: ", ")
  }
}

extension RoundValues {
  /// The roundest decimal within a distance of a value.
  fileprivate static func nearest(to value: Double, within distance: Double) -> Double {
    for decimals in 0..<9 {
      let power = pow(10, Double(decimals))
      let round = (value * power).rounded() / power
      if (round - value).magnitude < distance { return round }
    }
    return value
  }
}
