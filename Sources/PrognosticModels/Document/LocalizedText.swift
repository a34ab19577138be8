internal import StrictJSON

/// One text in the four languages of the library.
public struct LocalizedText: Sendable, Equatable {
  /// English, which is always there.
  public let en: String
  /// Italian, Spanish and French; nil where nobody has translated it.
  public let it: String?
  public let es: String?
  public let fr: String?

  /// A text in English and in the languages that are there.
  public init(en: String, it: String? = nil, es: String? = nil, fr: String? = nil) {
    (self.en, self.it, self.es, self.fr) = (en, it, es, fr)
  }

  init(_ reader: inout ObjectReader) throws(StrictJSONError) {
    en = try reader.string("en")
    it = try reader.optional("it")?.string()
    es = try reader.optional("es")?.string()
    fr = try reader.optional("fr")?.string()
  }

  /// The text in a language by its ISO 639-1 code; English where there is none.
  public subscript(language: String) -> String {
    switch language {
    case "it": it ?? en
    case "es": es ?? en
    case "fr": fr ?? en
    default: en
    }
  }

  /// Every translation there is.
  var all: [String] { [en] + [it, es, fr].compactMap { $0 } }
}
