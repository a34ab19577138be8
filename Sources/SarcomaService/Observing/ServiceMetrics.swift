#if Service
  internal import CoreMetrics
  internal import PrognosticModels

  /// What the service counts. Labels are routes, statuses, ids of models and words of the engine's
  /// errors: never a value of a patient.
  final class ServiceMetrics: Sendable {
    private let registry = PrometheusRegistry()

    /// One request, from its header to its answer.
    func record(route: String, method: String, status: Int, nanoseconds: Int64) {
      Timer(
        label: "sarcoma_http_request_duration_seconds",
        dimensions: [("method", method), ("route", route), ("status", "\(status)")],
        factory: registry
      ).recordNanoseconds(nanoseconds)
    }

    /// The models that answered, and those that do not speak of the patient.
    func count(_ answer: RequestAnswer) {
      for model in answer.answering { count(predictionsOf: model, by: 1) }
      if answer.refusalCount > 0 { count(refusalsFor: "outOfScope", by: answer.refusalCount) }
    }

    func count(predictionsOf model: String, by amount: Int) {
      count("sarcoma_predictions_total", ("model", model), amount)
    }

    /// - Parameter reason: a code of ``Problem``.
    func count(refusalsFor reason: String, by amount: Int) {
      count("sarcoma_refusals_total", ("reason", reason), amount)
    }

    var exposition: [UInt8] { Array(registry.exposition.utf8) }

    private func count(_ label: String, _ dimension: (String, String), _ amount: Int) {
      Counter(label: label, dimensions: [dimension], factory: registry).increment(by: amount)
    }
  }
#endif
