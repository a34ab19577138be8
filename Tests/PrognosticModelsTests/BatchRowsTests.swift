import Foundation
import StrictJSON
import TestSupport
import Testing

@testable import PrognosticModels

@Suite struct BatchRowsTests {
  private static let library = try! ModelLibrary(
    directory: CommandRun.root.appending(path: "models").path)
  private static let models = [
    "sarculator-extremity-os-2016-reconstructed", "sarculator-retroperitoneal-os-2013-digitised",
    "kattan-msk-dss-2002", "tcga-limb-trunk-os-2026",
    "fnclcc-grade-1997", "ajcc8-stage-trunk-extremity-2017",
  ]

  /// Texts of one value: plain, on the bounds, beyond them, and such as only the strict reader takes.
  private static func texts(
    of covariate: ModelCovariate, _ generator: inout SplitMix64
  ) -> String {
    switch covariate.covariate.kind {
    case .number:
      // Mostly what a registry holds.
      if let range = covariate.observed ?? covariate.axis,
        Int.random(in: 0..<8, using: &generator) > 0
      {
        let number = Double.random(in: range, using: &generator)
        return
          "\(covariate.covariate.isInteger ? number.rounded(.down) : (number * 8).rounded() / 8)"
      }
      let ends = [covariate.covariate.possible, covariate.observed, covariate.axis].flatMap {
        $0.map { [$0.lowerBound, $0.upperBound] } ?? []
      }
      let choices =
        ends.flatMap { ["\($0)", "\($0 + 0.5)", "\($0 - 0.25)"] }
        + ["\(Int.random(in: 18...90, using: &generator))", "12.5", "3", "0", "-1", "1e1", "07"]
        + ["null", "\"12,5 cm\"", "\"unknown\"", "1234567890.123456", "-0", "true", "[1]"]
      return choices.randomElement(using: &generator)!
    case .category, .yesNo:
      if Int.random(in: 0..<8, using: &generator) > 0 {
        let covered = covariate.levels.flatMap(\.covers)
        return "\"\(covered.randomElement(using: &generator) ?? "yes")\""
      }
      let names = covariate.covariate.levelNames + covariate.covariate.halfAnswers.map(\.name)
      let choices =
        names.map { "\"\($0)\"" } + names.filter { Int($0) != nil }
        + ["null", "1", "true", "\"nonsense\"", "\"\\u0041\"", "\"é\""]
      return choices.randomElement(using: &generator)!
    }
  }

  @Test(
    "What is remembered of a kind of rows gives the bytes of the strict reader", arguments: models)
  func sameBytes(id: String) throws {
    let model = try #require(Self.library[id])
    let scorer = try BatchScorer(model, vocabulary: Self.library.vocabulary)
    for format in [BatchRows.Format.ndjson, .csv(quoting: { "<\($0)>" })] {
      let memory = RowMemory(of: scorer)
      var generator = SplitMix64(seed: 7)
      var (quick, strict) = (BatchRows(of: scorer, format), BatchRows(of: scorer, format))
      let covariates =
        model.covariates + [try #require(model.covariates.randomElement(using: &generator))]
      for row in 1...2_000 {
        var members = covariates.dropLast(row % 40 == 0 ? 0 : 1).compactMap { covariate in
          Int.random(in: 0..<30, using: &generator) == 0
            ? nil : "\"\(covariate.name)\": \(Self.texts(of: covariate, &generator))"
        }
        if row % 50 == 0 { members.append("\"metastasis\": \"yes\"") }
        if row % 70 == 0 { members.append("\"stray\": 1") }
        let text = " {" + members.joined(separator: " ,") + (row % 60 == 0 ? "" : "} ")
        // Twice: the second time the kind is known.
        for _ in 0..<2 {
          Array(text.utf8).withUnsafeBufferPointer {
            quick.add(row, json: $0, limits: JSONLimits(), memory)
          }
          strict.add(
            row,
            Result { () throws(RequestError) in
              try scorer.predict(json: Array(text.utf8), limits: JSONLimits())
            })
        }
      }
      #expect(quick.bytes == strict.bytes)
      #expect(quick.count == strict.count)
      #expect(quick.count.answered > 50, "\(quick.count)")
      #expect(quick.count.errors.values.reduce(0, +) > 50)
    }
  }

  @Test("A table's rows have the bytes of the same rows as objects", arguments: models)
  func tables(id: String) throws {
    let model = try #require(Self.library[id])
    let scorer = try BatchScorer(model, vocabulary: Self.library.vocabulary)
    let names = model.covariates.map(\.name)
    let columns = BatchColumns(named: ["note"] + names + ["metastasis "], for: scorer)
    #expect(columns.ignoredCount == 2 && columns.places == Array(1...names.count))
    let memory = RowMemory(of: scorer, columns: columns)
    var generator = SplitMix64(seed: 11)
    var (quick, strict) = (BatchRows(of: scorer, .ndjson), BatchRows(of: scorer, .ndjson))
    for row in 1...2_000 {
      var cells = TableRow()
      var patient = Patient()
      for covariate in model.covariates {
        let text = Self.texts(of: covariate, &generator)
        if let number = Double(text), number.isFinite {
          cells.add(number)
          patient.set(covariate.name, to: .number(number))
        } else if text == "null" {
          cells.addMissing()
        } else {
          let plain = text.replacing("\"", with: "")
          Array(plain.utf8).withUnsafeBufferPointer { cells.add($0) }
          patient.set(covariate.name, to: .text(plain))
        }
      }
      // Twice: the second time the kind is known.
      for _ in 0..<2 {
        quick.add(row, cells, of: columns, memory)
        strict.add(
          row,
          Result { () throws(RequestError) in
            do throws(PatientError) { return try scorer.predict(patient) } catch {
              throw .patient(error)
            }
          })
      }
    }
    #expect(quick.bytes == strict.bytes)
    #expect(quick.count == strict.count)
    #expect(quick.count.answered > 50, "\(quick.count)")
  }

  @Test("A text cannot pass for a number that is known")
  func disguise() throws {
    let model = try #require(Self.library["sarculator-extremity-os-2016-reconstructed"])
    let scorer = try BatchScorer(model, vocabulary: Self.library.vocabulary)
    let columns = BatchColumns(named: ["age", "size"], for: scorer)
    let memory = RowMemory(of: scorer, columns: columns)
    func isUnknown(_ make: (inout TableRow) -> Void) -> Bool {
      var row = TableRow()
      make(&row)
      return if case .unknown = memory.kind(of: row) { true } else { false }
    }
    func text(_ bytes: [UInt8], _ row: inout TableRow) {
      bytes.withUnsafeBufferPointer { row.add($0) }
    }
    _ = isUnknown { row in
      row.add(61)
      row.add(12)
    }
    memory.remember(
      CovariateVector(values: model.covariates.map { ["age": 61, "size": 12][$0.name] ?? 1 }),
      cautions: [])
    #expect(
      !isUnknown { row in
        row.add(62)
        row.add(13)
      })
    for byte in UInt8.min...UInt8.max {
      #expect(
        isUnknown { row in
          text([1, byte], &row)
          row.add(12)
        })
    }
    let invalid = [UInt8](repeating: 0xFF, count: 2)
    var rows = BatchRows(of: scorer, .ndjson)
    var row = TableRow()
    text(invalid, &row)
    row.add(12)
    rows.add(1, row, of: columns, memory)
    #expect(
      String(decoding: rows.bytes, as: UTF8.self)
        == "{\"row\":1,\"error\":{\"code\":\"row\",\"detail\":\"the cell of 'age' is no UTF-8; save the "
        + "table as UTF-8.\",\"pointer\":null}}\n")
  }

  @Test("Two rows that differ in a number alone are of one kind, and each has its own number")
  func kinds() throws {
    let model = try #require(Self.library["sarculator-extremity-os-2016-reconstructed"])
    let scorer = try BatchScorer(model, vocabulary: Self.library.vocabulary)
    let memory = RowMemory(of: scorer)
    func recollection(_ size: String) -> String {
      let text =
        "{\"age\":61,\"size\":\(size),\"grade\":3,\"histology\":\"LMS\",\"site\":\"thigh\"}"
      return Array(text.utf8).withUnsafeBufferPointer { bytes in
        var rows = BatchRows(of: scorer, .ndjson)
        defer { rows.add(1, json: bytes, limits: JSONLimits(), memory) }
        return switch memory.kind(of: bytes) {
        case .known(let kind): "\(kind.vector.values[1])"
        case .unknown: "unknown"
        case .notPlain: "not plain"
        }
      }
    }
    #expect(recollection("12") == "unknown")
    #expect(recollection("12.75") == "12.75")
    #expect(recollection("200") == "unknown")  // implausible, and never remembered
    #expect(recollection("200") == "unknown")
    #expect(recollection("\"12 cm\"") == "unknown")
    #expect(recollection("\"12 cm\"") == "12.0")
    #expect(recollection("1e1") == "not plain")
  }
}
