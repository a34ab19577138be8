/// Cuts delimited text into stretches of whole rows that can be read apart from each other.
///
/// Outside quotes the number of quotes before a byte is even, inside it is odd: true of every text
/// up to its first error, because a quote inside an unquoted cell is an error itself. So the
/// parity of quotes, block by block, tells where a line feed ends a row.
/// The cuts depend on the text and the block size alone, never on the number of threads.
enum CSVSplit {
  /// Cuts `bytes` behind the first line feed outside quotes at or after each multiple of
  /// `blockSize`.
  static func chunks(
    of bytes: UnsafeBufferPointer<UInt8>, from start: Int, blockSize: Int
  ) -> [Range<Int>] {
    let count = bytes.count
    guard let base = bytes.baseAddress, count - start > blockSize else { return [start..<count] }
    let blockCount = (count - start + blockSize - 1) / blockSize
    let text = SharedBytes(base: base)
    let isOdd = Parallel.map(blockCount) { block in
      let low = start + block * blockSize
      return hasOddQuotes(text.base + low, count: min(blockSize, count - low))
    }
    var cuts = [start]
    var isQuoted = false
    for block in 0..<blockCount {
      let low = start + block * blockSize
      if block > 0, low >= cuts[cuts.count - 1],
        let cut = endOfRow(bytes, from: low, isQuoted: isQuoted), cut < count
      {
        cuts.append(cut)
      }
      if isOdd[block] { isQuoted.toggle() }
    }
    return zip(cuts, cuts.dropFirst() + [count]).map { $0..<$1 }
  }

  private static func endOfRow(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, isQuoted: Bool
  ) -> Int? {
    var isQuoted = isQuoted
    for index in start..<bytes.count {
      if bytes[index] == ASCII.quote { isQuoted.toggle() }
      if bytes[index] == ASCII.lineFeed, !isQuoted { return index + 1 }
    }
    return nil
  }

  private static func hasOddQuotes(_ start: UnsafePointer<UInt8>, count: Int) -> Bool {
    var parity: UInt8 = 0
    for index in 0..<count { parity ^= start[index] == ASCII.quote ? 1 : 0 }
    return parity == 1
  }
}
