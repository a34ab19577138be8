import Foundation
import TestSupport
import Testing

@testable import Terms

@Suite("Elementary functions")
struct ElementaryFunctionsTests {
  /// The distance in ulp of `actual` from a case of elementary.json.
  private func error(_ actual: Double, _ expected: Reference, _ excess: Reference) -> Double {
    guard let nearest = hexadecimal(expected), let excess = excess.number else { return .nan }
    if !nearest.isFinite { return actual == nearest ? 0 : .infinity }
    let distance = (actual - nearest) / max(nearest.ulp, .leastNonzeroMagnitude)
    return (distance - excess).magnitude
  }

  private func hexadecimal(_ reference: Reference) -> Double? {
    reference.string.flatMap(Double.init) ?? reference.number
  }

  private func greatestError(_ name: String, _ function: (Double) -> Double) throws -> Double {
    let cases = try Reference(named: "elementary.json")[name].array
    try #require(cases.count > 300)
    return try cases.map {
      error(function(try #require(hexadecimal($0[0]))), $0[1], $0[2])
    }.reduce(0) { $1.isNaN ? .infinity : max($0, $1) }
  }

  private func greatestError(
    _ name: String, where isMeant: (Double, Double, Double) -> Bool = { _, _, _ in true },
    _ function: (Double, Double) -> Double
  ) throws -> Double {
    var greatest = 0.0
    var count = 0
    for reference in try Reference(named: "elementary.json")[name].array {
      let x = try #require(hexadecimal(reference[0]))
      let y = try #require(hexadecimal(reference[1]))
      guard isMeant(x, y, hexadecimal(reference[2]) ?? 0) else { continue }
      let found = error(function(x, y), reference[2], reference[3])
      greatest = found.isNaN ? .infinity : max(greatest, found)
      count += 1
    }
    #expect(count > 50)
    return greatest
  }

  @Test("exp is within 0.55 ulp of 60 digits, 0.76 where the result is subnormal")
  func exponential() throws {
    let cases = try Reference(named: "elementary.json")["exp"].array
    var (greatest, greatestSubnormal) = (0.0, 0.0)
    for reference in cases {
      let x = try #require(hexadecimal(reference[0]))
      let found = error(Elementary.exp(x), reference[1], reference[2])
      if x < -708.396 {
        greatestSubnormal = max(greatestSubnormal, found)
      } else {
        greatest = max(greatest, found)
      }
    }
    #expect(greatest < 0.55 && greatest > 0.5)
    #expect(greatestSubnormal < 0.76)
  }

  @Test("log is within 0.58 ulp of 60 digits, also near 1 and for subnormal arguments")
  func logarithm() throws {
    #expect(try greatestError("log") { Elementary.log($0) } < 0.58)
  }

  @Test("log2, log10, log1p and log to a base are within 0.51 ulp of 60 digits")
  func otherLogarithms() throws {
    #expect(try greatestError("log2") { Elementary.log2($0) } < 0.51)
    #expect(try greatestError("log10") { Elementary.log10($0) } < 0.51)
    #expect(try greatestError("log1p") { Elementary.log1p($0) } < 0.51)
    #expect(try greatestError("logBase") { Elementary.log($0, base: $1) } < 0.51)
  }

  @Test("A power is within 0.56 ulp; one of the powers of fractional polynomials within 1 ulp")
  func power() throws {
    let direct: Set = [-2.0, -1, -0.5, 0.5, 1, 2, 3]
    let least = Double.leastNormalMagnitude
    let general = try greatestError(
      "power", where: { !direct.contains($1) && $2.magnitude >= least }, Elementary.power)
    #expect(general < 0.56)
    let subnormal = try greatestError(
      "power", where: { !direct.contains($1) && $2.magnitude < least }, Elementary.power)
    #expect(subnormal < 0.76)
    let fractional = try greatestError(
      "power", where: { _, y, _ in direct.contains(y) }, Elementary.power)
    #expect(fractional <= 1)
  }

  @Test("Exact results come out exact")
  func exact() {
    for k in -1074...1023 {
      let power = Double(sign: .plus, exponent: k, significand: 1)
      #expect(Elementary.log2(power) == Double(k))
      #expect(Elementary.power(2, Double(k)) == power)
    }
    for k in 0...22 {
      let power = Double("1e\(k)") ?? .nan
      #expect(Elementary.log10(power) == Double(k))
      #expect(Elementary.power(10, Double(k)) == power)
    }
    #expect(Elementary.log(1000, base: 10) == 3 && Elementary.log(243, base: 3) == 5)
    #expect(Elementary.power(27, 1.5) == 140.29611541307906)
    #expect(Elementary.power(16, 0.25) == 2 && Elementary.power(-3, 5) == -243)
    #expect(Elementary.exp(0) == 1 && Elementary.exp(-0.0) == 1)
    #expect(Elementary.log(1) == 0 && Elementary.log(1).sign == .plus)
  }

  @Test("exp and log at the edges of their domain")
  func edges() {
    #expect(Elementary.exp(.infinity) == .infinity && Elementary.exp(-.infinity) == 0)
    #expect(Elementary.exp(709.782712893384) == 0x1.fffffffffff2ap+1023)
    #expect(Elementary.exp(709.7827128933841) == .infinity)
    #expect(Elementary.exp(-745.1332191019411) == .leastNonzeroMagnitude)
    #expect(Elementary.exp(-745.1332191019412) == 0)
    #expect(Elementary.exp(.greatestFiniteMagnitude) == .infinity)
    #expect(Elementary.exp(-.greatestFiniteMagnitude) == 0)
    #expect(Elementary.exp(.nan).isNaN && Elementary.exp(-.nan).isNaN)
    #expect(Elementary.log(0) == -.infinity && Elementary.log(-0.0) == -.infinity)
    #expect(Elementary.log(-1).isNaN && Elementary.log(-.infinity).isNaN)
    #expect(Elementary.log(-.leastNonzeroMagnitude).isNaN && Elementary.log(.nan).isNaN)
    #expect(Elementary.log(.infinity) == .infinity)
    #expect(Elementary.log2(0) == -.infinity && Elementary.log10(-1).isNaN)
    #expect(Elementary.log2(.infinity) == .infinity && Elementary.log10(.nan).isNaN)
    #expect(Elementary.log1p(-1) == -.infinity && Elementary.log1p(-1.5).isNaN)
    #expect(Elementary.log1p(.infinity) == .infinity && Elementary.log1p(.nan).isNaN)
    #expect(Elementary.log1p(-0.0).sign == .minus)
    #expect(Elementary.log(2, base: 1) == .infinity && Elementary.log(-2, base: 10).isNaN)
    #expect(Elementary.log(0, base: 10) == -.infinity)
  }

  @Test("Powers of special values are those of IEEE 754, as the C library has them")
  func specialPowers() {
    let bases: [Double] = [
      0, -0.0, 1, -1, 0.5, -0.5, 2, -2, 3, -3, .infinity, -.infinity, .nan, 1e300, -1e-300,
    ]
    let exponents: [Double] = [
      0, -0.0, 1, -1, 2, -2, 3, -3, 0.5, -0.5, 1.5, -2.5, 5, -7, 1e10, -1e10, 0x1p53, -0x1p60,
      1e300, -1e300, 5e-324, 1e-300, .infinity, -.infinity, .nan,
    ]
    for x in bases {
      for y in exponents {
        let (ours, theirs) = (Elementary.power(x, y), Foundation.pow(x, y))
        expectClose(ours, theirs, relative: 1e-15, "\(x)^\(y):")
        if !ours.isNaN { #expect(ours.sign == theirs.sign, "\(x)^\(y)") }
      }
    }
  }

  @Test("The coefficients are those of the reference script")
  func coefficients() throws {
    let reference = try Reference(named: "elementary-coefficients.json")
    let sources = Reference.folder.deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Sources")
    func text(_ path: String) throws -> String {
      try String(contentsOf: sources.appending(path: path), encoding: .utf8)
    }
    let swift = try text("Terms/ElementaryFunctions.swift")
    let shared = [reference["logarithmOfTwo42Bits"], reference["logarithmOfTwoRest"]]
    for (key, kernel) in [("exponential", "exp"), ("logarithm", "log")] {
      let kernel = try text("CKernels/\(kernel)_lane.h")
      let constants = reference[key].strings + shared.compactMap(\.string)
      try #require(constants.count == (key == "exponential" ? 12 : 10))
      for constant in constants {
        #expect(swift.contains(constant) && kernel.contains(constant), "\(constant)")
      }
    }
    let logarithms = try text("Terms/Logarithms.swift")
    for key in ["inverseOfLogarithmOfTwo", "inverseOfLogarithmOfTen", "twoThirds", "twoFifths"] {
      for constant in reference[key].strings { #expect(logarithms.contains(constant), "\(key)") }
    }
  }
}
