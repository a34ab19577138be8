/// Integrals by Gauss-Kronrod rules of 7 and 15 points, on panels that are halved until both agree.
///
/// Nodes and weights: Piessens R, de Doncker-Kapenga E, Überhuber CW, Kahaner DK (1983), QUADPACK,
/// doi:10.1007/978-3-642-61786-7. Nothing is allocated.
enum AdaptiveQuadrature {
  /// Panels to begin with, so that a narrow rise is not stepped over.
  private static let panels = 8
  private static let greatestDepth = 30

  /// ∫ f from `lower` to `upper`, 0 where they do not ascend. `tolerance` is a panel's.
  static func integral(
    from lower: Double, to upper: Double, tolerance: Double, _ f: (Double) -> Double
  ) -> Double {
    guard lower < upper else { return 0 }
    let width = (upper - lower) / Double(panels)
    var sum = 0.0
    for k in 0..<panels {
      let a = lower + Double(k) * width
      sum += panel(a, a + width, tolerance, greatestDepth, f)
    }
    return sum
  }

  private static func panel(
    _ a: Double, _ b: Double, _ tolerance: Double, _ depth: Int, _ f: (Double) -> Double
  ) -> Double {
    let center = 0.5 * (a + b)
    let half = 0.5 * (b - a)
    let middle = f(center)
    var kronrod = kronrodWeights[7] * middle
    var gauss = gaussWeights[3] * middle
    for k in 0..<7 {
      let step = half * nodes[k]
      let pair = f(center - step) + f(center + step)
      kronrod += kronrodWeights[k] * pair
      if k % 2 == 1 { gauss += gaussWeights[k / 2] * pair }
    }
    // The difference is the error of the lower rule; that of the higher is QUADPACK's guess.
    let difference = (kronrod - gauss).magnitude * half
    let error = 200 * difference * (200 * difference).squareRoot()
    if min(difference, error) <= tolerance || depth == 0 { return kronrod * half }
    return panel(a, center, tolerance, depth - 1, f) + panel(center, b, tolerance, depth - 1, f)
  }

  /// From the outermost to the middle; every second is one of Gauss's.
  private static let nodes: [Double] = [
    0.991455371120812639206854697526329, 0.949107912342758524526189684047851,
    0.864864423359769072789712788640926, 0.741531185599394439863864773280788,
    0.586087235467691130294144691693013, 0.405845151377397166906606412076961,
    0.207784955007898467600689403773245,
  ]
  private static let kronrodWeights: [Double] = [
    0.022935322010529224963732008058970, 0.063092092629978553290700663189204,
    0.104790010322250183839876322541518, 0.140653259715525918745189590510238,
    0.169004726639267902826583426598550, 0.190350578064785409913256402421014,
    0.204432940075298892414161999234649, 0.209482141084727828012999174891714,
  ]
  private static let gaussWeights: [Double] = [
    0.129484966168869693270611432679082, 0.279705391489276667901467771423780,
    0.381830050505118944950369775488975, 0.417959183673469387755102040816327,
  ]
}
