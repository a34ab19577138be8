import Foundation

@testable import Figures

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Reads the values back out of a drawing: the places of what is drawn, through the scales that the
/// drawing states.
final class DrawnValues: NSObject, XMLParserDelegate {
  struct Point { var x: Double, y: Double }

  /// Places of each series, as values.
  private(set) var series: [String: [Point]] = [:]
  private(set) var texts: [(text: String, attributes: [String: String])] = []
  private(set) var isWellFormed = false
  /// Value, place, value, place and kind of the last panel's axes.
  private(set) var horizontal: [String] = []
  private(set) var vertical: [String] = []
  /// The scale of a histogram's bars.
  private(set) var heights: [String] = []
  private var open: [String?] = []
  private var text: [String: String]?
  private var characters = ""

  init(_ svg: String) {
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
  static func agrees(_ a: Double, _ b: Double, on scale: [String]) -> Bool {
    let n = scale.prefix(4).compactMap(Double.init)
    guard n.count == 4 else { return false }
    let share =
      scale[4] == "linear"
      ? (a - b).magnitude / (n[2] - n[0]) : log(a / b).magnitude / log(n[2] / n[0])
    return share * (n[3] - n[1]).magnitude <= 0.0101
  }

  /// Whether a value lies on the horizontal axis.
  func isOnAxis(_ x: Double) -> Bool {
    let n = horizontal.prefix(4).compactMap(Double.init)
    return n.count == 4 && x >= n[0] && x <= n[2]
  }

  private func add(_ x: Double, _ y: Double, on scale: [String]? = nil) {
    guard let name = open.last(where: { $0 != nil }) ?? nil else { return }
    series[name, default: []].append(Point(x: value(x, horizontal), y: value(y, scale ?? vertical)))
  }

  func parser(
    _ parser: XMLParser, didStartElement element: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    open.append(attributes["data-series"])
    if let x = attributes["data-x"] { horizontal = x.split(separator: " ").map(String.init) }
    if let y = attributes["data-y"] { vertical = y.split(separator: " ").map(String.init) }
    if let y = attributes["data-height"] {
      heights = y.split(separator: " ").map(String.init) + ["linear"]
    }
    func number(_ name: String) -> Double? { attributes[name].flatMap(Double.init) }
    if let x = number("data-cx"), let y = number("data-cy") { return add(x, y) }
    switch element {
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

  func parser(_ parser: XMLParser, foundCharacters string: String) { characters += string }

  func parser(
    _ parser: XMLParser, didEndElement element: String, namespaceURI: String?,
    qualifiedName: String?
  ) {
    open.removeLast()
    if element == "text", let attributes = text {
      texts.append((characters, attributes))
      text = nil
    }
  }

  /// The corners of a path of M, L, H and V; of steps those that a step ends in.
  static func corners(_ commands: String) -> [Point] {
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

  /// The boxes of all texts that stand upright, as wide as the layout takes them to be.
  var textBoxes: [(text: String, box: CGRect)] {
    texts.compactMap { text, attributes in
      guard attributes["transform"] == nil, let x = attributes["x"].flatMap(Double.init),
        let y = attributes["y"].flatMap(Double.init),
        let size = attributes["font-size"].flatMap(Double.init)
      else { return nil }
      let width = TextWidth.of(text, size: size, isBold: attributes["font-weight"] == "bold")
      let left =
        switch attributes["text-anchor"] {
        case "middle": x - width / 2
        case "end": x - width
        default: x
        }
      return (text, CGRect(x: left, y: y - 0.75 * size, width: width, height: 0.95 * size))
    }
  }
}
