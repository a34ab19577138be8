/// Cuts delimited text into stretches of whole rows that can be read apart from each other.
///
/// Outside quotes the number of quotes before a byte is even, inside it is odd: true of every text
/// up to its first error, because a quote inside an unquoted cell is an error itself. So the
/// parity of quotes, block by block, tells where a line feed ends a row.
struct CSVSplit {
  /// All of the rows, as offsets in the text.
  let bytes: Range<Int>
  let chunks: [Range<Int>]
  /// Line feeds, inside quotes or not: about the number of rows.
  let lineFeedCount: Int

  /// Cuts `text` from `start` on behind the first line feed outside quotes of every block of
  /// `blockSize` bytes but the first; a block without one stays with the chunk before it.
  init(_ text: UnsafeBufferPointer<UInt8>, from start: Int, blockSize: Int) {
    let count = text.count
    bytes = start..<count
    let blockCount = (count - start + blockSize - 1) / blockSize
    guard let base = text.baseAddress, blockCount > 0 else {
      chunks = [bytes]
      lineFeedCount = 0
      return
    }
    let shared = SharedBytes(base: base)
    let counts = Parallel.map(blockCount) { block in
      let low = start + block * blockSize
      return Self.count(shared.base + low, count: min(blockSize, count - low))
    }
    lineFeedCount = counts.reduce(0) { $0 + $1.lineFeeds }
    var cuts = [start]
    var isQuoted = counts[0].hasOddQuotes
    for number in 1..<max(blockCount, 1) {
      let low = start + number * blockSize
      let block = low..<min(low + blockSize, count)
      if let cut = Self.endOfRow(text, in: block, isQuoted: isQuoted), cut < count {
        cuts.append(cut)
      }
      if counts[number].hasOddQuotes { isQuoted.toggle() }
    }
    chunks = zip(cuts, cuts.dropFirst() + [count]).map { $0..<$1 }
  }

  private static func endOfRow(
    _ bytes: UnsafeBufferPointer<UInt8>, in block: Range<Int>, isQuoted: Bool
  ) -> Int? {
    var isQuoted = isQuoted
    for index in block {
      if bytes[index] == ASCII.quote { isQuoted.toggle() }
      if bytes[index] == ASCII.lineFeed, !isQuoted { return index + 1 }
    }
    return nil
  }

  /// Counts by words of eight bytes, in lanes of a byte that are emptied before they overflow.
  private static func count(
    _ start: UnsafePointer<UInt8>, count: Int
  ) -> (hasOddQuotes: Bool, lineFeeds: Int) {
    var quotes: UInt64 = 0
    var lineFeeds = 0
    let words = count / 8
    var word = 0
    while word < words {
      var lanes: UInt64 = 0
      let stop = min(word + 255, words)
      for index in word..<stop {
        let bytes = UnsafeRawPointer(start).loadUnaligned(
          fromByteOffset: 8 &* index, as: UInt64.self)
        quotes ^= ones(where: bytes, are: ASCII.quote)
        lanes &+= ones(where: bytes, are: ASCII.lineFeed)
      }
      for lane in 0..<8 { lineFeeds += Int(lanes >> UInt64(8 * lane) & 0xFF) }
      word = stop
    }
    var quoteCount = quotes.nonzeroBitCount
    for index in 8 * words..<count {
      quoteCount += start[index] == ASCII.quote ? 1 : 0
      lineFeeds += start[index] == ASCII.lineFeed ? 1 : 0
    }
    return (quoteCount % 2 == 1, lineFeeds)
  }

  /// 1 in each byte of `word` that equals `byte`, 0 in the others. After the exclusive or, a byte
  /// is zero just when neither itself nor its lower seven bits plus 127 have the top bit.
  @inline(__always)
  private static func ones(where word: UInt64, are byte: UInt8) -> UInt64 {
    let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    let difference = word ^ (0x0101_0101_0101_0101 &* UInt64(byte))
    return ~(((difference & low) &+ low) | difference | low) >> 7
  }
}
