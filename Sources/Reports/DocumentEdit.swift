internal import PrognosticModels
internal import StrictJSON

/// The members of a JSON object, to be replaced one by one in their order.
struct DocumentEdit {
  private(set) var members: [(String, JSONValue)]

  /// Of what is no object there are none.
  init(_ value: JSONValue) {
    if case .object(let members) = value { self.members = members } else { members = [] }
  }

  /// Nil where there is no such member; setting nil takes it away.
  subscript(key: String) -> JSONValue? {
    get { members.first { $0.0 == key }?.1 }
    set {
      let place = members.firstIndex { $0.0 == key }
      switch (place, newValue) {
      case (let place?, let value?): members[place].1 = value
      case (let place?, nil): members.remove(at: place)
      case (nil, let value?): members.append((key, value))
      case (nil, nil): break
      }
    }
  }

  var value: JSONValue { .object(members) }

  /// Elements of an array, changed one by one.
  static func mapping(
    _ array: JSONValue?, _ change: (Int, inout DocumentEdit) -> Void
  ) -> JSONValue {
    guard case .array(let elements)? = array else { return .array([]) }
    return .array(
      elements.enumerated().map { place, element in
        var edit = DocumentEdit(element)
        change(place, &edit)
        return edit.value
      })
  }
}

extension LinearPredictor {
  /// The member `terms` with other coefficients, in the order of ``parameters``; what has no coefficient
  /// is multiplied by a factor.
  func editing(
    _ terms: JSONValue?, coefficients: [Double], factor: Double = 1
  ) -> JSONValue {
    var next = 0
    return DocumentEdit.mapping(terms) { place, edit in
      let term = self.terms[place]
      let own = Array(coefficients[next..<next + term.parameters.count])
      next += own.count
      switch term.kind {
      case .linear, .transformed, .interaction: edit["coefficient"] = .number(own[0])
      case .restrictedCubicSpline, .fractionalPolynomial: edit["coefficients"] = .numbers(own)
      case .levels:
        let levels = DocumentEdit(edit["coefficients"] ?? .null).members.map(\.0)
        edit["coefficients"] = .object(zip(levels, own).map { ($0, .number($1)) })
      case .piecewiseLinear:
        guard case .array(let nodes)? = edit["nodes"] else { return }
        edit["nodes"] = .array(
          nodes.map { node in
            guard case .array(let pair) = node, pair.count == 2 else { return node }
            return .array([pair[0], pair[1].multiplied(by: factor)])
          })
      }
    }
  }
}

extension JSONValue {
  /// A number times a factor; anything else as it is.
  fileprivate func multiplied(by factor: Double) -> JSONValue {
    switch self {
    case .integer(let value): .number(factor * Double(value))
    case .number(let value): .number(factor * value)
    default: self
    }
  }
}
