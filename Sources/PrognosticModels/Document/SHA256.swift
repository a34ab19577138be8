internal import CKernels

/// The hash SHA-256 of bytes, in lower-case hexadecimal digits: what names the exact file that a
/// prediction came from. The heart has it of its own, so that an embedder resolves no package.
///
/// Source: FIPS 180-4 (2015), doi:10.6028/NIST.FIPS.180-4.
package struct SHA256 {
  // Fractional parts of the square roots of the first 8 primes.
  private var state: [UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab,
    0x5be0_cd19,
  ]
  /// Fewer than 64 bytes that wait for the rest of their block.
  private var pending: [UInt8] = []
  private var count: UInt64 = 0
  /// Whether the processor's instructions are left alone.
  private let isPortable: Bool

  package init() { isPortable = false }

  /// A hash by the rounds written out in Swift, which the kernel is held against.
  init(portable: Bool) { isPortable = portable }

  /// Takes the next bytes of the message.
  package mutating func update(_ bytes: [UInt8]) {
    count &+= UInt64(bytes.count)
    pending += bytes
    let whole = pending.count - pending.count % 64
    if isPortable
      || !sarcoma_sha256_blocks(&state, Self.constants, pending, pending.count / 64)
    {
      var words = [UInt32](repeating: 0, count: 64)
      for block in stride(from: 0, to: whole, by: 64) {
        Self.schedule(pending[block..<(block + 64)], &words)
        Self.compress(words, &state)
      }
    }
    pending.removeFirst(whole)
  }

  /// The hash of all that was taken.
  package consuming func hexDigest() -> String {
    let bits = count &* 8
    var end: [UInt8] = [0x80]
    while (pending.count + end.count) % 64 != 56 { end.append(0) }
    for shift in stride(from: 56, through: 0, by: -8) {
      end.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift)))
    }
    update(end)
    return String(unsafeUninitializedCapacity: 64) { digits in
      for place in 0..<64 {
        let nibble = UInt8(truncatingIfNeeded: state[place / 8] >> UInt32(28 - place % 8 * 4)) & 15
        digits[place] = nibble + (nibble < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10)
      }
      return 64
    }
  }

  /// The hash of one message.
  package static func hexDigest(of message: [UInt8]) -> String {
    var hash = SHA256()
    hash.update(message)
    return hash.hexDigest()
  }

  /// The message's words W_0 ... W_63 of one block.
  private static func schedule(_ block: ArraySlice<UInt8>, _ words: inout [UInt32]) {
    let start = block.startIndex
    for t in 0..<16 {
      let (first, second) = (UInt32(block[start + 4 * t]), UInt32(block[start + 4 * t + 1]))
      let (third, fourth) = (UInt32(block[start + 4 * t + 2]), UInt32(block[start + 4 * t + 3]))
      words[t] = first << 24 | second << 16 | third << 8 | fourth
    }
    for t in 16..<64 {
      let (a, b) = (words[t - 15], words[t - 2])
      let s0 = rotated(a, 7) ^ rotated(a, 18) ^ (a >> 3)
      let s1 = rotated(b, 17) ^ rotated(b, 19) ^ (b >> 10)
      words[t] = words[t - 16] &+ s0 &+ words[t - 7] &+ s1
    }
  }

  /// The 64 rounds over one block, in the letters of the standard.
  private static func compress(_ words: [UInt32], _ state: inout [UInt32]) {
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    for t in 0..<64 {
      let s1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
      let choice = (e & f) ^ (~e & g)
      let first = h &+ s1 &+ choice &+ constants[t] &+ words[t]
      let s0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)
      let majority = (a & b) ^ (a & c) ^ (b & c)
      (h, g, f, e) = (g, f, e, d &+ first)
      (d, c, b, a) = (c, b, a, first &+ s0 &+ majority)
    }
    for (place, value) in [a, b, c, d, e, f, g, h].enumerated() {
      state[place] = state[place] &+ value
    }
  }

  private static func rotated(_ x: UInt32, _ count: UInt32) -> UInt32 {
    x >> count | x << (32 - count)
  }

  /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes, computed by
  /// an integer cube root: 32 fractional bits of p^(1/3) are those of floor((p 2^96)^(1/3)).
  private static let constants: [UInt32] = {
    var primes: [UInt64] = []
    var candidate: UInt64 = 2
    while primes.count < 64 {
      if primes.allSatisfy({ candidate % $0 != 0 }) { primes.append(candidate) }
      candidate += 1
    }
    return primes.map { prime in
      var root: UInt64 = 0
      for bit in stride(from: 35, through: 0, by: -1) {
        let next = root | 1 << UInt64(bit)
        // next^3 <= prime 2^96, in 128 bits.
        let square = UInt128(next) * UInt128(next)
        if square * UInt128(next) <= UInt128(prime) << 96 { root = next }
      }
      return UInt32(truncatingIfNeeded: root)
    }
  }()
}
