/// Distinct byte strings, numbered in order of first appearance.
///
/// Open addressing over a power-of-two table at most half full; no `String` is made for a cell.
/// Hashes start from a random seed, so that no file can be written to make every label collide;
/// numbers do not depend on it.
struct CategoryDictionary: Sendable {
  private(set) var count = 0
  private var table: [Int32]
  private var hashes: [UInt64] = []
  private var starts: [Int] = [0]
  private var bytes: [UInt8] = []
  private let seed: UInt64

  init() {
    table = [Int32](repeating: -1, count: 16)
    seed = Self.processSeed
  }

  private static let processSeed = UInt64.random(in: .min ... .max)

  /// The number of `key`, which is added when it is new.
  @inline(__always)
  mutating func code(of key: UnsafeBufferPointer<UInt8>) -> (code: Int32, isNew: Bool) {
    let hash = Self.hash(key, seed)
    let mask = table.count &- 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while table[slot] >= 0 {
      let code = table[slot]
      if hashes[Int(code)] == hash, isEqual(Int(code), key) { return (code, false) }
      slot = (slot &+ 1) & mask
    }
    return (add(key, hash, slot), true)
  }

  /// The bytes of the label of that number.
  func withLabel<Result>(
    _ code: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result {
    bytes.withUnsafeBufferPointer {
      body(UnsafeBufferPointer(rebasing: $0[starts[code]..<starts[code + 1]]))
    }
  }

  /// Adds the labels of `later` in their order: the number here of each of them.
  mutating func append(_ later: CategoryDictionary) -> [Int32] {
    var codes: [Int32] = []
    codes.reserveCapacity(later.count)
    for code in 0..<later.count {
      codes.append(later.withLabel(code) { self.code(of: $0).code })
    }
    return codes
  }

  // MARK: - Pieces

  @inline(__always)
  private func isEqual(_ code: Int, _ key: UnsafeBufferPointer<UInt8>) -> Bool {
    let start = starts[code]
    guard starts[code &+ 1] &- start == key.count else { return false }
    return bytes.withUnsafeBufferPointer { stored in
      for index in 0..<key.count where stored[start &+ index] != key[index] { return false }
      return true
    }
  }

  @inline(never)
  private mutating func add(
    _ key: UnsafeBufferPointer<UInt8>, _ hash: UInt64, _ slot: Int
  ) -> Int32 {
    let code = Int32(truncatingIfNeeded: count)
    count += 1
    table[slot] = code
    hashes.append(hash)
    bytes.append(contentsOf: key)
    starts.append(bytes.count)
    if count * 2 > table.count { grow() }
    return code
  }

  private mutating func grow() {
    let mask = table.count * 4 - 1
    table = [Int32](repeating: -1, count: mask + 1)
    for (code, hash) in hashes.enumerated() {
      var slot = Int(truncatingIfNeeded: hash) & mask
      while table[slot] >= 0 { slot = (slot + 1) & mask }
      table[slot] = Int32(truncatingIfNeeded: code)
    }
  }

  /// Words of eight bytes, each folded in by a 128-bit product; the last word is filled up with
  /// zeros, and the length is part of the start.
  @inline(__always)
  private static func hash(_ key: UnsafeBufferPointer<UInt8>, _ seed: UInt64) -> UInt64 {
    var state = seed ^ UInt64(truncatingIfNeeded: key.count)
    guard var p = UnsafeRawPointer(key.baseAddress) else { return fold(state) }
    var remaining = key.count
    while remaining >= 8 {
      state = fold(state ^ p.loadUnaligned(as: UInt64.self))
      p += 8
      remaining &-= 8
    }
    var last: UInt64 = 0
    while remaining > 0 {
      remaining &-= 1
      last = last << 8 | UInt64(p.load(fromByteOffset: remaining, as: UInt8.self))
    }
    return fold(state ^ last)
  }

  @inline(__always)
  private static func fold(_ x: UInt64) -> UInt64 {
    let (high, low) = (x ^ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
    return high ^ low
  }
}
