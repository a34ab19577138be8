/// The distinct values of a list of times, ascending, and where each time stands among them:
/// `times[rank[i]] == list[i]`.
///
/// Follow-up is written down in days or months, so a million patients share a few thousand times.
/// A hash table then finds the distinct ones in one pass, and only they are sorted. Where most
/// times differ (or their bits collide), the pass is given up early and all times go through the
/// radix sort: O(n) either way. `-0` counts as `0`; times must not be NaN.
struct DistinctTimes {
  let times: [Double]
  let rank: [Int32]

  init(of list: [Double]) {
    self = Self(hashing: list, limit: min(1 << 16, list.count / 4)) ?? Self(sorting: list)
  }

  /// Sorts everything, then numbers the runs of equal times.
  init(sorting list: [Double]) {
    let order = sortOrder(of: list)
    var times: [Double] = []
    var previous = Double.nan
    let rank = [Int32](unsafeUninitializedCapacity: list.count) { rank, initialized in
      list.withUnsafeBufferPointer { list in
        for row in order {
          let time = list[Int(row)]
          if time != previous {
            times.append(time + 0)
            previous = time
          }
          rank[Int(row)] = Int32(truncatingIfNeeded: times.count &- 1)
        }
      }
      initialized = list.count
    }
    self.times = times
    self.rank = rank
  }

  /// Open addressing with linear probing in a table at most half full; nil when there are more
  /// than `limit` distinct times, or when more than four probes a row were wasted.
  init?(hashing list: [Double], limit: Int) {
    guard limit >= 64 else { return nil }
    let bits = Int.bitWidth - limit.leadingZeroBitCount + 1
    let shift = UInt64(64 - bits)
    let mask = (1 << bits) - 1
    var keys = [UInt64](repeating: 0, count: 1 << bits)
    var slots = [Int32](repeating: -1, count: 1 << bits)
    var distinct: [Double] = []
    distinct.reserveCapacity(limit)
    var wasted = 0
    let tolerated = 4 * list.count
    let appearance = [Int32](unsafeUninitializedCapacity: list.count) { rank, initialized in
      keys.withUnsafeMutableBufferPointer { keys in
        slots.withUnsafeMutableBufferPointer { slots in
          for (i, time) in list.enumerated() {
            let key = (time + 0).bitPattern
            var place = Int(((key ^ (key >> 32)) &* 0x9E37_79B9_7F4A_7C15) >> shift)
            while slots[place] >= 0 && keys[place] != key {
              place = (place &+ 1) & mask
              wasted &+= 1
            }
            if slots[place] < 0 {
              guard distinct.count < limit, wasted <= tolerated else { return }
              keys[place] = key
              slots[place] = Int32(truncatingIfNeeded: distinct.count)
              distinct.append(time + 0)
            }
            rank[i] = slots[place]
            initialized = i &+ 1
          }
        }
      }
    }
    guard appearance.count == list.count else { return nil }
    let order = sortOrder(of: distinct)
    var rankOf = [Int32](repeating: 0, count: distinct.count)
    for (rank, slot) in order.enumerated() { rankOf[Int(slot)] = Int32(truncatingIfNeeded: rank) }
    self.times = order.map { distinct[Int($0)] }
    self.rank = rankOf.withUnsafeBufferPointer { rankOf in
      appearance.map { rankOf[Int($0)] }
    }
  }

  /// For each of these ascending times, the position of the first later time in `others`
  /// (`others.count` if there is none): one merge, O(both).
  func positions(ofFirstLaterIn others: [Double]) -> [Int32] {
    var position = 0
    return times.map { time in
      while position < others.count && others[position] <= time { position += 1 }
      return Int32(truncatingIfNeeded: position)
    }
  }
}
