public import PrognosticModels

/// A model's nomogram with the words that belong to it.
public struct NomogramReport: Sendable {
  /// The axes.
  public let nomogram: Nomogram
  /// A patient's points, if there is one.
  public let reading: Nomogram.Reading?

  /// - Parameter patient: whose points are drawn.
  /// - Throws: `NomogramError` for a model without axes.
  public init(
    of model: PrognosticModel, for patient: CovariateVector? = nil
  ) throws(NomogramError) {
    let nomogram = try Nomogram(of: model, for: patient)
    self.nomogram = nomogram
    reading = patient.flatMap { nomogram.reading(of: $0) }
  }

  /// The axes with a patient's points.
  ///
  /// - Throws: `NomogramError` for a model without axes, and for a patient whom it cannot read or of whom
  ///   it does not speak.
  public init(
    of model: PrognosticModel, for patient: Patient, vocabulary: Vocabulary
  ) throws(NomogramError) {
    let prediction: Prediction
    let vector: CovariateVector?
    do throws(PatientError) {
      try patient.checkNames(
        in: vocabulary, locals: model.covariates.filter(\.covariate.isLocal).map(\.name))
      prediction = try model.predict(patient, vocabulary: vocabulary)
      vector = try vocabulary.completing(patient).encode(model.covariates).vector
    } catch {
      throw .patient(error)
    }
    guard prediction.isInScope else {
      throw .outOfScope(reasons: prediction.refusals.map(\.reason))
    }
    guard let vector else { throw .openLevels }
    try self.init(of: model, for: vector)
  }

  /// The drawing, with source, method and intended use below its title.
  public var figure: Figure {
    let model = nomogram.model
    return NomogramFigure(
      title: model.title,
      note: "\(model.id), \(model.provenance.method.words), \(model.status.rawValue). "
        + "\(model.provenance.citation) \(IntendedUse.statement)",
      nomogram: nomogram, reading: reading
    ).figure
  }
}
