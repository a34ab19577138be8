internal import CKernels

/// The stable permutation that sorts `keys`, of equal keys those that are `last` behind the others: a
/// radix sort, O(n).
///
/// `-0` sorts as `0`. Keys must not be NaN. Digits are read from the lowest bit in which two keys differ
/// to the highest, so whole days cost two passes, not six.
func sortOrder(
  of keys: [Double], descending: Bool = false, last: [Bool]? = nil
) -> [Int32] {
  let count = keys.count
  precondition(count <= Int(Int32.max), "at most 2^31 - 1 rows")
  guard count > 0 else { return [] }
  let bits = UnsafeMutablePointer<UInt64>.allocate(capacity: 2 * count)
  defer { bits.deallocate() }
  let varying = sarcoma_sort_bits(keys, count, descending, bits)
  let lowest = min(varying.trailingZeroBitCount, 63)
  let span = max(0, 64 - varying.leadingZeroBitCount - lowest)
  let lastWidth = last == nil ? 0 : 1
  let rowWidth = Int.bitWidth - count.leadingZeroBitCount
  var order = Array(repeatElement(Int32(0), count: count))
  order.withUnsafeMutableBufferPointer { rows in
    let rows = rows.baseAddress!
    if span + lastWidth == 0 {
      for row in 0..<count { rows[row] = Int32(truncatingIfNeeded: row) }
    } else if span + lastWidth + rowWidth <= 64 {
      // The bits that vary leave room for the rest: one array moves, not two.
      sarcoma_number_rows(bits, count, Int32(lowest), Int32(span), last, Int32(rowWidth))
      sortNumbers(
        bits, spare: bits + count, count: count,
        digits: RadixDigits(from: rowWidth, bits: span + lastWidth, numbers: count),
        rowWidth: rowWidth, into: rows)
    } else {
      let sorted = bits + count
      var place = 0
      for wanted in [false, true] {
        for row in 0..<count where (last?[row] ?? false) == wanted {
          sorted[place] = bits[row]
          rows[place] = Int32(truncatingIfNeeded: row)
          place += 1
        }
      }
      sortRows(
        rows, by: sorted, spareBits: bits,
        digits: RadixDigits(from: lowest, bits: span, numbers: count), count: count)
    }
  }
  return order
}

/// The digits of numbers: `count` of them, of `width` bits each, the first at bit `lowest`.
private struct RadixDigits {
  let count: Int
  private let lowest: UInt64
  private let width: UInt64

  /// Digits for the bits `lowest ..< lowest + bits` of `numbers` numbers: of up to 11 bits, or 8 where
  /// clearing so many counts would cost more than the numbers do.
  init(from lowest: Int, bits: Int, numbers: Int) {
    let widest = numbers < 4096 ? 8 : 11
    count = (bits &+ widest &- 1) / widest
    width = UInt64((bits &+ count &- 1) / count)
    self.lowest = UInt64(lowest)
  }

  /// How many values a digit has.
  var size: Int { 1 &<< Int(width) }
  var mask: UInt64 { (1 &<< width) &- 1 }

  /// The bits below a digit.
  func shift(_ digit: Int) -> UInt64 { lowest &+ UInt64(truncatingIfNeeded: digit) &* width }
}

/// Sorts numbers whose lowest bits are rows, and writes the rows.
///
/// A digit is counted while numbers move by the one before it; the last moves the rows alone.
private func sortNumbers(
  _ bits: UnsafeMutablePointer<UInt64>, spare: UnsafeMutablePointer<UInt64>, count: Int,
  digits: RadixDigits, rowWidth: Int, into rows: UnsafeMutablePointer<Int32>
) {
  var (from, to) = (bits, spare)
  let (size, mask) = (digits.size, digits.mask)
  withUnsafeTemporaryAllocation(of: Int32.self, capacity: 2 * size) { counts in
    var (places, next) = (counts.baseAddress!, counts.baseAddress! + size)
    var shift = digits.shift(0)
    places.initialize(repeating: 0, count: size)
    for i in 0..<count { places[Int(truncatingIfNeeded: (from[i] &>> shift) & mask)] &+= 1 }
    for digit in 1..<digits.count {
      takeToPlaces(places, size)
      next.initialize(repeating: 0, count: size)
      let nextShift = digits.shift(digit)
      for i in 0..<count {
        let own = from[i]
        to[take(&places[Int(truncatingIfNeeded: (own &>> shift) & mask)])] = own
        next[Int(truncatingIfNeeded: (own &>> nextShift) & mask)] &+= 1
      }
      shift = nextShift
      swap(&from, &to)
      swap(&places, &next)
    }
    takeToPlaces(places, size)
    let rowMask = (1 &<< UInt64(rowWidth)) &- 1
    for i in 0..<count {
      let own = from[i]
      rows[take(&places[Int(truncatingIfNeeded: (own &>> shift) & mask)])] =
        Int32(truncatingIfNeeded: own & rowMask)
    }
  }
}

/// Sorts rows by their bits, which stand in an array of their own.
private func sortRows(
  _ given: UnsafeMutablePointer<Int32>, by bits: UnsafeMutablePointer<UInt64>,
  spareBits: UnsafeMutablePointer<UInt64>, digits: RadixDigits, count: Int
) {
  let spareRows = UnsafeMutablePointer<Int32>.allocate(capacity: count)
  defer { spareRows.deallocate() }
  var (from, to) = ((bits: bits, rows: given), (bits: spareBits, rows: spareRows))
  let (size, mask) = (digits.size, digits.mask)
  withUnsafeTemporaryAllocation(of: Int32.self, capacity: size) { counts in
    let places = counts.baseAddress!
    for digit in 0..<digits.count {
      let shift = digits.shift(digit)
      places.initialize(repeating: 0, count: size)
      for i in 0..<count {
        places[Int(truncatingIfNeeded: (from.bits[i] &>> shift) & mask)] &+= 1
      }
      takeToPlaces(places, size)
      for i in 0..<count {
        let own = from.bits[i]
        let place = take(&places[Int(truncatingIfNeeded: (own &>> shift) & mask)])
        to.bits[place] = own
        to.rows[place] = from.rows[i]
      }
      swap(&from, &to)
    }
  }
  if from.rows != given { given.update(from: from.rows, count: count) }
}

/// Takes how often each digit occurs to the place of the first.
private func takeToPlaces(_ counts: UnsafeMutablePointer<Int32>, _ size: Int) {
  var total: Int32 = 0
  for digit in 0..<size {
    let count = counts[digit]
    counts[digit] = total
    total &+= count
  }
}

/// The next place of a digit.
@inline(__always)
private func take(_ place: inout Int32) -> Int {
  defer { place &+= 1 }
  return Int(place)
}
