/// Rows counted by the rank of their time: total weight, and heads, at each.
///
/// A row of weight zero has no head.
struct Tally {
  let weight: [Double]
  let heads: [Int32]

  /// Counts row i at `rank[i]` where `kept[i]` is `wanted` (all rows without `kept`).
  init(
    _ rank: [Int32], weights: [Double]?, count: Int, where kept: [Bool]? = nil,
    is wanted: Bool = true
  ) {
    var heads = [Int32](repeating: 0, count: count)
    var weight: [Double] = []
    let kept = kept ?? []
    let all = kept.isEmpty
    heads.withUnsafeMutableBufferPointer { heads in
      kept.withUnsafeBufferPointer { kept in
        guard let weights else {
          for (i, place) in rank.enumerated() {
            heads[Int(place)] &+= all || kept[i] == wanted ? 1 : 0
          }
          return
        }
        weight = [Double](repeating: 0, count: count)
        weight.withUnsafeMutableBufferPointer { weight in
          weights.withUnsafeBufferPointer { weights in
            for (i, place) in rank.enumerated() where all || kept[i] == wanted {
              weight[Int(place)] += weights[i]
              heads[Int(place)] &+= weights[i] > 0 ? 1 : 0
            }
          }
        }
      }
    }
    self.weight = weights == nil ? heads.map { Double($0) } : weight
    self.heads = heads
  }
}
