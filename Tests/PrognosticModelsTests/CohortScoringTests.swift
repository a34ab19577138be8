import Foundation
import StrictJSON
import TestSupport
import Testing

@testable import PrognosticModels

@Suite struct CohortScoringTests {
  /// Room for everything that a cohort can be answered, filled with what nothing may keep.
  private struct Room {
    var numbers: [[Double]]
    var places: [[Int32]]
    let rows: Int

    init(_ scorer: BatchScorer, rows: Int) {
      self.rows = rows
      numbers = [1, 1, scorer.probabilityCount, scorer.probabilityCount, scorer.probabilityCount]
        .map {
          [Double](repeating: -77, count: $0 * rows)
        }
      places = [[Int32](repeating: -77, count: rows), [Int32](repeating: -77, count: rows)]
    }

    mutating func fill(
      _ scorer: BatchScorer, _ columns: [CohortColumn], wantsAll: Bool = true
    ) throws -> CohortAccount {
      var answers = CohortAnswers()
      let addresses = numbers.map(Self.copy)
      let codes = places.map(Self.copy)
      defer {
        for (place, memory) in addresses.enumerated() { numbers[place] = Self.array(memory) }
        for (place, memory) in codes.enumerated() { places[place] = Self.array(memory) }
      }
      if wantsAll {
        answers.linearPredictor = addresses[0].baseAddress
        answers.totalPoints = addresses[1].baseAddress
        answers.lower = addresses[3].baseAddress
        answers.upper = addresses[4].baseAddress
        answers.category = codes[0].baseAddress
        answers.remark = codes[1].baseAddress
      }
      answers.probability = addresses[2].baseAddress
      return try scorer.score(columns, rows: rows, into: answers)
    }

    private static func copy<Value>(_ values: [Value]) -> UnsafeMutableBufferPointer<Value> {
      let memory = UnsafeMutableBufferPointer<Value>.allocate(capacity: values.count)
      _ = memory.initialize(from: values)
      return memory
    }

    /// What is in memory, which is given back.
    private static func array<Value>(_ memory: UnsafeMutableBufferPointer<Value>) -> [Value] {
      defer { memory.deallocate() }
      return Array(memory)
    }
  }

  private static func model(_ file: String) throws -> PrognosticModel? {
    guard !file.contains("model-forms") else {
      return try PrognosticModel(
        Library.bytes(file), vocabulary: Library.models().vocabulary)
    }
    return try Library.models()[String(file.dropFirst(7).dropLast(5))]
  }

  @Test(
    "A row of a cohort has the bits, the class and the words of the patient that it is",
    arguments: Library.documents)
  func rows(file: String) throws {
    let vocabulary = try Library.models().vocabulary
    let model = try #require(try Self.model(file))
    let scorer = try BatchScorer(model, vocabulary: vocabulary)
    var answered = 0
    for seed in 1...4 as ClosedRange<UInt64> {
      let cohort = DrawnCohort(of: model, vocabulary, rows: 1_500, seed: seed)
      let columns = cohort.columns
      var room = Room(scorer, rows: cohort.rows)
      let account = try room.fill(scorer, columns)
      var alone = Room(scorer, rows: cohort.rows)
      _ = try alone.fill(scorer, columns, wantsAll: false)
      #expect(alone.numbers[2].map(\.bitPattern) == room.numbers[2].map(\.bitPattern))
      let read = columns.filter { scorer.predictor.readNames.contains($0.name) }
      func expect(
        _ place: Int, _ value: Double?, _ row: Int,
        sourceLocation: SourceLocation = #_sourceLocation
      ) {
        let found = room.numbers[place][row]
        #expect(
          value.map { $0.bitPattern == found.bitPattern } ?? found.isNaN,
          "seed \(seed), row \(row): \(found), not \(value ?? .nan)", sourceLocation: sourceLocation
        )
      }
      for row in 0..<cohort.rows {
        let result = Result { () throws(PatientError) in
          try scorer.predictor.predict(Patient(row: row, of: read))
        }
        let answer = (try? result.get())?.answer
        answered += answer == nil ? 0 : 1
        expect(0, answer?.linearPredictor, row)
        expect(1, answer?.totalPoints, row)
        for place in 0..<scorer.probabilityCount {
          let probabilities = answer?.probabilities ?? []
          let known = place < probabilities.count ? probabilities[place] : nil
          expect(2, known?.probability, place * cohort.rows + row)
          expect(3, known?.interval?.lowerBound, place * cohort.rows + row)
          expect(4, known?.interval?.upperBound, place * cohort.rows + row)
        }
        let (category, remark) = (Int(room.places[0][row]), Int(room.places[1][row]))
        #expect((category < 0 ? nil : account.categories[category]) == answer?.category)
        let words = CohortAccount.Remark(result)
        let silent = words.cautions.isEmpty && words.refusal == nil
        #expect((remark < 0 ? nil : account.remarks[remark]) == (silent ? nil : words))
      }
      #expect(Set(account.remarks).count == account.remarks.count)
    }
    #expect(answered > 200)
  }

  @Test("Times and conditions that are asked for have the bits of a patient's")
  func times() throws {
    let library = try Library.models()
    let model = try #require(library["tcga-limb-trunk-os-2026"])
    let horizons = [Horizon(value: 2, unit: .year), Horizon(value: 30, unit: .month)]
    for given in [nil, Horizon(value: 1, unit: .year)] {
      let scorer = try BatchScorer(
        model, vocabulary: library.vocabulary, at: horizons, given: given)
      let cohort = DrawnCohort(of: model, library.vocabulary, rows: 300, seed: 3)
      var room = Room(scorer, rows: cohort.rows)
      _ = try room.fill(scorer, cohort.columns)
      let read = cohort.columns.filter { scorer.predictor.readNames.contains($0.name) }
      for row in 0..<cohort.rows {
        let patient = Patient(row: row, of: read)
        let answer = try? scorer.predictor.predict(patient).answer
        for place in 0..<2 {
          let (found, wanted) = (
            room.numbers[2][place * cohort.rows + row], answer?.probabilities[place].probability
          )
          #expect(wanted.map { $0.bitPattern == found.bitPattern } ?? found.isNaN)
        }
      }
    }
  }

  @Test("More kinds of rows than are remembered, and keys too large for a table, change nothing")
  func manyKinds() throws {
    let library = try Library.models()
    let model = try #require(library["sarculator-extremity-os-2016-reconstructed"])
    let scorer = try BatchScorer(model, vocabulary: library.vocabulary)
    let rows = 12_000
    let sizes = (0..<rows).map { "\(Double($0 % 400) / 10 + 1) cm" }
    var codes = (0..<rows).map { Int32($0) }
    let (ages, grades) = (
      (0..<rows).map { Double(18 + $0 % 70) }, (0..<rows).map { Double(1 + $0 % 3) }
    )
    let histology = ["leiomyosarcoma"]
    var places = [Int32](repeating: 0, count: rows)
    try codes.withUnsafeMutableBufferPointer { codes in
      try places.withUnsafeMutableBufferPointer { places in
        try ages.withUnsafeBufferPointer { ages in
          try grades.withUnsafeBufferPointer { grades in
            let columns = [
              CohortColumn(name: "age", values: .numbers(ages)),
              CohortColumn(name: "grade", values: .numbers(grades)),
              CohortColumn(
                name: "size", values: .texts(codes: UnsafeBufferPointer(codes), sizes)),
              CohortColumn(
                name: "histology", values: .texts(codes: UnsafeBufferPointer(places), histology)),
            ]
            var room = Room(scorer, rows: rows)
            let account = try room.fill(scorer, columns)
            for row in stride(from: 0, to: rows, by: 7) {
              let answer = try scorer.predictor.predict(Patient(row: row, of: columns)).answer
              #expect(
                room.numbers[2][row].bitPattern
                  == answer?.probabilities.first?.probability.bitPattern)
            }
            #expect(account.remarks.allSatisfy { $0.refusal == nil })
          }
        }
      }
    }
  }

  @Test("Columns that cannot be read as a cohort are refused in a sentence")
  func refusals() throws {
    let library = try Library.models()
    let model = try #require(library["tcga-limb-trunk-os-2026"])
    let scorer = try BatchScorer(model, vocabulary: library.vocabulary)
    let ages: [Double] = [50, 60]
    let codes: [Int32] = [0, 1]
    ages.withUnsafeBufferPointer { ages in
      codes.withUnsafeBufferPointer { codes in
        let age = CohortColumn(name: "age", values: .numbers(ages))
        let cases: [([CohortColumn], Int, CohortError, String)] = [
          (
            [age, age], 2, .twice("age"), "There are two columns 'age'; rename one of them."
          ),
          (
            [age], 3, .rows(2, column: "age", wanted: 3),
            "The column 'age' has 2 rows, and there is room for 3 answers."
          ),
          (
            [age, CohortColumn(name: "size", values: .texts(codes: codes, ["5 cm"]))], 2,
            .code(1, column: "size", row: 1, texts: 1),
            "The column 'size' has the code 1 in row 1, and 1 texts."
          ),
        ]
        for (columns, rows, error, sentence) in cases {
          #expect(throws: error) {
            try scorer.score(columns, rows: rows, into: CohortAnswers())
          }
          #expect(error.description == sentence)
        }
      }
    }
  }

  @Test("The arithmetic of an encoded patient has the bits of the prediction")
  func arithmetic() throws {
    let vocabulary = try Library.models().vocabulary
    for file in Library.documents {
      let model = try #require(try Self.model(file))
      let scorer = try BatchScorer(model, vocabulary: vocabulary)
      guard !scorer.isRule, scorer.probabilityCount > 0 else { continue }
      let arithmetic = PatientArithmetic(scorer)
      let cohort = DrawnCohort(of: model, vocabulary, rows: 200, seed: 9)
      let read = cohort.columns.filter { scorer.predictor.readNames.contains($0.name) }
      for row in 0..<cohort.rows {
        guard let prediction = try? scorer.predictor.predict(Patient(row: row, of: read)),
          let vector = prediction.vector, let known = prediction.answer?.probabilities,
          known.count == scorer.probabilityCount
        else { continue }
        var room = [[Double]](repeating: known.map { _ in -77 }, count: 3)
        var (lower, upper) = (room[1], room[2])
        try arithmetic.score(
          vector.values, count: vector.values.count, into: &room[0], lower: &lower, upper: &upper)
        for (place, one) in known.enumerated() {
          #expect(room[0][place].bitPattern == one.probability.bitPattern, "\(file)")
          #expect(
            one.interval.map { $0.lowerBound == lower[place] && $0.upperBound == upper[place] }
              ?? (lower[place].isNaN && upper[place].isNaN), "\(file)")
        }
      }
    }
  }

  @Test("A patient of a kind that is known is encoded to the bits of one who is not")
  func encoder() throws {
    let library = try Library.models()
    for id in ["tcga-limb-trunk-os-2026", "kattan-msk-dss-2002", "fnclcc-grade-1997"] {
      let model = try #require(library[id])
      let scorer = try BatchScorer(model, vocabulary: library.vocabulary)
      let encoder = PatientEncoder(scorer)
      let cohort = DrawnCohort(of: model, library.vocabulary, rows: 400, seed: 12)
      let read = cohort.columns.filter { scorer.predictor.readNames.contains($0.name) }
      var encoded = 0
      for row in 0..<cohort.rows {
        let members = read.compactMap { column -> String? in
          switch column.value(row) {
          case .number(let number) where number.isFinite: "\"\(column.name)\": \(number)"
          case .text(let text): "\"\(column.name)\": \"\(text)\""
          default: nil
          }
        }
        let text = Array("{\(members.joined(separator: ", "))}".utf8)
        var values = [Double](repeating: -77, count: model.covariates.count)
        let quick = Result { () throws(RequestError) in
          try text.withUnsafeBufferPointer { (bytes) throws(RequestError) in
            try encoder.encode(json: bytes, into: &values)
          }
        }
        switch Result(catching: { () throws(RequestError) in
          try scorer.encode(json: text, limits: JSONLimits())
        }) {
        case .success(let vector):
          encoded += 1
          #expect(
            vector.values.map(\.bitPattern) == values.map(\.bitPattern)
              || zip(vector.values, values).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) })
        case .failure(let error):
          let other = #expect(throws: RequestError.self) { try quick.get() }
          #expect(other?.description == error.description)
        }
      }
      #expect(encoded > 50, "\(id)")
    }
  }
}
