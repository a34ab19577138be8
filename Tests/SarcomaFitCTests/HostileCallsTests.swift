import Biostatistics
import CSarcomaFit
import Foundation
import TestSupport
import Testing

/// Whatever C passes is answered by a status and a sentence.
@Suite struct HostileCallsTests {
  /// The status and sentence of what is refused.
  private func refusal(_ body: () throws -> Void) -> Refused? {
    do {
      try body()
      return nil
    } catch { return error as? Refused }
  }

  private func expect(
    _ status: sarcoma_fit_status, _ words: String, _ body: () throws -> Void,
    _ location: SourceLocation = #_sourceLocation
  ) {
    let refused = refusal(body)
    #expect(refused?.status == status, "\(refused?.description ?? "OK")", sourceLocation: location)
    #expect(
      refused?.message.contains(words) == true, "\(refused?.message ?? "OK")",
      sourceLocation: location)
  }

  @Test("Null is an error in every argument that needs something")
  func nulls() throws {
    let table = try FitTable(data("lung"))
    let fit = try table.fit("cox", "Surv(time, status) ~ age")
    let abi = UInt32(SARCOMA_FIT_ABI_VERSION)
    var place: OpaquePointer?
    var written = sarcoma_fit_text()
    var value = 0.0
    let statuses = [
      sarcoma_fit_table_open(abi, nil, 1, 1, &place), sarcoma_fit_table_open(abi, nil, 0, 0, nil),
      sarcoma_fit_table_open(abi, [sarcoma_fit_column()], 1, 1, &place),
      sarcoma_fit_cox(nil, "y ~ x", nil, 0, &place),
      sarcoma_fit_cox(table.handle, nil, nil, 0, &place),
      sarcoma_fit_cox(table.handle, "y ~ x", nil, 0, nil),
      sarcoma_fit_cox(table.handle, "y ~ x", nil, 5, &place),
      sarcoma_fit_logistic(nil, nil, nil, 0, nil), sarcoma_fit_curves(nil, nil, nil, 0, nil),
      sarcoma_fit_validate(table.handle, nil, 0, nil, 0, nil, 0, &place),
      sarcoma_fit_validate(nil, nil, 0, nil, 0, "{}", 2, nil),
      sarcoma_fit_update(table.handle, nil, 0, nil, 0, "{}", 2, &place),
      sarcoma_fit_update(table.handle, "{}", 2, nil, 0, nil, 0, &place),
      sarcoma_fit_update(nil, "{}", 2, nil, 0, "{}", 2, nil),
      sarcoma_fit_anova(nil, nil, 0, nil, 0, nil, 0, &place),
      sarcoma_fit_anova(nil, "{}", 2, nil, 0, nil, 0, nil),
      sarcoma_fit_report(nil, "json", &written), sarcoma_fit_report(fit.handle, nil, &written),
      sarcoma_fit_report(fit.handle, "json", nil),
      sarcoma_fit_numbers(fit.handle, "means", nil, 0, nil),
      sarcoma_fit_numbers(nil, "means", &value, 1, nil),
      sarcoma_fit_numbers(fit.handle, nil, &value, 1, nil),
      sarcoma_fit_predict(fit.handle, "survival", nil, nil, 0, &value, 1),
      sarcoma_fit_predict(nil, "linearPredictor", table.handle, nil, 0, &value, 228),
      sarcoma_fit_predict(fit.handle, "linearPredictor", table.handle, nil, 3, &value, 228),
      sarcoma_fit_predict(fit.handle, "linearPredictor", table.handle, nil, 0, nil, 228),
      sarcoma_fit_document(fit.handle, nil, 0, &written), sarcoma_fit_document(nil, "{}", 2, nil),
      sarcoma_fit_figure(nil, nil, 0, &written), sarcoma_fit_figure(fit.handle, nil, 0, nil),
    ]
    for (place, status) in statuses.enumerated() {
      #expect(status == SARCOMA_FIT_ERROR_ARGUMENT, "call \(place)")
    }
    #expect(place == nil && written.bytes == nil && value == 0)
    #expect(sarcoma_fit_table_close(nil) == SARCOMA_FIT_OK)
    #expect(sarcoma_fit_result_close(nil) == SARCOMA_FIT_OK)
    sarcoma_fit_text_free(nil)
    sarcoma_fit_text_free(&written)
  }

  @Test("A handle that was closed, or belongs to something else, is not open")
  func handles() throws {
    let table = try FitTable(data("lung"))
    var fit: OpaquePointer?
    try check(sarcoma_fit_cox(table.handle, "Surv(time, status) ~ age", nil, 0, &fit))
    try check(sarcoma_fit_result_close(fit))
    expect(SARCOMA_FIT_ERROR_HANDLE, "not open") { try check(sarcoma_fit_result_close(fit)) }
    var report = sarcoma_fit_text()
    expect(SARCOMA_FIT_ERROR_HANDLE, "not open") {
      try check(sarcoma_fit_report(fit, "json", &report))
    }
    expect(SARCOMA_FIT_ERROR_HANDLE, "not open") {
      try check(sarcoma_fit_report(table.handle, "json", &report))
    }
    expect(SARCOMA_FIT_ERROR_HANDLE, "not open") {
      try check(sarcoma_fit_report(OpaquePointer(bitPattern: 8), "json", &report))
    }
  }

  @Test("A result outlives its table")
  func closedTable() throws {
    let table = try FitTable(data("lung"))
    let fit = try table.fit("cox", "Surv(time, status) ~ age")
    try check(sarcoma_fit_table_close(table.handle))
    #expect(try fit.report("json").contains("\"converged\""))
    #expect(try fit.document(#"{"id": "m", "horizons": ["1y"]}"#).contains("\"m\""))
  }

  @Test("Columns that make no table are refused with the reason")
  func columns() throws {
    let numbers = [1.0, 2, 3]
    func open(
      _ columns: [sarcoma_fit_column], rows: Int = 3, abi: UInt32 = UInt32(SARCOMA_FIT_ABI_VERSION)
    ) throws {
      var table: OpaquePointer?
      try check(sarcoma_fit_table_open(abi, columns, columns.count, rows, &table))
    }
    "x".withCString { x in
      numbers.withUnsafeBufferPointer { numbers in
        var plain = sarcoma_fit_column()
        (plain.name, plain.numbers) = (x, numbers.baseAddress)
        expect(SARCOMA_FIT_ERROR_VERSION, "version 99") { try open([plain], abi: 99) }
        expect(SARCOMA_FIT_ERROR_ARGUMENT, "at least one column") { try open([]) }
        expect(SARCOMA_FIT_ERROR_ARGUMENT, "both named 'x'") { try open([plain, plain]) }
        expect(SARCOMA_FIT_ERROR_ARGUMENT, "at most") { try open([plain], rows: -1) }
        expect(SARCOMA_FIT_ERROR_ARGUMENT, "at most") { try open([plain], rows: Int.max) }
        expect(SARCOMA_FIT_ERROR_ARGUMENT, "cannot have") {
          var table: OpaquePointer?
          try check(
            sarcoma_fit_table_open(UInt32(SARCOMA_FIT_ABI_VERSION), [plain], -1, 3, &table))
        }
        var crooked = plain
        crooked.numbers = UnsafeRawPointer(numbers.baseAddress!).advanced(by: 1)
          .assumingMemoryBound(to: Double.self)
        expect(SARCOMA_FIT_ERROR_ARGUMENT, "the address of 'x' is no multiple of 8") {
          try open([crooked], rows: 1)
        }
        var noText = plain
        noText.numbers = nil
        expect(SARCOMA_FIT_ERROR_ARGUMENT, "codes of 'x' is null") { try open([noText]) }
        [Int32(-1), 7, -5].withUnsafeBufferPointer { codes in
          noText.codes = codes.baseAddress
          expect(SARCOMA_FIT_ERROR_ARGUMENT, "code 7 in row 2") { try open([noText]) }
          noText.text_count = 1
          expect(SARCOMA_FIT_ERROR_ARGUMENT, "texts of 'x' is null") { try open([noText]) }
          [UnsafePointer<CChar>?.none].withUnsafeBufferPointer { texts in
            noText.texts = texts.baseAddress
            expect(SARCOMA_FIT_ERROR_ARGUMENT, "a text of 'x' is null") { try open([noText]) }
          }
        }
      }
    }
    let bytes: [CChar] = [-1, -2, 0]
    var column = sarcoma_fit_column()
    bytes.withUnsafeBufferPointer { bytes in
      column.name = bytes.baseAddress
      expect(SARCOMA_FIT_ERROR_ARGUMENT, "no UTF-8") { try open([column], rows: 0) }
    }
  }

  @Test(
    "Options of the wrong shape are refused where they stand",
    arguments: [
      ("cox", "{", "json", "", ""), ("cox", "[]", "shape", "an object", ""),
      ("cox", #"{"tis": "efron"}"#, "shape", "did you mean 'ties'", ""),
      ("cox", #"{"ties": "nearest"}"#, "shape", "efron", "/ties"),
      ("cox", #"{"robust": 1}"#, "shape", "true or false", "/robust"),
      ("cox", #"{"confidence": 2}"#, "option", "'confidence' lies between 0 and 1, not at 2.0", ""),
      ("cox", #"{"iterations": 0}"#, "option", "'iterations' lies between 1 and 10,000", ""),
      ("cox", #"{"tolerance": 1}"#, "option", "'tolerance' lies between", ""),
      ("cox", #"{"firth": true, "ridge": 1}"#, "option", "'firth' and 'ridge' are two", ""),
      ("cox", #"{"ridge": -1}"#, "option", "", ""),
      ("cox", #"{"predict": ["age=50"]}"#, "option", "'predict' needs the times", ""),
      (
        "cox", #"{"phSmooth": true, "phTest": false}"#, "option",
        "'phSmooth' true needs 'phTest' true", ""
      ),
      ("cox", #"{"at": ["1y", ""]}"#, "option", "'at': a time is missing", ""),
      ("cox", #"{"at": ["soon"]}"#, "option", "'at': 'soon' is no time", ""),
      ("cox", #"{"levels": {"sex": ["1", ""]}}"#, "option", "a level of 'sex' is empty", ""),
      ("cox", #"{"at": [1], "predict": ["age"]}"#, "option", "'age' is no name=value", ""),
      ("cox", #"{"at": [1], "predict": [{"age": "old"}]}"#, "data", "'predict' 'age=old'", ""),
      ("logistic", #"{"firth": true, "robust": true}"#, "option", "'robust' and 'cluster'", ""),
      (
        "logistic", #"{"intervals": "profile", "robust": true}"#, "option",
        "'intervals' profile has no robust", ""
      ),
      (
        "logistic", #"{"intervals": "profile", "ridge": 1}"#, "option",
        "does not go with 'ridge'", ""
      ),
      ("curves", #"{"test": "logrank", "weights": "age"}"#, "option", "leave out 'weights'", ""),
      ("curves", #"{"test": "logrank"}"#, "data", "two groups or more", ""),
      ("curves", #"{"rmean": ["1y", "2y"]}"#, "option", "'rmean' takes one time", ""),
    ])
  func options(kind: String, options: String, code: String, words: String, pointer: String) throws {
    let table = try FitTable(data("lung"))
    let formula = kind == "logistic" ? "sex ~ age" : "Surv(time, status) ~ 1 + age"
    let refused = refusal {
      _ = try table.fit(kind, kind == "curves" ? "Surv(time, status) ~ 1" : formula, options)
    }
    #expect(refused?.code == code, "\(refused?.description ?? "OK")")
    #expect(refused?.message.contains(words) == true || words.isEmpty, "\(refused?.message ?? "")")
    #expect(refused?.pointer == pointer)
    #expect(
      refused?.status
        == (code == "data" ? SARCOMA_FIT_ERROR_DATA : SARCOMA_FIT_ERROR_QUESTION))
  }

  @Test(
    "Options of a validation that do not go together are refused",
    arguments: [
      (#"{}"#, "outcome"), (#"{"outcome": "status"}"#, "Name a model"),
      (
        #"{"outcome": "Surv(time, status)", "predictedRisk": ["a@1y"], "bootstrap": 5}"#,
        "leave out 'bootstrap'"
      ),
      (
        #"{"outcome": "Surv(time, status)", "predictedRisk": ["a@1y"], "at": ["1y"]}"#,
        "leave out 'at'"
      ),
      (#"{"outcome": "Surv(time, status)", "predictedRisk": ["a@1y"]}"#, "'unit' day"),
      (
        #"{"outcome": "Surv(time, status)", "predictedRisk": ["a@0y"], "unit": "day"}"#,
        "'predictedRisk' takes a column and one horizon"
      ),
      (#"{"outcome": "status", "predictedRisk": ["a"], "unit": "day"}"#, "has no time"),
    ])
  func validationOptions(options: String, words: String) throws {
    let table = try FitTable(data("lung"))
    expect(SARCOMA_FIT_ERROR_QUESTION, words) { _ = try table.validate(nil, options) }
  }

  @Test(
    "Options of resampling that do not go together are refused",
    arguments: [
      (#""bootstrap": 1"#, "'bootstrap' takes two samples or more, not 1"),
      (#""bootstrap": 9000000000"#, "'bootstrap' takes at most 1,000,000 samples"),
      (#""seed": -1"#, "'seed' is a number from 0 on"), (#""seed": 1"#, "leave it out"),
      (#""folds": 1"#, "'folds' takes two folds or more"),
      (#""folds": 2, "foldColumn": "sex""#, "'foldColumn' gives the folds"),
      (#""repeats": 2"#, "are of 'folds'"), (#""folds": 2, "repeats": 0"#, "takes 1 or more"),
      (#""folds": 2, "repeats": 1000000"#, "at most 100,000"),
      (#""folds": 2, "foldsByEvent": true, "cluster": "inst""#, "whole clusters"),
      (#""select": "aic""#, "'select' is of resampling"),
      (#""bootstrap": 2, "candidates": "age""#, "state 'select'"),
      (#""bootstrap": 2, "select": "p""#, "takes p=0.157 or aic, not 'p'"),
    ])
  func resamplingOptions(options: String, words: String) throws {
    let table = try FitTable(data("lung"))
    let fit = try table.fit("cox", "Surv(time, status) ~ age")
    let document = Array(try fit.document(#"{"id": "m", "horizons": ["1y"]}"#).utf8)
    expect(SARCOMA_FIT_ERROR_QUESTION, words) {
      _ = try table.validate(document, "{\"outcome\": \"Surv(time, status)\", \(options)}")
    }
  }

  @Test("What an answer does not have is refused in a sentence")
  func parts() throws {
    let table = try FitTable(data("lung"))
    let curves = try table.fit("curves", "Surv(time, status) ~ sex")
    let cox = try table.fit("cox", "Surv(time, status) ~ age")
    let moving = try table.fit("cox", "Surv(time, status) ~ tt(age * log(t))")
    let logistic = try table.fit("logistic", "sex ~ age")
    let (question, bad) = (SARCOMA_FIT_ERROR_QUESTION, SARCOMA_FIT_ERROR_DATA)
    expect(question, "there are no numbers") { _ = try curves.numbers("coefficients") }
    expect(question, "there are no 'pearson' of this") { _ = try cox.numbers("pearson") }
    expect(question, "Only a fit") { _ = try curves.document(#"{"id": "m"}"#) }
    expect(question, "needs its 'horizons'") { _ = try cox.document(#"{"id": "m"}"#) }
    expect(question, "leave them out") {
      _ = try logistic.document(#"{"id": "m", "horizons": ["1y"]}"#)
    }
    expect(question, "no figure 'roc' of this") { _ = try cox.figure(#"{"show": "roc"}"#) }
    expect(question, "it is survival") { _ = try curves.figure(#"{"show": "roc"}"#) }
    expect(question, "no 'probability' of this") { _ = try cox.predict("probability", of: table) }
    expect(question, "no quantity 'hope'") { _ = try cox.predict("hope", of: table) }
    expect(question, "'times': 'nan' is no time") {
      _ = try cox.predict("survival", of: table, at: [.nan])
    }
    expect(SARCOMA_FIT_ERROR_ARGUMENT, "there is room for 3 numbers") {
      var values = [0.0, 0, 0]
      try check(sarcoma_fit_numbers(cox.handle, "coefficients", &values, 3, nil))
    }
    expect(bad, "figure") { _ = try moving.figure() }
    let endless = try FitTable(data("nasty-monotone")).fit("cox", "Surv(time, status) ~ z")
    expect(bad, "There is no finite estimate of 'z', so there is no model to write") {
      _ = try endless.document(#"{"id": "m", "horizons": [5]}"#)
    }
    expect(bad, "document") { _ = try moving.document(#"{"id": "m", "horizons": ["1y"]}"#) }
    expect(bad, "prediction") { _ = try moving.predict("survival", of: table, at: [1]) }
    expect(SARCOMA_FIT_ERROR_ARGUMENT, "\"json\" or \"text\"") { _ = try cox.report("html") }
    expect(SARCOMA_FIT_ERROR_DOCUMENT, "never closed") {
      _ = try table.validate([0x7B], #"{"outcome": "Surv(time, status)"}"#)
    }
  }

  @Test("Columns of NaN, infinities and huge numbers make errors or fits, never a trap")
  func hostileNumbers() throws {
    var random = SplitMix64(seed: 9)
    let odd = [Double.nan, .infinity, -.infinity, 1e308, -1e308, 5e-324, 0, -0.0, 1, 2, 1e17]
    for round in 0..<150 {
      let rows = Int.random(in: 0...12, using: &random)
      func column(_ name: String) -> Column {
        Column(
          name: name,
          numbers: (0..<rows).map { _ in
            round % 3 == 0
              ? odd.randomElement(using: &random)!
              : Double.random(in: 0...3, using: &random).rounded()
          })
      }
      let codes = (0..<rows).map { _ in Int32.random(in: -1...1, using: &random) }
      let table = try FitTable(
        Table(columns: [
          column("t"), column("d"), column("x"), column("w"),
          Column(name: "g", values: .categories(codes: codes, labels: ["", "b"])),
        ]))
      for (kind, formula) in [
        ("cox", "Surv(t, d) ~ x + g + strata(w)"), ("cox", "Surv(x, t, d) ~ rcs(w, 3)"),
        ("cox", "Surv(t, d == 1) ~ step(x, 1) + g:x"), ("logistic", "d ~ x + g"),
        ("curves", "Surv(t, d) ~ g + x"),
      ] {
        let refused = refusal {
          let result = try table.fit(kind, formula, round % 2 == 0 ? nil : #"{"weights": "w"}"#)
          _ = try result.report("json")
          _ = try result.report("text")
          _ = try? result.predict("survival", of: table, at: [0, .infinity, -1])
        }
        #expect(refused == nil || refused?.message.isEmpty == false)
      }
    }
  }
}
