/// One line on a terminal: how far something long has come, a bar, and the time left.
///
///     resample 57 of 200   [########......................]  11 s left
public enum ProgressLine {
  /// The line, shorter than the terminal is wide, so that it never wraps: without the bar where there is no
  /// room for it, and cut where there is room for less.
  ///
  /// - Parameters:
  ///   - unit: what is counted, in the singular.
  ///   - secondsLeft: rounded up, in minutes from a minute and a half on.
  ///   - columns: of the terminal.
  public static func text(
    _ unit: String, _ done: Int, of count: Int, secondsLeft: Double, columns: Int
  ) -> String {
    let head = "  \(unit) \(done) of \(count)"
    let time =
      secondsLeft < 90 ? "\(Int(max(secondsLeft, 0).rounded(.up))) s" : minutes(secondsLeft)
    let tail = "\(time) left"
    // Digits come and go before the bar and behind it; it keeps its place.
    let room = columns - 1 - "  \(unit) \(count) of \(count)".count - "  []  months left".count
    guard room >= 10, count > 0 else {
      return String("\(head), \(tail)".prefix(max(columns - 1, 0)))
    }
    let length = min(room, 30)
    let full = min(max(length * done / count, 0), length)
    let padding = String(repeating: " ", count: "\(count)".count - "\(done)".count)
    return "\(head)\(padding)  [" + String(repeating: "#", count: full)
      + String(repeating: ".", count: length - full) + "]  \(tail)"
  }

  private static func minutes(_ seconds: Double) -> String {
    guard seconds < 5400 else {
      return seconds < 1e7 ? "\(Int((seconds / 3600).rounded(.up))) h" : "months"
    }
    return "\(Int((seconds / 60).rounded(.up))) min"
  }
}
