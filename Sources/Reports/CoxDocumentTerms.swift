internal import Biostatistics
internal import StrictJSON

/// Terms of the document from the columns of the design.
extension CoxDocument {
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

  var terms: [JSONValue] {
    groups.map(term)
      + zip(offsetNames, model.frame.offsetRecipes).map { name, recipe in
        .object([("name", .string(name))] + Self.members(ofColumn: recipe, coefficient: 1))
      }
  }

  /// `offset(log(time))`, as the formula writes it.
  var offsetNames: [String] { model.frame.formula.offsets.map { "offset(\($0))" } }

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
