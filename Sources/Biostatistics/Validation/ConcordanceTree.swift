/// Two weighted counts over slots 0 ..< s that grow a row at a time: rows at risk, of which those
/// beyond a slot are asked for, and events, of which those before a slot are.
///
/// A tree of fan-out 16. A node keeps, for each of its 16 children, the rows at risk in the children
/// after it and the events in the children before it. So a row is added with one vector addition a
/// level, and the answer is one load a level, at the base-16 digits of the slot from leaf to root:
/// O(log s) each. The whole tree takes about 2.1 s counts; for follow-up in days that stays in the fast
/// caches.
struct RiskAndEventTree<Count: FixedWidthInteger & SIMDScalar>: ~Copyable {
  /// Level by level from the leaves; a node is 16 counts at risk and then 16 counts of events.
  private let counts: UnsafeMutablePointer<Count>
  /// 16 × all bits, 16 × no bit, 16 × all bits.
  private let masks: UnsafeMutablePointer<Count>
  private let leafNodes: Int

  /// A tree without rows for a positive number of slots.
  init(slots: Int) {
    leafNodes = (slots + 15) >> 4
    var nodes = leafNodes
    var size = 32 * nodes
    while nodes > 1 {
      nodes = (nodes + 15) >> 4
      size += 32 * nodes
    }
    counts = UnsafeMutableRawPointer.allocate(
      byteCount: size * MemoryLayout<Count>.stride, alignment: 64
    ).bindMemory(to: Count.self, capacity: size)
    counts.initialize(repeating: 0, count: size)
    masks = .allocate(capacity: 48)
    masks.initialize(repeating: ~0, count: 48)
    (masks + 16).update(repeating: 0, count: 16)
  }

  deinit {
    counts.deallocate()
    masks.deallocate()
  }

  /// The weight at risk beyond `slot` and of the events before it, without any row in `slot` itself.
  ///
  /// - Parameter slot: must lie in 0 ..< s.
  @inline(__always)
  func counts(around slot: Int) -> (atRiskBeyond: Count, eventsBefore: Count) {
    var slot = slot
    var level = counts
    var nodes = leafNodes
    var atRiskBeyond: Count = 0
    var eventsBefore: Count = 0
    while true {
      let node = level + 32 * (slot >> 4)
      atRiskBeyond &+= node[slot & 15]
      eventsBefore &+= node[16 + (slot & 15)]
      if nodes == 1 { return (atRiskBeyond, eventsBefore) }
      slot >>= 4
      level += 32 * nodes
      nodes = (nodes + 15) >> 4
    }
  }

  /// Adds a row at risk to `slot`, and its event, if it had one, to the same slot. Returns
  /// ``counts(around:)`` of the slot, which the row itself does not change.
  ///
  /// - Parameters:
  ///   - slot: must lie in 0 ..< s.
  ///   - event: what the event weighs; nil for none.
  @inline(__always) @discardableResult
  func add(
    _ weight: Count, to slot: Int, event: Count?
  ) -> (atRiskBeyond: Count, eventsBefore: Count) {
    var slot = slot
    var level = counts
    var nodes = leafNodes
    var atRiskBeyond: Count = 0
    var eventsBefore: Count = 0
    let weights = SIMD16(repeating: weight)
    while true {
      let digit = slot & 15
      let node = level + 32 * (slot >> 4)
      atRiskBeyond &+= node[digit]
      eventsBefore &+= node[16 + digit]
      let vectors = UnsafeMutableRawPointer(node).assumingMemoryBound(to: SIMD16<Count>.self)
      vectors[0] &+= weights & mask(at: 16 - digit)
      if let event {
        vectors[1] &+= SIMD16(repeating: event) & mask(at: 31 - digit)
      }
      if nodes == 1 { return (atRiskBeyond, eventsBefore) }
      slot >>= 4
      level += 32 * nodes
      nodes = (nodes + 15) >> 4
    }
  }

  /// 16 masks from `offset` on: children before a digit at 16 − digit, those after it at 31 − digit.
  @inline(__always)
  private func mask(at offset: Int) -> SIMD16<Count> {
    UnsafeRawPointer(masks + offset).loadUnaligned(as: SIMD16<Count>.self)
  }
}
