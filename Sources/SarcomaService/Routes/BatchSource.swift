#if Service
  internal import Crypto
  internal import Hummingbird
  internal import NIOCore
  internal import PrognosticModels
  internal import Tables

  /// The rows of a batch as they come: a table's header, then blocks.
  ///
  /// It is asked by one task at a time: by the route until the header is read, then by whoever writes the
  /// answer.
  final class BatchSource: @unchecked Sendable {
    /// Of a table, once its header is read.
    private(set) var table: CSVRowReader?
    private var body: RequestBody.AsyncIterator
    private var blocks: RowBlocks
    private var input = Crypto.SHA256()
    private let limits: ServiceLimits
    private var isAtEnd = false
    /// Rows that came together with the header.
    private var behindHeader: ArraySlice<UInt8> = []

    init(_ body: RequestBody, _ limits: ServiceLimits) {
      self.body = body.makeAsyncIterator()
      self.limits = limits
      blocks = RowBlocks(rowBytes: limits.lineBytes)
    }

    /// Of every byte that was read.
    var inputSHA256: String { input.finalize().hexadecimal }

    /// Reads the names of a table's columns.
    ///
    /// - Throws: ``Problem`` where they cannot be read.
    func readHeader() async throws -> CSVRowReader {
      var bytes: [UInt8] = []
      var ends = CSVRowEnds(separator: nil, line: 1)
      var end: Int?
      while end == nil {
        let next: ByteBuffer?
        do { next = try await nextBuffer() } catch { throw Problem.bodyIncomplete }
        guard let buffer = next else { break }
        var start = bytes.count
        buffer.withUnsafeReadableBytes { bytes.append(contentsOf: $0) }
        bytes.withUnsafeBufferPointer { bytes in
          while end == nil, let next = ends.next(in: bytes, from: start) {
            if !ends.isBlank { end = next }
            start = next
          }
        }
        guard (end ?? bytes.count) <= limits.lineBytes else {
          throw Problem(
            .contentTooLarge, "header", "The header is longer than \(limits.lineBytes) bytes.")
        }
      }
      let reader: CSVRowReader
      do throws(CSVError) {
        reader = try bytes[..<(end ?? bytes.count)].withUnsafeBufferPointer {
          (header) throws(CSVError) in try CSVRowReader(header: header)
        }
      } catch {
        throw Problem(.unprocessableContent, "header", error.description)
      }
      blocks = RowBlocks(
        rowBytes: limits.lineBytes, separator: reader.separator, line: reader.line)
      behindHeader = bytes[(end ?? bytes.count)...]
      table = reader
      return reader
    }

    /// The next block; nil at the end.
    ///
    /// - Throws: ``RowTooLong``.
    func next() async throws -> RowBlocks.Block? {
      while !isAtEnd {
        if !behindHeader.isEmpty {
          let block = try behindHeader.withUnsafeBufferPointer { try blocks.append($0) }
          behindHeader = []
          if let block { return block }
        }
        guard let buffer = try await nextBuffer() else {
          isAtEnd = true
          return blocks.finish()
        }
        let block = try buffer.withUnsafeReadableBytes { bytes in
          try blocks.append(bytes.bindMemory(to: UInt8.self))
        }
        if let block { return block }
      }
      return nil
    }

    private func nextBuffer() async throws -> ByteBuffer? {
      guard let buffer = try await body.next() else { return nil }
      buffer.withUnsafeReadableBytes { input.update(bufferPointer: $0) }
      return buffer
    }
  }

  extension Crypto.SHA256.Digest {
    /// In lower-case hexadecimal digits.
    var hexadecimal: String {
      map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
  }
#endif
