internal import CKernels
internal import Terms

extension ScoringProgram {
  /// Runs operations for one patient; the meaning of each stands in CKernels.h.
  ///
  /// Allocates nothing. `values` holds every covariate that the operations name, `columns` every
  /// parameter that they store.
  static func run(
    _ operations: UnsafeBufferPointer<sarcoma_operation>, _ constants: UnsafePointer<Double>?,
    _ values: UnsafePointer<Double>, _ columns: UnsafeMutablePointer<Double>?
  ) -> Double {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: Int(sarcoma_greatest_depth)) { stack in
      guard let stack = stack.baseAddress, let constants else { return 0 }
      var eta = 0.0
      // The first free place.
      var top = stack
      for operation in operations {
        let c = constants + Int(operation.first)
        func x() -> Double { values[Int(operation.covariate)] }
        func push(_ value: Double) {
          top.pointee = value
          top += 1
        }
        func unary(_ result: (Double) -> Double) { top[-1] = result(top[-1]) }
        func binary(_ result: (Double, Double) -> Double) {
          top -= 1
          top[-1] = result(top[-1], top[0])
        }
        switch operation.code {
        case sarcoma_add_linear: eta += c[0] * x()
        case sarcoma_add_spline: eta += spline(x(), c, Int(operation.count))
        case sarcoma_add_table: eta += c[place(x(), Int(operation.count))]
        case sarcoma_add_piecewise: eta += piecewise(x(), c, Int(operation.count))
        case sarcoma_add_product:
          top -= 1
          eta += c[0] * top[0]
        case sarcoma_push_constant: push(c[0])
        case sarcoma_push_covariate: push(x())
        case sarcoma_push_level: push(x() == Double(operation.count) ? 1 : 0)
        case sarcoma_push_spline: push(splineColumn(x(), c))
        case sarcoma_negate: unary { -$0 }
        case sarcoma_absolute: unary { $0.magnitude }
        case sarcoma_square_root: unary { $0.squareRoot() }
        case sarcoma_exponential: unary { Elementary.exp($0) }
        case sarcoma_logarithm: unary { Elementary.log($0) }
        case sarcoma_reciprocal: unary { 1 / $0 }
        case sarcoma_square: unary { $0 * $0 }
        case sarcoma_cube: unary { $0 * $0 * $0 }
        case sarcoma_plus: binary { $0 + $1 }
        case sarcoma_minus: binary { $0 - $1 }
        case sarcoma_times: binary { $0 * $1 }
        case sarcoma_divided: binary { $0 / $1 }
        case sarcoma_less: binary { $0 < $1 ? 1 : 0 }
        case sarcoma_less_or_equal: binary { $0 <= $1 ? 1 : 0 }
        case sarcoma_greater: binary { $0 > $1 ? 1 : 0 }
        case sarcoma_greater_or_equal: binary { $0 >= $1 ? 1 : 0 }
        case sarcoma_minimum: binary { $0 < $1 || $0.isNaN ? $0 : $1 }
        case sarcoma_maximum: binary { $0 > $1 || $0.isNaN ? $0 : $1 }
        case sarcoma_logarithm_plus_one: unary { Elementary.log1p($0) }
        case sarcoma_power: binary { Elementary.power($0, $1) }
        case sarcoma_store:
          top -= 1
          columns?[Int(c[0])] = top[0]
        case sarcoma_store_spline:
          if let columns { store(x(), c, Int(operation.count), columns) }
        case sarcoma_store_levels:
          guard let columns else { break }
          let (value, first) = (x(), columns + Int(c[0]))
          for k in 0..<Int(operation.count) { first[k] = value == c[k &+ 1] ? 1 : 0 }
        default: break
        }
      }
      return eta
    }
  }

  // MARK: - The lanes of score.c

  @inline(__always)
  private static func cubeAbove(_ u: Double) -> Double {
    let above = u > 0 ? u : 0
    return above * above * above
  }

  @inline(__always)
  private static func spline(_ x: Double, _ c: UnsafePointer<Double>, _ count: Int) -> Double {
    let u = x > c[0] ? c[0] : x
    var value = c[2] * x + c[1] * (x - u)
    for k in 0..<count { value += c[2 &* k &+ 4] * cubeAbove(u - c[2 &* k &+ 3]) }
    return value
  }

  @inline(__always)
  private static func splineColumn(_ x: Double, _ c: UnsafePointer<Double>) -> Double {
    let u = x > c[0] ? c[0] : x
    return c[4] * cubeAbove(u - c[2]) + c[5] * cubeAbove(u - c[3]) + c[1] * (x - u)
  }

  /// Stores the columns of a spline. c: the first parameter, the last knot, the knot before it, then
  /// (first knot, factor of its cube, factor of the second cube, slope beyond the last knot) of each
  /// of `count` columns behind the first.
  @inline(__always)
  private static func store(
    _ x: Double, _ c: UnsafePointer<Double>, _ count: Int, _ columns: UnsafeMutablePointer<Double>
  ) {
    let u = x > c[1] ? c[1] : x
    let second = cubeAbove(u - c[2])
    let target = columns + Int(c[0])
    target[0] = x
    for k in 0..<count {
      let column = c + (4 &* k &+ 3)
      target[k &+ 1] =
        column[1] * cubeAbove(u - column[0]) + column[2] * second + column[3] * (x - u)
    }
  }

  @inline(__always)
  private static func piecewise(_ x: Double, _ c: UnsafePointer<Double>, _ count: Int) -> Double {
    guard x >= c[0], x <= c[3 &* (count &- 1)] else { return .nan }
    var k = 0
    while k &+ 1 < count, x >= c[3 &* (k &+ 1)] { k &+= 1 }
    return c[3 &* k &+ 1] + (x - c[3 &* k]) * c[3 &* k &+ 2]
  }

  /// The place of x among `count` levels; `count` itself where it has none.
  @inline(__always)
  static func place(_ x: Double, _ count: Int) -> Int {
    x >= 0 && x < Double(count) ? Int(x) : count
  }
}
