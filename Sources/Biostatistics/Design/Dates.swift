/// The order in which a date's parts stand in a text.
public enum DateFormat: String, Sendable, CaseIterable {
  /// 2024-03-31
  case iso = "y-m-d"
  /// 31/03/2024, 31.3.2024 or 31-03-2024
  case dayFirst = "d/m/y"
  /// 03/31/2024
  case monthFirst = "m/d/y"

  /// Days since 1970-01-01 of a date of the proleptic Gregorian calendar, or nil when the text is
  /// none. Years have four digits: a two-digit year would be a guess.
  func day(_ text: String) -> Int? {
    let trimmed = text.drop { $0 == " " }
    let parts = trimmed.prefix { $0 != " " && $0 != "T" }
      .split(separator: /[-\/.]/, omittingEmptySubsequences: false)
    guard parts.count == 3, parts.allSatisfy({ $0.allSatisfy { ("0"..."9").contains($0) } }),
      let a = Int(parts[0]), let b = Int(parts[1]), let c = Int(parts[2])
    else { return nil }
    let (yearText, year, month, day) =
      switch self {
      case .iso: (parts[0], a, b, c)
      case .dayFirst: (parts[2], c, b, a)
      case .monthFirst: (parts[2], c, a, b)
      }
    guard yearText.count == 4, (1...12).contains(month),
      (1...Self.length(ofMonth: month, year: year)).contains(day)
    else { return nil }
    return Self.dayNumber(year: year, month: month, day: day)
  }

  private static func length(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Counts whole 400-year cycles of 146,097 days, with the year starting in March so that the leap
  /// day is its last.
  private static func dayNumber(year: Int, month: Int, day: Int) -> Int {
    let marchYear = month > 2 ? year : year - 1
    let cycle = marchYear.quotientAndRemainder(dividingBy: 400)
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let leapDays = cycle.remainder / 4 - cycle.remainder / 100
    return cycle.quotient * 146_097 + cycle.remainder * 365 + leapDays + dayOfYear - 719_468
  }
}
