public import PrognosticModels
internal import StrictJSON

/// Whose predictions are validated.
public enum ValidationSubject: Sendable {
  /// A document that predicts the rows of the table.
  case model(PrognosticModel)
  /// Columns of the table itself.
  case columns([PredictedColumn])

  /// The document, if there is one.
  public var model: PrognosticModel? {
    if case .model(let model) = self { model } else { nil }
  }

  /// What it is called.
  var title: String {
    switch self {
    case .model(let model): model.title
    case .columns(let columns): columns.map(\.words).joined(separator: ", ")
    }
  }

  /// The first lines of a text.
  var heading: String {
    switch self {
    case .model(let model):
      "Validation of \(model.id), version \(model.version)\n\(model.title)\n"
    case .columns:
      "Validation of predictions in the table\n\(title)\n"
    }
  }

  /// Where it comes from, for a figure: `id, version 1.0.0, fitted, draft. Citation.`
  var source: String {
    switch self {
    case .model(let model):
      "\(model.id), version \(model.version), \(model.provenance.method.words), "
        + "\(model.status.rawValue). \(model.provenance.citation)"
    case .columns: "Predictions as they stand in the table."
    }
  }

  /// `model`, null for columns; and `predictions`, null for a model.
  var members: [(String, JSONValue)] {
    switch self {
    case .model(let model): [("model", model.identity), ("predictions", .null)]
    case .columns(let columns):
      [("model", .null), ("predictions", .array(columns.map(\.json)))]
    }
  }
}
