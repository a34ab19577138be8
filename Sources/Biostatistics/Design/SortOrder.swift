/// The stable permutation that sorts `keys` ascending: a radix sort, O(n).
///
/// `-0` sorts as `0`. Keys must not be NaN.
func sortOrder(of keys: [Double]) -> [Int32] {
  stableOrder(count: keys.count) { bits, rows in
    for (row, key) in keys.enumerated() {
      bits[row] = sortBits(of: key)
      rows[row] = Int32(truncatingIfNeeded: row)
    }
  }
}

/// An unsigned integer that orders as the number does: a double's bits with the sign bit of a
/// positive number, and all bits of a negative one, flipped.
@inline(__always)
func sortBits(of key: Double) -> UInt64 {
  let pattern = (key + 0).bitPattern
  return pattern ^ (UInt64(bitPattern: Int64(bitPattern: pattern) &>> 63) | 1 &<< 63)
}

/// The rows that `fill` lists, sorted ascending by the bits that it gives them; rows of equal bits
/// stay in their order.
///
/// Digits are read from the lowest bit in which two keys differ to the highest, so whole days cost
/// two passes, not six; a digit has up to 11 bits, or 8 where clearing so many counts would cost
/// more than the keys do.
@inline(__always)
func stableOrder(
  count: Int,
  fill: (_ bits: UnsafeMutablePointer<UInt64>, _ rows: UnsafeMutablePointer<Int32>) -> Void
) -> [Int32] {
  precondition(count <= Int(Int32.max), "at most 2^31 - 1 rows")
  return [Int32](unsafeUninitializedCapacity: count) { order, initialized in
    initialized = count
    guard let order = order.baseAddress else { return }
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 2 * count + (count + 1) / 2) { room in
      guard let bits = room.baseAddress else { return }
      fill(bits, order)
      UnsafeMutableRawPointer(bits + 2 * count).withMemoryRebound(to: Int32.self, capacity: count) {
        sort(bits, order, spareBits: bits + count, spareRows: $0, count: count)
      }
    }
  }
}

/// Sorts the rows 0 ..< count by their bits, with room for as many again.
private func sort(
  _ bits: UnsafeMutablePointer<UInt64>, _ rows: UnsafeMutablePointer<Int32>,
  spareBits: UnsafeMutablePointer<UInt64>, spareRows: UnsafeMutablePointer<Int32>, count: Int
) {
  guard count > 1 else { return }
  let first = bits[0]
  var varying: UInt64 = 0
  for i in 0..<count { varying |= bits[i] ^ first }
  guard varying != 0 else { return }
  let lowest = UInt64(varying.trailingZeroBitCount)
  let above = UInt64(varying.leadingZeroBitCount)
  let rowWidth = UInt64(Int.bitWidth - count.leadingZeroBitCount)
  guard lowest + above >= rowWidth else {
    if sortByDigits(of: varying, (bits, rows), spare: (spareBits, spareRows), count: count) {
      rows.update(from: spareRows, count: count)
    }
    return
  }
  // The bits that vary leave room for the row: one array moves, not two.
  for i in 0..<count {
    let own = (bits[i] &<< above) &>> (above &+ lowest)
    bits[i] = (own &<< rowWidth) | UInt64(truncatingIfNeeded: rows[i])
  }
  let digits = (varying &>> lowest) &<< rowWidth
  let isInSpare = sortByDigits(of: digits, (bits, nil), spare: (spareBits, nil), count: count)
  let sorted = isInSpare ? spareBits : bits
  let mask = (1 &<< rowWidth) &- 1
  for i in 0..<count { rows[i] = Int32(truncatingIfNeeded: sorted[i] & mask) }
}

/// Sorts by the digits in which `varying` has bits; returns whether the result is in the spare room.
private func sortByDigits(
  of varying: UInt64,
  _ given: (bits: UnsafeMutablePointer<UInt64>, rows: UnsafeMutablePointer<Int32>?),
  spare: (bits: UnsafeMutablePointer<UInt64>, rows: UnsafeMutablePointer<Int32>?), count: Int
) -> Bool {
  let lowest = varying.trailingZeroBitCount
  let span = 64 - lowest - varying.leadingZeroBitCount
  let widest = count < 4096 ? 8 : 11
  let passes = (span + widest - 1) / widest
  let width = (span + passes - 1) / passes
  let digits = 1 &<< width
  let mask = UInt64(digits - 1)
  var (from, to) = (given, spare)
  var isInSpare = false
  withUnsafeTemporaryAllocation(of: Int32.self, capacity: digits) { histogram in
    for pass in 0..<passes {
      let shift = UInt64(lowest + pass * width)
      guard (varying &>> shift) & mask != 0 else { continue }
      histogram.update(repeating: 0)
      for i in 0..<count { histogram[Int((from.bits[i] &>> shift) & mask)] &+= 1 }
      var total: Int32 = 0
      for digit in 0..<digits {
        let size = histogram[digit]
        histogram[digit] = total
        total &+= size
      }
      for i in 0..<count {
        let own = from.bits[i]
        let digit = Int((own &>> shift) & mask)
        let place = Int(histogram[digit])
        histogram[digit] &+= 1
        to.bits[place] = own
        if let rows = from.rows { to.rows?[place] = rows[i] }
      }
      swap(&from, &to)
      isInSpare.toggle()
    }
  }
  return isInSpare
}
