internal import StrictJSON

/// A covariate as one model uses it: the range it has seen and how it groups levels.
public struct ModelCovariate: Sendable {
  /// One level of the model, and the levels of the covariate that fall into it.
  public struct Level: Sendable, Equatable {
    public let name: String
    public let covers: [String]
  }

  public let covariate: Covariate
  /// The range of the derivation cohort.
  public let observed: ClosedRange<Double>?
  /// The range that a digitised axis shows; there is no score beyond it.
  public let axis: ClosedRange<Double>?
  /// In the model's order; empty for numbers. Of a yes/no covariate no, then yes.
  public let levels: [Level]
  public let reference: String?
  /// The level that the paper gave to those of whom nothing was known.
  public let whenMissing: String?
  /// Whether a rule may answer without it.
  public let isOptional: Bool
  public let note: String?

  public var name: String { covariate.name }

  /// The place of a level of the model, which is what a ``CovariateVector`` holds for it.
  public func index(ofLevel name: String) -> Int? { levels.firstIndex { $0.name == name } }
}

extension ModelCovariate {
  /// Reads a member of `covariates`, looking its name up in the vocabulary unless it is local.
  init(_ reader: inout ObjectReader, _ vocabulary: Vocabulary) throws(StrictJSONError) {
    let node = reader.node
    let name = try reader.string("name")
    let isLocal = try reader.optional("local")?.bool() ?? false
    var groups: [Level] = []
    let covariate: Covariate
    if isLocal {
      let kind: Covariate.Kind = try reader.oneOf("kind")
      let label = try reader.object("label", LocalizedText.init)
      let unit = try reader.optional("unit")?.string()
      let moment: Covariate.Moment? = try reader.optional("knownFrom")?.oneOf()
      groups = try Self.groups(&reader)
      covariate = Covariate(
        local: name, kind: kind, label: label, unit: unit, levels: groups.flatMap(\.covers),
        knownFrom: moment)
    } else {
      guard let known = vocabulary[name] else {
        throw node.refused("'\(name)' is not in the vocabulary, and not declared local")
      }
      covariate = known
      groups = try Self.groups(&reader)
      for level in groups.flatMap(\.covers) where known.level(level) == nil {
        throw node.refused("'\(level)' is not a level of \(name)")
      }
    }
    if covariate.kind == .yesNo {
      let plain = ["no", "yes"].map { Level(name: $0, covers: [$0]) }
      guard groups.isEmpty || groups.allSatisfy(plain.contains), groups.count != 1 else {
        throw node.refused("the levels of '\(name)' are yes and no")
      }
      groups = plain
    }
    if covariate.kind == .number, !groups.isEmpty {
      throw node.refused("the number '\(name)' has no levels")
    }
    if covariate.kind == .category, groups.isEmpty {
      throw node.refused("the category '\(name)' has no levels")
    }
    self.covariate = covariate
    levels = groups
    observed = try Covariate.range(reader.optional("observed"))
    axis = try Covariate.range(reader.optional("axis"))
    reference = try reader.optional("reference")?.string()
    whenMissing = try reader.optional("whenMissing")?.string()
    isOptional = try reader.optional("optional")?.bool() ?? false
    note = try reader.optional("note")?.string()
    for level in [reference, whenMissing].compactMap({ $0 })
    where !groups.contains(where: { $0.name == level }) {
      throw node.refused("'\(level)' is not a level of '\(name)' in this model")
    }
  }

  /// The member `levels`, a vocabulary level in one group at most.
  private static func groups(_ reader: inout ObjectReader) throws(StrictJSONError) -> [Level] {
    guard let node = reader.optional("levels") else { return [] }
    var seen: Set<String> = []
    var result: [Level] = []
    for (name, covers) in try node.members() {
      let covers = try covers.strings()
      for level in covers where !seen.insert(level).inserted {
        throw node.refused("'\(level)' is in two levels")
      }
      guard !covers.isEmpty else { throw node.refused("the level '\(name)' covers nothing") }
      result.append(Level(name: name, covers: covers))
    }
    return result
  }
}
