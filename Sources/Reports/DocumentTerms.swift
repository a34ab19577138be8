internal import Biostatistics
internal import StrictJSON

/// The terms of a fitted model's document, from the columns of its design.
struct DocumentTerms {
  /// Columns with an estimate.
  let estimated: [ColumnRecipe]
  let coefficients: [Double]
  let offsets: [ColumnRecipe.Factor]
  /// `offset(log(time))`, as the formula writes it.
  let offsetNames: [String]

  /// - Parameters:
  ///   - recipes: every column of the design.
  ///   - coefficients: theirs, NaN for one that was left out.
  /// - Throws: ``FitDocumentError/unwritable(_:)``, ``FitDocumentError/noCoefficients``.
  init(
    _ recipes: [ColumnRecipe], coefficients: [Double], offsets: [ColumnRecipe.Factor],
    offsetNames: [String]
  ) throws(FitDocumentError) {
    let kept = recipes.indices.filter { !coefficients[$0].isNaN }
    estimated = kept.map { recipes[$0] }
    self.coefficients = kept.map { coefficients[$0] }
    self.offsets = offsets
    self.offsetNames = offsetNames
    for factor in estimated.flatMap(\.factors) + offsets {
      if case .other(let words) = factor { throw .unwritable(words) }
    }
    guard !estimated.isEmpty else { throw .noCoefficients }
  }

  /// The columns of one term of the document.
  private struct Group {
    let name: String
    let kind: Kind
    var members: [Int]

    enum Kind: Equatable {
      case levels(column: String)
      case spline(column: String, knots: [Double])
      case single
    }
  }

  /// Neighbouring columns that are levels of one factor, or all columns of one spline, are one term.
  private var groups: [Group] {
    var groups: [Group] = []
    for (place, recipe) in estimated.enumerated() {
      let kind = Self.kind(of: recipe)
      if kind != .single, let last = groups.last, last.kind == kind {
        groups[groups.count - 1].members.append(place)
        continue
      }
      let name = if case .levels(let column) = kind { column } else { recipe.name }
      groups.append(Group(name: name, kind: kind, members: [place]))
    }
    return groups.flatMap { group -> [Group] in
      guard case .spline(_, let knots) = group.kind, group.members.count != knots.count - 1 else {
        return [group]
      }
      // A spline that lost a column to collinearity: each column by itself.
      return group.members.map { Group(name: estimated[$0].name, kind: .single, members: [$0]) }
    }
  }

  private static func kind(of recipe: ColumnRecipe) -> Group.Kind {
    guard recipe.factors.count == 1 else { return .single }
    switch recipe.factors[0] {
    case .level(let column, _): return .levels(column: column)
    case .spline(let column, let knots, _): return .spline(column: column, knots: knots)
    default: return .single
    }
  }

  /// The names that a document's covariance and centres use, in the order of the columns.
  var parameterNames: [String] {
    groups.flatMap { group in
      group.members.enumerated().map { place, column in
        switch (group.kind, estimated[column].factors[0]) {
        case (.levels, .level(_, let level)): "\(group.name)=\(level)"
        case (.spline, _): group.name + String(repeating: "'", count: place)
        default: group.name
        }
      }
    }
  }

  var json: [JSONValue] {
    groups.map(term)
      + zip(offsetNames, offsets).map { name, recipe in
        .object([("name", .string(name))] + Self.members(ofColumn: recipe, coefficient: 1))
      }
  }

  private func term(_ group: Group) -> JSONValue {
    var members: [(String, JSONValue)] = [("name", .string(group.name))]
    switch group.kind {
    case .levels(let column):
      let coefficients = group.members.map { place in
        guard case .level(_, let level) = estimated[place].factors[0] else {
          return ("", JSONValue.null)
        }
        return (level, JSONValue.number(self.coefficients[place]))
      }
      members += [
        ("kind", .string("levels")), ("covariate", .string(column)),
        ("coefficients", .object(coefficients)),
      ]
    case .spline(let column, let knots):
      members += [
        ("kind", .string("restrictedCubicSpline")), ("covariate", .string(column)),
        ("knots", .numbers(knots)), ("normalisation", .string("rangeSquared")),
        ("coefficients", .numbers(group.members.map { coefficients[$0] })),
      ]
    case .single:
      let place = group.members[0]
      let factors = estimated[place].factors
      if factors.count == 1 {
        members += Self.members(ofColumn: factors[0], coefficient: coefficients[place])
      } else {
        members += [
          ("kind", .string("interaction")), ("factors", .array(factors.map(Self.factor))),
          ("coefficient", .number(coefficients[place])),
        ]
      }
    }
    return .object(members)
  }

  private static func members(
    ofColumn factor: ColumnRecipe.Factor, coefficient: Double
  ) -> [(String, JSONValue)] {
    switch factor {
    case .number(let column):
      [
        ("kind", .string("linear")), ("covariate", .string(column)),
        ("coefficient", .number(coefficient)),
      ]
    case .expression(let text):
      [
        ("kind", .string("transformed")), ("expression", .string(text)),
        ("coefficient", .number(coefficient)),
      ]
    case .spline(let column, _, 0):
      members(ofColumn: .number(column: column), coefficient: coefficient)
    default:
      // An interaction has two factors: the second is 1.
      [
        ("kind", .string("interaction")),
        ("factors", .array([self.factor(factor), .object([("expression", .string("1"))])])),
        ("coefficient", .number(coefficient)),
      ]
    }
  }

  private static func factor(_ factor: ColumnRecipe.Factor) -> JSONValue {
    switch factor {
    case .number(let column): .object([("covariate", .string(column))])
    case .expression(let text), .other(let text): .object([("expression", .string(text))])
    case .level(let column, let level):
      .object([("covariate", .string(column)), ("level", .string(level))])
    case .spline(let column, let knots, let place):
      .object([
        ("covariate", .string(column)), ("knots", .numbers(knots)),
        ("normalisation", .string("rangeSquared")), ("column", .integer(place)),
      ])
    }
  }
}
