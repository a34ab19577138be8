#if Service
  internal import Crypto
  internal import Hummingbird
  internal import NIOCore
  internal import PrognosticModels
  internal import StrictJSON
  internal import Synchronization
  internal import Tables

  /// A stream of patients answered as it comes: blocks of rows are scored beside one another and written
  /// in their order, and no more of them are held than are being scored.
  struct Batch: Sendable {
    let scorer: BatchScorer
    let receipts: BatchRows.Receipts?
    let source: BatchSource
    /// Of a table; nil for lines of JSON.
    let columns: BatchColumns?
    let limits: ServiceLimits
    let library: ModelLibrary
    /// What the tasks remember of rows, from block to block.
    private let memories = Memories()
    /// Blocks that are scored beside one another.
    private static let width = 4

    init(
      _ scorer: BatchScorer, _ receipts: BatchRows.Receipts?, _ source: BatchSource,
      _ columns: BatchColumns?, _ limits: ServiceLimits, _ library: ModelLibrary
    ) {
      (self.scorer, self.receipts) = (scorer, receipts)
      (self.source, self.columns) = (source, columns)
      (self.limits, self.library) = (limits, library)
    }

    private var format: BatchRows.Format {
      columns == nil ? .ndjson : .csv(quoting: CSVWriter.cell)
    }

    /// Answers every row, then writes the account of them.
    func answer(
      into writer: inout any ResponseBodyWriter, at seconds: Int64
    ) async throws -> BatchRows.Count {
      var account = Account(scorer, format)
      try await writer.write(ByteBuffer(bytes: account.header))
      var flight: [Task<BatchRows, Never>] = []
      defer { for task in flight { task.cancel() } }
      var fault: String?
      do {
        while let block = try await source.next() {
          guard block.firstRow <= limits.rows else {
            fault = "the batch has more than \(limits.rows) rows"
            break
          }
          flight.append(task(block))
          if flight.count > Self.width {
            try await account.write(await flight.removeFirst().value, to: &writer)
          }
        }
      } catch let error as RowTooLong {
        fault =
          "row \(error.row) is longer than \(error.limit) bytes"
          + (columns == nil ? "" : ", or its quotes are not closed")
      }
      while !flight.isEmpty {
        try await account.write(await flight.removeFirst().value, to: &writer)
      }
      let receipt = Receipt(
        forBatchOf: scorer, format: columns == nil ? "ndjson" : "csv",
        inputSHA256: source.inputSHA256, resultSHA256: account.resultSHA256, from: library,
        at: seconds)
      try await writer.write(ByteBuffer(bytes: account.end(fault: fault, receipt)))
      return account.count
    }

    private func task(_ block: RowBlocks.Block) -> Task<BatchRows, Never> {
      let (scorer, columns, memories, table) = (scorer, columns, memories, source.table)
      let (format, receipts) = (format, receipts)
      let limits = JSONLimits(
        bytes: limits.lineBytes, depth: limits.depth, stringBytes: limits.stringBytes)
      return Task {
        let memory = memories.take() ?? RowMemory(of: scorer, columns: columns)
        defer { memories.give(memory) }
        var rows = BatchRows(of: scorer, format, receipts: receipts)
        guard let table, let columns else {
          block.forEachRow { row, line, _ in rows.add(row, json: line, limits: limits, memory) }
          return rows
        }
        var cells = TableRow()
        block.forEachRow { row, bytes, line in
          cells.clear()
          do throws(CSVError) {
            try table.read(bytes, columns.places, line: line) { cell in
              switch cell {
              case .missing: cells.addMissing()
              case .number(let value): cells.add(value)
              case .text(let text): cells.add(text)
              }
            }
          } catch {
            rows.add(row, .failure(.row(error.description)))
            return
          }
          rows.add(row, cells, of: columns, memory)
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

  /// What a batch has given.
  private struct Account {
    let header: [UInt8]
    private(set) var count = BatchRows.Count()
    private var result = Crypto.SHA256()

    init(_ scorer: BatchScorer, _ format: BatchRows.Format) {
      header = BatchRows(of: scorer, format).header
      result.update(data: header)
    }

    mutating func write(
      _ rows: BatchRows, to writer: inout any ResponseBodyWriter
    ) async throws {
      count.add(rows.count)
      result.update(data: rows.bytes)
      try await writer.write(ByteBuffer(bytes: rows.bytes))
    }

    /// Of every byte that was written.
    var resultSHA256: String { result.finalize().hexadecimal }

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
      return Array((String(repeating: ",", count: commas) + CSVWriter.cell(fault) + "\n").utf8)
    }
  }
#endif
