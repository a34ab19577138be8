/// Colours, dashes and type of all figures.
///
/// The colours are told apart by readers with any of the common deficiencies of colour vision, and
/// no meaning rests on colour alone: series also differ by dash or by shape.
///
/// Source: Okabe M, Ito K (2008), Color Universal Design.
enum Ink {
  static let text = "#1a1a1a"
  static let quiet = "#5f6368"
  static let line = "#8a8f94"
  static let grid = "#e6e8ea"
  static let paper = "#ffffff"
  static let family = "Helvetica, Arial, 'Liberation Sans', sans-serif"

  static let labelSize = 12.0
  static let smallSize = 11.0
  static let titleSize = 15.0

  private static let colors = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#000000", "#e69f00"]
  private static let dashes = ["", "7 3", "2 3", "9 3 2 3", "4 2", "1 2"]

  /// The colour of the series at a place; they repeat.
  static func color(_ place: Int) -> String { colors[place % colors.count] }
  /// The dash of the series at a place; "" is an unbroken line.
  static func dash(_ place: Int) -> String {
    dashes[(place + place / colors.count) % dashes.count]
  }
}
