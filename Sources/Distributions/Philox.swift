#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The counter-based generator Philox4x32-10 of Salmon, Moraes, Dror and Shaw (2011), "Parallel random
/// numbers: as easy as 1, 2, 3", doi:10.1145/2063384.2063405.
///
/// Block k of stream s is a fixed function of (seed, s, k): four words of 32 bits from ten rounds on
/// the counter (k, s) under the key `seed`. So a stream for each bootstrap sample, whichever thread
/// draws it, gives the same numbers; streams never overlap; and any block is reached in O(1). A
/// stream holds 2^64 blocks of two 64-bit draws each and then repeats.
public struct Philox: RandomNumberGenerator, Sendable {
  /// The key: the same seed gives the same numbers on every machine.
  public let seed: UInt64
  /// The upper half of the counter: a bootstrap sample, an imputation.
  public let stream: UInt64
  private var nextBlock: UInt64 = 0
  /// The second half of the block last drawn, if it is still to be given.
  private var pending: UInt64?

  /// The stream of that number from its first block on.
  public init(seed: UInt64, stream: UInt64) {
    self.seed = seed
    self.stream = stream
  }

  /// Makes block `index` the next to be drawn from, at its first half.
  public mutating func skip(toBlock index: UInt64) {
    nextBlock = index
    pending = nil
  }

  /// 64 random bits: the block's words 0 and 1, then its words 2 and 3, the lower word first.
  public mutating func next() -> UInt64 {
    if let half = pending {
      pending = nil
      return half
    }
    let counter = SIMD4(
      UInt32(truncatingIfNeeded: nextBlock), UInt32(truncatingIfNeeded: nextBlock >> 32),
      UInt32(truncatingIfNeeded: stream), UInt32(truncatingIfNeeded: stream >> 32))
    let key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    let words = Self.block(counter: counter, key: key)
    nextBlock &+= 1
    pending = UInt64(words[2]) | UInt64(words[3]) << 32
    return UInt64(words[0]) | UInt64(words[1]) << 32
  }

  /// The bijection itself: ten rounds, each of two 32 x 32 products, the key raised between rounds.
  public static func block(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
    var (c0, c1, c2, c3) = (counter[0], counter[1], counter[2], counter[3])
    var (k0, k1) = (key[0], key[1])
    for _ in 0..<10 {
      let first = c0.multipliedFullWidth(by: 0xD251_1F53)
      let second = c2.multipliedFullWidth(by: 0xCD9E_8D57)
      (c0, c1, c2, c3) = (second.high ^ c1 ^ k0, second.low, first.high ^ c3 ^ k1, first.low)
      k0 &+= 0x9E37_79B9
      k1 &+= 0xBB67_AE85
    }
    return SIMD4(c0, c1, c2, c3)
  }
}

// MARK: - Draws

extension Philox {
  /// A uniform number in the open interval (0, 1): k 2^-53 for 53 random bits k, with 2^-54 for k = 0.
  public mutating func uniform() -> Double {
    let k = Double(next() >> 11)
    return max(k, 0.5) * 0x1p-53
  }

  /// A standard normal number by ``NormalDistribution/quantile(_:)`` of one uniform.
  ///
  /// One draw each, so that the n-th number does not depend on the ones before it.
  public mutating func standardNormal() -> Double { NormalDistribution.quantile(uniform()) }

  /// An exponential number with mean 1, -log of one uniform.
  public mutating func exponential() -> Double { -log(uniform()) }

  /// An index in 0..<count, each equally likely; `count` must be positive.
  ///
  /// The upper half of bits x count, with the few lower halves drawn again that would favour some
  /// index: Lemire (2019), doi:10.1145/3230636.
  public mutating func index(below count: Int) -> Int {
    precondition(count > 0, "an index needs at least one element")
    let count = UInt64(count)
    var product = next().multipliedFullWidth(by: count)
    if product.low < count {
      let threshold = (0 &- count) % count
      while product.low < threshold { product = next().multipliedFullWidth(by: count) }
    }
    return Int(product.high)
  }
}
