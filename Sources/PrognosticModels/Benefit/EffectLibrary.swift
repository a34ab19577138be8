internal import StrictJSON

/// The documents on treatment of a ``ModelLibrary``: effects, and who is eligible.
public struct EffectLibrary: Sendable {
  /// By id.
  public let effects: [TreatmentEffect]
  /// By id.
  public let eligibility: [EligibilityDocument]

  /// The effect of an id; nil if there is none.
  public subscript(id: String) -> TreatmentEffect? { effects.first { $0.id == id } }

  /// The eligibility document of an id; nil if there is none.
  public func eligibility(_ id: String) -> EligibilityDocument? {
    eligibility.first { $0.id == id }
  }

  /// The effects that are used where none is asked for: those that can act on a survival, without
  /// drafts, a randomised trial before its subgroups, these before what pools trials.
  public var selectable: [TreatmentEffect] {
    let all = effects.filter { $0.isSelectable && $0.status != .draft }
    return TreatmentEffect.Design.allCases.flatMap { design in all.filter { $0.design == design } }
  }

  /// Sources that compare with no chemotherapy and cannot act on a survival: told in words.
  public var described: [TreatmentEffect] {
    effects.filter { $0.comparator == .none && !$0.isSelectable && $0.status != .draft }
  }

  /// The effect that is asked for by name, a draft too.
  ///
  /// - Throws: ``EffectSelectionError`` where there is none, or it cannot act on a survival.
  public func select(_ id: String) throws(EffectSelectionError) -> TreatmentEffect {
    guard let effect = self[id] else {
      throw .unknown(id: id, suggestion: NearestName.of(id, among: effects.map(\.id)))
    }
    if case .active(let comparator) = effect.comparator {
      throw .activeComparator(id: id, comparator: comparator)
    }
    guard effect.isSelectable else { throw .descriptive(id: id) }
    return effect
  }
}

/// Why an effect cannot act on a survival.
public enum EffectSelectionError: Error, Equatable, Sendable {
  case unknown(id: String, suggestion: String?)
  /// It compares two active regimens.
  case activeComparator(id: String, comparator: String)
  /// No ratio with its interval has been read.
  case descriptive(id: String)
}

extension EffectSelectionError: CustomStringConvertible {
  /// One sentence.
  public var description: String {
    switch self {
    case .unknown(let id, let suggestion):
      "\(Words.quoted(id)) is not an effect of the library"
        + (suggestion.map { "; did you mean '\($0)'?" } ?? ".")
    case .activeComparator(let id, let comparator):
      "'\(id)' compares with \(comparator), not with no chemotherapy: it gives no survival without"
        + " and with treatment, and is shown among the regimens."
    case .descriptive(let id):
      "'\(id)' gives no ratio with its interval: it is shown in words."
    }
  }
}
