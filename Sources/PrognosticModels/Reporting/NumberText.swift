#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Numbers as a reader of a table wants them.
package enum NumberText {
  /// A fixed number of decimals; a dash when there is no value.
  package static func fixed(_ value: Double, _ decimals: Int) -> String {
    guard value.isFinite else { return value.isNaN ? "-" : value > 0 ? "Inf" : "-Inf" }
    if value.magnitude >= 1e15 { return significant(value, 6) }
    let power = pow(10, Double(decimals))
    let scaled = (value.magnitude * power).rounded()
    guard scaled < 9e18 else { return significant(value, 6) }
    let digits = String(Int(scaled))
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    let sign = value < 0 && scaled > 0 ? "-" : ""
    guard decimals > 0 else { return sign + padded }
    return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
  }

  /// `digits` significant digits, in powers of ten where that is shorter.
  package static func significant(_ value: Double, _ digits: Int) -> String {
    guard value.isFinite else { return value.isNaN ? "-" : value > 0 ? "Inf" : "-Inf" }
    guard value != 0 else { return "0" }
    let exponent = Int(log10(value.magnitude).rounded(.down))
    if exponent >= -4, exponent < 7 { return fixed(value, max(0, digits - 1 - exponent)) }
    let mantissa = value / pow(10, Double(exponent))
    return "\(fixed(mantissa, digits - 1))e\(exponent < 0 ? "-" : "+")\(exponent.magnitude)"
  }

  /// Up to `digits` significant digits, without zeros at the end.
  package static func plain(_ value: Double, _ digits: Int = 5) -> String {
    var text = significant(value, digits)
    guard text.contains("."), !text.contains("e") else { return text }
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text
  }

  /// A hazard or odds ratio: three decimals below 10, two below 100.
  package static func ratio(_ value: Double) -> String {
    value < 0.001 || value >= 100 ? significant(value, 4) : fixed(value, value < 10 ? 3 : 2)
  }

  /// A p-value: three decimals, or "<0.001".
  package static func p(_ value: Double) -> String {
    value.isNaN ? "-" : value < 0.001 ? "<0.001" : fixed(value, 3)
  }

  package static func percent(_ value: Double) -> String {
    value.isFinite ? fixed(100 * value, 1) + " %" : "-"
  }
}

extension NumberText {
  /// A count, with decimals only if weights gave it some.
  package static func count(_ value: Double) -> String {
    value == value.rounded() ? fixed(value, 0) : significant(value, 6)
  }
}
