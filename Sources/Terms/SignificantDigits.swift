#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

extension Expression {
  /// A number as R's `as.character` and `deparse` write it: the fewest digits that are right to 15
  /// significant ones, in powers of ten where that is shorter (`1e+05`, `0.3` for 0.1 + 0.2).
  static func text(of value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "NaN" : value > 0 ? "Inf" : "-Inf" }
    if value == value.rounded(), value.magnitude < 1e5 { return "\(Int(value))" }
    let scientific = formatted("%.14e", value)
    let mark = scientific.firstIndex(of: "e") ?? scientific.endIndex
    let exponent = Int(scientific[mark...].dropFirst()) ?? 0
    var mantissa = scientific[..<mark]
    while mantissa.last == "0" { mantissa.removeLast() }
    if mantissa.last == "." { mantissa.removeLast() }
    let digits = mantissa.reduce(0) { $0 + ($1.isNumber ? 1 : 0) }
    let decimals = max(0, digits - 1 - exponent)
    let fixedWidth = max(exponent, 0) + 1 + (decimals > 0 ? 1 + decimals : 0)
    let scientificWidth = digits + (digits > 1 ? 1 : 0) + scientific[mark...].count
    return fixedWidth <= scientificWidth
      ? formatted("%.\(decimals)f", value) : String(mantissa + scientific[mark...])
  }

  private static func formatted(_ format: String, _ value: Double) -> String {
    // The longest is -1.8e308 without an exponent, 310 characters; it never comes to that.
    var buffer = [CChar](repeating: 0, count: 352)
    let count = withVaList([value]) { vsnprintf(&buffer, buffer.count, format, $0) }
    return String(
      decoding: buffer.prefix(max(0, Int(count))).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
