public import StrictJSON

extension BatchScorer {
  /// What a program should know of a scorer before it passes columns:
  ///
  ///     {"model": {"id", "version", "sha256", "method", "status", "title"}, "citation",
  ///      "covariates": [{"name", "kind", "unit", "levels", "isOptional"}], "reads": [name],
  ///      "probabilities": [{"endpoint", "time"}], "columns": [name], "isRule"}
  ///
  /// `covariates` stand in the order of an encoded patient; `reads` are all names that decide what the
  /// model says, its scope's too; `columns` are those of a scored table.
  public var description: JSONValue {
    let asked = model.covariates.map { covariate in
      JSONValue.object([
        ("name", .string(covariate.name)), ("kind", .string(covariate.covariate.kind.rawValue)),
        ("unit", covariate.covariate.unit.map(JSONValue.string) ?? .null),
        ("levels", .strings(covariate.levels.map(\.name))),
        ("isOptional", .bool(covariate.isOptional)),
      ])
    }
    let times: [Horizon?] =
      probabilityCount > horizons.count ? [nil] : horizons.prefix(probabilityCount).map { $0 }
    let probabilities = times.map { time in
      JSONValue.object([
        ("endpoint", .string(model.endpoint.kind.rawValue)), ("time", time?.json ?? .null),
      ])
    }
    return .object([
      ("model", model.identityJSON), ("citation", .string(model.provenance.citation)),
      ("covariates", .array(asked)), ("reads", .strings(predictor.readNames.sorted())),
      ("probabilities", .array(probabilities)), ("columns", .strings(columns.names)),
      ("isRule", .bool(isRule)),
    ])
  }
}
