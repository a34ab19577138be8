import StrictJSON
import Testing

@testable import PrognosticModels

@Suite("Schemas of the documents")
struct ModelSchemaTests {
  @Test("the verdicts are those of today's schemas and documents")
  func fresh() throws {
    let reference = try SchemaVerdicts.library()
    for file in reference.staleFiles {
      Issue.record("\(file) is no longer what it was; re-run Tests/Reference/model-schema.py")
    }
  }

  @Test("the loader accepts and refuses the mutated documents that the schema does")
  func agreement() throws {
    let reference = try SchemaVerdicts.library()
    for kind in ["models/effects/", "models/eligibility/"] {
      #expect(reference.mutations.count { $0.document.hasPrefix(kind) } >= 100)
    }
    #expect(reference.mutations.count >= 500)
    #expect(reference.mutations.count { $0.isAccepted } >= 100)
    let vocabulary = try Vocabulary(JSONDocument(Library.bytes("models/vocabulary.json")))
    var documents: [String: JSONValue] = [:]
    let stale = reference.staleFiles
    for mutation in reference.mutations where !stale.contains(mutation.document) {
      let original =
        try documents[mutation.document]
        ?? JSONDocument(Library.bytes(mutation.document)).root.value
      documents[mutation.document] = original
      let bytes = try mutation.patch.applied(to: original).bytes()
      let fault = Self.fault(bytes, of: mutation.document, vocabulary)
      #expect(
        (fault == nil) == mutation.isAccepted,
        """
        \(mutation.document), \(mutation.kind) \(mutation.patch): the schema \
        \(mutation.isAccepted ? "accepts" : "refuses") it, the loader says \
        \(fault.map { "\($0)" } ?? "nothing")
        """)
    }
  }

  private static func fault(
    _ bytes: [UInt8], of document: String, _ vocabulary: Vocabulary
  ) -> StrictJSONError? {
    do throws(StrictJSONError) {
      if document.hasSuffix("vocabulary.json") {
        _ = try Vocabulary(JSONDocument(bytes))
      } else if document.contains("/effects/") {
        _ = try TreatmentEffect(bytes, vocabulary: vocabulary)
      } else if document.contains("/eligibility/") {
        _ = try EligibilityDocument(bytes, vocabulary: vocabulary)
      } else {
        _ = try PrognosticModel(bytes, vocabulary: vocabulary)
      }
      return nil
    } catch {
      return error
    }
  }
}

/// What Tests/Reference/model-schema.py wrote.
private struct SchemaVerdicts {
  struct Mutation {
    let document: String
    let kind: String
    let patch: JSONPatch
    let isAccepted: Bool
  }

  let hashes: [(file: String, sha256: String)]
  let mutations: [Mutation]

  /// Files whose bytes have changed since.
  var staleFiles: [String] {
    hashes.filter { file, hash in
      let found = try? SHA256.hexDigest(of: Library.bytes(file))
      return found != hash
    }.map(\.file)
  }

  static func library() throws -> SchemaVerdicts {
    let bytes = try Library.bytes("Tests/Reference/model-schema.json")
    return try JSONDocument(bytes).root.object(SchemaVerdicts.init)
  }

  init(_ reader: inout ObjectReader) throws(StrictJSONError) {
    _ = try reader.string("made by")
    _ = try reader.members("versions")
    _ = try reader.integer("seed")
    var hashes: [(file: String, sha256: String)] = []
    for (file, hash) in try reader.members("schemas") + reader.members("documents") {
      hashes.append((file, try hash.string()))
    }
    self.hashes = hashes
    mutations = try reader.objects("mutations") { (reader) throws(StrictJSONError) in
      Mutation(
        document: try reader.string("document"), kind: try reader.string("kind"),
        patch: try JSONPatch(reader.value("patch")), isAccepted: try reader.bool("accepted"))
    }
  }
}
