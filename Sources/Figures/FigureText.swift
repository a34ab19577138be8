internal import PrognosticModels

/// Numbers as figures write them.
enum FigureText {
  static func count(_ value: Double) -> String { NumberText.count(value) }
  static func number(_ value: Double) -> String { NumberText.plain(value, 4) }
  static func percent(_ value: Double) -> String { NumberText.fixed(100 * value, 0) + " %" }
  static func ratio(_ value: Double) -> String { NumberText.ratio(value) }
}
