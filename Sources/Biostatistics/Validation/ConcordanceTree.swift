/// What rows are counted in: `Int32`, exact and fast, when every weight is 1, else `Double`.
protocol RowCount: SIMDScalar, SignedNumeric, Comparable, Hashable, Codable {
  var double: Double { get }
  init(weight: Double)
  static func add(_ increment: SIMD16<Self>, times weight: Self, to node: inout SIMD16<Self>)
}

extension Int32: RowCount {
  var double: Double { Double(self) }
  init(weight: Double) { self = 1 }
  static func add(_ increment: SIMD16<Int32>, times weight: Int32, to node: inout SIMD16<Int32>) {
    if weight > 0 { node &+= increment } else { node &-= increment }
  }
}

extension Double: RowCount {
  var double: Double { self }
  init(weight: Double) { self = weight }
  static func add(_ increment: SIMD16<Double>, times weight: Double, to node: inout SIMD16<Double>)
  {
    node += increment * weight
  }
}

/// Two weighted counts over slots 0 ..< s that grow one slot at a time: the rows at risk, of which
/// those beyond a slot are asked for, and the events, of which those before a slot are.
///
/// A tree of fan-out 16. A node keeps, for each of its 16 children, the rows at risk in the children
/// after it and the events in those before it, so that adding is one vector addition a level and
/// asking is one load a level: the base-16 digits of the slot walk from leaf to root. The nodes for
/// follow-up in days fit into the first-level cache.
struct RiskAndEventTree<Count: RowCount>: ~Copyable {
  /// Level by level from the leaves, 16 counts at risk and 16 counts of events a node.
  private let counts: UnsafeMutablePointer<Count>
  /// 16 ones, 16 zeros, 16 ones.
  private let ones: UnsafeMutablePointer<Count>
  private let leafNodes: Int

  /// An empty tree for a positive number of slots.
  init(slots: Int) {
    leafNodes = (slots + 15) >> 4
    var size = 32 * leafNodes
    var nodes = leafNodes
    while nodes > 1 {
      nodes = (nodes + 15) >> 4
      size += 32 * nodes
    }
    counts = UnsafeMutableRawPointer.allocate(
      byteCount: size * MemoryLayout<Count>.stride, alignment: 64
    ).bindMemory(to: Count.self, capacity: size)
    counts.initialize(repeating: 0, count: size)
    ones = .allocate(capacity: 48)
    ones.initialize(repeating: 1, count: 48)
    (ones + 16).update(repeating: 0, count: 16)
  }

  deinit {
    counts.deallocate()
    ones.deallocate()
  }

  /// Adds a row at risk that outlived `slot` event times, and its event if it had one.
  @inline(__always)
  func add(_ weight: Count, atRisk slot: Int, event: Bool) {
    var level = counts
    var nodes = leafNodes
    var slot = slot
    while true {
      let digit = slot & 15
      slot >>= 4
      let node = UnsafeMutableRawPointer(level + 32 * slot)
        .assumingMemoryBound(to: SIMD16<Count>.self)
      Count.add(increment(at: 16 - digit), times: weight, to: &node[0])
      if event { Count.add(increment(at: 31 - digit), times: weight, to: &node[1]) }
      if nodes == 1 { return }
      level += 32 * nodes
      nodes = (nodes + 15) >> 4
    }
  }

  /// The weight at risk beyond `slot`, if asked for, else 0, and the weight of events before it.
  @inline(__always)
  func counts(around slot: Int, atRisk: Bool) -> (atRiskBeyond: Count, eventsBefore: Count) {
    var level = UnsafePointer(counts)
    var nodes = leafNodes
    var slot = slot
    var atRiskBeyond: Count = 0
    var eventsBefore: Count = 0
    while true {
      let digit = slot & 15
      slot >>= 4
      let node = level + 32 * slot
      if atRisk { atRiskBeyond += node[digit] }
      eventsBefore += node[16 + digit]
      if nodes == 1 { return (atRiskBeyond, eventsBefore) }
      level += 32 * nodes
      nodes = (nodes + 15) >> 4
    }
  }

  @inline(__always)
  private func increment(at offset: Int) -> SIMD16<Count> {
    UnsafeRawPointer(ones + offset).loadUnaligned(as: SIMD16<Count>.self)
  }
}
