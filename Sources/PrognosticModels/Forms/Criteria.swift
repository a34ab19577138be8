internal import StrictJSON

/// Decision rules, read from the top: the first whose conditions all hold gives the answer.
///
///     when {size above 5 and at most 10, grade 2 or 3}  ->  "IIIA", because "..."
///
/// A condition asks whether a value is among named levels or within bounds; `{}` always holds. The
/// value is a covariate, or one derived before: by rules of its own, or as a sum, where yes counts 1
/// and no 0. A condition on a derived value for which no rule held does not hold.
///
/// Of a covariate that is not known every value is possible. A condition then holds, fails, or is
/// open (Kleene's three-valued logic). Where an open rule that would answer otherwise stands before
/// the first that holds, the answer is the list of covariates that would settle it; where it would
/// answer the same, its being open does not matter.
public struct Criteria: Sendable {
  /// What the rules say of a patient.
  public enum Answer: Sendable, Equatable {
    case outcome(Outcome)
    /// The names of covariates that are not known and could change the answer, in the order of the
    /// model. Empty only where no rule holds, of which `walk(of:)` shows that it cannot be.
    case needs([String])
  }

  /// The answer of one rule.
  public struct Outcome: Sendable, Equatable {
    /// Nil where the source gives none, such as an AJCC stage of a sarcoma of the head.
    public let category: String?
    /// The sentence that says why.
    public let because: String
    /// Intermediate results for display; one that is open or has no value is left out.
    public let derived: [DerivedValue]
    public let probability: Probability?
    /// What the source reports of such patients, in words.
    public let text: String?
    /// The place of the rule, from 0.
    public let rule: Int
  }

  /// An intermediate result, such as T of a stage.
  public struct DerivedValue: Sendable, Equatable {
    public let name: String
    public let label: LocalizedText
    public let text: String
    public let because: String?
  }

  /// A probability that the source prints for a category.
  public struct Probability: Sendable, Equatable {
    public let kind: Endpoint.Kind
    /// In 0...1.
    public let value: Double
    /// In the endpoint's unit; nil where the source states none.
    public let time: Double?
  }

  public let categories: [String]
  /// Covariates in the order of a ``CovariateVector``, then derived values in that of the document.
  let slots: [CriteriaSlot]
  let rules: [CriteriaRule]

  /// Reads the keys `categories`, `derived` and `rules` of a document.
  ///
  /// - Throws: `StrictJSONError` for a name, level or category that is not declared, an empty list,
  ///   bounds that exclude each other, a sum of what are no numbers, a category or a rule that can
  ///   never answer, and a covariate or hidden result that nothing reads.
  init(
    _ reader: inout ObjectReader, covariates: [ModelCovariate]
  ) throws(StrictJSONError) {
    let node = reader.node
    let names = try reader.value("categories")
    categories = try names.strings()
    guard Set(categories).count == categories.count, !categories.contains("") else {
      throw names.refused("categories have different names, none of them empty")
    }
    var compiler = CriteriaCompiler(covariates)
    for derived in try reader.array("derived") { try compiler.derive(derived) }
    let rulesNode = try reader.value("rules")
    rules = try compiler.rules(rulesNode, categories)
    slots = compiler.slots
    let answered = Set(rules.compactMap(\.category))
    if let idle = categories.first(where: { !answered.contains($0) }) {
      throw names.refused("no rule gives the category '\(idle)'")
    }
    if let idle = compiler.firstUnread {
      throw node.refused("no rule reads '\(idle)'")
    }
  }
}
