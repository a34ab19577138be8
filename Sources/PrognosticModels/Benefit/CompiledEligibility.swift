/// An ``EligibilityDocument`` as tables, for those who ask of many patients.
///
/// A patient is one number for each of ``covariates``: a number in the canonical unit, the place of a
/// level of the vocabulary, or behind the levels that of a half-answer; NaN where nothing is said. A
/// level is one of few; so is a number, for only where it lies among the bounds of the criteria counts:
///
///     bin(x) = Σ (x >= bound) + (x > bound)
///
/// The answers of each criterion are worked out once for every combination of the bins of what it asks,
/// by the code that answers for one patient; then a patient costs one look into a table a criterion,
/// and no allocation. It does not change and may be used from several threads at once.
public final class CompiledEligibility: @unchecked Sendable {
  /// What the criteria make of one patient.
  public struct Answer: Sendable, Equatable {
    /// Bit k is set where criterion k is met, or taken for granted.
    public let met: UInt64
    /// Bit k is set where criterion k is not met.
    public let notMet: UInt64
    /// As ``Eligibility/eligible``.
    public let eligible: Bool?
  }

  /// Why a document is not compiled.
  public enum Limit: Error, Equatable, CustomStringConvertible {
    case criteria(Int)
    case combinations(criterion: String, Int)
    case levels(covariate: String, Int)

    public var description: String {
      switch self {
      case .criteria(let count):
        "Eligibility has \(count) criteria, more than the 64 that there may be."
      case .combinations(let criterion, let count):
        "The criterion '\(criterion)' distinguishes \(count) kinds of patients, more than the"
          + " \(CompiledEligibility.mostCombinations) that there may be."
      case .levels(let covariate, let count):
        "'\(covariate)' has \(count) levels, more than the 254 that there may be."
      }
    }
  }

  /// As many kinds of patients as one criterion may distinguish.
  public static let mostCombinations = 1 << 16

  /// In the order in which a patient's values stand.
  public let covariates: [Covariate]
  /// The ids of the criteria, bit by bit.
  public let criteria: [String]

  /// How the values of one covariate fall into bins; that of what is missing is the last.
  struct Kind {
    /// Levels and half-answers; -1 for a number.
    let levels: Int
    let bounds: UnsafeMutablePointer<Double>
    let boundCount: Int

    var missing: Int { levels < 0 ? 2 &* boundCount &+ 1 : levels }

    @inline(__always)
    func bin(_ x: Double) -> Int {
      guard levels < 0 else { return x >= 0 && x < Double(levels) ? Int(x) : levels }
      guard x == x else { return missing }
      var bin = 0
      for k in 0..<boundCount {
        bin &+= (x >= bounds[k] ? 1 : 0) &+ (x > bounds[k] ? 1 : 0)
      }
      return bin
    }
  }

  /// A covariate, and what one of its bins adds to a place in a table.
  struct Part {
    let covariate: Int
    let stride: Int
  }

  /// The same with how the covariate falls into bins, side by side in memory for one patient.
  struct PatientPart {
    let kind: Kind
    let covariate: Int
    let stride: Int
  }

  /// Bits by place; the parts of all tables stand in a row.
  struct Table {
    let parts: Int
    let bits: UnsafeMutablePointer<UInt8>
  }

  enum Bits {
    static let met: UInt8 = 1
    static let notMet: UInt8 = 2
    /// Open, and decides.
    static let open: UInt8 = 4
  }

  let kinds: UnsafeMutablePointer<Kind>
  /// A table for each criterion.
  let tables: UnsafeMutablePointer<Table>
  let parts: UnsafeMutablePointer<PatientPart>
  /// For cohorts: tables of several criteria together, see ``merged(_:_:)``.
  let cohortTables: [Table]
  let cohortParts: [[Part]]

  /// - Throws: ``Limit``.
  public init(_ document: EligibilityDocument) throws(Limit) {
    guard document.criteria.count <= 64 else { throw .criteria(document.criteria.count) }
    let covariates = document.covariates
    let cuts = covariates.map(document.bounds)
    let cases = zip(covariates, cuts).map { $0.cases(cutAt: $1) }
    for (covariate, cases) in zip(covariates, cases)
    where covariate.kind != .number && cases.count > 255 {
      throw .levels(covariate: covariate.name, cases.count - 1)
    }
    let places = document.criteria.map { criterion in
      criterion.covariates.compactMap { own in covariates.firstIndex { $0.name == own.name } }
    }
    for (criterion, places) in zip(document.criteria, places) {
      let count = places.reduce(1) { product, place in
        let (next, isOverflow) = product.multipliedReportingOverflow(by: cases[place].count)
        return isOverflow ? .max : next
      }
      guard count <= Self.mostCombinations else {
        throw .combinations(criterion: criterion.id, count)
      }
    }
    self.covariates = covariates
    criteria = document.criteria.map(\.id)
    let kinds = zip(zip(covariates, cuts), cases).map { pair, cases in
      Kind(
        levels: pair.0.kind == .number ? -1 : cases.count - 1, bounds: Scorer.copy(pair.1),
        boundCount: pair.1.count)
    }
    self.kinds = Self.room(kinds)
    let counts = cases.map(\.count)
    let own = places.map { Self.parts($0, counts) }
    let made = zip(document.criteria, own).map { criterion, parts in
      Self.table(parts, counts) { bins in
        var readings: [String: CovariateReading] = [:]
        for part in parts {
          readings[covariates[part.covariate].name] = cases[part.covariate][bins[part.covariate]]
        }
        return criterion.bits(readings)
      }
    }
    tables = Self.room(made)
    parts = Self.room(
      own.joined().map {
        PatientPart(kind: kinds[$0.covariate], covariate: $0.covariate, stride: $0.stride)
      })
    cohortParts = Self.merged(places, counts).map { Self.parts($0.covariates, counts) }
    cohortTables = zip(Self.merged(places, counts), cohortParts).map { group, parts in
      Self.table(parts, counts) { bins in
        group.criteria.reduce(0) { bits, k in
          let place = own[k].reduce(0) { $0 + bins[$1.covariate] * $1.stride }
          return bits | made[k].bits[place]
        }
      }
    }
  }

  deinit {
    for k in covariates.indices { kinds[k].bounds.deallocate() }
    for k in criteria.indices { tables[k].bits.deallocate() }
    for table in cohortTables { table.bits.deallocate() }
    kinds.deallocate()
    tables.deallocate()
    parts.deallocate()
  }

  // MARK: - Patients

  /// The values of a patient, in the order of ``covariates``.
  ///
  /// - Throws: what `Covariate.read(_:)` throws.
  public func encode(_ patient: Patient) throws(PatientError) -> [Double] {
    var values: [Double] = []
    for covariate in covariates {
      values.append(covariate.code(of: try covariate.read(patient[covariate.name] ?? .missing)))
    }
    return values
  }

  /// The answer for one patient, of as many values as there are covariates. Allocates nothing.
  public func evaluate(_ values: UnsafePointer<Double>) -> Answer {
    var (met, notMet): (UInt64, UInt64) = (0, 0)
    var all: UInt8 = 0
    var part = parts
    for k in 0..<criteria.count {
      var place = 0
      for _ in 0..<tables[k].parts {
        place &+= part.pointee.kind.bin(values[part.pointee.covariate]) &* part.pointee.stride
        part += 1
      }
      let bits = tables[k].bits[place]
      all |= bits
      met |= UInt64(bits & Bits.met) &<< UInt64(k)
      notMet |= UInt64((bits & Bits.notMet) &>> 1) &<< UInt64(k)
    }
    return Answer(
      met: met, notMet: notMet,
      eligible: all & Bits.notMet != 0 ? false : all & Bits.open != 0 ? nil : true)
  }

  // MARK: - Tables

  private static func room<T>(_ values: [T]) -> UnsafeMutablePointer<T> {
    let room = UnsafeMutablePointer<T>.allocate(capacity: max(values.count, 1))
    room.initialize(from: values, count: values.count)
    return room
  }

  private static func parts(_ covariates: [Int], _ counts: [Int]) -> [Part] {
    var stride = 1
    return covariates.map { covariate in
      defer { stride *= counts[covariate] }
      return Part(covariate: covariate, stride: stride)
    }
  }

  /// `bits` of the bins by covariate, for every combination of those of the parts.
  private static func table(
    _ parts: [Part], _ counts: [Int], _ bits: ([Int]) -> UInt8
  ) -> Table {
    let count = parts.reduce(1) { $0 * counts[$1.covariate] }
    let address = UnsafeMutablePointer<UInt8>.allocate(capacity: count)
    var bins = [Int](repeating: 0, count: counts.count)
    for place in 0..<count {
      for part in parts {
        bins[part.covariate] = place / part.stride % counts[part.covariate]
      }
      address.advanced(by: place).initialize(to: bits(bins))
    }
    return Table(parts: parts.count, bits: address)
  }

  /// Criteria that share a table of at most ``mostMerged`` places, those of few kinds first: a cohort
  /// then looks into few tables that stay in the first cache.
  private static func merged(
    _ places: [[Int]], _ counts: [Int]
  ) -> [(criteria: [Int], covariates: [Int])] {
    func size(_ covariates: [Int]) -> Int { covariates.reduce(1) { $0 * counts[$1] } }
    var groups: [(criteria: [Int], covariates: [Int])] = []
    for k in places.indices.sorted(by: { (size(places[$0]), $0) < (size(places[$1]), $1) }) {
      if let last = groups.last {
        let union = last.covariates + places[k].filter { !last.covariates.contains($0) }
        if size(union) <= mostMerged {
          groups[groups.count - 1] = (last.criteria + [k], union)
          continue
        }
      }
      groups.append(([k], places[k]))
    }
    return groups
  }

  private static let mostMerged = 4096
}

// MARK: - Kinds of patients

extension EligibilityDocument {
  /// What the criteria ask of, each once.
  var covariates: [Covariate] {
    criteria.flatMap(\.covariates).reduce(into: []) { result, covariate in
      if !result.contains(where: { $0.name == covariate.name }) { result.append(covariate) }
    }
  }

  /// The bounds of a number in all conditions, ascending.
  func bounds(of covariate: Covariate) -> [Double] {
    var result: Set<Double> = []
    for criterion in criteria {
      guard case .anyOf(let alternatives) = criterion.test else { continue }
      for condition in alternatives.joined() where condition.covariate.name == covariate.name {
        guard case .within(let bounds) = condition.test else { continue }
        result.formUnion(
          [bounds.atLeast, bounds.above, bounds.atMost, bounds.below].compactMap { $0 })
      }
    }
    return result.sorted()
  }
}

extension EligibilityCriterion {
  fileprivate func bits(_ readings: [String: CovariateReading]) -> UInt8 {
    switch answer(readings).met {
    case true?: CompiledEligibility.Bits.met
    case false?: CompiledEligibility.Bits.notMet
    case nil:
      assumedWhenMissing
        ? CompiledEligibility.Bits.met : decides ? CompiledEligibility.Bits.open : 0
    }
  }
}

extension Covariate {
  /// A reading for each bin.
  fileprivate func cases(cutAt bounds: [Double]) -> [CovariateReading] {
    guard kind == .number else {
      return levels.map { .level($0.name) } + halfAnswers.map { .oneOf($0.admits) } + [.missing]
    }
    var numbers = [bounds.first?.nextDown ?? 0]
    for bound in bounds { numbers += [bound, bound.nextUp] }
    return numbers.map { .number($0, converted: nil) } + [.missing]
  }

  /// The number that stands for a reading.
  fileprivate func code(of reading: CovariateReading) -> Double {
    switch reading {
    case .number(let number, _): return number
    case .level(let level):
      return levels.firstIndex { $0.name == level }.map(Double.init) ?? .nan
    case .oneOf(let admitted):
      let place = halfAnswers.firstIndex { $0.admits == admitted }
      return place.map { Double(levels.count + $0) } ?? .nan
    case .missing: return .nan
    }
  }
}
