#if Service
  internal import HTTPTypes
  internal import Hummingbird
  internal import NIOCore
  internal import PrognosticModels
  internal import StrictJSON
  internal import Tables

  extension ServiceRoutes {
    /// `POST /v1/score/batch?model=ID&at=5y,10y&given=2y&receipts=rows`: a patient a row, an answer a
    /// row, in the same order, as they come. Lines of JSON end with a line that counts them and carries
    /// the receipt of the batch; `receipts=rows` gives one to each.
    func scoreBatch(_ request: Request, _ context: ServiceContext) async throws -> Response {
      try request.requireContentType(MediaType.ndjson.rawValue, "text/csv")
      let isCSV = request.headers[.contentType]?.lowercased().hasPrefix("text/csv") ?? false
      let library = models.current.library
      let (scorer, hasReceipts) = try scorer(request, library, isCSV: isCSV)
      let source = BatchSource(request.body, limits)
      var headers = HTTPFields()
      var columns: BatchColumns?
      if isCSV {
        let read = BatchColumns(named: try await source.readHeader().names, for: scorer)
        columns = read
        headers[.ignoredColumns] = "\(read.ignoredCount)"
      }
      headers[.contentType] = (isCSV ? MediaType.csv : .ndjson).rawValue
      let (metrics, seconds) = (metrics, clock())
      let batch = Batch(
        scorer, hasReceipts ? BatchRows.Receipts(from: library, at: seconds) : nil, source, columns,
        limits, library)
      return Response(
        status: .ok, headers: headers,
        body: ResponseBody { writer in
          let count = try await batch.answer(into: &writer, at: seconds)
          metrics.count(predictionsOf: scorer.model.id, by: count.answered)
          if count.refused > 0 { metrics.count(refusalsFor: "outOfScope", by: count.refused) }
          for (code, number) in count.errors { metrics.count(refusalsFor: code, by: number) }
          try await writer.finish(nil)
        })
    }

    /// The model and its times, and whether rows have receipts.
    private func scorer(
      _ request: Request, _ library: ModelLibrary, isCSV: Bool
    ) throws(Problem) -> (BatchScorer, Bool) {
      let query = request.uri.queryParameters
      for (name, _) in query where !["model", "at", "given", "receipts"].contains(name) {
        throw Problem(
          .badRequest, "query",
          "'\(name)' is no parameter; use model, at, given and receipts.")
      }
      if let receipts = query["receipts"], receipts != "rows" {
        throw Problem(.badRequest, "query", "'receipts' may be 'rows'.")
      }
      guard query["receipts"] == nil || !isCSV else {
        throw Problem(
          .unprocessableContent, "query", "Rows have receipts in lines of JSON, not in a table.")
      }
      guard let id = query["model"] else {
        throw Problem(.badRequest, "query", "Name the model, as ?model=<id>.")
      }
      let model: PrognosticModel
      do throws(RequestError) {
        model = try library.model(named: String(id))
      } catch {
        throw Problem(error)
      }
      let unit = model.endpoint.unit
      let at = try query["at"].map { (text) throws(Problem) in
        try text.split(separator: ",", omittingEmptySubsequences: false).map {
          (text) throws(Problem) in try Self.horizon(text, unit)
        }
      }
      let given = try query["given"].map { (text) throws(Problem) in
        try Self.horizon(text, unit)
      }
      do throws(PatientError) {
        let scorer = try BatchScorer(model, vocabulary: library.vocabulary, at: at, given: given)
        return (scorer, query["receipts"] != nil)
      } catch {
        throw Problem(RequestError.patient(error))
      }
    }

    private static func horizon(_ text: Substring, _ unit: TimeUnit) throws(Problem) -> Horizon {
      guard let horizon = Horizon(String(text), bareUnit: unit), horizon.value > 0 else {
        throw Problem(.badRequest, "query", "A time is written as 5y, 18m or 90d.")
      }
      return horizon
    }
  }

  extension HTTPField.Name {
    /// How many columns of a table the model does not read.
    fileprivate static let ignoredColumns = Self("Sarcoma-Ignored-Columns")!
  }
#endif
