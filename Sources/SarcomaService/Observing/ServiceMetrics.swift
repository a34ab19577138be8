#if Service
  internal import CoreMetrics
  internal import PrognosticModels
  internal import Synchronization

  /// What the service counts. Labels are routes, statuses, ids of models and words of the engine's
  /// errors: never a value of a patient.
  final class ServiceMetrics: Sendable {
    private struct Request: Hashable {
      let route: String
      let method: String
      let status: Int
    }

    private let registry = PrometheusRegistry()
    private let durations = Mutex<[Request: Timer]>([:])
    private let predictions = Mutex<[String: Counter]>([:])
    private let refusals = Mutex<[String: Counter]>([:])

    /// One request, from its header to its answer.
    func record(route: String, method: String, status: Int, nanoseconds: Int64) {
      let key = Request(route: route, method: method, status: status)
      let timer = durations.withLock { durations in
        if let timer = durations[key] { return timer }
        let timer = Timer(
          label: "sarcoma_http_request_duration_seconds",
          dimensions: [("method", method), ("route", route), ("status", "\(status)")],
          factory: registry)
        durations[key] = timer
        return timer
      }
      timer.recordNanoseconds(nanoseconds)
    }

    /// The models that answered, and those that do not speak of the patient.
    func count(_ answer: RequestAnswer) {
      for model in answer.answering { count(predictionsOf: model, by: 1) }
      if answer.refusalCount > 0 { count(refusalsFor: "outOfScope", by: answer.refusalCount) }
    }

    func count(predictionsOf model: String, by amount: Int) {
      count(predictions, "sarcoma_predictions_total", ("model", model), amount)
    }

    /// - Parameter reason: a code of ``Problem``.
    func count(refusalsFor reason: String, by amount: Int) {
      count(refusals, "sarcoma_refusals_total", ("reason", reason), amount)
    }

    var exposition: [UInt8] { Array(registry.exposition.utf8) }

    private func count(
      _ counters: borrowing Mutex<[String: Counter]>, _ label: String,
      _ dimension: (String, String), _ amount: Int
    ) {
      let counter = counters.withLock { counters in
        if let counter = counters[dimension.1] { return counter }
        let counter = Counter(label: label, dimensions: [dimension], factory: registry)
        counters[dimension.1] = counter
        return counter
      }
      counter.increment(by: amount)
    }
  }
#endif
