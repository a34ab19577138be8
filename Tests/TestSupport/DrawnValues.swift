public import Foundation

#if canImport(FoundationXML)
  public import FoundationXML
#endif

/// Reads the values back out of a drawing: the places of what is drawn, through the scales that the
/// drawing states.
public final class DrawnValues: NSObject, XMLParserDelegate {
  public struct Point { public var x: Double, y: Double }

  /// Places of each series, as values.
  public private(set) var series: [String: [Point]] = [:]
  /// Every text with its attributes, and how far the part of the page that it stands in is moved.
  public private(set) var texts: [(text: String, attributes: [String: String], shift: Point)] = []
  public private(set) var isWellFormed = false
  /// Value, place, value, place and kind of the last panel's axes.
  public private(set) var horizontal: [String] = []
  public private(set) var vertical: [String] = []
  /// The scale of a histogram's bars.
  private(set) var heights: [String] = []
  /// The scales that each series was drawn on.
  private(set) var scales: [String: (horizontal: [String], vertical: [String])] = [:]
  /// Of each open element what it says of those within: their series, the part of the page, how far it
  /// is moved, and how far its marks stand beside their values.
  private var open: [Opened] = []
  private struct Opened {
    var series: String?
    var part = ""
    var shift = Point(x: 0, y: 0)
    var offset = 0.0
  }
  private var text: [String: String]?
  private var characters = ""

  /// Reads a drawing.
  public init(_ svg: String) {
    super.init()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.delegate = self
    isWellFormed = parser.parse()
  }

  private func value(_ place: Double, _ scale: [String]) -> Double {
    let n = scale.prefix(4).compactMap(Double.init)
    guard n.count == 4 else { return .nan }
    let share = (place - n[1]) / (n[3] - n[1])
    return scale[4] == "linear" ? n[0] + share * (n[2] - n[0]) : n[0] * pow(n[2] / n[0], share)
  }

  /// Whether a value stands where another should: to a hundredth of a unit, which is the drawing's.
  public static func agrees(_ a: Double, _ b: Double, on scale: [String]) -> Bool {
    let n = scale.prefix(4).compactMap(Double.init)
    guard n.count == 4 else { return false }
    let share =
      scale[4] == "linear"
      ? (a - b).magnitude / (n[2] - n[0]) : log(a / b).magnitude / log(n[2] / n[0])
    return share * (n[3] - n[1]).magnitude <= 0.0101
  }

  /// Whether a value of a series lies on its horizontal axis.
  private func isOnAxis(_ x: Double, of series: String) -> Bool {
    let n = scales[series]?.horizontal.prefix(4).compactMap(Double.init) ?? []
    return n.count == 4 && x >= n[0] && x <= n[2]
  }

  /// The values of a figure that are not where the drawing shows them; empty for a true drawing.
  ///
  /// An arrow stands for a limit beyond the axis, no bar for a count of none, and numbers at risk are
  /// written, not drawn.
  public func untrue(_ data: [(name: String, x: [Double], y: [Double])]) -> [String] {
    data.filter { !$0.name.contains("at risk, ") }.flatMap { series -> [String] in
      guard let places = self.series[series.name], let scale = scales[series.name] else {
        return ["\(series.name) is not drawn"]
      }
      let isCounted = series.name.hasSuffix("patients")
      return zip(series.x, series.y).compactMap { x, y in
        if !isOnAxis(x, of: series.name) || (isCounted && y == 0) { return nil }
        let isThere = places.contains {
          Self.agrees($0.x, x, on: scale.horizontal) && Self.agrees($0.y, y, on: scale.vertical)
        }
        return isThere ? nil : "\(series.name): (\(x), \(y)) is not drawn"
      }
    }
  }

  /// The series of a figure's CSV, in its order.
  public static func series(ofCSV csv: String) -> [(name: String, x: [Double], y: [Double])] {
    var all: [(name: String, x: [Double], y: [Double])] = []
    for line in csv.split(separator: "\n").dropFirst() {
      var cells = [""]
      var isQuoted = false
      for character in line {
        if character == "\"" {
          isQuoted.toggle()
        } else if character == ",", !isQuoted {
          cells.append("")
        } else {
          cells[cells.count - 1].append(character)
        }
      }
      guard cells.count == 4 else { return [] }
      if all.last?.name != cells[0] { all.append((cells[0], [], [])) }
      all[all.count - 1].x.append(Double(cells[2]) ?? .nan)
      all[all.count - 1].y.append(Double(cells[3]) ?? .nan)
    }
    return all
  }

  private func add(_ x: Double, _ y: Double, on scale: [String]? = nil) {
    guard let name = open.last?.series, let here = open.last else { return }
    scales[name] = (horizontal, scale ?? vertical)
    series[name, default: []].append(
      Point(x: value(x - here.offset, horizontal), y: value(y, scale ?? vertical)))
  }

  public func parser(
    _ parser: XMLParser, didStartElement element: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    var here = open.last ?? Opened()
    if let part = attributes["data-part"] { here.part = part }
    if let name = attributes["data-series"] { here.series = here.part + name }
    if let offset = attributes["data-offset"].flatMap(Double.init) { here.offset = offset }
    if let move = attributes["transform"], move.hasPrefix("translate(") {
      let numbers = move.dropFirst(10).dropLast().split(separator: " ").compactMap { Double($0) }
      here.shift = Point(x: here.shift.x + numbers[0], y: here.shift.y + numbers[1])
    }
    open.append(here)
    if let x = attributes["data-x"] { horizontal = x.split(separator: " ").map(String.init) }
    if let y = attributes["data-y"] { vertical = y.split(separator: " ").map(String.init) }
    if let y = attributes["data-height"] {
      heights = y.split(separator: " ").map(String.init) + ["linear"]
    }
    func number(_ name: String) -> Double? { attributes[name].flatMap(Double.init) }
    if let x = number("data-cx"), let y = number("data-cy") { return add(x, y) }
    switch element {
    case "svg": page = (number("width") ?? 0, number("height") ?? 0)
    case "text": (text, characters) = (attributes, "")
    case "circle": if let x = number("cx"), let y = number("cy") { add(x, y) }
    case "line": if let x = number("x1"), let y = number("y1") { add(x, y) }
    case "rect":
      if let x = number("x"), let y = number("height"), let width = number("width") {
        add(x + width / 2, y, on: heights)
      }
    case "path": for corner in Self.corners(attributes["d"] ?? "") { add(corner.x, corner.y) }
    default: break
    }
  }

  public func parser(_ parser: XMLParser, foundCharacters string: String) { characters += string }

  public func parser(
    _ parser: XMLParser, didEndElement element: String, namespaceURI: String?,
    qualifiedName: String?
  ) {
    let here = open.removeLast()
    if element == "text", let attributes = text {
      texts.append((characters, attributes, here.shift))
      text = nil
    }
  }

  /// The corners of a path of M, L, H and V; of steps those that a step ends in.
  public static func corners(_ commands: String) -> [Point] {
    var corners: [Point] = []
    var (x, y) = (0.0, 0.0)
    var words = commands.replacingOccurrences(of: "Z", with: "").split(separator: " ")[...]
    while let word = words.popFirst() {
      guard let value = Double(word.dropFirst()) else { continue }
      switch word.first {
      case "M", "L":
        (x, y) = (value, words.popFirst().flatMap { Double($0) } ?? .nan)
        corners.append(Point(x: x, y: y))
      case "H": x = value
      case "V":
        y = value
        corners.append(Point(x: x, y: y))
      default: break
      }
    }
    return corners
  }

  /// The boxes of all texts that stand upright.
  ///
  /// - Parameter width: how wide the layout takes a text of a size to be, bold or not.
  public func textBoxes(
    width: (_ text: String, _ size: Double, _ isBold: Bool) -> Double
  ) -> [(text: String, box: CGRect)] {
    texts.compactMap { text, attributes, shift in
      guard attributes["transform"] == nil, let x = attributes["x"].flatMap(Double.init),
        let y = attributes["y"].flatMap(Double.init),
        let size = attributes["font-size"].flatMap(Double.init)
      else { return nil }
      let width = width(text, size, attributes["font-weight"] == "bold")
      let left =
        switch attributes["text-anchor"] {
        case "middle": x - width / 2
        case "end": x - width
        default: x
        }
      return (
        text,
        CGRect(
          x: left + shift.x, y: y + shift.y - 0.75 * size, width: width, height: 0.95 * size)
      )
    }
  }

  /// What is wrong with the labels: one that leaves the page, or lies on another.
  public func clashes(
    onPage page: (width: Double, height: Double),
    width: (_ text: String, _ size: Double, _ isBold: Bool) -> Double
  ) -> [String] {
    let boxes = textBoxes(width: width)
    var clashes: [String] = boxes.isEmpty ? ["there is no label"] : []
    for (place, (text, box)) in boxes.enumerated() {
      if box.minX < 0 || box.maxX > page.width + 1 || box.minY < 0 || box.maxY > page.height {
        clashes.append("'\(text)' leaves the page")
      }
      for (other, otherBox) in boxes[(place + 1)...]
      where !box.insetBy(dx: 0.5, dy: 0.5).intersection(otherBox.insetBy(dx: 0.5, dy: 0.5)).isEmpty
      {
        clashes.append("'\(text)' lies on '\(other)'")
      }
    }
    return clashes
  }

  /// Width and height of the page.
  public private(set) var page = (width: 0.0, height: 0.0)
}
