import Distributions
import TestSupport
import Testing

@Suite struct PhiloxTests {
  @Test("The known answers of Random123 for philox4x32 with ten rounds come out")
  func knownAnswers() {
    let answers: [(counter: SIMD4<UInt32>, key: SIMD2<UInt32>, block: SIMD4<UInt32>)] = [
      (.zero, .zero, SIMD4(0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8)),
      (
        SIMD4(repeating: .max), SIMD2(repeating: .max),
        SIMD4(0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD)
      ),
      (
        SIMD4(0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344),
        SIMD2(0xA409_3822, 0x299F_31D0),
        SIMD4(0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1)
      ),
    ]
    for answer in answers {
      #expect(Philox.block(counter: answer.counter, key: answer.key) == answer.block)
    }
  }

  @Test("Draws are the halves of block 0, 1, ... of the stream, lower word first")
  func order() {
    // The counter of the third known answer: block 0x85A308D3243F6A88 of stream 0x0370734413198A2E.
    var generator = Philox(seed: 0x299F_31D0_A409_3822, stream: 0x0370_7344_1319_8A2E)
    generator.skip(toBlock: 0x85A3_08D3_243F_6A88)
    #expect(generator.next() == 0x94FD_CCEB_D16C_FE09)
    #expect(generator.next() == 0x2412_6EA1_5001_E420)
    var zero = Philox(seed: 0, stream: 0)
    #expect(zero.next() == 0xE169_C58D_6627_E8D5)
  }

  @Test("Skipping to a block gives what drawing up to it gives, also from within a block")
  func skip() {
    var drawn = Philox(seed: 20_240_229, stream: 3)
    for _ in 0..<2001 { _ = drawn.next() }
    var skipped = Philox(seed: 20_240_229, stream: 3)
    _ = skipped.next()
    skipped.skip(toBlock: 1000)
    _ = skipped.next()
    for _ in 0..<10 { #expect(skipped.next() == drawn.next()) }
    skipped.skip(toBlock: .max)
    for _ in 0..<2 { _ = skipped.next() }
    var first = Philox(seed: 20_240_229, stream: 3)
    #expect(skipped.next() == first.next())
  }

  @Test("Streams and seeds differ from their first draw on")
  func streams() {
    var firsts = Set<UInt64>()
    for seed in 0..<40 as Range<UInt64> {
      for stream in 0..<40 as Range<UInt64> {
        var generator = Philox(seed: seed, stream: stream)
        firsts.insert(generator.next())
      }
    }
    #expect(firsts.count == 1600)
  }

  @Test("Uniform numbers lie inside (0, 1) and fill sixteen equal cells")
  func uniform() {
    var generator = Philox(seed: 7, stream: 0)
    var cells = [Double](repeating: 0, count: 16)
    let count = 160_000
    for _ in 0..<count {
      let u = generator.uniform()
      #expect(u > 0 && u < 1)
      cells[Int(u * 16)] += 1
    }
    expectUniform(cells)
  }

  @Test("Normal and exponential numbers have their moments, one uniform a draw")
  func moments() {
    var normals = Philox(seed: 11, stream: 5)
    var exponentials = normals
    var uniforms = normals
    var sums = (normal: 0.0, square: 0.0, fourth: 0.0, exponential: 0.0)
    let count = 100_000
    for _ in 0..<count {
      let u = uniforms.uniform()
      let z = normals.standardNormal()
      #expect(z == NormalDistribution.quantile(u))
      let e = exponentials.exponential()
      #expect(e > 0)
      sums.normal += z
      sums.square += z * z
      sums.fourth += z * z * z * z
      sums.exponential += e
    }
    let n = Double(count)
    // Five standard errors each: 1, √2, √96 and 1 over √n.
    let error = 5 / n.squareRoot()
    expectClose(sums.normal / n, 0, absolute: error)
    expectClose(sums.square / n, 1, absolute: error * 2.0.squareRoot())
    expectClose(sums.fourth / n, 3, absolute: error * 96.0.squareRoot())
    expectClose(sums.exponential / n, 1, absolute: error)
  }

  @Test("An index is unbiased, for a few elements and for a count near 2^63")
  func index() {
    var generator = Philox(seed: 13, stream: 2)
    var cells = [Double](repeating: 0, count: 7)
    for _ in 0..<70_000 { cells[generator.index(below: 7)] += 1 }
    expectUniform(cells)
    // Without redrawing, 3 · 2^61 indices would split by remainder as 3 : 3 : 2.
    var remainders = [Double](repeating: 0, count: 3)
    for _ in 0..<30_000 { remainders[generator.index(below: 3 << 61) % 3] += 1 }
    expectUniform(remainders)
    #expect(generator.index(below: 1) == 0)
  }

  /// Pearson's statistic of equal cells is not in its upper 1e-6.
  private func expectUniform(
    _ cells: [Double], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let expected = cells.reduce(0, +) / Double(cells.count)
    let statistic = cells.reduce(0) { $0 + ($1 - expected) * ($1 - expected) / expected }
    let p = ChiSquareDistribution(degreesOfFreedom: Double(cells.count - 1)).upperTail(statistic)
    #expect(p > 1e-6, "\(cells)", sourceLocation: sourceLocation)
  }
}
