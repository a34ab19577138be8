public import StrictJSON

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Every document of a directory: the vocabulary, one file a model, one a treatment effect in
/// `effects`, and one a definition of who is eligible in `eligibility`.
///
/// A document that cannot be read is named in ``faults``; the others serve.
public struct ModelLibrary: Sendable {
  public let vocabulary: Vocabulary
  /// By id.
  public let models: [PrognosticModel]
  /// What is known of treatment.
  public let treatment: EffectLibrary
  public let faults: [ModelLibraryError]
  /// Of the names and bytes of all files that serve, the vocabulary too, in hexadecimal digits.
  public let sha256: String
  private let predictors = PredictorMemory()

  /// Reads `vocabulary.json` and every other `*.json` of a directory, of its `effects` and of its
  /// `eligibility`.
  ///
  /// - Parameters:
  ///   - directory: the path of the folder.
  ///   - others: files beside those of the directory, such as a document that a fit has made.
  /// - Throws: ``ModelLibraryError`` where the directory or its vocabulary cannot be read, and for a name
  ///   that is in the directory already.
  public init(
    directory: String, and others: [(name: String, bytes: [UInt8])] = []
  ) throws(ModelLibraryError) {
    var files: [(name: String, bytes: [UInt8])] = []
    var unreadable: [ModelLibraryError] = []
    let entries = try Self.names(in: directory)
    var names = entries.sorted()
    for folder in Folder.allCases.map(\.rawValue) where entries.contains(folder) {
      names += try Self.names(in: "\(directory)/\(folder)").sorted().map { "\(folder)/\($0)" }
    }
    for name in names where name.hasSuffix(".json") {
      let path = "\(directory)/\(name)"
      do {
        try Self.checkRegular(path)
        files.append((name, try Self.bytes(ofFile: path)))
      } catch {
        guard name != Self.vocabularyName else { throw error }
        unreadable.append(error)
      }
    }
    for other in others {
      guard !names.contains(other.name) else {
        throw .twice(file: other.name, directory: directory)
      }
      files.append(other)
    }
    try self.init(files: files, named: directory, unreadable: unreadable)
  }

  /// Where documents other than models lie.
  private enum Folder: String, CaseIterable {
    case effects
    case eligibility
  }

  /// A library from the bytes of its files, for those who keep them elsewhere. A treatment effect is
  /// named `effects/<id>.json`, a definition of who is eligible `eligibility/<id>.json`.
  public init(
    files: [(name: String, bytes: [UInt8])], named directory: String = "the library"
  ) throws(ModelLibraryError) {
    try self.init(files: files, named: directory, unreadable: [])
  }

  private init(
    files: [(name: String, bytes: [UInt8])], named directory: String,
    unreadable: [ModelLibraryError]
  ) throws(ModelLibraryError) {
    guard let words = files.first(where: { $0.name == Self.vocabularyName }) else {
      throw .noVocabulary(directory: directory)
    }
    do {
      vocabulary = try Vocabulary(JSONDocument(words.bytes), bytes: words.bytes)
    } catch {
      throw .document(file: Self.vocabularyName, error)
    }
    var models: [PrognosticModel] = []
    var effects: [TreatmentEffect] = []
    var eligibility: [EligibilityDocument] = []
    var faults = unreadable
    var names = "\(Self.vocabularyName) \(SHA256.hexDigest(of: words.bytes))\n"
    for file in files.sorted(by: { $0.name < $1.name }) where file.name != Self.vocabularyName {
      let parts = file.name.split(separator: "/", maxSplits: 1)
      let folder = parts.count == 2 ? Folder(rawValue: String(parts[0])) : nil
      func isNamed(_ id: String) -> Bool {
        let stem = folder.map { "\($0.rawValue)/\(id)" } ?? id
        if "\(stem).json" == file.name { return true }
        faults.append(.misnamed(file: file.name, id: id))
        return false
      }
      do {
        switch folder {
        case nil:
          let model = try PrognosticModel(file.bytes, vocabulary: vocabulary)
          if isNamed(model.id) { models.append(model) }
          names += "\(file.name) \(model.sha256)\n"
        case .effects:
          let effect = try TreatmentEffect(file.bytes, vocabulary: vocabulary)
          if isNamed(effect.id) { effects.append(effect) }
          names += "\(file.name) \(effect.sha256)\n"
        case .eligibility:
          let document = try EligibilityDocument(file.bytes, vocabulary: vocabulary)
          if isNamed(document.id) { eligibility.append(document) }
          names += "\(file.name) \(document.sha256)\n"
        }
      } catch {
        faults.append(.document(file: file.name, error))
      }
    }
    (self.models, self.faults) = (models, faults)
    sha256 = SHA256.hexDigest(of: Array(names.utf8))
    treatment = EffectLibrary(effects: effects, eligibility: eligibility)
  }

  /// The model of an id; nil if there is none.
  public subscript(id: String) -> PrognosticModel? {
    models.indices.first { models[$0].id == id }.map { models[$0] }
  }

  /// A question put to one of ``models``, made once for all who ask it.
  func predictor(
    _ model: PrognosticModel, at horizons: [Horizon]?, given: Horizon? = nil
  ) -> Predictor {
    predictors.predictor(of: model.id, at: horizons, given: given) {
      Predictor(model, vocabulary: vocabulary, at: horizons, given: given)
    }
  }

  /// What is wrong with the document of an id; nil if nothing is known to be.
  public func fault(of id: String) -> ModelLibraryError? {
    faults.first { fault in
      switch fault {
      case .document(let file, _), .misnamed(let file, _): file == "\(id).json"
      case .unreadable(let path, _): path.hasSuffix("/\(id).json")
      case .noVocabulary, .twice: false
      }
    }
  }

  /// A document from a file outside the library, such as one that a fit has written.
  public func model(atPath path: String) throws(ModelLibraryError) -> PrognosticModel {
    let bytes = try Self.bytes(ofFile: path)
    do {
      return try PrognosticModel(bytes, vocabulary: vocabulary)
    } catch {
      throw .document(file: path, error)
    }
  }

  // MARK: - Files

  private static let vocabularyName = "vocabulary.json"

  /// Whoever opens a FIFO waits for its writer, and a device may have no end: a library has neither.
  private static func checkRegular(_ path: String) throws(ModelLibraryError) {
    var status = stat()
    guard stat(path, &status) == 0 else { throw unreadable(path) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .unreadable(path: path, reason: "it is no regular file")
    }
  }

  private static func names(in directory: String) throws(ModelLibraryError) -> [String] {
    guard let stream = opendir(directory) else { throw unreadable(directory) }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      names.append(
        withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
          String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        })
    }
    return names
  }

  /// The bytes of a file, of 16 MB at most.
  public static func bytes(ofFile path: String) throws(ModelLibraryError) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw unreadable(path) }
    defer { close(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count <= 16 << 20 {
      let count = read(file, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      if count == 0 { return bytes }
      guard count > 0 else { throw unreadable(path) }
      bytes += chunk[..<count]
    }
    throw .unreadable(path: path, reason: "it is larger than 16 MB")
  }

  private static func unreadable(_ path: String) -> ModelLibraryError {
    .unreadable(path: path, reason: String(cString: strerror(errno)))
  }
}

/// What is wrong with a library or one of its files.
public enum ModelLibraryError: Error, Sendable {
  /// A file or directory cannot be read, in the system's words.
  case unreadable(path: String, reason: String)
  /// The directory holds no `vocabulary.json`.
  case noVocabulary(directory: String)
  /// A document does not follow the format.
  case document(file: String, StrictJSONError)
  /// A document's id is not its file's stem.
  case misnamed(file: String, id: String)
  /// A file that was passed is in the directory too.
  case twice(file: String, directory: String)
}

extension ModelLibraryError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unreadable(let path, let reason): "'\(path)' cannot be read: \(reason)."
    case .noVocabulary(let directory):
      "'\(directory)' holds no vocabulary.json; name the directory that holds the models."
    case .document(let file, let error): "\(file): \(error.description)"
    case .misnamed(let file, let id): "\(file): the id '\(id)' is not the file's name."
    case .twice(let file, let directory):
      "'\(directory)' holds \(file) already; give the document another id."
    }
  }
}
