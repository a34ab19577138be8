/// What is left of a text when the ways of writing one word are made equal.
///
///     light   "  Tête–Cou " -> "tete-cou"      case, accents, blanks, kinds of dash and quote
///     loose   "Tête–Cou"    -> "tetecou"       and what joins words: blanks, hyphens, points
///
/// Signs that change a meaning (`+ < > = ?`) stay in both, and so do a hyphen or a stroke at either
/// end, so that `N+` is not `N-`, and `-1` is not `1`.
enum TextFolding {
  static func light(_ text: String) -> String {
    lightASCII(text) ?? String(String.UnicodeScalarView(lightScalars(text)))
  }

  static func loose(_ text: String) -> String {
    let scalars = lightScalars(text)
    var out = String.UnicodeScalarView()
    for (place, scalar) in scalars.enumerated() {
      switch scalar {
      case " ", ".", ",", ";", ":", "(", ")", "[", "]", "'", "\"", "_": continue
      case "-", "/":
        let isInside = place > 0 && place < scalars.count - 1
        if isInside { continue }
        out.append(scalar)
      default: out.append(scalar)
      }
    }
    return String(out)
  }

  /// A unit: `MM.`, `mm` and `m m` are one, `µL` and `uL`, `mm²` and `mm2`.
  static func unit(_ text: String) -> String {
    String(String.UnicodeScalarView(lightScalars(text).filter { $0 != " " && $0 != "." }))
  }

  /// Without the blanks at both ends.
  static func trimmed(_ text: some StringProtocol) -> String {
    let scalars = String(text).unicodeScalars
    guard let first = scalars.firstIndex(where: { !isBlank($0) }),
      let last = scalars.lastIndex(where: { !isBlank($0) })
    else { return "" }
    return String(scalars[first...last])
  }

  // MARK: - Scalars

  static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII
      ? scalar == " " || (0x09...0x0D).contains(scalar.value) : scalar.properties.isWhitespace
  }

  private static func lightScalars(_ text: String) -> [Unicode.Scalar] {
    var out: [Unicode.Scalar] = []
    out.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      if isBlank(scalar) {
        if let last = out.last, last != " " { out.append(" ") }
      } else {
        append(scalar, to: &out)
      }
    }
    if out.last == " " { out.removeLast() }
    return out
  }

  /// ``light(_:)`` byte by byte, for what most people write; nil where not all is ASCII.
  private static func lightASCII(_ text: String) -> String? {
    guard text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
    return String(unsafeUninitializedCapacity: text.utf8.count) { out in
      var count = 0
      for byte in text.utf8 {
        switch byte {
        case 0x20, 0x09...0x0D:
          guard count > 0, out[count - 1] != 0x20 else { continue }
          out[count] = 0x20
        case 0x41...0x5A: out[count] = byte | 0x20
        default: out[count] = byte
        }
        count += 1
      }
      return count > 0 && out[count - 1] == 0x20 ? count - 1 : count
    }
  }

  private static func append(_ scalar: Unicode.Scalar, to out: inout [Unicode.Scalar]) {
    switch scalar.value {
    case 0x41...0x5A: out.append(Unicode.Scalar(UInt8(truncatingIfNeeded: scalar.value) | 0x20))
    case 0..<0x80: out.append(scalar)
    case 0xC0...0x17F:
      let place = Int(scalar.value) - 0xC0
      guard letters.indices.contains(place), letters[place] != "-" else {
        return appendPair(scalar, to: &out)
      }
      out.append(letters[place])
    case 0x300...0x36F, 0x200B...0x200D, 0xFEFF: break  // combining accents, nothing to see
    case 0x2010...0x2015, 0x2212, 0xAD: out.append("-")
    case 0x2018, 0x2019, 0x2BC, 0xB4: out.append("'")
    case 0x201C, 0x201D, 0xAB, 0xBB: out.append("\"")
    case 0xB5, 0x3BC: out.append("u")
    case 0xB2: out.append("2")
    case 0xB3: out.append("3")
    case 0xAA: out.append("a")
    case 0xBA: out.append("o")
    default: out.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
    }
  }

  /// Letters that fold to two, and the signs of multiplication and division, which stay.
  private static func appendPair(_ scalar: Unicode.Scalar, to out: inout [Unicode.Scalar]) {
    switch scalar {
    case "Æ", "æ": out += ["a", "e"]
    case "Œ", "œ": out += ["o", "e"]
    case "Þ", "þ": out += ["t", "h"]
    case "ß": out += ["s", "s"]
    case "Ĳ", "ĳ": out += ["i", "j"]
    default: out.append(scalar)
    }
  }

  /// The base letters of U+00C0 to U+017F; a hyphen where there is not one.
  private static let letters: [Unicode.Scalar] = Array(
    """
    aaaaaa-ceeeeiiiidnooooo-ouuuuy--aaaaaa-ceeeeiiiidnooooo-ouuuuy-y\
    aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii--jjkkklllllll\
    lllnnnnnnnnnoooooo--rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs
    """.unicodeScalars)
}
