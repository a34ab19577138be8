import Foundation
import Testing

@testable import Tables

struct FileBytesTests {
  @Test("a file, a pipe and bytes give the same table")
  func sources() throws {
    let rows = (0..<20_000).map { "\($0),\($0 % 2 == 0 ? "even" : "odd")" }
    let bytes = Array(("n,parity\n" + rows.joined(separator: "\n")).utf8)
    let expected = try CSVReader.read(bytes: bytes)
    #expect(expected.rowCount == 20_000)

    let file = FileManager.default.temporaryDirectory.appending(
      path: "tables-\(UUID().uuidString).csv")
    try Data(bytes).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    #expect(try CSVReader.read(path: file.path) == expected)

    let pipe = Pipe()
    let writer = Thread {
      pipe.fileHandleForWriting.write(Data(bytes))
      try? pipe.fileHandleForWriting.close()
    }
    writer.start()
    let path = "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)"
    #expect(try CSVReader.read(path: path) == expected)
  }

  @Test(
    "a device without end that gives no text is refused at its first block", .timeLimit(.minutes(1))
  )
  func endless() throws {
    #expect(throws: CSVError.nulByte(line: 1, byte: 1)) { try CSVReader.read(path: "/dev/zero") }
  }

  @Test("a stream of more bytes than memory can hold is refused")
  func streamLimit() throws {
    let pipe = Pipe()
    pipe.fileHandleForWriting.write(Data("a,b\n1,2\n".utf8))
    try pipe.fileHandleForWriting.close()
    let path = "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)"
    #expect(throws: CSVError.notReadable(path: path, reason: "it gives more than 7 bytes")) {
      _ = try FileBytes(path: path, streamLimit: 7)
    }
  }

  @Test("what cannot be read says why in the system's words")
  func unreadable() {
    let folder = FileManager.default.temporaryDirectory.path
    #expect(throws: CSVError.notReadable(path: folder, reason: "Is a directory")) {
      try CSVReader.read(path: folder)
    }
    #expect(throws: CSVError.notReadable(path: "/no/such", reason: "No such file or directory")) {
      try CSVReader.read(path: "/no/such")
    }
    #expect(throws: CSVError.noHeader) { try CSVReader.read(path: "/dev/null") }
  }

  @Test("raw bytes read as an array of them does")
  func rawBytes() throws {
    let bytes = Array("a;b\n1,5;x\n".utf8)
    let table = try bytes.withUnsafeBytes { try CSVReader.read(bytes: $0) }
    #expect(table == (try CSVReader.read(text: "a;b\n1,5;x\n")))
    #expect(throws: CSVError.noHeader) {
      try CSVReader.read(bytes: UnsafeRawBufferPointer(start: nil, count: 0))
    }
  }
}
