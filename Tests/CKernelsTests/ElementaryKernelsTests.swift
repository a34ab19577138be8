import CKernels
import Foundation
import Terms
import TestSupport
import Testing

@Suite("Array kernels of exp and log")
struct ElementaryKernelsTests {
  /// A number from the seed and an index (SplitMix64).
  private func random(_ index: Int) -> UInt64 {
    var z = 20_240_611 &+ UInt64(truncatingIfNeeded: index) &* 0x9e37_79b9_7f4a_7c15
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  private func uniform(_ index: Int, _ range: ClosedRange<Double>) -> Double {
    let unit = Double(random(index) >> 11) * 0x1p-53
    return range.lowerBound + unit * (range.upperBound - range.lowerBound)
  }

  private typealias Kernel = (UnsafePointer<Double>?, UnsafeMutablePointer<Double>?, Int) -> Void

  /// The first argument at which the kernel and its twin differ in a bit, NaN included.
  private func firstDifference(
    _ arguments: [Double], _ kernel: Kernel, _ twin: (Double) -> Double
  ) -> Double? {
    var results = [Double](repeating: 7, count: arguments.count)
    kernel(arguments, &results, arguments.count)
    return zip(arguments, results).first { twin($0).bitPattern != $1.bitPattern }?.0
  }

  private let edges: [Double] = [
    0, -0.0, 1, -1, .infinity, -.infinity, .nan, -.nan, .leastNonzeroMagnitude,
    -.leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude, 709.782712893384,
    709.7827128933841, 710, 711, -708.4, -745.1332191019411, -745.1332191019412, -746, -747, 1e300,
    -1e300, 0.7071067811865475, 0.7071067811865476, 1.414213562373095, 1.4142135623730951,
  ]

  @Test("The kernels equal their Swift twins to the bit on millions of random bit patterns")
  func bitPatterns() {
    for block in 0..<50 {
      let arguments =
        edges + (0..<40_000).map { Double(bitPattern: random(block * 40_000 + $0)) }
      #expect(firstDifference(arguments, sarcoma_exp, Elementary.exp) == nil)
      #expect(firstDifference(arguments, sarcoma_log, Elementary.log) == nil)
    }
  }

  @Test("The kernels equal their Swift twins to the bit where numbers are ordinary")
  func ordinary() {
    for (low, high) in [(-746.0, 711.0), (-20, 20), (-1, 1), (-746, -707), (709, 711)] {
      let arguments = (0..<200_000).map { uniform($0, low...high) }
      #expect(firstDifference(arguments, sarcoma_exp, Elementary.exp) == nil)
    }
    for (low, high) in [(0.0, 1.0), (0.5, 2), (0.99, 1.01), (0, 1e9), (0, 0x1p-1020)] {
      let arguments = (0..<200_000).map { uniform($0, low...high) }
      #expect(firstDifference(arguments, sarcoma_log, Elementary.log) == nil)
    }
  }

  @Test("A lane's result does not depend on where in the array it lies, nor on the array's length")
  func everyLength() {
    let arguments = (0..<80).map { uniform($0, -30...30) }
    for count in 0...80 {
      var results = [Double](repeating: 7, count: 81)
      sarcoma_exp(arguments, &results, count)
      #expect(results.prefix(count).elementsEqual(arguments.prefix(count).map(Elementary.exp)))
      #expect(results[count...].allSatisfy { $0 == 7 })
      var inPlace = arguments.map(Elementary.exp)
      inPlace.withUnsafeMutableBufferPointer { sarcoma_log($0.baseAddress, $0.baseAddress, count) }
      let expected = arguments.map(Elementary.exp)
      #expect(inPlace.prefix(count).elementsEqual(expected.prefix(count).map(Elementary.log)))
      #expect(inPlace[count...].elementsEqual(expected[count...]))
    }
  }

  @Test("Every kernel but those of fits turns the fusing of multiplication and addition off")
  func contraction() throws {
    let folder = Reference.folder.deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Sources/CKernels")
    let files = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil
    ).filter {
      $0.pathExtension == "c"
        && !["cox_sums.c", "column_scale.c", "logistic_sums.c"].contains($0.lastPathComponent)
    }
    #expect(files.count >= 2)
    for file in files {
      let text = "\n" + (try String(contentsOf: file, encoding: .utf8))
      #expect(text.contains("\n#pragma STDC FP_CONTRACT OFF\n"), "\(file.lastPathComponent)")
    }
  }
}
