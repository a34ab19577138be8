/// One value as it was written, before anybody knows what it is a value of.
public enum PatientValue: Sendable, Equatable {
  /// In the canonical unit, or the digit of a category; NaN where nothing is known.
  case number(Double)
  case quantity(Double, unit: String)
  /// A level, a code, a synonym, a number with its unit, or "unknown".
  case text(String)
  case truth(Bool)
  case missing
}

extension PatientValue {
  /// As a sentence names it.
  var words: String {
    switch self {
    case .number(let value): Words.exact(value)
    case .quantity(let value, let unit): Words.exact(value) + " " + Words.printable(unit)
    case .text(let text): text
    case .truth(let value): value ? "true" : "false"
    case .missing: "nothing"
    }
  }
}

/// What people write where they know nothing, in the languages of the library.
enum UnknownWords {
  static func contain(_ text: String) -> Bool { words.contains(TextFolding.loose(text)) }

  private static let words: Set<String> = [
    "", "?", "??", "-", "--", "na", "nan", "null", "nil", "nd", "unk", "unknown", "notknown",
    "notavailable", "notstated", "notreported", "missing",
    "sconosciuto", "sconosciuta", "nonnoto", "nonnota", "ignoto", "nondisponibile",
    "desconocido", "desconocida", "noconocido", "nodisponible",
    "inconnu", "inconnue", "nonconnu", "nondisponible",
  ]
}
