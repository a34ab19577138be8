internal import CKernels
internal import Terms

extension Term {
  /// Appends the operation that adds the term to the linear predictor; one for every term, so that
  /// the terms' values add up to the linear predictor to the bit.
  func compile(into program: inout ScoringProgram, _ covariates: [ModelCovariate]) {
    switch kind {
    case .linear(let covariate):
      program.append(sarcoma_add_linear, covariate: covariate, constants: coefficients)
    case .transformed(let transformation):
      Self.push(transformation, into: &program)
      program.append(sarcoma_add_product, constants: coefficients)
    case .restrictedCubicSpline(let covariate, let spline):
      let columns = (1..<spline.columnCount).map { SplineColumn(spline, $0) }
      let weighted = zip(coefficients.dropFirst(), columns)
      let last = weighted.reduce(0) { $0 + $1.0 * $1.1.secondFactor }
      let slope = weighted.reduce(0) { $0 + $1.0 * $1.1.slope }
      let knots = spline.knots
      var constants = [knots[knots.count - 1], slope, coefficients[0]]
      for (coefficient, column) in weighted {
        constants += [column.knot, coefficient * column.firstFactor]
      }
      constants += [knots[knots.count - 2], last]
      program.append(
        sarcoma_add_spline, covariate: covariate, constants: constants, count: knots.count - 1)
    case .levels(let covariate, let places):
      let count = covariates[covariate].levels.count
      var table = [Double](repeating: 0, count: count) + [.nan]
      for (place, coefficient) in zip(places, coefficients) { table[place] = coefficient }
      program.append(sarcoma_add_table, covariate: covariate, constants: table, count: count)
    case .piecewiseLinear(let covariate, let line):
      program.append(
        sarcoma_add_piecewise, covariate: covariate,
        constants: zip(line.nodes, line.slopes).flatMap { [$0.x, $0.y, $1] },
        count: line.nodes.count)
    case .fractionalPolynomial(let covariate, let polynomial):
      for column in coefficients.indices {
        Self.push(polynomial, column: column, covariate, into: &program)
        program.append(sarcoma_push_constant, constants: [coefficients[column]])
        program.append(sarcoma_times)
        if column > 0 { program.append(sarcoma_plus) }
      }
      program.append(sarcoma_add_product, constants: [1])
    case .interaction(let factors):
      Self.push(factors, into: &program)
      program.append(sarcoma_add_product, constants: coefficients)
    }
  }

  /// Appends operations that store the term's columns from parameter `first` on.
  func compileColumns(into program: inout ScoringProgram, first: Int) {
    switch kind {
    case .linear(let covariate):
      program.append(sarcoma_push_covariate, covariate: covariate)
      program.store(parameter: first)
    case .transformed(let transformation):
      Self.push(transformation, into: &program)
      program.store(parameter: first)
    case .restrictedCubicSpline(let covariate, let spline):
      let knots = spline.knots
      var constants = [Double(first), knots[knots.count - 1], knots[knots.count - 2]]
      for column in 1..<spline.columnCount {
        let basis = SplineColumn(spline, column)
        constants += [basis.knot, basis.firstFactor, basis.secondFactor, basis.slope]
      }
      program.append(
        sarcoma_store_spline, covariate: covariate, constants: constants,
        count: spline.columnCount - 1)
    case .levels(let covariate, let places):
      program.append(
        sarcoma_store_levels, covariate: covariate,
        constants: [Double(first)] + places.map { Double($0) }, count: places.count)
    case .piecewiseLinear: break
    case .fractionalPolynomial(let covariate, let polynomial):
      for column in coefficients.indices {
        Self.push(polynomial, column: column, covariate, into: &program)
        program.store(parameter: first + column)
      }
    case .interaction(let factors):
      Self.push(factors, into: &program)
      program.store(parameter: first)
    }
  }

  // MARK: - Values on the stack

  private static func push(_ factors: [Factor], into program: inout ScoringProgram) {
    for (place, factor) in factors.enumerated() {
      switch factor {
      case .covariate(let covariate):
        program.append(sarcoma_push_covariate, covariate: covariate)
      case .level(let covariate, let level):
        program.append(sarcoma_push_level, covariate: covariate, count: level)
      case .splineColumn(let covariate, let spline, let column):
        push(spline, column: column, covariate, into: &program)
      case .expression(let transformation): push(transformation, into: &program)
      }
      if place > 0 { program.append(sarcoma_times) }
    }
  }

  private static func push(
    _ spline: RestrictedCubicSpline, column: Int, _ covariate: Int,
    into program: inout ScoringProgram
  ) {
    guard column > 0 else {
      program.append(sarcoma_push_covariate, covariate: covariate)
      return
    }
    let knots = spline.knots
    let basis = SplineColumn(spline, column)
    program.append(
      sarcoma_push_spline, covariate: covariate,
      constants: [
        knots[knots.count - 1], basis.slope, basis.knot, knots[knots.count - 2], basis.firstFactor,
        basis.secondFactor,
      ])
  }

  /// z^p (log z)^r. The argument is z + 0 log z, which is z above 0 and NaN elsewhere.
  private static func push(
    _ polynomial: FractionalPolynomial, column: Int, _ covariate: Int,
    into program: inout ScoringProgram
  ) {
    func pushArgument() {
      program.append(sarcoma_push_covariate, covariate: covariate)
      program.append(sarcoma_push_constant, constants: [polynomial.shift])
      program.append(sarcoma_plus)
      program.append(sarcoma_push_constant, constants: [polynomial.scale])
      program.append(sarcoma_divided)
    }
    func pushPositiveArgument() {
      pushArgument()
      pushArgument()
      program.append(sarcoma_logarithm)
      program.append(sarcoma_push_constant, constants: [0])
      program.append(sarcoma_times)
      program.append(sarcoma_plus)
    }
    let power = polynomial.powers[column]
    pushPositiveArgument()
    switch power {
    case 0: program.append(sarcoma_logarithm)
    case 0.5: program.append(sarcoma_square_root)
    case -0.5:
      program.append(sarcoma_square_root)
      program.append(sarcoma_reciprocal)
    case -2:
      program.append(sarcoma_reciprocal)
      pushArgument()
      program.append(sarcoma_divided)
    default: raise(to: power, &program)
    }
    for _ in 0..<polynomial.repeats(before: column) {
      pushArgument()
      program.append(sarcoma_logarithm)
      program.append(sarcoma_times)
    }
  }

  private static func push(
    _ transformation: Transformation, into program: inout ScoringProgram
  ) {
    let steps = transformation.steps
    for (place, step) in steps.enumerated() {
      switch step {
      case .constant(let value):
        let isExponent =
          place + 1 < steps.count && steps[place + 1] == .binary(.power)
          && plainPowers.contains(value)
        if !isExponent { program.append(sarcoma_push_constant, constants: [value]) }
      case .variable(let covariate): program.append(sarcoma_push_covariate, covariate: covariate)
      case .unary(let operation): program.append(code(of: operation))
      case .binary(.power):
        if place > 0, case .constant(let exponent) = steps[place - 1],
          plainPowers.contains(exponent)
        {
          raise(to: exponent, &program)
        } else {
          program.append(sarcoma_power)
        }
      case .binary(let operation): program.append(code(of: operation))
      }
    }
  }

  /// The powers that are products and quotients; `Elementary.power` computes them so too.
  private static let plainPowers: Set<Double> = [-1, 1, 2, 3]

  /// Raises the value on top.
  private static func raise(to power: Double, _ program: inout ScoringProgram) {
    switch power {
    case -1: program.append(sarcoma_reciprocal)
    case 1: break
    case 2: program.append(sarcoma_square)
    case 3: program.append(sarcoma_cube)
    default:
      program.append(sarcoma_push_constant, constants: [power])
      program.append(sarcoma_power)
    }
  }

  private static func code(of operation: Transformation.Unary) -> sarcoma_operation_code {
    switch operation {
    case .negative: sarcoma_negate
    case .abs: sarcoma_absolute
    case .sqrt: sarcoma_square_root
    case .exp: sarcoma_exponential
    case .log: sarcoma_logarithm
    case .log1p: sarcoma_logarithm_plus_one
    }
  }

  private static func code(of operation: Transformation.Binary) -> sarcoma_operation_code {
    switch operation {
    case .plus: sarcoma_plus
    case .minus: sarcoma_minus
    case .times: sarcoma_times
    case .divided: sarcoma_divided
    case .power: sarcoma_power
    case .less: sarcoma_less
    case .lessOrEqual: sarcoma_less_or_equal
    case .greater: sarcoma_greater
    case .greaterOrEqual: sarcoma_greater_or_equal
    case .min: sarcoma_minimum
    case .max: sarcoma_maximum
    }
  }
}

/// Column j of a restricted cubic spline up to the last knot t_k, and its slope beyond it:
///
///     b_j(x) = f (x - t_j)+^3 + g (x - t_(k-1))+^3   for x <= t_k
///     f = 1 / s,  g = -(t_k - t_j) / (t_k - t_(k-1)) / s
///     b_j'(t_k) = 3 (t_k - t_j) (t_(k-1) - t_j) / s
///
/// Beyond t_k the three cubes of the definition cancel to a line; a line loses no digits.
private struct SplineColumn {
  let knot, firstFactor, secondFactor, slope: Double

  init(_ spline: RestrictedCubicSpline, _ column: Int) {
    let knots = spline.knots
    let (last, beforeLast) = (knots[knots.count - 1], knots[knots.count - 2])
    let range = last - knots[0]
    let scale = spline.normalization == .none ? 1 : range * range
    knot = knots[column - 1]
    firstFactor = 1 / scale
    secondFactor = -(last - knot) / (last - beforeLast) / scale
    slope = 3 * (last - knot) * (beforeLast - knot) / scale
  }
}
