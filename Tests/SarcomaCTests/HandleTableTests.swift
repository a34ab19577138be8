import CInterface
import Synchronization
import Testing

@Suite(.serialized) struct HandleTableTests {
  private final class Counted: Sendable {
    static let alive = Atomic<Int>(0)
    let value: Int

    init(_ value: Int) {
      self.value = value
      Self.alive.add(1, ordering: .relaxed)
    }

    deinit { Self.alive.subtract(1, ordering: .relaxed) }
  }

  @Test("A handle is open until it is closed, once, and never again")
  func once() throws {
    let table = HandleTable<Counted>(mark: 7, of: "thing")
    let other = HandleTable<Counted>(mark: 8, of: "other")
    let first = try table.open(Counted(1))
    #expect(try table.use(first) { $0.value } == 1)
    #expect(throws: CallFailure.self) { try other.use(first) { $0.value } }
    try table.close(first)
    let second = try table.open(Counted(2))
    // The place is the same, the handle is not.
    #expect(first != second)
    for attempt in [first, OpaquePointer(bitPattern: 0x1234_5678), OpaquePointer(bitPattern: -1)] {
      let failure = #expect(throws: CallFailure.self) { try table.use(attempt) { $0.value } }
      #expect(failure?.message == "the thing is not open: it was closed, or never opened.")
      #expect(throws: CallFailure.self) { try table.close(attempt) }
    }
    let null = #expect(throws: CallFailure.self) { try table.use(nil) { $0.value } }
    #expect(null?.message == "the thing is null." && null?.status == .argument)
    try table.close(nil)
    #expect(try table.use(second) { $0.value } == 2)
    try table.close(second)
  }

  @Test("Closed while it is used on many threads, an object goes once and after its last use")
  func threads() async throws {
    let table = HandleTable<Counted>(mark: 9, of: "thing")
    let before = Counted.alive.load(ordering: .relaxed)
    for round in 0..<200 {
      let handle = Int(bitPattern: try table.open(Counted(round)))
      await withTaskGroup(of: Void.self) { group in
        for worker in 0..<4 {
          group.addTask {
            for turn in 0..<50 {
              if worker == 0, turn == 25 {
                try? table.close(OpaquePointer(bitPattern: handle))
              } else {
                let value = try? table.use(OpaquePointer(bitPattern: handle)) { $0.value }
                #expect(value == nil || value == round)
              }
            }
          }
        }
      }
      #expect(throws: CallFailure.self) {
        try table.use(OpaquePointer(bitPattern: handle)) { _ in }
      }
    }
    #expect(Counted.alive.load(ordering: .relaxed) == before)
  }

  @Test("As many handles as there are places, and then a sentence")
  func most() throws {
    let table = HandleTable<Counted>(mark: 10, of: "thing")
    let handles = try (0..<HandleTable<Counted>.most).map { try table.open(Counted($0)) }
    let failure = #expect(throws: CallFailure.self) { try table.open(Counted(0)) }
    #expect(
      failure?.message == "65536 handles are open; close those that are no longer used.")
    for handle in handles { try table.close(handle) }
    try table.close(try table.open(Counted(1)))
  }
}
