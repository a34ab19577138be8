/// The leading 128 bits of 5^q, for every q at which a 64-bit integer times 10^q is a double.
///
///     t = floor(5^q * 2^s)          for q >= 0
///     t = floor(5^q * 2^s) + 1      for q < 0,      s such that 2^127 <= t < 2^128
///
/// as the proof of Lemire (2021, doi:10.1002/spe.2984) wants them: truncated above one, rounded up
/// below. Made once by exact integer arithmetic: 10 kB.
enum PowersOfFive {
  struct Leading: Sendable {
    let high: UInt64
    let low: UInt64
  }

  static let range = -342...308

  @inline(__always)
  static subscript(q: Int) -> Leading { table[q - range.lowerBound] }

  private static let table: [Leading] = {
    var below: [Leading] = []
    // floor(floor(x / 5) / 5) = floor(x / 25): divide one large power of two again and again.
    var quotient = [UInt32](repeating: 0, count: 32) + [1]
    for _ in 1...(-range.lowerBound) {
      var remainder: UInt64 = 0
      for index in quotient.indices.reversed() {
        let part = remainder << 32 | UInt64(quotient[index])
        quotient[index] = UInt32(truncatingIfNeeded: part / 5)
        remainder = part % 5
      }
      let bits = leading(quotient)
      let (low, carry) = bits.low.addingReportingOverflow(1)
      below.append(Leading(high: carry ? bits.high &+ 1 : bits.high, low: low))
    }
    var above: [Leading] = []
    var product = [UInt32](repeating: 0, count: 4) + [1] + [UInt32](repeating: 0, count: 23)
    for _ in 0...range.upperBound {
      above.append(leading(product))
      var carry: UInt64 = 0
      for index in product.indices {
        let part = UInt64(product[index]) * 5 + carry
        product[index] = UInt32(truncatingIfNeeded: part)
        carry = part >> 32
      }
    }
    return below.reversed() + above
  }()

  /// The 128 bits from the highest set bit down; `words` has its lowest word first.
  private static func leading(_ words: [UInt32]) -> Leading {
    guard let top = words.lastIndex(where: { $0 != 0 }) else { return Leading(high: 0, low: 0) }
    func word(_ index: Int) -> UInt64 { index >= 0 ? UInt64(words[index]) : 0 }
    let shift = UInt64(words[top].leadingZeroBitCount)
    func shifted(_ index: Int) -> UInt64 {
      (word(index) << shift | word(index - 1) >> (32 - shift)) & 0xFFFF_FFFF
    }
    return Leading(
      high: shifted(top) << 32 | shifted(top - 1), low: shifted(top - 2) << 32 | shifted(top - 3))
  }
}
