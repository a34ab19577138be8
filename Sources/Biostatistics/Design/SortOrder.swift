/// The stable permutation that sorts `keys` ascending: a radix sort, O(n).
///
/// `-0` sorts as `0`. Keys must not be NaN.
func sortOrder(of keys: [Double]) -> [Int32] {
  keys.withUnsafeBufferPointer { keys in
    stableOrder(count: keys.count, bits: { sortBits(of: keys[$0]) }, isLast: { _ in false })
  }
}

/// An unsigned integer that orders as the number does: a double's bits with the sign bit of a
/// positive number, and all bits of a negative one, flipped.
@inline(__always)
func sortBits(of key: Double) -> UInt64 {
  let pattern = (key + 0).bitPattern
  return pattern ^ (UInt64(bitPattern: Int64(bitPattern: pattern) &>> 63) | 1 &<< 63)
}

/// The rows 0 ..< count sorted ascending by their bits, of equal bits those that are `isLast` behind
/// the others, and else in their order.
///
/// Digits are read from the lowest bit in which two keys differ to the highest, so whole days cost
/// two passes, not six; a digit has up to 11 bits, or 8 where clearing so many counts would cost
/// more than the keys do.
@inline(__always)
func stableOrder(
  count: Int, bits key: (Int) -> UInt64, isLast: (Int) -> Bool
) -> [Int32] {
  precondition(count <= Int(Int32.max), "at most 2^31 - 1 rows")
  var order = [Int32](repeatElement(0, count: count))
  guard count > 1 else { return order }
  let bits = UnsafeMutablePointer<UInt64>.allocate(capacity: 2 * count)
  defer { bits.deallocate() }
  let first = key(0)
  var varying: UInt64 = 0
  for row in 0..<count {
    let own = key(row)
    varying |= own ^ first
    bits[row] = own
  }
  let lowest = UInt64(min(varying.trailingZeroBitCount, 63))
  let span = UInt64(max(0, 64 - varying.leadingZeroBitCount - Int(lowest)))
  let rowWidth = UInt64(Int.bitWidth - count.leadingZeroBitCount)
  order.withUnsafeMutableBufferPointer { order in
    let order = order.baseAddress!
    if span + 1 + rowWidth <= 64 {
      // The bits that vary leave room for the rest: one array moves, not two.
      let mask = (1 &<< span) &- 1
      var last: UInt64 = 0
      for row in 0..<count {
        let isLast: UInt64 = isLast(row) ? 1 : 0
        last |= isLast
        let own = ((bits[row] &>> lowest) & mask) &<< 1 | isLast
        bits[row] = own &<< rowWidth | UInt64(truncatingIfNeeded: row)
      }
      let digits = ((varying &>> lowest) &<< 1 | last) &<< rowWidth
      sort(bits, by: digits, rowWidth: rowWidth, into: order, count: count)
    } else {
      let spareBits = bits + count
      var place = 0
      for wanted in [false, true] {
        for row in 0..<count where isLast(row) == wanted {
          spareBits[place] = bits[row]
          order[place] = Int32(truncatingIfNeeded: row)
          place += 1
        }
      }
      sort(spareBits, order, spareBits: bits, by: varying, count: count)
    }
  }
  return order
}

/// Sorts numbers, whose lowest `rowWidth` bits are a row, by other bits of theirs, with room behind
/// them for as many; writes the rows.
private func sort(
  _ bits: UnsafeMutablePointer<UInt64>, by digits: UInt64, rowWidth: UInt64,
  into rows: UnsafeMutablePointer<Int32>, count: Int
) {
  let spare = bits + count
  let isInSpare = sortByDigits(of: digits, (bits, nil), spare: (spare, nil), count: count)
  let sorted = isInSpare ? spare : bits
  let mask = (1 &<< rowWidth) &- 1
  for i in 0..<count { rows[i] = Int32(truncatingIfNeeded: sorted[i] & mask) }
}

/// Sorts rows by their bits, which stand in an array of their own.
private func sort(
  _ bits: UnsafeMutablePointer<UInt64>, _ rows: UnsafeMutablePointer<Int32>,
  spareBits: UnsafeMutablePointer<UInt64>, by varying: UInt64, count: Int
) {
  let spareRows = UnsafeMutablePointer<Int32>.allocate(capacity: count)
  defer { spareRows.deallocate() }
  if sortByDigits(of: varying, (bits, rows), spare: (spareBits, spareRows), count: count) {
    rows.update(from: spareRows, count: count)
  }
}

/// Sorts by the digits in which `varying` has bits; returns whether the result is in the spare room.
private func sortByDigits(
  of varying: UInt64,
  _ given: (bits: UnsafeMutablePointer<UInt64>, rows: UnsafeMutablePointer<Int32>?),
  spare: (bits: UnsafeMutablePointer<UInt64>, rows: UnsafeMutablePointer<Int32>?), count: Int
) -> Bool {
  guard varying != 0 else { return false }
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
      if let rows = from.rows, let sorted = to.rows {
        for i in 0..<count {
          let place = take(&histogram[Int((from.bits[i] &>> shift) & mask)])
          to.bits[place] = from.bits[i]
          sorted[place] = rows[i]
        }
      } else {
        for i in 0..<count {
          to.bits[take(&histogram[Int((from.bits[i] &>> shift) & mask)])] = from.bits[i]
        }
      }
      swap(&from, &to)
      isInSpare.toggle()
    }
  }
  return isInSpare
}

/// The next place of a digit.
@inline(__always)
private func take(_ place: inout Int32) -> Int {
  defer { place &+= 1 }
  return Int(place)
}
