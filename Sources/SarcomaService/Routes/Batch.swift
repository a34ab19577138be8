#if Service
  internal import Crypto
  internal import Hummingbird
  internal import NIOCore
  internal import PrognosticModels
  internal import StrictJSON
  internal import Synchronization

  /// A stream of patients answered as it comes: blocks of lines are scored beside one another and written
  /// in their order, and no more of them are held than are being scored.
  struct Batch: Sendable {
    let scorer: BatchScorer
    let given: Horizon?
    let format: BatchRows.Format
    let limits: ServiceLimits
    let library: ModelLibrary
    /// What the tasks remember of rows, from block to block.
    private let memories = Memories()
    /// Blocks that are scored beside one another.
    private static let width = 4

    /// Answers every row, then writes the account of them.
    func answer(
      _ body: RequestBody, into writer: inout any ResponseBodyWriter, at seconds: Int64
    ) async throws -> BatchRows.Count {
      var account = Account(scorer, format)
      try await writer.write(ByteBuffer(bytes: account.header))
      // A table's first line is its header: rows count from the line below.
      var blocks = LineBlocks(lineBytes: limits.lineBytes, firstRow: format == .csv ? 0 : 1)
      var reader = RowReader(format, limits)
      var flight: [Task<BatchRows, Never>] = []
      defer { for task in flight { task.cancel() } }
      var fault: String?
      do {
        for try await buffer in body {
          let block = try buffer.withUnsafeReadableBytes { bytes throws(LineTooLong) in
            account.take(input: bytes)
            return try blocks.append(bytes)
          }
          guard let block else { continue }
          reader.readHeader(of: block)
          flight.append(task(block, reader))
          if flight.count > Self.width {
            try await account.write(await flight.removeFirst().value, to: &writer)
          }
          guard blocks.nextRow <= limits.rows else {
            fault = "the batch has more than \(limits.rows) rows"
            break
          }
        }
        if fault == nil, let block = blocks.finish() {
          reader.readHeader(of: block)
          flight.append(task(block, reader))
        }
      } catch let error as LineTooLong {
        fault = "the line of row \(error.row) is longer than \(error.limit) bytes"
      }
      while !flight.isEmpty {
        try await account.write(await flight.removeFirst().value, to: &writer)
      }
      let receipt = account.receipt(given: given, format, from: library, at: seconds)
      try await writer.write(ByteBuffer(bytes: account.end(fault: fault, receipt)))
      return account.count
    }

    private func task(_ block: LineBlocks.Block, _ reader: RowReader) -> Task<BatchRows, Never> {
      let (scorer, format, memories) = (scorer, format, memories)
      return Task {
        let memory = memories.take() ?? RowMemory(of: scorer)
        defer { memories.give(memory) }
        var rows = BatchRows(of: scorer, format)
        block.forEachLine { row, line in
          guard row > 0 else { return }
          reader.answer(row, line, scorer, memory, &rows)
        }
        return rows
      }
    }
  }

  /// Memories of rows that no task holds at the moment.
  private final class Memories: Sendable {
    private let idle = Mutex<[Lent]>([])

    /// Held by one task at a time.
    private struct Lent: @unchecked Sendable { let memory: RowMemory }

    func take() -> RowMemory? { idle.withLock { $0.popLast() }?.memory }

    func give(_ memory: RowMemory) {
      let lent = Lent(memory: memory)
      idle.withLock { $0.append(lent) }
    }
  }

  /// How a line becomes a patient.
  private struct RowReader: Sendable {
    let format: BatchRows.Format
    let limits: JSONLimits
    /// Of a table, once its first line has come; nil where that is none.
    private var names: [String]?
    /// Why there are no names.
    private var headerFault = "a header whose quotes are not closed"

    init(_ format: BatchRows.Format, _ limits: ServiceLimits) {
      self.format = format
      self.limits = JSONLimits(
        bytes: limits.lineBytes, depth: limits.depth, stringBytes: limits.stringBytes)
    }

    /// Takes the names of columns from a table's first block.
    mutating func readHeader(of block: LineBlocks.Block) {
      guard format == .csv, block.firstRow == 0 else { return }
      let line = block.bytes.prefix { $0 != UInt8(ascii: "\n") }
      let isMarked = line.starts(with: [0xEF, 0xBB, 0xBF])
      let text = (isMarked ? line.dropFirst(3) : line).filter { $0 != UInt8(ascii: "\r") }
      guard let cells = CSVLine(text[...]).cells else { return }
      // Of two columns of one name nobody can say which is meant.
      guard Set(cells).count == cells.count else {
        headerFault = "a header with two columns of one name"
        return
      }
      names = cells
    }

    func answer(
      _ row: Int, _ line: ArraySlice<UInt8>, _ scorer: BatchScorer, _ memory: RowMemory,
      _ rows: inout BatchRows
    ) {
      switch format {
      case .ndjson:
        line.withUnsafeBufferPointer { rows.add(row, json: $0, limits: limits, memory) }
      case .csv:
        rows.add(row, Result { () throws(RequestError) in try predict(cellsOf: line, scorer) })
      }
    }

    private func predict(
      cellsOf line: ArraySlice<UInt8>, _ scorer: BatchScorer
    ) throws(RequestError) -> Prediction {
      do throws(PatientError) {
        guard let names else {
          throw .wrongShape(
            covariate: nil, found: headerFault, wanted: "a column for each covariate")
        }
        guard let cells = CSVLine(line).cells else {
          throw .wrongShape(
            covariate: nil, found: "a line whose quotes are not closed",
            wanted: "a line of cells that comma divide")
        }
        return try scorer.predict(try Patient(names: names, texts: cells))
      } catch {
        throw .patient(error)
      }
    }
  }

  /// What a batch has taken and given.
  private struct Account {
    let scorer: BatchScorer
    let header: [UInt8]
    private(set) var count = BatchRows.Count()
    private var input = Crypto.SHA256()
    private var result = Crypto.SHA256()

    init(_ scorer: BatchScorer, _ format: BatchRows.Format) {
      self.scorer = scorer
      header = BatchRows(of: scorer, format).header
      result.update(data: header)
    }

    mutating func take(input bytes: UnsafeRawBufferPointer) { input.update(bufferPointer: bytes) }

    mutating func write(
      _ rows: BatchRows, to writer: inout any ResponseBodyWriter
    ) async throws {
      count.add(rows.count)
      result.update(data: rows.bytes)
      try await writer.write(ByteBuffer(bytes: rows.bytes))
    }

    func receipt(
      given: Horizon?, _ format: BatchRows.Format, from library: ModelLibrary, at seconds: Int64
    ) -> Receipt {
      Receipt(
        forBatchOf: scorer, given: given, format: format == .csv ? "csv" : "ndjson",
        inputSHA256: Self.hex(input.finalize()), resultSHA256: Self.hex(result.finalize()),
        from: library, at: seconds)
    }

    /// The last line. A table has no place for an account; it says in one row more why it ends early.
    func end(fault: String?, _ receipt: Receipt) -> [UInt8] {
      if header.isEmpty {
        let line = JSONValue.object([
          ("count", count.json), ("fault", fault.map { .string($0) } ?? .null),
          ("receipt", receipt.json),
        ])
        return line.bytes(.compact) + [UInt8(ascii: "\n")]
      }
      guard let fault else { return [] }
      let commas = header.count { $0 == UInt8(ascii: ",") }
      return Array((String(repeating: ",", count: commas) + fault + "\n").utf8)
    }

    private static func hex(_ digest: Crypto.SHA256.Digest) -> String {
      digest.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
  }
#endif
