#if Service
  internal import HTTPTypes
  internal import Hummingbird
  internal import NIOCore
  internal import PrognosticModels
  internal import StrictJSON

  extension ServiceRoutes {
    /// `POST /v1/score/batch?model=ID&at=5y,10y&given=2y`: a patient a line, an answer a line, in the same
    /// order, as they come. The last line counts the rows and carries the receipt.
    func scoreBatch(_ request: Request, _ context: ServiceContext) async throws -> Response {
      try request.requireContentType(MediaType.ndjson.rawValue, "text/csv")
      let isCSV = request.headers[.contentType]?.lowercased().hasPrefix("text/csv") ?? false
      let snapshot = models.current
      let (scorer, given) = try scorer(request, snapshot.library)
      let batch = Batch(
        scorer: scorer, given: given, format: isCSV ? .csv : .ndjson, limits: limits,
        library: snapshot.library)
      let (body, metrics, clock) = (request.body, metrics, clock)
      return Response(
        status: .ok,
        headers: [.contentType: (isCSV ? MediaType.csv : .ndjson).rawValue],
        body: ResponseBody { writer in
          let count = try await batch.answer(body, into: &writer, at: clock())
          metrics.count(predictionsOf: scorer.model.id, by: count.answered)
          if count.refused > 0 { metrics.count(refusalsFor: "outOfScope", by: count.refused) }
          for (code, number) in count.errors { metrics.count(refusalsFor: code, by: number) }
          try await writer.finish(nil)
        })
    }

    private func scorer(
      _ request: Request, _ library: ModelLibrary
    ) throws(Problem) -> (BatchScorer, Horizon?) {
      let query = request.uri.queryParameters
      for (name, _) in query where !["model", "at", "given"].contains(name) {
        throw Problem(.badRequest, "query", "'\(name)' is no parameter; use model, at and given.")
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
        return (scorer, given)
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
#endif
