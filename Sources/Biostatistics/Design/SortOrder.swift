/// The stable permutation that sorts `keys` ascending: a radix sort, O(n), 11 bits a pass.
///
/// A double's bits order like an unsigned integer once the sign bit of a positive number and all
/// bits of a negative one are flipped. A pass whose digit is the same for every key is left out,
/// so whole days cost three or four passes, not six. `-0` sorts as `0`. Keys must not be NaN.
func sortOrder(of keys: [Double]) -> [Int32] {
  let count = keys.count
  precondition(count <= Int(Int32.max), "at most 2^31 - 1 rows")
  if count < 256 {
    return (0..<Int32(count)).sorted { a, b in
      let (x, y) = (keys[Int(a)], keys[Int(b)])
      return x < y || (x == y && a < b)
    }
  }
  var bits = keys.map { key in
    let pattern = (key + 0).bitPattern
    return pattern >> 63 == 0 ? pattern | (1 << 63) : ~pattern
  }
  var order = [Int32](unsafeUninitializedCapacity: count) { buffer, initialized in
    for i in 0..<count { buffer[i] = Int32(truncatingIfNeeded: i) }
    initialized = count
  }
  var nextBits = bits
  var nextOrder = order
  var histogram = [Int32](repeating: 0, count: 2048)
  let varying = bits.reduce(0) { $0 | ($1 ^ bits[0]) }
  for shift in stride(from: 0, to: 64, by: 11) where (varying >> shift) & 2047 != 0 {
    bits.withUnsafeBufferPointer { bits in
      order.withUnsafeBufferPointer { order in
        nextBits.withUnsafeMutableBufferPointer { nextBits in
          nextOrder.withUnsafeMutableBufferPointer { nextOrder in
            histogram.withUnsafeMutableBufferPointer { histogram in
              histogram.update(repeating: 0)
              for i in 0..<count { histogram[Int((bits[i] >> shift) & 2047)] &+= 1 }
              var total: Int32 = 0
              for digit in 0..<2048 {
                let size = histogram[digit]
                histogram[digit] = total
                total &+= size
              }
              for i in 0..<count {
                let digit = Int((bits[i] >> shift) & 2047)
                let place = Int(histogram[digit])
                histogram[digit] &+= 1
                nextBits[place] = bits[i]
                nextOrder[place] = order[i]
              }
            }
          }
        }
      }
    }
    swap(&bits, &nextBits)
    swap(&order, &nextOrder)
  }
  return order
}
