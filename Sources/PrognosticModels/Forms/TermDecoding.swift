internal import StrictJSON
internal import Terms

extension Term {
  private enum Name: String, CaseIterable {
    case linear, transformed, restrictedCubicSpline, levels, piecewiseLinear, fractionalPolynomial
    case interaction
  }

  /// Reads a member of `terms` over a model's covariates.
  init(_ reader: inout ObjectReader, _ covariates: [ModelCovariate]) throws(StrictJSONError) {
    let name = try reader.string("name")
    self.name = name
    let terms = TermReader(covariates: covariates)
    switch try reader.oneOf("kind", Name.self) {
    case .linear:
      kind = .linear(covariate: try terms.number(&reader))
      coefficients = [try reader.number("coefficient")]
      parameters = [name]
    case .transformed:
      kind = .transformed(try terms.transformation(try reader.value("expression")))
      coefficients = [try reader.number("coefficient")]
      parameters = [name]
    case .restrictedCubicSpline:
      let covariate = try terms.number(&reader)
      let spline = try terms.spline(&reader)
      kind = .restrictedCubicSpline(covariate: covariate, spline)
      coefficients = try terms.coefficients(&reader, count: spline.columnCount)
      parameters = coefficients.indices.map { name + String(repeating: "'", count: $0) }
    case .levels:
      let covariate = try terms.place(&reader)
      let named = try terms.levels(try reader.value("coefficients"), of: covariate)
      kind = .levels(covariate: covariate, named.map(\.place))
      coefficients = named.map(\.coefficient)
      parameters = named.map { "\(name)=\(covariates[covariate].levels[$0.place].name)" }
    case .piecewiseLinear:
      let covariate = try terms.number(&reader)
      let node = try reader.value("nodes")
      let line = try terms.piecewiseLinear(node)
      guard let axis = covariates[covariate].axis,
        axis.lowerBound >= line.domain.lowerBound, axis.upperBound <= line.domain.upperBound
      else {
        throw node.refused(
          "the nodes must span the axis that '\(covariates[covariate].name)' states")
      }
      kind = .piecewiseLinear(covariate: covariate, line)
      (coefficients, parameters) = ([], [])
    case .fractionalPolynomial:
      let covariate = try terms.number(&reader)
      let polynomial = try terms.fractionalPolynomial(&reader)
      kind = .fractionalPolynomial(covariate: covariate, polynomial)
      coefficients = try terms.coefficients(&reader, count: polynomial.powers.count)
      parameters = coefficients.indices.map { "\(name) \($0 + 1)" }
    case .interaction:
      let node = try reader.value("factors")
      let factors = try node.objects { (reader) throws(StrictJSONError) in
        try terms.factor(&reader)
      }
      guard factors.count >= 2 else { throw node.refused("an interaction has two or more factors") }
      kind = .interaction(factors)
      coefficients = [try reader.number("coefficient")]
      parameters = [name]
    }
  }
}

/// The parts that terms share, read over the covariates of a model.
private struct TermReader {
  let covariates: [ModelCovariate]

  /// The covariate that `covariate` names.
  func place(_ reader: inout ObjectReader) throws(StrictJSONError) -> Int {
    let node = try reader.value("covariate")
    let name = try node.string()
    guard let place = covariates.firstIndex(where: { $0.name == name }) else {
      throw node.refused("'\(name)' is not among the model's covariates")
    }
    return place
  }

  /// A covariate that is a number, or yes/no counted as 1 and 0.
  func number(_ reader: inout ObjectReader) throws(StrictJSONError) -> Int {
    let node = reader.node
    let place = try place(&reader)
    guard covariates[place].covariate.kind != .category else {
      throw node.refused("'\(covariates[place].name)' is a category, not a number")
    }
    return place
  }

  func transformation(_ node: JSONNode) throws(StrictJSONError) -> Transformation {
    let text = try node.string()
    let result: Transformation
    do {
      result = try Transformation(parsing: text, variables: covariates.map(\.name))
    } catch {
      throw node.refused(Self.clause(error.description))
    }
    for case .variable(let place) in result.steps
    where covariates[place].covariate.kind == .category {
      throw node.refused("'\(covariates[place].name)' is a category, not a number")
    }
    return result
  }

  func spline(_ reader: inout ObjectReader) throws(StrictJSONError) -> RestrictedCubicSpline {
    let node = try reader.value("knots")
    let knots = try node.numbers()
    let normalization = try reader.oneOf("normalisation", RestrictedCubicSpline.Normalization.self)
    do {
      return try RestrictedCubicSpline(knots: knots, normalization: normalization)
    } catch {
      throw node.refused(Self.clause(error.description))
    }
  }

  func piecewiseLinear(_ node: JSONNode) throws(StrictJSONError) -> PiecewiseLinear {
    let nodes = try PlainNodes.pairs(node).map { PiecewiseLinear.Node(x: $0.0, y: $0.1) }
    do {
      return try PiecewiseLinear(nodes: nodes)
    } catch {
      throw node.refused(Self.clause(error.description))
    }
  }

  func fractionalPolynomial(
    _ reader: inout ObjectReader
  ) throws(StrictJSONError) -> FractionalPolynomial {
    let node = try reader.value("powers")
    let powers = try node.numbers()
    let shift = try reader.optional("shift")?.number() ?? 0
    let scale = try reader.optional("scale")?.number() ?? 1
    do {
      return try FractionalPolynomial(powers: powers, shift: shift, scale: scale)
    } catch {
      throw node.refused(Self.clause(error.description))
    }
  }

  /// The coefficients by level; the reference has none.
  func levels(
    _ node: JSONNode, of covariate: Int
  ) throws(StrictJSONError) -> [(place: Int, coefficient: Double)] {
    let owner = covariates[covariate]
    guard !owner.levels.isEmpty else { throw node.refused("'\(owner.name)' has no levels") }
    var result: [(place: Int, coefficient: Double)] = []
    for (level, value) in try node.members() {
      guard let place = owner.index(ofLevel: level) else {
        throw value.refused("'\(level)' is not a level of '\(owner.name)' in this model")
      }
      guard level != owner.reference else {
        throw value.refused("'\(level)' is the reference, which has no coefficient")
      }
      result.append((place, try value.number()))
    }
    guard !result.isEmpty else { throw node.refused("no level is named") }
    return result
  }

  func coefficients(
    _ reader: inout ObjectReader, count: Int
  ) throws(StrictJSONError) -> [Double] {
    let node = try reader.value("coefficients")
    let values = try node.numbers()
    guard values.count == count else {
      throw node.refused("\(count) coefficients are wanted, not \(values.count)")
    }
    return values
  }

  func factor(_ reader: inout ObjectReader) throws(StrictJSONError) -> Term.Factor {
    let node = reader.node
    if let expression = reader.optional("expression") {
      return .expression(try transformation(expression))
    }
    let covariate = try place(&reader)
    if let level = reader.optional("level") {
      let name = try level.string()
      guard let place = covariates[covariate].index(ofLevel: name) else {
        throw level.refused("'\(name)' is not a level of '\(covariates[covariate].name)'")
      }
      return .level(covariate: covariate, place)
    }
    guard covariates[covariate].covariate.kind != .category else {
      throw node.refused("a category enters an interaction by one of its levels")
    }
    guard node.hasMember("knots") else { return .covariate(covariate) }
    let spline = try spline(&reader)
    let column = try reader.value("column")
    let place = try column.integer()
    guard (0..<spline.columnCount).contains(place) else {
      throw column.refused("the spline has the columns 0 to \(spline.columnCount - 1)")
    }
    return .splineColumn(covariate: covariate, spline, column: place)
  }

  /// A sentence as the clause of another.
  static func clause(_ sentence: String) -> String {
    sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence
  }
}

/// [[x, y], ...].
enum PlainNodes {
  static func pairs(_ node: JSONNode) throws(StrictJSONError) -> [(Double, Double)] {
    var result: [(Double, Double)] = []
    for pair in try node.array() {
      let numbers = try pair.numbers()
      guard numbers.count == 2 else { throw pair.refused("a node is [x, y]") }
      result.append((numbers[0], numbers[1]))
    }
    return result
  }
}

extension JSONNode {
  /// Whether an object has this key with another value than null.
  func hasMember(_ key: String) -> Bool {
    guard let members = try? members() else { return false }
    return members.contains { $0.key == key && $0.value.kind != .null }
  }
}
