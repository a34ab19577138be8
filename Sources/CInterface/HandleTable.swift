internal import Synchronization

/// Objects that C holds by handles, which look like pointers and are none: a place in this table, the
/// number of times that it was taken before, and the table's mark. What was never given out, what another
/// table gave out and what was closed is told from what is open, and no memory of the caller's is read.
///
///     handle = uses of the place << 32 | place << 8 | mark
///
/// A handle may be used on several threads at once, and closed while it is used: the object goes when the
/// last of them is done. Use costs two atomic additions and no lock.
public final class HandleTable<Object: AnyObject & Sendable>: Sendable {
  /// As many handles as may be open at once.
  public static var most: Int { 1 << 16 }

  private struct Slot: ~Copyable {
    /// The uses before this one << 32 | closing << 31 | free << 30 | how many are using it.
    let word = Atomic<UInt64>(HandleTable.free)
    nonisolated(unsafe) var object: Unmanaged<Object>?
  }

  private struct Places {
    var free: [Int] = []
    var count = 0
  }

  private static var closing: UInt64 { 1 << 31 }
  private static var free: UInt64 { 1 << 30 }

  /// Pages of it are touched as they come into use.
  private nonisolated(unsafe) let slots: UnsafeMutablePointer<Slot>
  private let places = Mutex(Places())
  private let ready = Atomic<Int>(0)
  private let mark: UInt64
  private let name: String

  /// - Parameters:
  ///   - mark: another one for each table of a program, below 256 and not 0.
  ///   - name: of what it holds, for a sentence.
  public init(mark: UInt8, of name: String) {
    self.mark = UInt64(mark)
    self.name = name
    slots = UnsafeMutablePointer<Slot>.allocate(capacity: Self.most)
  }

  /// A new handle.
  ///
  /// - Throws: ``CallFailure`` where too many are open.
  public func open(_ object: Object) throws(CallFailure) -> OpaquePointer {
    let place: Int? = places.withLock { places in
      if let place = places.free.popLast() { return place }
      guard places.count < Self.most else { return nil }
      let place = places.count
      (slots + place).initialize(to: Slot())
      places.count += 1
      ready.store(places.count, ordering: .releasing)
      return place
    }
    guard let place else {
      throw CallFailure(
        .handle, "\(Self.most) handles are open; close those that are no longer used.")
    }
    slots[place].object = Unmanaged.passRetained(object)
    let word = slots[place].word.bitwiseAnd(~Self.free, ordering: .releasing).newValue
    let bits = (word >> 32) << 32 | UInt64(place) << 8 | mark
    guard let handle = OpaquePointer(bitPattern: UInt(bits)) else {
      throw CallFailure(.engine, "a handle came out null.")
    }
    return handle
  }

  /// Does something with the object of a handle.
  ///
  /// - Throws: ``CallFailure`` for a handle that is not open, and what `body` throws.
  public func use<Result>(
    _ handle: OpaquePointer?, _ body: (Object) throws(CallFailure) -> Result
  ) throws(CallFailure) -> Result {
    let place = try enter(handle)
    defer { leave(place) }
    guard let object = slots[place].object else { throw notOpen }
    return try body(object.takeUnretainedValue())
  }

  /// Closes a handle; null is closed already.
  ///
  /// - Throws: ``CallFailure`` for a handle that is not open.
  public func close(_ handle: OpaquePointer?) throws(CallFailure) {
    guard handle != nil else { return }
    let place = try enter(handle)
    let before = slots[place].word.bitwiseOr(Self.closing, ordering: .acquiringAndReleasing)
      .oldValue
    leave(place)
    if before & Self.closing != 0 { throw notOpen }
  }

  private var notOpen: CallFailure {
    CallFailure(.handle, "the \(name) is not open: it was closed, or never opened.")
  }

  /// The place of an open handle, counted as in use.
  private func enter(_ handle: OpaquePointer?) throws(CallFailure) -> Int {
    guard let handle else { throw CallFailure(.argument, "the \(name) is null.") }
    let bits = UInt64(UInt(bitPattern: handle))
    let place = Int(bits >> 8 & 0xFF_FFFF)
    guard bits & 0xFF == mark, place < ready.load(ordering: .acquiring) else { throw notOpen }
    let before = slots[place].word.add(1, ordering: .acquiring).oldValue
    guard before >> 32 == bits >> 32, before & (Self.closing | Self.free) == 0 else {
      leave(place)
      throw notOpen
    }
    return place
  }

  /// Counts a use as ended; the last one of a closing place frees it.
  private func leave(_ place: Int) {
    let word = slots[place].word.subtract(1, ordering: .acquiringAndReleasing).newValue
    guard word & 0xFFFF_FFFF == Self.closing else { return }
    let next = ((word >> 32) &+ 1) << 32 | Self.free
    let isLast = slots[place].word.compareExchange(
      expected: word, desired: next, ordering: .acquiringAndReleasing
    ).exchanged
    guard isLast else { return }
    let object = slots[place].object
    slots[place].object = nil
    object?.release()
    places.withLock { $0.free.append(place) }
  }
}
