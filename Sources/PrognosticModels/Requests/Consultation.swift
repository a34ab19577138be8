internal import StrictJSON

extension ModelLibrary {
  /// Everything about one patient at once, of one library and with one receipt:
  /// `{"comparison", "benefit", "benefitRefusal", "course", "text": {"comparison", "benefit"}}`. The
  /// objects are those of a comparison and of a benefit, the texts those of the command line. A benefit
  /// that cannot be had is null, and `benefitRefusal` says why.
  ///
  /// - Throws: ``RequestError/values(_:)`` with every value that cannot be read, and
  ///   ``RequestError/patient(_:)`` for two that contradict each other.
  func consultation(_ request: EngineRequest) throws(RequestError) -> RequestAnswer {
    let faults = faults(of: request.patient)
    guard faults.isEmpty else { throw .values(faults) }
    let comparison: ComparisonReport
    do throws(PatientError) {
      comparison = try compare(request.patient, at: request.horizons, given: request.given)
    } catch {
      throw .patient(error)
    }
    var documents = comparison.results.map { DocumentIdentity($0.model) }
    var benefit: BenefitReport?
    var refusal: BenefitRefusal?
    var course: [BenefitQuestion.Survival] = []
    do throws(BenefitRefusal) {
      let report = BenefitReport(try self.benefit(for: request.patient, request.benefit))
      course = survivalCourse(of: report.benefit, for: request.patient, most: Self.courseSteps)
      for document in self.documents(of: report.benefit) where !documents.contains(document) {
        documents.append(document)
      }
      benefit = report
    } catch {
      refusal = error
    }
    return RequestAnswer(
      json: .object([
        ("comparison", comparison.json), ("benefit", benefit?.json ?? .null),
        ("benefitRefusal", refusal.map { .string($0.description) } ?? .null),
        ("course", benefit?.benefit.courseJSON(course) ?? .null),
        (
          "text",
          .object([
            ("comparison", .string(comparison.text)),
            ("benefit", benefit.map { .string($0.text) } ?? .null),
          ])
        ),
      ]), documents: documents, answering: comparison.results.map(\.model.id),
      refusalCount: comparison.refusals.count
    ) { [benefit, refusal] in
      comparison.text + "\n" + (benefit?.text ?? refusal.map { "\($0.description)\n" } ?? "")
    }
  }

  /// Steps of a survival curve on a page.
  private static let courseSteps = 200

  /// What is wrong with each value, looked at by itself.
  private func faults(of patient: Patient) -> [PatientError] {
    patient.entries.compactMap { entry in
      var alone = Patient()
      alone.set(entry.name, to: entry.value)
      do throws(PatientError) {
        try alone.checkNames(in: vocabulary)
        _ = try vocabulary.understand(alone)
        return nil
      } catch {
        return error
      }
    }
  }
}
