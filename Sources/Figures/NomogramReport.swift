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
