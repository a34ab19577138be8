import TestSupport

@testable import PrognosticModels

/// Columns of patients drawn from a seed: what a registry holds, the bounds of everything, and now and
/// then what nobody can read.
final class DrawnCohort {
  let rows: Int
  private var numbers: [(name: String, values: UnsafeMutableBufferPointer<Double>)] = []
  private var texts: [(name: String, codes: UnsafeMutableBufferPointer<Int32>, texts: [String])] =
    []

  init(of model: PrognosticModel, _ vocabulary: Vocabulary, rows: Int, seed: UInt64) {
    self.rows = rows
    var generator = SplitMix64(seed: seed)
    var covariates = model.covariates.map { ($0.covariate, Optional($0)) }
    for condition in model.population.scope
    where !covariates.contains(where: { $0.0.name == condition.covariate.name }) {
      covariates.append((condition.covariate, nil))
    }
    for (covariate, own) in covariates {
      if covariate.kind == .number, Int.random(in: 0..<6, using: &generator) > 0 {
        add(covariate.name) { Self.number(covariate, own, &generator) }
      } else if covariate.kind != .number, covariate.levelNames.allSatisfy({ Int($0) != nil }),
        Bool.random(using: &generator)
      {
        add(covariate.name) { Double(Int.random(in: 0...4, using: &generator)) }
      } else {
        let (texts, usual) = Self.texts(covariate, own)
        add(texts: texts, usual: usual, to: covariate.name, &generator)
      }
    }
    add("note of nobody") { 1 }
  }

  deinit {
    for column in numbers { column.values.deallocate() }
    for column in texts { column.codes.deallocate() }
  }

  var columns: [CohortColumn] {
    numbers.map {
      CohortColumn(name: $0.name, values: .numbers(UnsafeBufferPointer($0.values)))
    }
      + texts.map {
        CohortColumn(
          name: $0.name, values: .texts(codes: UnsafeBufferPointer($0.codes), $0.texts))
      }
  }

  private func add(_ name: String, _ draw: () -> Double) {
    let values = UnsafeMutableBufferPointer<Double>.allocate(capacity: rows)
    for row in 0..<rows { values.initializeElement(at: row, to: draw()) }
    numbers.append((name, values))
  }

  private func add(
    texts: [String], usual: ClosedRange<Int32>, to name: String, _ generator: inout SplitMix64
  ) {
    let codes = UnsafeMutableBufferPointer<Int32>.allocate(capacity: rows)
    for row in 0..<rows {
      let isUsual = Int.random(in: 0..<30, using: &generator) > 0
      codes.initializeElement(
        at: row,
        to: Int32.random(
          in: isUsual ? usual : -1...Int32(texts.count - 1), using: &generator))
    }
    self.texts.append((name, codes, texts))
  }

  private static func number(
    _ covariate: Covariate, _ own: ModelCovariate?, _ generator: inout SplitMix64
  ) -> Double {
    let ranges = [own?.observed, own?.axis, covariate.possible].compactMap { $0 }
    let ends = ranges.flatMap { [$0.lowerBound, $0.upperBound] }
    switch Int.random(in: 0..<20, using: &generator) {
    case 0: return .nan
    case 1: return (ends + [0, -1, .infinity, 7.5]).randomElement(using: &generator)!
    case 2: return (ends.randomElement(using: &generator) ?? 1).nextUp
    default:
      let drawn = Double.random(in: ranges.first ?? 1...90, using: &generator)
      return covariate.isInteger ? drawn.rounded() : drawn
    }
  }

  /// What is written, and the places of what is written mostly: of a condition of scope nothing.
  private static func texts(
    _ covariate: Covariate, _ own: ModelCovariate?
  ) -> (texts: [String], usual: ClosedRange<Int32>) {
    guard covariate.kind != .number else {
      return (["12,5 cm", "61", "3", "unknown", "125 mm", "nonsense", "1e9"], 0...2)
    }
    let covered = own?.levels.flatMap(\.covers) ?? []
    let others = covariate.levelNames.filter { !covered.contains($0) }
    let texts = covered + others + covariate.halfAnswers.map(\.name) + ["nonsense", "NA"]
    return (texts, covered.isEmpty ? -1...(-1) : 0...Int32(covered.count - 1))
  }
}
