import TestSupport
import Testing

@testable import Tables

struct CSVFuzzTests {
  /// What a reading gave, for comparison.
  private enum Outcome: Equatable {
    case table(Table, lines: [Int?])
    case error(CSVError)
  }

  private func outcome(
    _ bytes: [UInt8], _ options: CSVOptions = CSVOptions(), blockSize: Int
  ) -> Outcome {
    do throws(CSVError) {
      let table = try read(bytes: bytes, options, blockSize: blockSize)
      return .table(table, lines: (0..<table.rowCount).map { table.line(ofRow: $0) })
    } catch {
      return .error(error)
    }
  }

  /// Compares a reading, whole and in blocks, with the slow model.
  private func check(_ bytes: [UInt8], _ options: CSVOptions = CSVOptions()) {
    let whole = outcome(bytes, options, blockSize: 1 << 20)
    for blockSize in [1, 3, 16] {
      let blocks = outcome(bytes, options, blockSize: blockSize)
      #expect(blocks == whole, "\(bytes), blocks of \(blockSize)")
    }
    let model = SlowCSV(bytes, options).columns
    switch whole {
    case .error:
      #expect(model == nil, "\(bytes)")
    case .table(let table, _):
      #expect(table.columns == model, "\(bytes)")
    }
  }

  @Test("random bytes never trap, and read as a slow model reads them", arguments: 1...4)
  func randomBytes(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let pieces: [[UInt8]] =
      [
        ",", ",", ",", "\n", "\n", "\n", "\r", "\r\n", "\"", "\"\"", ";", "\t", " ", "a", "b", "1",
        "2.5", "1,5", "NA", "-", "e5", "Inf", "nan", "é", "\"x\"", "\"1\"", "0x1", "1e999", "007",
      ]
      .map { Array($0.utf8) } + [[0], [0xFF], [0xEF, 0xBB, 0xBF]]
    let separators: [CSVOptions.Separator] = [.automatic, .comma, .semicolon, .tab]
    let decimals: [CSVOptions.Decimal] = [.automatic, .point, .comma]
    for _ in 0..<800 {
      // Fewer kinds of pieces give more tables and fewer errors.
      let kinds = (0..<Int.random(in: 2...8, using: &random)).map { _ in
        pieces[Int.random(in: 0..<pieces.count, using: &random)]
      }
      var bytes = Array("x\(Bool.random(using: &random) ? "," : "\n")".utf8)
      for _ in 0..<Int.random(in: 0...30, using: &random) {
        bytes += kinds[Int.random(in: 0..<kinds.count, using: &random)]
      }
      let tokens: Set<String> = Bool.random(using: &random) ? ["", "NA"] : ["2.5", "b"]
      check(
        bytes,
        CSVOptions(
          separator: separators.randomElement(using: &random) ?? .automatic,
          decimal: decimals.randomElement(using: &random) ?? .automatic, missingTokens: tokens))
    }
  }

  @Test("files with a few bytes changed never trap, and read as a slow model reads them")
  func mutations() {
    var random = SplitMix64(seed: 5)
    let file = Array(
      "id,\"size, cm\",grade\r\n1,5.5,high\r\n2,NA,\"low \"\"or\"\" not\"\r\n\r\n3,7,\"a\nb\"\r\n"
        .utf8)
    let bytes: [UInt8] = Array(",\"\n\r;1x. \0".utf8) + [0xC3]
    for _ in 0..<2000 {
      var changed = file
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let index = Int.random(in: 0..<changed.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: changed[index] = bytes.randomElement(using: &random) ?? 0
        case 1: changed.insert(bytes.randomElement(using: &random) ?? 0, at: index)
        default: changed.remove(at: index)
        }
      }
      check(changed)
    }
  }

  @Test("a random table reads back equal from what is written of it")
  func roundTrips() throws {
    var random = SplitMix64(seed: 6)
    let letters = Array("ab1,;\t\"\n\r é.-NAe")
    func text() -> String {
      "x"
        + String(
          (0..<Int.random(in: 0...6, using: &random)).compactMap { _ in
            letters.randomElement(using: &random)
          })
    }
    for _ in 0..<400 {
      let rows = Int.random(in: 1...40, using: &random)
      let columns = (0..<Int.random(in: 1...5, using: &random)).map { position in
        if Bool.random(using: &random) {
          let numbers = (0..<rows).map { _ in
            Double(bitPattern: UInt64.random(in: 0...(.max), using: &random))
          }
          return Column(name: "\(text())\(position)", numbers: numbers)
        }
        let texts = (0..<rows).map { _ in Int.random(in: 0..<9, using: &random) == 0 ? nil : text()
        }
        return Column(name: "\(text())\(position)", texts: [text()] + texts.dropFirst())
      }
      let table = try Table(columns: columns)
      let bytes = try CSVWriter.bytes(of: table)
      for blockSize in [7, 64, 1 << 20] {
        #expect(try read(bytes: bytes, blockSize: blockSize) == table)
      }
    }
  }
}
