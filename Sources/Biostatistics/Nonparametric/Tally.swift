/// Rows counted by the rank of their time: total weight, and heads, at each.
///
/// A row of weight zero has no head.
struct Tally {
  private(set) var weight: [Double]
  private(set) var heads: [Int32]

  /// Counts row i at `rank[i]` where `kept[i]` is `wanted` (all rows without `kept`).
  init(
    _ rank: [Int32], weights: [Double]?, count: Int, where kept: [Bool]? = nil,
    is wanted: Bool = true
  ) {
    heads = [Int32](repeating: 0, count: count)
    weight = []
    if let weights {
      weight = [Double](repeating: 0, count: count)
      for (i, place) in rank.enumerated() where kept.map({ $0[i] == wanted }) ?? true {
        weight[Int(place)] += weights[i]
        heads[Int(place)] += weights[i] > 0 ? 1 : 0
      }
      return
    }
    heads.withUnsafeMutableBufferPointer { heads in
      guard let kept else {
        for place in rank { heads[Int(place)] &+= 1 }
        return
      }
      kept.withUnsafeBufferPointer { kept in
        for (i, place) in rank.enumerated() { heads[Int(place)] &+= kept[i] == wanted ? 1 : 0 }
      }
    }
    weight = heads.map { Double($0) }
  }
}
