import Biostatistics
import Foundation
import TestSupport
import Testing

/// Fits of data small enough for pencil and paper, with r = exp(beta). A term -m log(a r + c) of the
/// log likelihood gives -m a r / (a r + c) to the score and m a c r / (a r + c)^2 to the information.
@Suite("Cox fits by hand")
struct CoxModelByHandTests {
  /// The log likelihood of one covariate whose denominators are linear in r.
  private struct Likelihood {
    /// Weighted sum of x over the deaths.
    let deaths: Double
    let denominators: [(times: Double, a: Double, c: Double)]

    func value(_ r: Double) -> Double {
      denominators.reduce(deaths * log(r)) { $0 - $1.times * log($1.a * r + $1.c) }
    }
    func score(_ r: Double) -> Double {
      denominators.reduce(deaths) { $0 - $1.times * $1.a * r / ($1.a * r + $1.c) }
    }
    func information(_ r: Double) -> Double {
      denominators.reduce(0) {
        let sum = $1.a * r + $1.c
        return $0 + $1.times * $1.a * $1.c * r / (sum * sum)
      }
    }
  }

  private static func fit(_ id: String, _ ties: TieHandling) throws -> CoxModel {
    let weights = id == "book5" ? "w" : nil
    var frameOptions = ModelFrameOptions()
    frameOptions.weights = weights
    var options = CoxOptions()
    options.ties = ties
    // Likelihood and information belong to the point before the last step.
    options.tolerance = 1e-13
    let outcome = id == "book3" ? "Surv(start, time, status)" : "Surv(time, status)"
    let frame = try SurvivalFrame(
      try Formula("\(outcome) ~ x"), in: try ReferenceCase.table(id), options: frameOptions)
    return try CoxModel(frame, options: options)
  }

  private static func expect(_ model: CoxModel, _ hand: Likelihood, _ comment: String) {
    let r = exp(model.coefficients[0])
    #expect(abs(hand.score(r)) < 1e-13, "\(comment)")
    expectClose(model.logPartialLikelihood.model, hand.value(r), relative: 1e-14, comment)
    expectClose(model.logPartialLikelihood.null, hand.value(1), relative: 1e-14, comment)
    expectClose(
      1 / model.modelCovarianceMatrix[0, 0], hand.information(r), relative: 1e-13, comment)
    let score = hand.score(1) * hand.score(1) / hand.information(1)
    expectClose(model.scoreTest.statistic, score, relative: 1e-13, comment)
  }

  /// Six patients: times 1, 1+, 6, 6, 8+, 9 with x = 1, 1, 1, 0, 0, 0. At risk: 3 r + 3 at time 1,
  /// where x = 1 dies; r + 3 at time 6, where one of each dies; 1 at time 9. Under Breslow ties
  ///
  ///     l = 2 beta - log(3 r + 3) - 2 log(r + 3),   U = 2 - r / (r + 1) - 2 r / (r + 3)
  ///
  /// and U = 0 is r^2 - 3 r - 6 = 0, r = (3 + sqrt 33) / 2.
  @Test("six patients under Breslow ties: beta = log((3 + sqrt 33) / 2)")
  func breslow() throws {
    let model = try Self.fit("book1", .breslow)
    let r = (3 + 33.0.squareRoot()) / 2
    expectClose(model.coefficients[0], log(r), relative: 1e-14)
    let hand = Likelihood(deaths: 2, denominators: [(1, 3, 3), (2, 1, 3)])
    Self.expect(model, hand, "Breslow")
    #expect(abs(hand.value(1) - (-log(6) - 2 * log(4))) < 1e-15)
    #expect(hand.score(1) == 1 && hand.information(1) == 0.625)
    // A column of 0 and 1 has its baseline at 0; nobody dies at time 8.
    let first = 1 / (3 * r + 3)
    let second = first + 2 / (r + 3)
    expectClose(
      model.baselineCumulativeHazard[0].cumulativeHazard, [first, second, second, second + 1],
      relative: 1e-13)
  }

  /// The second of the two deaths at time 6 has (r + 3) - (r + 1) / 2 = (r + 5) / 2 at risk:
  ///
  ///     l = 2 beta - log(3 r + 3) - log(r + 3) - log((r + 5) / 2)
  ///
  /// and U = 0 is r^3 - 23 r - 30 = 0, whose positive root is, by Viete,
  /// r = 2 sqrt(23/3) cos(arccos(15 (3/23)^(3/2)) / 3).
  @Test("six patients under Efron ties: the root of r^3 - 23 r - 30")
  func efron() throws {
    let model = try Self.fit("book1", .efron)
    let r = 2 * (23.0 / 3).squareRoot() * cos(acos(15 * pow(3.0 / 23, 1.5)) / 3)
    expectClose(model.coefficients[0], log(r), relative: 1e-14)
    let hand = Likelihood(deaths: 2, denominators: [(1, 3, 3), (1, 1, 3), (1, 0.5, 2.5)])
    Self.expect(model, hand, "Efron")
    #expect(abs(hand.value(1) - (-log(6) - log(4) - log(3))) < 1e-15)
    #expect(abs(hand.score(1) - 13.0 / 12) < 1e-15)
    #expect(abs(hand.information(1) - 83.0 / 144) < 1e-15)
    let first = 1 / (3 * r + 3)
    let second = first + 1 / (r + 3) + 2 / (r + 5)
    expectClose(
      model.baselineCumulativeHazard[0].cumulativeHazard, [first, second, second, second + 1],
      relative: 1e-13)
  }

  /// At beta = 0 the hazards are 1/6; 2/4, or under Efron ties 1/4 + 1/3; 1. A death of Efron's pair
  /// lives through the first denominator and half of the second.
  @Test("likelihood, martingale and score residuals at beta = 0", arguments: TieHandling.continuous)
  func atZero(ties: TieHandling) throws {
    let expected = try ReferenceCase("book1-fixed-beta-0").expected[ties.rawValue]
    let table = try ReferenceCase.table("book1")
    var options = CoxOptions()
    options.ties = ties
    let null = try CoxModel(
      try SurvivalFrame(try Formula("Surv(time, status) ~ 1"), in: table), options: options)
    expectClose(null.logPartialLikelihood.model, expected["loglik"].number ?? .nan, relative: 1e-15)
    expectClose(null.martingaleResiduals, expected["martingale"].numbers, absolute: 1e-15)
    let twelfths: [Double] =
      ties == .breslow ? [10, -2, 4, 4, -8, -8] : [10, -2, 5, 5, -9, -9]
    let byHand = twelfths.map { $0 / 12 }
    expectClose(null.martingaleResiduals, byHand, absolute: 1e-15)
  }

  /// Ten (start, stop] rows; who enters at an event time is not at risk there. Time by time:
  /// r + 1, r + 2, 3 r + 2, 3 r + 1, 3 r + 1, and 3 r + 2 for two deaths with x = 1; Efron's second
  /// denominator is 3 r + 2 - r.
  @Test("ten (start, stop] rows", arguments: TieHandling.continuous)
  func startStop(ties: TieHandling) throws {
    var denominators: [(times: Double, a: Double, c: Double)] = [
      (1, 1, 1), (1, 1, 2), (2, 3, 1), (2, 3, 2),
    ]
    denominators.append(ties == .breslow ? (1, 3, 2) : (1, 2, 2))
    Self.expect(
      try Self.fit("book3", ties), Likelihood(deaths: 4, denominators: denominators), "book3")
  }

  /// Nine weighted rows. Time 1: r^2 + 11 r + 7, a death with x = 2. Time 2: 11 r + 5 at risk, deaths
  /// of weight 3, 4, 3 whose risks are 7 r + 3; each of the denominators 11 r + 5, (26 r + 12) / 3,
  /// (19 r + 9) / 3 counts with the mean weight 10/3. Time 3: 2 r + 2.
  @Test("nine weighted rows under Efron ties")
  func weighted() throws {
    let model = try Self.fit("book5", .efron)
    let linear = Likelihood(
      deaths: 9,
      denominators: [
        (10.0 / 3, 11, 5), (10.0 / 3, 26.0 / 3, 4), (10.0 / 3, 19.0 / 3, 3), (1, 2, 2),
      ])
    let r = exp(model.coefficients[0])
    func sums(_ r: Double) -> (Double, Double, Double) {
      (r * r + 11 * r + 7, 2 * r * r + 11 * r, 4 * r * r + 11 * r)
    }
    let (s0, s1, s2) = sums(r)
    #expect(abs(linear.score(r) - s1 / s0) < 1e-12)
    expectClose(model.logPartialLikelihood.model, linear.value(r) - log(s0), relative: 1e-14)
    expectClose(model.logPartialLikelihood.null, linear.value(1) - log(19), relative: 1e-14)
    expectClose(
      1 / model.modelCovarianceMatrix[0, 0], linear.information(r) + s2 / s0 - s1 * s1 / (s0 * s0),
      relative: 1e-13)
  }
}
