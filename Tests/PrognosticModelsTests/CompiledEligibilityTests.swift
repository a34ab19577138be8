import TestSupport
import Testing

@testable import PrognosticModels

@Suite("Eligibility, compiled")
struct CompiledEligibilityTests {
  private static let values: [String: [String]] = [
    "metastasis": ["", "yes", "no"], "nodes": ["", "yes", "no"],
    "presentation": ["", "primary", "recurrent"],
    "site": ["", "thigh", "retroperitoneum", "buttock", "pelvis", "head and neck", "uterus"],
    "grade": ["", "1", "2", "3", "high", "low", "GX"],
    "necrosis": ["", "0", "50", "50.1", "49.9", "100"],
    "size": ["", "5", "4.9", "5.1", "60", "0.1", "49 mm"],
    "depth": ["", "deep", "superficial"], "age": ["", "17.9", "18", "61"],
    "histology": ["", "LMS", "UPS", "GIST", "liposarcoma", "angiosarcoma", "myxofibrosarcoma"],
  ]

  private let document: EligibilityDocument
  private let compiled: CompiledEligibility

  init() throws {
    let treatment = try EffectSample.library.get().treatment
    document = try #require(treatment.eligibility("high-risk-limb-trunk-2017"))
    compiled = try CompiledEligibility(document)
  }

  private static func patients(_ count: Int, seed: UInt64) -> [Patient] {
    var generator = SplitMix64(seed: seed)
    return (0..<count).map { _ in
      var patient = Patient()
      for (name, values) in values.sorted(by: { $0.key < $1.key }) {
        guard let value = values.randomElement(using: &generator), !value.isEmpty else { continue }
        patient.set(name, to: .text(value))
      }
      return patient
    }
  }

  @Test("the answer is the document's, criterion by criterion, for 20,000 patients (seed 5)")
  func agreement() throws {
    #expect(compiled.criteria == document.criteria.map(\.id))
    #expect(Set(compiled.covariates.map(\.name)) == Set(Self.values.keys))
    var verdicts: Set<Bool?> = []
    for patient in Self.patients(20_000, seed: 5) {
      let expected = try document.evaluate(patient)
      let answer = compiled.evaluate(try compiled.encode(patient))
      #expect(answer.eligible == expected.eligible)
      for (k, finding) in expected.criteria.enumerated() {
        let bits = (answer.met >> UInt64(k) & 1, answer.notMet >> UInt64(k) & 1)
        #expect(bits == (finding.met == true ? 1 : 0, finding.met == false ? 1 : 0))
      }
      verdicts.insert(expected.eligible)
    }
    #expect(verdicts == [true, false, nil])
  }

  @Test("what is no code, no number or beyond the levels counts as not stated")
  func strays() throws {
    let names = compiled.covariates.map(\.name)
    let missing = compiled.evaluate(try compiled.encode(Patient()))
    let eligible = try compiled.encode(
      Patient(settings: BenefitSample.highRisk))
    #expect(compiled.evaluate(eligible).eligible == true)
    let grade = try #require(names.firstIndex(of: "grade"))
    for stray in [Double.nan, -1, 99, .infinity, -.infinity, 1e300] {
      var values = eligible
      values[grade] = stray
      #expect(compiled.evaluate(values).eligible == nil, "\(stray)")
      values = names.map { _ in stray }
      if stray.isNaN { #expect(compiled.evaluate(values) == missing) }
      _ = compiled.evaluate(values)
    }
  }

  @Test("a cohort has the verdicts of its patients, over the edges of blocks")
  func cohort() throws {
    let patients = Self.patients(2500, seed: 6)
    let rows = try patients.map { try compiled.encode($0) }
    let cohort = Cohort(compiled, rows)
    let columns = cohort.columns
    var verdicts = [UInt8](repeating: 9, count: rows.count)
    try verdicts.withUnsafeMutableBufferPointer {
      try compiled.evaluate(columns: columns, into: $0)
    }
    for (row, verdict) in zip(rows, verdicts) {
      let expected: UInt8 =
        switch compiled.evaluate(row).eligible {
        case false?: CompiledEligibility.notEligible
        case true?: CompiledEligibility.isEligible
        case nil: CompiledEligibility.mayBeEligible
        }
      #expect(verdict == expected)
    }
    #expect(throws: BenefitError.eligibilityCovariates(9, wanted: 10)) {
      try verdicts.withUnsafeMutableBufferPointer {
        try compiled.evaluate(columns: Array(columns.dropLast()), into: $0)
      }
    }
    #expect(throws: BenefitError.rows(2500, wanted: 2499)) {
      try verdicts.withUnsafeMutableBufferPointer {
        try compiled.evaluate(
          columns: columns, into: UnsafeMutableBufferPointer(rebasing: $0.dropLast()))
      }
    }
    #expect(throws: BenefitError.eligibilityColumn("metastasis", isNumber: false)) {
      try verdicts.withUnsafeMutableBufferPointer {
        try compiled.evaluate(columns: [cohort.number] + columns.dropFirst(), into: $0)
      }
    }
    #expect(throws: BenefitError.eligibilityColumn("age", isNumber: true)) {
      try verdicts.withUnsafeMutableBufferPointer {
        let place = compiled.covariates.firstIndex { $0.name == "age" } ?? 0
        var wrong = columns
        wrong[place] = columns[0]
        try compiled.evaluate(columns: wrong, into: $0)
      }
    }
  }

  /// The columns of rows, as long as it lives.
  private final class Cohort {
    let columns: [CompiledEligibility.Column]
    let number: CompiledEligibility.Column

    init(_ compiled: CompiledEligibility, _ rows: [[Double]]) {
      func numbers(_ k: Int) -> CompiledEligibility.Column {
        let room = UnsafeMutableBufferPointer<Double>.allocate(capacity: rows.count)
        _ = room.initialize(from: rows.map { $0[k] })
        return .numbers(UnsafeBufferPointer(room))
      }
      number = numbers(0)
      columns = compiled.covariates.enumerated().map { k, covariate in
        if covariate.kind == .number { return numbers(k) }
        let room = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: rows.count)
        _ = room.initialize(from: rows.map { $0[k].isNaN ? 255 : UInt8($0[k]) })
        return .levels(UnsafeBufferPointer(room))
      }
    }

    deinit {
      for column in columns + [number] {
        switch column {
        case .numbers(let values): values.deallocate()
        case .levels(let codes): codes.deallocate()
        }
      }
    }
  }

  @Test("every kind of bound is compiled as the document has it")
  func bounds() throws {
    for (condition, at, above, below) in [
      (#""atLeast": 5"#, true, true, false), (#""above": 5"#, false, true, false),
      (#""atMost": 5"#, true, false, true), (#""below": 5"#, false, false, true),
      (#""atLeast": 5, "below": 7"#, true, true, false),
    ] {
      let document = try EligibilitySample.document((#""atLeast": 5"#, condition))
      let compiled = try CompiledEligibility(document)
      for (size, isMet) in [(5.0, at), (5.0.nextUp, above), (5.0.nextDown, below)] {
        var patient = Patient()
        patient.set("size", to: .number(size))
        let answer = compiled.evaluate(try compiled.encode(patient))
        #expect((answer.met & 1 == 1) == isMet, "\(condition) \(size)")
        #expect((answer.notMet & 1 == 1) == !isMet, "\(condition) \(size)")
      }
    }
  }

  @Test("more than a table holds is refused, with the criterion and the number")
  func limits() throws {
    let names = ["histology", "site", "extentOfSpread", "headAndNeckInvasion"]
    let levels = ["leiomyosarcoma", "extremity", nil, nil]
    let vocabulary = try VocabularyTests.library()
    let conditions = zip(names, levels).map { name, level in
      let level = level ?? vocabulary[name]?.levels.first?.name ?? ""
      return #"{"covariate": "\#(name)", "in": ["\#(level)"]}"#
    }.joined(separator: ", ")
    let document = try EligibilitySample.document(
      (#"[{"covariate": "grade", "in": ["3"]}]"#, "[\(conditions)]"))
    // 44, 32, 4 and 10 levels, and for each that nothing is known.
    let limit = CompiledEligibility.Limit.combinations(
      criterion: "grade", 45 * 33 * 5 * 11)
    #expect(throws: limit) { try CompiledEligibility(document) }
    #expect(
      limit.description
        == "The criterion 'grade' distinguishes 81675 kinds of patients, more than the 65536 that"
        + " there may be.")
    #expect(
      CompiledEligibility.Limit.levels(covariate: "x", 300).description
        == "'x' has 300 levels, more than the 254 that there may be.")
    #expect(
      CompiledEligibility.Limit.criteria(65).description
        == "Eligibility has 65 criteria, more than the 64 that there may be.")
    let one = #"{"id": "size", "covariate": "size", "atLeast": 5,"#
    let many = (0..<62).map {
      #"{"id": "c\#($0)", "covariate": "size", "atLeast": 5, "sentence": {"met": "m", "notMet": "n", "unknown": "u"}, "decides": true, "assumedWhenMissing": false, "source": "s"}, "#
    }.joined()
    let long = try EligibilitySample.document((one, many + one))
    #expect(throws: CompiledEligibility.Limit.criteria(65)) { try CompiledEligibility(long) }
  }

  @Test("with a benefit it is the one compiled object for a patient and for a cohort")
  func withBenefit() throws {
    let survivals = [try BaselineSurvival(0.48)]
    let ratio = try RatioEstimate(.hazardRatio, 0.94, interval: (0.68, 1.31))
    let benefit = try NeoadjuvantBenefit(
      baseline: .survivals(survivals), effects: [ratio], eligibility: compiled)
    let plain = try NeoadjuvantBenefit(baseline: .survivals(survivals), effects: [ratio])
    let patient = try compiled.encode(Patient(settings: BenefitSample.highRisk))
    let room = UnsafeMutablePointer<SurvivalBenefit>.allocate(capacity: 1)
    defer { room.deallocate() }
    let answer = benefit.benefits([0], eligibility: patient, into: room)
    #expect(answer?.eligible == true)
    #expect(room[0] == SurvivalBenefit(without: survivals[0], ratio: ratio))
    #expect(plain.benefits([0], eligibility: patient, into: room) == nil)

    let buffers = (0..<4).map { _ in
      UnsafeMutableBufferPointer<Double>.allocate(capacity: 2)
    }
    defer { for buffer in buffers { buffer.deallocate() } }
    for buffer in buffers { buffer.initialize(repeating: 0) }
    let columns = NeoadjuvantBenefit.Columns(
      survivalWithout: buffers[0], survivalWith: buffers[1], benefitLower: buffers[2],
      benefitUpper: buffers[3])
    let cohort = Cohort(compiled, [patient, patient.map { _ in .nan }])
    var verdicts: [UInt8] = [9, 9]
    func run(_ benefit: NeoadjuvantBenefit, rows: Int) throws {
      try verdicts.withUnsafeMutableBufferPointer {
        try benefit.benefits(
          effect: 0, columns: [], eligibility: cohort.columns, into: [columns],
          verdicts: UnsafeMutableBufferPointer(rebasing: $0[..<rows]))
      }
    }
    try run(benefit, rows: 2)
    #expect(verdicts == [CompiledEligibility.isEligible, CompiledEligibility.mayBeEligible])
    #expect(buffers[1][0] == room[0].survivalWith.estimate)
    #expect(throws: BenefitError.noEligibility) { try run(plain, rows: 2) }
    #expect(throws: BenefitError.rows(1, wanted: 2)) { try run(benefit, rows: 1) }
  }

  @Test("the compiled answer is that of the library's benefit")
  func sameAsLibrary() throws {
    let library = try EffectSample.library.get()
    let model = try #require(library[BenefitSample.baseline])
    guard case .proportionalHazards(let hazards) = model.form else {
      Issue.record("another form")
      return
    }
    let effect = try #require(library.treatment["eortc-62931-2012"]?.selectableEstimates.first)
    let benefit = try NeoadjuvantBenefit(
      baseline: .scorer(try Scorer(hazards, at: [5])), effects: [try RatioEstimate(effect)],
      eligibility: compiled)
    for settings in [BenefitSample.highRisk, BenefitSample.lowRisk] {
      let patient = try Patient(settings: settings)
      let vector = try #require(try patient.encode(model.covariates).vector)
      let told = try BenefitSample.benefit(settings) { $0.effects = ["eortc-62931-2012"] }
      let expected = try #require(told.estimates.first).benefit
      let answer = try #require(try benefit.benefits(of: vector).first)
      expectClose(answer.survivalWith.estimate, expected.survivalWith.estimate, absolute: 4e-16)
      let (ends, others) = (
        try #require(answer.absoluteBenefit.interval),
        try #require(expected.absoluteBenefit.interval)
      )
      expectClose(ends.lowerBound, others.lowerBound, absolute: 4e-16)
      expectClose(ends.upperBound, others.upperBound, absolute: 4e-16)
      #expect(
        compiled.evaluate(try compiled.encode(patient)).eligible == told.eligibility.eligible)
    }
  }
}
