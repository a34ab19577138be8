// swift-format-ignore-file: AlwaysUseLowerCamelCase
// The names are those of sarcoma_fit.h, which says what each function does.

internal import Biostatistics
internal import CInterface
public import CSarcomaFit
internal import Reports

/// Fits a Cox model.
@c @implementation
public func sarcoma_fit_cox(
  _ table: OpaquePointer!, _ formula: UnsafePointer<CChar>!, _ options: UnsafePointer<CChar>!,
  _ length: Int, _ result: UnsafeMutablePointer<OpaquePointer?>!
) -> sarcoma_fit_status {
  answer(CoxRequest.self, table, formula, options, length, result)
}

/// Fits a logistic model.
@c @implementation
public func sarcoma_fit_logistic(
  _ table: OpaquePointer!, _ formula: UnsafePointer<CChar>!, _ options: UnsafePointer<CChar>!,
  _ length: Int, _ result: UnsafeMutablePointer<OpaquePointer?>!
) -> sarcoma_fit_status {
  answer(LogisticRequest.self, table, formula, options, length, result)
}

/// Estimates survival curves.
@c @implementation
public func sarcoma_fit_curves(
  _ table: OpaquePointer!, _ formula: UnsafePointer<CChar>!, _ options: UnsafePointer<CChar>!,
  _ length: Int, _ result: UnsafeMutablePointer<OpaquePointer?>!
) -> sarcoma_fit_status {
  answer(CurvesRequest.self, table, formula, options, length, result)
}

/// A question with a formula.
private func answer<Request: FormulaRequest>(
  _ kind: Request.Type, _ table: OpaquePointer?, _ formula: UnsafePointer<CChar>?,
  _ options: UnsafePointer<CChar>?, _ length: Int, _ result: UnsafeMutablePointer<OpaquePointer?>?
) -> sarcoma_fit_status {
  status { () throws(CallFailure) in
    let place = try CArgument.place(result, "the place of the result")
    let formula = try CArgument.text(formula, "the formula")
    let options = try document(options, length, "the options")
    try answer(on: table, at: place) { (table) throws(AnalysisError) in
      try Request(formula: formula, options: options).answer(on: table)
    }
  }
}

/// Opens what is answered of a table.
private func answer(
  on table: OpaquePointer?, at place: UnsafeMutablePointer<OpaquePointer?>,
  _ body: (Table) throws(AnalysisError) -> any ReportAnswer
) throws(CallFailure) {
  let found = try Handles.tables.use(table) { (open) throws(CallFailure) in
    try asking { () throws(AnalysisError) in try body(open.table) }
  }
  place.pointee = try Handles.results.open(OpenResult(found))
}

/// Validates a model, or columns of predictions.
@c @implementation
public func sarcoma_fit_validate(
  _ table: OpaquePointer!, _ document: UnsafePointer<CChar>!, _ document_length: Int,
  _ vocabulary: UnsafePointer<CChar>!, _ vocabulary_length: Int, _ options: UnsafePointer<CChar>!,
  _ length: Int, _ result: UnsafeMutablePointer<OpaquePointer?>!
) -> sarcoma_fit_status {
  status { () throws(CallFailure) in
    let place = try CArgument.place(result, "the place of the result")
    guard let options = try SarcomaFitC.document(options, length, "the options") else {
      throw CallFailure(.argument, "the options are null, and a validation wants its outcome.")
    }
    let model = try model(document, document_length, vocabulary, vocabulary_length)
    try answer(on: table, at: place) { (table) throws(AnalysisError) in
      try ValidationRequest(json: options).answer(of: model, on: table, watch: Interruption())
    }
  }
}

/// Brings a model up to date.
@c @implementation
public func sarcoma_fit_update(
  _ table: OpaquePointer!, _ document: UnsafePointer<CChar>!, _ document_length: Int,
  _ vocabulary: UnsafePointer<CChar>!, _ vocabulary_length: Int, _ options: UnsafePointer<CChar>!,
  _ length: Int, _ result: UnsafeMutablePointer<OpaquePointer?>!
) -> sarcoma_fit_status {
  status { () throws(CallFailure) in
    let place = try CArgument.place(result, "the place of the result")
    guard let options = try SarcomaFitC.document(options, length, "the options") else {
      throw CallFailure(.argument, "the options are null, and an update wants its outcome.")
    }
    guard let model = try model(document, document_length, vocabulary, vocabulary_length) else {
      throw CallFailure(.argument, "the document is null.")
    }
    try answer(on: table, at: place) { (table) throws(AnalysisError) in
      try UpdateRequest(json: options).answer(
        of: model.document, vocabulary: model.vocabulary, on: table)
    }
  }
}

/// Tests the terms of a fit, compares two fits, or estimates contrasts.
@c @implementation
public func sarcoma_fit_anova(
  _ table: OpaquePointer!, _ document: UnsafePointer<CChar>!, _ document_length: Int,
  _ other: UnsafePointer<CChar>!, _ other_length: Int, _ options: UnsafePointer<CChar>!,
  _ length: Int, _ result: UnsafeMutablePointer<OpaquePointer?>!
) -> sarcoma_fit_status {
  status { () throws(CallFailure) in
    let place = try CArgument.place(result, "the place of the result")
    let options = try SarcomaFitC.document(options, length, "the options")
    guard let fit = try model(document, document_length, nil, 0)?.document else {
      throw CallFailure(.argument, "the document is null.")
    }
    let second = try model(other, other_length, nil, 0)?.document
    let columns: Table? =
      table == nil
      ? nil : try Handles.tables.use(table) { (open) throws(CallFailure) in open.table }
    let found = try asking { () throws(AnalysisError) -> any ReportAnswer in
      let request =
        try options.map { json throws(AnalysisError) in try AnovaRequest(json: json) }
        ?? AnovaRequest()
      guard let second else { return try request.answer(of: fit, on: columns) }
      guard columns == nil else { throw .option(.tableOfComparison) }
      return try request.comparison(of: fit, with: second, names: ("first", "second"))
    }
    place.pointee = try Handles.results.open(OpenResult(found))
  }
}

/// A model document with its vocabulary; nil for null.
private func model(
  _ document: UnsafePointer<CChar>?, _ length: Int, _ vocabulary: UnsafePointer<CChar>?,
  _ vocabularyLength: Int
) throws(CallFailure) -> (document: PrognosticModel, vocabulary: Vocabulary)? {
  guard document != nil || length != 0 else { return nil }
  let bytes = try CArgument.bytes(document, length, "the document")
  let words = try CArgument.bytes(vocabulary, vocabularyLength, "the vocabulary")
  do throws(StrictJSONError) {
    let vocabulary =
      words.isEmpty ? Vocabulary() : try Vocabulary(try JSONDocument(words), bytes: words)
    return (try PrognosticModel(bytes, vocabulary: vocabulary), vocabulary)
  } catch {
    throw CallFailure(.document, error.description, pointer: error.place?.path)
  }
}
