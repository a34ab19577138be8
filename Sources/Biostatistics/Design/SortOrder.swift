/// The stable permutation that sorts `keys` ascending: a radix sort, O(n).
///
/// A double's bits order like an unsigned integer once the sign bit of a positive number and all
/// bits of a negative one are flipped. Digits are read from the lowest bit in which two keys differ
/// to the highest, so whole days cost two passes, not six; a digit has 11 bits, or 8 where clearing
/// so many counts would cost more than the keys do. `-0` sorts as `0`. Keys must not be NaN.
func sortOrder(of keys: [Double]) -> [Int32] {
  let count = keys.count
  precondition(count <= Int(Int32.max), "at most 2^31 - 1 rows")
  guard count > 1 else { return count == 0 ? [] : [0] }
  var bits = keys.map { key in
    let pattern = (key + 0).bitPattern
    return pattern >> 63 == 0 ? pattern | (1 << 63) : ~pattern
  }
  var order = [Int32](unsafeUninitializedCapacity: count) { buffer, initialized in
    for i in 0..<count { buffer[i] = Int32(truncatingIfNeeded: i) }
    initialized = count
  }
  let first = bits[0]
  var varying: UInt64 = 0
  for pattern in bits { varying |= pattern ^ first }
  guard varying != 0 else { return order }
  let width = count < 4096 ? 8 : 11
  let digits = 1 << width
  let mask = UInt64(digits - 1)
  var nextBits = bits
  var nextOrder = order
  withUnsafeTemporaryAllocation(of: Int32.self, capacity: digits) { histogram in
    var shift = varying.trailingZeroBitCount
    while shift < 64 {
      defer { shift += width }
      guard (varying >> shift) & mask != 0 else { continue }
      bits.withUnsafeBufferPointer { bits in
        order.withUnsafeBufferPointer { order in
          nextBits.withUnsafeMutableBufferPointer { nextBits in
            nextOrder.withUnsafeMutableBufferPointer { nextOrder in
              histogram.update(repeating: 0)
              for i in 0..<count { histogram[Int((bits[i] >> shift) & mask)] &+= 1 }
              var total: Int32 = 0
              for digit in 0..<digits {
                let size = histogram[digit]
                histogram[digit] = total
                total &+= size
              }
              for i in 0..<count {
                let digit = Int((bits[i] >> shift) & mask)
                let place = Int(histogram[digit])
                histogram[digit] &+= 1
                nextBits[place] = bits[i]
                nextOrder[place] = order[i]
              }
            }
          }
        }
      }
      swap(&bits, &nextBits)
      swap(&order, &nextOrder)
    }
  }
  return order
}
