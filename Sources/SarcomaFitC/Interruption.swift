// swift-format-ignore-file: AlwaysUseLowerCamelCase
// The names are those of sarcoma_fit.h, which says what each function does.

internal import Biostatistics
internal import CSarcomaFit
internal import Reports
internal import Synchronization

/// How often resampling was asked to end.
private let requests = Atomic<UInt64>(0)

/// Asks all resampling to end.
@c @implementation
public func sarcoma_fit_interrupt() { requests.add(1, ordering: .relaxed) }

/// Ends a resampling that was asked to end after it had begun.
struct Interruption: ResamplingWatch, ResamplingMonitor {
  private let before = requests.load(ordering: .relaxed)

  var shouldStop: Bool { requests.load(ordering: .relaxed) != before }

  func goesOn(after done: Int) -> Bool { !shouldStop }

  func known(inputs: String, indexCount: Int) -> [Replication] { [] }

  func begin(
    count: Int, unit: String, known: [Replication], inputs: String
  ) -> any ResamplingMonitor { self }

  func isDone(_ replication: Replication) {}

  func end() {}
}
