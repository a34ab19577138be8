/// A moment as RFC 3339 writes it, without leap seconds.
///
/// The civil date follows from the days since 0000-03-01, of which 146,097 make the 400 years after
/// which the Gregorian calendar repeats.
struct UTCTime {
  /// Since 1970-01-01T00:00:00Z.
  let seconds: Int64

  /// `2026-11-28T05:30:00Z`
  var text: String {
    let days = seconds.divided(by: 86_400)
    let second = seconds - days * 86_400
    let shifted = days + 719_468
    let era = shifted.divided(by: 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))T"
      + "\(Self.padded(second / 3_600, 2)):\(Self.padded(second / 60 % 60, 2)):"
      + "\(Self.padded(second % 60, 2))Z"
  }

  private static func padded(_ number: Int64, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

extension Int64 {
  /// The quotient rounded down.
  fileprivate func divided(by divisor: Int64) -> Int64 {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }
}
