// swift-format-ignore-file: AlwaysUseLowerCamelCase
// The names are those of sarcoma_fit.h, which says what each function does.

internal import Biostatistics
internal import CInterface
public import CSarcomaFit
internal import Reports

/// The words or the JSON of a result.
@c @implementation
public func sarcoma_fit_report(
  _ result: OpaquePointer!, _ format: UnsafePointer<CChar>!,
  _ report: UnsafeMutablePointer<sarcoma_fit_text>!
) -> sarcoma_fit_status {
  status { () throws(CallFailure) in
    let place = try CArgument.place(report, "the place of the report")
    let format = try CArgument.text(format, "the format")
    let text = try Handles.results.use(result) { (open) throws(CallFailure) in
      switch format {
      case "json": open.answer.json.text(.unwrapped)
      case "text": open.answer.text
      default: throw CallFailure(.argument, "the format is \"json\" or \"text\".")
      }
    }
    give(Array(text.utf8), to: place)
  }
}

/// Numbers of a fit.
@c @implementation
public func sarcoma_fit_numbers(
  _ result: OpaquePointer!, _ name: UnsafePointer<CChar>!, _ into: UnsafeMutablePointer<Double>!,
  _ capacity: Int, _ count: UnsafeMutablePointer<Int>!
) -> sarcoma_fit_status {
  status { () throws(CallFailure) in
    let name = try CArgument.text(name, "the name")
    guard into != nil || count != nil else {
      throw CallFailure(.argument, "there is no place for numbers, and none for their count.")
    }
    try Handles.results.use(result) { (open) throws(CallFailure) in
      let all = open.answer.numbers
      guard let found = all.first(where: { $0.name == name }) else {
        throw CallFailure(
          .question,
          all.isEmpty
            ? "there are no numbers of this; its JSON has them."
            : "there are no '\(name)' of this; there are "
              + all.map(\.name).joined(separator: ", ") + ".")
      }
      if let into {
        let values = found.values()
        try check(capacity, is: values.count)
        copy(values, to: into)
        count?.pointee = values.count
      } else {
        count?.pointee = found.count()
      }
    }
  }
}

/// What a fit predicts of the rows of a table.
@c @implementation
public func sarcoma_fit_predict(
  _ result: OpaquePointer!, _ quantity: UnsafePointer<CChar>!, _ table: OpaquePointer!,
  _ times: UnsafePointer<Double>!, _ time_count: Int, _ into: UnsafeMutablePointer<Double>!,
  _ capacity: Int
) -> sarcoma_fit_status {
  status { () throws(CallFailure) in
    let into = try CArgument.place(into, "the place of the predictions")
    let name = try CArgument.text(quantity, "the quantity")
    guard let quantity = PredictedQuantity(rawValue: name) else {
      throw CallFailure(
        .question,
        "there is no quantity '\(name)'; it is "
          + PredictedQuantity.allCases.map(\.rawValue).joined(separator: ", ") + ".")
    }
    let times = Array(try CArgument.buffer(times, time_count, "the times"))
    let rows = try Handles.tables.use(table) { (open) throws(CallFailure) in open.table }
    let each = quantity == .survival ? times.count : 1
    let (wanted, overflow) = rows.rowCount.multipliedReportingOverflow(by: each)
    try check(capacity, is: overflow ? -1 : wanted)
    let values = try Handles.results.use(result) { (open) throws(CallFailure) in
      try asking { () throws(AnalysisError) in
        try open.answer.predict(quantity, of: rows, at: times)
      }
    }
    copy(values, to: into)
  }
}

/// A fit as a model document.
@c @implementation
public func sarcoma_fit_document(
  _ result: OpaquePointer!, _ description: UnsafePointer<CChar>!, _ length: Int,
  _ document: UnsafeMutablePointer<sarcoma_fit_text>!
) -> sarcoma_fit_status {
  status { () throws(CallFailure) in
    let place = try CArgument.place(document, "the place of the document")
    let words = try SarcomaFitC.document(description, length, "the description")
    let bytes = try Handles.results.use(result) { (open) throws(CallFailure) in
      switch (words, open.answer.ownDocument) {
      case (nil, let own?): return own
      case (_?, _?):
        throw CallFailure(
          .argument, "the document was described when it was made; pass null, and length 0.")
      case (nil, nil):
        throw CallFailure(.argument, "the description is null, and a document wants its id.")
      case (let words?, nil):
        return try asking { () throws(AnalysisError) in
          try open.answer.document(try DocumentRequest(json: words))
        }
      }
    }
    give(bytes, to: place)
  }
}

/// The drawing of a result.
@c @implementation
public func sarcoma_fit_figure(
  _ result: OpaquePointer!, _ options: UnsafePointer<CChar>!, _ length: Int,
  _ svg: UnsafeMutablePointer<sarcoma_fit_text>!
) -> sarcoma_fit_status {
  status { () throws(CallFailure) in
    let place = try CArgument.place(svg, "the place of the figure")
    let options = try document(options, length, "the options")
    let figure = try Handles.results.use(result) { (open) throws(CallFailure) in
      try asking { () throws(AnalysisError) in
        try open.answer.figure(
          try options.map { json throws(AnalysisError) in try FigureRequest(json: json) }
            ?? FigureRequest())
      }
    }
    give(Array(figure.svg.utf8), to: place)
  }
}

/// Closes a result.
@c @implementation
public func sarcoma_fit_result_close(_ result: OpaquePointer!) -> sarcoma_fit_status {
  status { () throws(CallFailure) in try Handles.results.close(result) }
}

private func check(_ capacity: Int, is count: Int) throws(CallFailure) {
  guard capacity == count else {
    throw CallFailure(
      .argument, "there is room for \(UInt(bitPattern: capacity)) numbers, and there are \(count).")
  }
}

private func copy(_ values: [Double], to place: UnsafeMutablePointer<Double>) {
  values.withUnsafeBufferPointer {
    if let start = $0.baseAddress { place.update(from: start, count: $0.count) }
  }
}
