internal import Terms

/// Evaluates expressions over the columns of a table, whole columns at a time.
///
/// Functions are those of ``Elementary``: a column has the same bits on every machine.
struct ColumnEvaluator {
  let table: Table
  /// Stated levels by column, the first being the reference.
  let levels: [String: [String]]
  let dateFormat: DateFormat
  /// Rows whose values stated levels have to name; nil for all.
  var rows: [Int32]?
  /// Whether a condition may name a level that the table does not hold: true for rows to be
  /// predicted, where it is no typing error.
  var allowsAbsentLevels = false

  func place(_ row: Int) -> RowPlace { RowPlace(row: row + 1, line: table.line(ofRow: row)) }

  /// The variable that an expression names.
  func variable(_ expression: Expression) throws(DesignError) -> Variable {
    switch expression {
    case .name(let name): return try column(name)
    case .parenthesized(let inner): return try variable(inner)
    case .call("I", let arguments):
      guard arguments.count == 1 else {
        throw .wrongArguments(function: "I", expected: "one expression")
      }
      return try variable(arguments[0])
    case .call("factor", let arguments), .call("as.factor", let arguments):
      guard arguments.count == 1 else {
        throw .wrongArguments(
          function: "factor", expected: "one column; state the order of levels with --levels")
      }
      return try factor(arguments[0])
    case .binary(.less, _, _), .binary(.lessOrEqual, _, _), .binary(.greater, _, _),
      .binary(.greaterOrEqual, _, _), .binary(.equal, _, _), .binary(.notEqual, _, _),
      .binary(.and, _, _), .binary(.or, _, _), .unary(.not, _), .call("is.na", _):
      return .logical(try condition(expression))
    default: return .numbers(Numbers(try numbers(expression)))
    }
  }

  /// A column as it stands: numbers, or the levels of its text.
  func column(_ name: String) throws(DesignError) -> Variable {
    if name == "TRUE" || name == "FALSE", table[name] == nil {
      return .logical([Double](repeating: name == "TRUE" ? 1 : 0, count: table.rowCount))
    }
    guard let column = table[name] else {
      guard name != "." else {
        throw .unusableTerm(".", reason: "it stands for no column here; name the columns.")
      }
      throw .unknownColumn(name, known: table.columnNames)
    }
    if let stated = levels[name] { return try statedLevels(stated, of: column) }
    if let values = Self.logicals(column) { return .logical(values) }
    switch column.values {
    case .numbers(let values): return .numbers(values)
    case .categories(let codes, let labels):
      return Self.sortedFactor(codes: codes, labels: labels)
    }
  }

  /// Levels in order of their text.
  private static func sortedFactor(codes: [Int32], labels: [String]) -> Variable {
    let order = labels.indices.sorted {
      labels[$0].unicodeScalars.lexicographicallyPrecedes(labels[$1].unicodeScalars)
    }
    var rank = [Int32](repeating: 0, count: labels.count)
    for (place, label) in order.enumerated() { rank[label] = Int32(place) }
    return .factor(
      codes: codes.map { $0 < 0 ? -1 : rank[Int($0)] }, labels: order.map { labels[$0] },
      isText: true)
  }

  private func statedLevels(
    _ stated: [String], of column: Column
  ) throws(DesignError) -> Variable {
    var codeOf: [String: Int32] = [:]
    for (code, level) in stated.enumerated() {
      guard codeOf.updateValue(Int32(code), forKey: level) == nil else {
        throw .repeatedLevel(column: column.name, level: level)
      }
    }
    let codes: [Int32]
    let known: [String]
    func occurs(_ label: Int, _ code: (Int) -> Int32) -> Bool {
      rows.map { $0.contains { code(Int($0)) == label } } ?? true
    }
    switch column.values {
    case .categories(let raw, let labels):
      known = labels
      let isLogical = Self.logicals(column) != nil
      let map = labels.map { label in
        codeOf[label] ?? (isLogical ? codeOf[label.hasPrefix("T") ? "TRUE" : "FALSE"] : nil)
      }
      for (place, code) in map.enumerated()
      where code == nil && occurs(place, { raw[$0] }) {
        throw unstated(labels[place], in: column, stated)
      }
      codes = raw.map { $0 < 0 ? -1 : map[Int($0)] ?? -1 }
    case .numbers(let values):
      if allowsAbsentLevels, values.allSatisfy(\.isNaN) {
        // Nothing is known of the rows, be they texts or numbers.
        return .factor(codes: values.map { _ in -1 }, labels: stated, isText: false)
      }
      var codeOfLabel: [String: Int32] = [:]
      for (level, code) in codeOf {
        guard let value = Double(level) else {
          throw .levelIsNoNumber(column: column.name, level: level)
        }
        codeOfLabel[Expression.number(value).description] = code
      }
      let levels = NumberLevels(of: values)
      known = levels.labels
      let map = known.map { codeOfLabel[$0] }
      for (place, code) in map.enumerated()
      where code == nil && occurs(place, { levels.code(of: values[$0]) }) {
        throw unstated(known[place], in: column, stated)
      }
      codes = values.map {
        let level = levels.code(of: $0)
        return level < 0 ? -1 : map[Int(level)] ?? -1
      }
    }
    let occurring = Set(codes)
    guard !allowsAbsentLevels else {
      return .factor(codes: codes, labels: stated, isText: false)
    }
    for (code, level) in stated.enumerated() where !occurring.contains(Int32(code)) {
      throw .unknownLevel(column: column.name, level: level, known: known)
    }
    return .factor(codes: codes, labels: stated, isText: false)
  }

  /// A value that the stated levels do not name; in rows to be predicted, one that was never fitted.
  private func unstated(_ label: String, in column: Column, _ stated: [String]) -> DesignError {
    allowsAbsentLevels
      ? .unknownLevel(column: column.name, level: label, known: stated)
      : .unstatedLevel(column: column.name, level: label, stated: stated)
  }

  private func factor(_ expression: Expression) throws(DesignError) -> Variable {
    switch try variable(expression) {
    case .factor(let codes, let labels, _):
      return .factor(codes: codes, labels: labels, isText: false)
    case .logical(let values):
      return .factor(
        codes: values.map { $0.isNaN ? -1 : Int32($0) }, labels: ["FALSE", "TRUE"], isText: false)
    case .numbers(let values):
      let levels = NumberLevels(of: values)
      guard levels.labels.count < 1 << 20 else {
        throw .unusableTerm(
          "factor(\(expression))", reason: "it would have \(levels.labels.count) levels.")
      }
      return .factor(
        codes: values.map { levels.code(of: $0) }, labels: levels.labels, isText: false)
    }
  }

  /// An arithmetic expression as numbers; a condition counts as 0 and 1.
  func numbers(_ expression: Expression) throws(DesignError) -> [Double] {
    switch expression {
    case .number(let value): return [Double](repeating: value, count: table.rowCount)
    case .text(let text): throw .unusableTerm("\"\(text)\"", reason: "a text is no number.")
    case .parenthesized(let inner): return try numbers(inner)
    case .name(let name):
      switch try column(name) {
      case .numbers(let values): return values.array
      case .logical(let values): return values
      case .factor:
        if let stated = levels[name], let column = table[name],
          case .numbers(let values) = column.values, !stated.isEmpty
        {
          return values.array
        }
        if let values = Self.booleans(table[name]) { return values }
        let first = table[name]?.firstText
        throw .textWhereNumberIsWanted(column: name, text: first?.text, line: first?.line)
      }
    case .unary(.minus, let inner): return try numbers(inner).map { -$0 }
    case .unary(.plus, let inner): return try numbers(inner)
    case .unary, .call("is.na", _): return try condition(expression)
    case .call(let function, let arguments): return try call(function, arguments)
    case .binary(.power, let base, let exponent):
      return Self.combine(try numbers(base), try numbers(exponent), Elementary.power)
    case .binary(let sign, _, _):
      if sign == .interaction || sign == .tilde {
        throw .unusableTerm(expression.description, reason: "'\(sign.rawValue)' is no arithmetic.")
      }
      guard Self.operation(of: sign) != nil else { return try condition(expression) }
      let (first, rest) = expression.chain { Self.operation(of: $0) != nil }
      var result = try numbers(first)
      for link in rest {
        guard let operation = Self.operation(of: link.sign) else { continue }
        result = Self.combine(result, try numbers(link.operand), operation)
      }
      return result
    }
  }

  private static func operation(
    of sign: Expression.BinaryOperator
  ) -> ((Double, Double) -> Double)? {
    switch sign {
    case .plus: (+)
    case .minus: (-)
    case .times: (*)
    case .divided: (/)
    default: nil
    }
  }

  private static func combine(
    _ a: [Double], _ b: [Double], _ operation: (Double, Double) -> Double
  ) -> [Double] {
    zip(a, b).map { $0.isNaN || $1.isNaN ? .nan : defined(operation($0, $1)) }
  }

  /// What arithmetic cannot say of values that are there is infinite, not missing: the row is named,
  /// where R drops it with a warning.
  private static func defined(_ value: Double) -> Double { value.isNaN ? .infinity : value }

  private func call(
    _ function: String, _ arguments: [Expression]
  ) throws(DesignError) -> [Double] {
    func one() throws(DesignError) -> [Double] {
      guard arguments.count == 1 else {
        throw .wrongArguments(function: function, expected: "one argument")
      }
      return try numbers(arguments[0])
    }
    switch function {
    case "I": return try one()
    case "log":
      guard arguments.count == 2 else {
        return try one().map { $0.isNaN ? $0 : Self.defined(Elementary.log($0)) }
      }
      return Self.combine(try numbers(arguments[0]), try numbers(arguments[1])) {
        Elementary.log($0, base: $1)
      }
    case "log2": return try one().map { $0.isNaN ? $0 : Self.defined(Elementary.log2($0)) }
    case "log10": return try one().map { $0.isNaN ? $0 : Self.defined(Elementary.log10($0)) }
    case "log1p": return try one().map { $0.isNaN ? $0 : Self.defined(Elementary.log1p($0)) }
    case "exp": return try one().map(Elementary.exp)
    case "sqrt": return try one().map { $0.isNaN ? $0 : Self.defined($0.squareRoot()) }
    case "abs": return try one().map(\.magnitude)
    case "pmin", "pmax":
      guard let first = arguments.first else {
        throw .wrongArguments(function: function, expected: "two arguments or more")
      }
      var result = try numbers(first)
      for argument in arguments.dropFirst() {
        let other = try numbers(argument)
        result = zip(result, other).map { a, b in
          a.isNaN || b.isNaN ? .nan : function == "pmin" ? min(a, b) : max(a, b)
        }
      }
      return result
    case "days", "years": return try interval(function, arguments)
    case "as.numeric": return try one()
    default: throw .unknownFunction(function)
    }
  }

  /// Days between two date columns, or years of 365.25 days.
  private func interval(
    _ function: String, _ arguments: [Expression]
  ) throws(DesignError) -> [Double] {
    guard arguments.count == 2, case .name(let from) = arguments[0],
      case .name(let to) = arguments[1]
    else { throw .wrongArguments(function: function, expected: "two date columns") }
    let (start, end) = (try dates(from), try dates(to))
    let unit = function == "days" ? 1 : 365.25
    for (row, (a, b)) in zip(start, end).enumerated() where a > b {
      throw .negativeInterval(
        expression: "\(function)(\(from), \(to))", row: place(row), from: cell(from, row),
        to: cell(to, row))
    }
    return zip(start, end).map { ($1 - $0) / unit }
  }

  private func dates(_ name: String) throws(DesignError) -> [Double] {
    guard let column = table[name] else { throw .unknownColumn(name, known: table.columnNames) }
    guard case .categories(let codes, let labels) = column.values else {
      guard column.missingCount == table.rowCount else {
        let row = (0..<table.rowCount).first { !cell(name, $0).isEmpty } ?? 0
        throw .badDate(column: name, text: cell(name, row), row: place(row))
      }
      return [Double](repeating: .nan, count: table.rowCount)
    }
    let days = labels.map { dateFormat.day($0) }
    if let bad = days.firstIndex(of: nil), let row = codes.firstIndex(of: Int32(bad)) {
      throw .badDate(column: name, text: labels[bad], row: place(row))
    }
    return codes.map { $0 < 0 ? .nan : Double(days[Int($0)] ?? 0) }
  }

  /// A cell as text, for a message.
  private func cell(_ name: String, _ row: Int) -> String {
    switch table[name]?.values {
    case .numbers(let values):
      values[row].isNaN ? "" : Expression.number(values[row]).description
    case .categories(let codes, let labels): codes[row] < 0 ? "" : labels[Int(codes[row])]
    case nil: ""
    }
  }
}
