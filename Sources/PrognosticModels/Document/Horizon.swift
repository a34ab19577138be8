public import StrictJSON

/// What times count.
public enum TimeUnit: String, Sendable, CaseIterable {
  /// 1/365.25 of a year.
  case day
  /// 1/12 of a year.
  case month
  /// 365.25 days.
  case year

  /// A year is 365.25 days or 12 months.
  public var perYear: Double {
    switch self {
    case .day: 365.25
    case .month: 12
    case .year: 1
    }
  }
}

/// A time at which something is asked, in the words in which it was asked.
public struct Horizon: Sendable, Hashable {
  /// How many of ``unit``.
  public let value: Double
  /// The unit in which it was asked.
  public let unit: TimeUnit

  /// `value` of `unit`.
  public init(value: Double, unit: TimeUnit) {
    self.value = value
    self.unit = unit
  }

  /// Reads `5y`, `18m`, `90d`, or a bare number in the unit given; nil for anything else, and for a
  /// time that overflows in another unit.
  public init?(_ text: String, bareUnit: TimeUnit) {
    var digits = Substring(text)
    var unit = bareUnit
    let named: TimeUnit? =
      switch text.last {
      case "y": .year
      case "m": .month
      case "d": .day
      default: nil
      }
    if let named {
      unit = named
      digits = text.dropLast()
    }
    guard digits.allSatisfy({ "0123456789.eE+-".contains($0) }), let value = Double(digits),
      (value * TimeUnit.day.perYear).isFinite
    else { return nil }
    self.value = value
    self.unit = unit
  }

  /// The time counted in `other`.
  public func time(in other: TimeUnit) -> Double {
    other == unit ? value : value * other.perYear / unit.perYear
  }

  /// The same time in years where it is a whole number of them: 1826.25 days are 5 years.
  var inWholeYears: Horizon {
    let years = time(in: .year)
    return years == years.rounded() && years > 0 ? Horizon(value: years, unit: .year) : self
  }

  /// `5 years`.
  public var text: String {
    let number = value == value.rounded() && value.magnitude < 1e15 ? "\(Int(value))" : "\(value)"
    return "\(number) \(unit.rawValue)\(value == 1 ? "" : "s")"
  }

  /// `5y`, `18m`, `90d`.
  public var shortText: String { "\(NumberText.plain(value, 10))\(unit.rawValue.prefix(1))" }

  /// `{"value": 5, "unit": "year"}`.
  public var json: JSONValue {
    .object([("value", .number(value)), ("unit", .string(unit.rawValue))])
  }
}
