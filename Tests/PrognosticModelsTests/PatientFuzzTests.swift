import StrictJSON
import TestSupport
import Testing

@testable import PrognosticModels

@Suite("Patients from anywhere")
struct PatientFuzzTests {
  private static let seed: UInt64 = 20_260_731

  @Test("random settings never trap, and whatever is read is possible")
  func settings() throws {
    var random = SplitMix64(seed: Self.seed)
    let vocabulary = try #require(Sample.vocabulary)
    let models = try Self.models(vocabulary)
    for _ in 0..<400 {
      let text = Self.text(&random)
      for covariate in vocabulary.covariates {
        guard let reading = try? covariate.read(.text(text)) else { continue }
        switch reading {
        case .number(let value, _):
          #expect(value.isFinite && covariate.possible?.contains(value) != false, "\(text)")
        case .level(let level): #expect(covariate.level(level) != nil, "\(text)")
        case .oneOf(let levels): #expect(!levels.isEmpty)
        case .missing: break
        }
      }
      let name = vocabulary.covariates.randomElement(using: &random)?.name ?? ""
      do {
        let patient = try Patient(settings: ["\(name)=\(text)", Self.text(&random)])
        _ = patient.unknownNames(in: vocabulary)
        _ = try patient.encode(models)
      } catch {
        #expect(error.description.hasSuffix(".") || error.description.hasSuffix("?"))
        #expect(!error.description.contains("\n"))
      }
    }
  }

  @Test("random JSON never traps")
  func json() throws {
    var random = SplitMix64(seed: Self.seed + 1)
    let vocabulary = try #require(Sample.vocabulary)
    let models = try Self.models(vocabulary)
    var read = 0
    let template = Array(
      #"{"age": 54, "size": {"value": 120, "unit": "mm"}, "grade": "G3", "depth": null}"#.utf8)
    for round in 0..<8000 {
      var bytes = template
      if round % 2 == 0 {
        for _ in 0...Int.random(in: 0...3, using: &random) {
          bytes[Int.random(in: bytes.indices, using: &random)] = Self.byte(&random)
        }
      } else {
        bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in Self.byte(&random) }
      }
      guard let document = try? JSONDocument(bytes),
        let patient = try? Patient(json: document.root)
      else { continue }
      read += 1
      _ = try? patient.encode(models)
      _ = try? patient.checkNames(in: vocabulary)
    }
    #expect(read > 400)
  }

  @Test("any number, unit and truth is read or refused for every covariate")
  func values() throws {
    var random = SplitMix64(seed: Self.seed + 2)
    let vocabulary = try #require(Sample.vocabulary)
    for _ in 0..<200 {
      let number = Double(bitPattern: random.next())
      let values: [PatientValue] = [
        .number(number), .quantity(number, unit: "mm"), .quantity(number, unit: Self.text(&random)),
        .truth(number > 0),
      ]
      for covariate in vocabulary.covariates {
        for value in values {
          do { _ = try covariate.read(value) } catch { #expect(!error.description.isEmpty) }
        }
      }
    }
  }

  /// Every covariate of the vocabulary, each level its own.
  private static func models(_ vocabulary: Vocabulary) throws -> [ModelCovariate] {
    try vocabulary.covariates.map { covariate in
      let levels = covariate.levels.map { "\"\($0.name)\": [\"\($0.name)\"]" }
      let groups =
        covariate.kind == .number ? "" : ", \"levels\": {\(levels.joined(separator: ", "))}"
      return try Sample.model("{\"name\": \"\(covariate.name)\", \"optional\": true\(groups)}")
    }
  }

  private static let pieces: [String] = [
    "1", "0", "9", ",", ".", "-", "+", "e", "E", " ", "cm", "mm", "/", "%", "=", "C49", "C", "88",
    "\u{301}", "é", "\u{0}", "\n", "'", "grade", "high", "G", "yes", "?", "NA", "𝟛", "\u{FFFD}",
    "ß",
    "\u{202E}", "M-", "inf", "per", "HPF", "(", "_",
  ]

  private static func text(_ random: inout SplitMix64) -> String {
    if Bool.random(using: &random) {
      let bytes = (0..<Int.random(in: 0...20, using: &random)).map { _ in
        UInt8.random(in: 0...255, using: &random)
      }
      return String(decoding: bytes, as: UTF8.self)
    }
    return (0..<Int.random(in: 0...8, using: &random)).map { _ in
      pieces.randomElement(using: &random) ?? ""
    }.joined()
  }

  private static func byte(_ random: inout SplitMix64) -> UInt8 {
    Array(#"{}[]":, 0123456789.-e+truefalsnmcG\"#.utf8).randomElement(using: &random)
      ?? UInt8.random(in: 0...255, using: &random)
  }
}
