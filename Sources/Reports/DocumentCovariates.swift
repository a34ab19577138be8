internal import Biostatistics
internal import PrognosticModels
internal import StrictJSON

extension ModelFrame {
  /// The covariates of a document, each defined in place, with the range observed in a table.
  func documentCovariates(
    observedIn table: Table, knownFrom moment: Covariate.Moment?
  ) -> [JSONValue] {
    let levels = levelsByColumn
    return covariateNames.map { name in
      var members: [(String, JSONValue)] = [("name", .string(name)), ("local", .bool(true))]
      if let levels = levels[name], let reference = levels.first {
        members += [
          ("kind", .string("category")), ("label", .object([("en", .string(name))])),
          ("levels", .object(levels.map { ($0, .strings([$0])) })),
          ("reference", .string(reference)),
        ]
      } else {
        members += [
          ("kind", .string("number")), ("label", .object([("en", .string(name))])),
        ]
        if let range = observed(name, in: table) { members.append(("observed", .numbers(range))) }
      }
      if let moment { members.append(("knownFrom", .string(moment.rawValue))) }
      return .object(members)
    }
  }

  /// Least and greatest value among the rows that were fitted; nil where they are one.
  private func observed(_ name: String, in table: Table) -> [Double]? {
    guard case .numbers(let values)? = table[name]?.values else { return nil }
    let used = rows.map { values[Int($0)] }.filter { !$0.isNaN }
    guard let low = used.min(), let high = used.max(), low < high else { return nil }
    return [low, high]
  }
}

extension DocumentTerms {
  /// The terms of a frame.
  init(
    _ frame: ModelFrame<some ModelOutcomes>, coefficients: [Double]
  ) throws(FitDocumentError) {
    try self.init(
      frame.columnRecipes, coefficients: coefficients, offsets: frame.offsetRecipes,
      offsetNames: frame.formula.offsets.map { "offset(\($0))" })
  }
}
