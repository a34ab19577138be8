import StrictJSON
import TestSupport
import Testing

/// A value with every kind of part, at most `depth` levels deep.
private func randomValue(_ random: inout SplitMix64, depth: Int) -> JSONValue {
  switch Int.random(in: 0..<(depth > 0 ? 9 : 6), using: &random) {
  case 0: return .null
  case 1: return .bool(.random(using: &random))
  case 2: return .integer(Int(truncatingIfNeeded: random.next() >> (random.next() % 64)))
  case 3:
    let value = Double(bitPattern: random.next())
    return .number(value.isFinite ? value : 0.5)
  case 4: return .number(Double(Int.random(in: -99_999...99_999, using: &random)) / 1000)
  case 5: return .string(randomText(&random))
  case 6:
    let count = Int.random(in: 0...12, using: &random)
    return .numbers((0..<count).map { _ in Double.random(in: -1...1, using: &random) })
  case 7:
    let count = Int.random(in: 0...4, using: &random)
    return .array((0..<count).map { _ in randomValue(&random, depth: depth - 1) })
  default:
    let count = Int.random(in: 0...20, using: &random)
    return .object(
      (0..<count).map { ("\($0)" + randomText(&random), randomValue(&random, depth: depth - 1)) })
  }
}

private func randomText(_ random: inout SplitMix64) -> String {
  let pool: [Unicode.Scalar] = [
    "a", "\"", "\\", "/", "\n", "\u{0}", "\u{1F}", "\u{7F}", "é", "\u{301}", "\u{2028}", "😀", "~",
  ]
  var text = String.UnicodeScalarView()
  for _ in 0..<Int.random(in: 0...5, using: &random) {
    text.append(pool[Int.random(in: pool.indices, using: &random)])
  }
  return String(text)
}

struct JSONFuzzTests {
  @Test("what is written in any layout is read back equal, canonical text by a fixed point")
  func roundTrip() throws {
    var random = SplitMix64(seed: 2024)
    for _ in 0..<1000 {
      let value = randomValue(&random, depth: 4)
      for layout in [JSONLayout.compact, .pretty, .unwrapped, .lines(width: 30)] {
        #expect(try JSONDocument(value.bytes(layout)).root.value == value)
      }
      let canonical = value.canonicalBytes
      #expect(try JSONDocument(canonical).root.value.canonicalBytes == canonical)
    }
  }

  private let document = #"""
    {"id": "s\u00e9\ud83d\ude00-1", "terms": [{"kind": "spline", "knots": [20, 4.05e1, -0.5E-3]},
      {"on": true, "off": false, "none": null, "é": "\\ \/ \"x\""}], "empty": [{}, []], "n": 12}
    """#

  /// Reads bytes as far as they go: the value, or an error whose place is inside the text.
  private func survives(_ bytes: [UInt8]) {
    do throws(StrictJSONError) {
      let root = try JSONDocument(bytes).root
      let value = root.value
      let back = try? JSONDocument(value.bytes()).root.value
      #expect(back == value)
    } catch {
      #expect(error.description.hasSuffix(".") && !error.description.contains("\n"))
    }
  }

  @Test("a text cut after any byte but the last gives an error")
  func truncation() {
    let bytes = Array(document.utf8)
    for count in bytes.indices {
      #expect(throws: StrictJSONError.self) { try JSONDocument(Array(bytes[..<count])) }
    }
    #expect(throws: Never.self) { try JSONDocument(bytes) }
  }

  @Test("every byte at every place gives a value or an error")
  func substitution() {
    let bytes = Array(document.utf8)
    for index in bytes.indices {
      for byte in UInt8.min...UInt8.max {
        var changed = bytes
        changed[index] = byte
        survives(changed)
      }
    }
  }

  @Test("bytes flipped, left out, doubled and shuffled give a value or an error")
  func mutation() {
    var random = SplitMix64(seed: 77)
    let original = Array(document.utf8)
    for _ in 0..<20_000 {
      var bytes = original
      for _ in 0..<Int.random(in: 1...6, using: &random) where !bytes.isEmpty {
        let index = Int.random(in: bytes.indices, using: &random)
        let other = Int.random(in: bytes.indices, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1:
          bytes.removeSubrange(min(index, other)..<min(max(index, other), min(index, other) + 9))
        case 2: bytes.insert(contentsOf: bytes[min(index, other)...max(index, other)], at: index)
        default: bytes.swapAt(index, other)
        }
      }
      survives(bytes)
    }
  }
}
