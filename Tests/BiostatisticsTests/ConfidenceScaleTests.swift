import Foundation
import TestSupport
import Testing

@testable import Biostatistics

@Suite("Confidence scales")
struct ConfidenceScaleTests {
  /// g, and its slope by hand.
  static let transformations: [(ConfidenceScale, @Sendable (Double) -> Double)] = [
    (.plain, { $0 }), (.log, { log($0) }), (.logLog, { log(-log($0)) }),
    (.logit, { log($0 / (1 - $0)) }), (.arcsine, { asin($0.squareRoot()) }),
  ]

  @Test("limits lie z slopes of g from the estimate on the scale g")
  func limits() {
    for (scale, g) in Self.transformations {
      for survival in [0.2, 0.5, 0.83] {
        let (error, z) = (0.04, 1.7)
        let slope = (g(survival + 1e-6) - g(survival - 1e-6)) / 2e-6
        let limits = scale.limits(survival, standardError: error, z: z)
        let reach = z * error * slope.magnitude
        expectClose((g(limits.lower) - g(survival)).magnitude, reach, relative: 1e-8, "\(scale)")
        expectClose((g(limits.upper) - g(survival)).magnitude, reach, relative: 1e-8, "\(scale)")
        #expect(limits.lower < survival && survival < limits.upper)
      }
    }
  }

  @Test("limits stay within 0...1 however wide", arguments: ConfidenceScale.allCases)
  func clipped(scale: ConfidenceScale) {
    for survival in [1e-300, 0.01, 0.5, 0.99, 1 - 1e-16] {
      for error in [0, 1e-9, 0.3, 5, 1e300] {
        let limits = scale.limits(survival, standardError: error, z: 1.96)
        #expect(limits.lower >= 0 && limits.upper <= 1, "\(scale) \(survival) \(error)")
        #expect(limits.lower <= limits.upper)
      }
    }
  }

  @Test("at 0, at 1 and without a standard error, what has no value is NaN")
  func ends() {
    for scale in ConfidenceScale.allCases {
      #expect(scale.limits(0.5, standardError: .nan, z: 2).lower.isNaN)
      #expect(scale.limits(0, standardError: 0, z: 2).upper.isNaN == (scale != .plain))
      let top = scale.limits(1, standardError: 0, z: 2)
      #expect(top.lower.isNaN == [.logLog, .logit, .arcsine].contains(scale))
    }
    #expect(ConfidenceScale.log.limits(1, standardError: 0, z: 2) == (1, 1))
  }
}
