internal import StrictJSON

/// What a model makes of kinds of rows, so that the words of a kind are read once.
///
/// Rows are of one kind where they say the same of everything but the numbers that the model computes
/// with, and each of these lies in the same cell: on the same side of every bound that the vocabulary
/// or the document compares it with. Of one kind, all are encoded alike but for those numbers, and
/// carry the same cautions; only the arithmetic is done anew.
///
/// It is not shared: whoever scores on several threads keeps one for each.
public final class RowMemory {
  /// A kind of rows.
  struct Kind {
    /// The encoded patient who was the first of it.
    var vector: CovariateVector
    /// Where each number that is free within its cell goes, in the order of the members.
    let places: [Int]
    let cautions: [String]
    /// The end of the row's line of JSON.
    let cautionsJSON: [UInt8]
  }

  /// A covariate whose numbers the model computes with.
  private struct FreeNumber {
    let name: [UInt8]
    let place: Int
    let isInteger: Bool
    /// Ascending.
    let bounds: [Double]
  }

  /// As many kinds as are remembered.
  private static let mostKinds = 10_000

  private let numbers: [FreeNumber]
  private var kinds: [[UInt8]: Kind] = [:]
  private var members = RowMembers()
  private var key: [UInt8] = []
  private var values: [Double] = []

  /// Nothing is remembered yet.
  public init(of scorer: BatchScorer) {
    let (model, vocabulary) = (scorer.model, scorer.vocabulary)
    numbers = model.covariates.enumerated().filter { $1.covariate.kind == .number }.map {
      place, covariate in
      FreeNumber(
        name: Array(covariate.name.utf8), place: place,
        isInteger: covariate.covariate.isInteger,
        bounds: Self.bounds(of: covariate, model, vocabulary))
    }
  }

  /// Every constant that a value is compared with on its way to the vector.
  private static func bounds(
    of covariate: ModelCovariate, _ model: PrognosticModel, _ vocabulary: Vocabulary
  ) -> [Double] {
    var bounds: Set<Double> = []
    for range in [covariate.covariate.possible, covariate.observed, covariate.axis] {
      if let range { bounds.formUnion([range.lowerBound, range.upperBound]) }
    }
    for condition in model.population.scope where condition.covariate.name == covariate.name {
      guard case .within(let limits) = condition.test else { continue }
      bounds.formUnion(
        [limits.atLeast, limits.above, limits.atMost, limits.below].compactMap { $0 })
    }
    for other in vocabulary.covariates {
      if let implied = other.implied, implied.by == covariate.name { bounds.insert(implied.above) }
    }
    return bounds.sorted()
  }

  /// The kind of a row that is a plain JSON object, with the row's own numbers; nil where the row is not
  /// plain. A kind that is not known yet has no vector, and ``remember(_:)`` gives it one.
  func kind(of bytes: UnsafeBufferPointer<UInt8>) -> Recollection {
    guard members.read(json: bytes) else { return .notPlain }
    key.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
    for member in members.members {
      key.append(contentsOf: bytes[member.name])
      key.append(0)
      if !member.number.isNaN,
        let number = numbers.first(where: { bytes[member.name].elementsEqual($0.name) })
      {
        guard !number.isInteger || member.number == member.number.rounded() else {
          return .notPlain
        }
        let cell = Self.cell(of: member.number, number.bounds)
        key.append(1)
        key.append(cell)
        values.append(member.number)
      } else {
        key.append(contentsOf: bytes[member.value])
      }
      key.append(0)
    }
    guard var kind = kinds[key] else { return .unknown }
    for (place, value) in zip(kind.places, values) { kind.vector.values[place] = value }
    return .known(kind)
  }

  enum Recollection {
    case known(Kind)
    case unknown
    case notPlain
  }

  /// Remembers how the row that was asked for last is encoded.
  func remember(_ vector: CovariateVector, cautions: [String], _ bytes: UnsafeBufferPointer<UInt8>)
  {
    guard kinds.count < Self.mostKinds else { return }
    let places = members.members.compactMap { member in
      member.number.isNaN
        ? nil : numbers.first { bytes[member.name].elementsEqual($0.name) }?.place
    }
    // The number that was read must be the one that is computed with.
    guard zip(places, values).allSatisfy({ vector.values[$0] == $1 }) else { return }
    kinds[key] = Kind(
      vector: vector, places: places, cautions: cautions,
      cautionsJSON: Array(",\"cautions\":".utf8) + JSONValue.strings(cautions).bytes(.compact)
        + Array("}".utf8))
  }

  /// The place of a value among the bounds, those that it equals apart.
  private static func cell(of value: Double, _ bounds: [Double]) -> UInt8 {
    var cell = 0
    for bound in bounds where value >= bound { cell += value > bound ? 2 : 1 }
    return UInt8(clamping: cell)
  }
}
