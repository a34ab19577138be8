#if Service
  internal import PrognosticModels
  internal import StrictJSON
  internal import Synchronization

  /// The documents that are served, replaced as a whole while requests run.
  final class ModelStore: Sendable {
    /// One reading of the directory.
    struct Snapshot: Sendable {
      let library: ModelLibrary
      /// One sentence for each document that cannot be read or does not reproduce its examples.
      let faults: [String]

      var isReady: Bool { faults.isEmpty }

      /// What `/readyz` says.
      var readiness: JSONValue {
        .object([
          ("ready", .bool(isReady)), ("models", .integer(library.models.count)),
          ("effects", .integer(library.treatment.effects.count)),
          ("library", .string(library.sha256)), ("faults", .strings(faults)),
        ])
      }
    }

    private let directory: String
    private let snapshot: Mutex<Snapshot>

    /// - Throws: ``ModelLibraryError`` where the directory cannot be read.
    init(directory: String) async throws(ModelLibraryError) {
      self.directory = directory
      snapshot = Mutex(try await Self.read(directory))
    }

    /// A request takes it once and keeps it to its end.
    var current: Snapshot { snapshot.withLock { $0 } }

    /// Reads the directory again; what is served stays as it is where that fails.
    func reload() async throws(ModelLibraryError) {
      let new = try await Self.read(directory)
      snapshot.withLock { $0 = new }
    }

    private static func read(_ directory: String) async throws(ModelLibraryError) -> Snapshot {
      let library = try ModelLibrary(directory: directory)
      let failed = await withTaskGroup(of: (Int, [String]).self) { group in
        for (place, model) in library.models.enumerated() {
          group.addTask { (place, ModelVerification(model, library.vocabulary).failures) }
        }
        return await group.reduce(into: [[String]](repeating: [], count: library.models.count)) {
          $0[$1.0] = $1.1
        }
      }
      let sentences = zip(library.models, failed).flatMap { model, failures in
        failures.map { "\(model.id): \($0)" }
      }
      return Snapshot(library: library, faults: library.faults.map(\.description) + sentences)
    }
  }
#endif
