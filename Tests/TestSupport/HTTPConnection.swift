import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// One connection to a server on the loopback, byte by byte: it sends what no client would.
public final class HTTPConnection {
  public struct Answer: Sendable {
    public let status: Int
    public let fields: [(name: String, value: String)]
    public let body: [UInt8]

    public var text: String { String(decoding: body, as: UTF8.self) }

    public var json: Reference { Reference(Data(body)) }

    public subscript(name: String) -> String? {
      fields.first { $0.name.lowercased() == name.lowercased() }?.value
    }
  }

  public struct Closed: Error {}

  private let socket: Int32
  private var pending: [UInt8] = []

  /// - Parameter seconds: how long a read waits before the connection counts as dead.
  public init(port: Int, patience seconds: Int = 20) throws {
    socket = Self.stream()
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    let connected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { throw Closed() }
    var timeout = timeval(tv_sec: seconds, tv_usec: 0)
    setsockopt(
      socket, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
  }

  deinit { close(socket) }

  private static func stream() -> Int32 {
    #if canImport(Glibc)
      Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      Darwin.socket(AF_INET, SOCK_STREAM, 0)
    #endif
  }

  public func send(_ bytes: [UInt8]) throws {
    var start = 0
    while start < bytes.count {
      let count = bytes[start...].withUnsafeBytes {
        Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { throw Closed() }
      start += count
    }
  }

  public func send(_ text: String) throws { try send(Array(text.utf8)) }

  /// Says that nothing more will be sent.
  public func finishSending() { shutdown(socket, Int32(SHUT_WR)) }

  /// Sends a request with a body of a type, and reads the answer.
  public func ask(
    _ method: String, _ path: String, body: [UInt8]? = nil, type: String = "application/json",
    fields: [String] = [], host: String? = "localhost"
  ) throws -> Answer {
    var head = "\(method) \(path) HTTP/1.1\r\n"
    if let host { head += "Host: \(host)\r\n" }
    if let body { head += "Content-Type: \(type)\r\nContent-Length: \(body.count)\r\n" }
    for field in fields { head += field + "\r\n" }
    try send(Array((head + "\r\n").utf8) + (body ?? []))
    return try read(hasBody: method != "HEAD")
  }

  /// Reads one answer, of stated length or in chunks.
  public func read(hasBody: Bool = true) throws -> Answer {
    let head = try readHead()
    return hasBody ? try readBody(of: head) : head
  }

  /// Reads the status and the fields of an answer.
  public func readHead() throws -> Answer {
    var lines: [String] = []
    while true {
      let line = try self.line()
      if line.isEmpty { break }
      lines.append(line)
    }
    let parts = lines.first?.split(separator: " ") ?? []
    guard parts.count >= 2, let status = Int(parts[1]) else { throw Closed() }
    var fields: [(name: String, value: String)] = []
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      let value = line[line.index(after: colon)...].drop { $0 == " " }
      fields.append((String(line[..<colon]), String(value)))
    }
    return Answer(status: status, fields: fields, body: [])
  }

  /// Reads the body behind a head.
  public func readBody(of head: Answer) throws -> Answer {
    var body: [UInt8] = []
    if let length = head["Content-Length"].flatMap({ Int($0) }) {
      body = try take(length)
    } else if head["Transfer-Encoding"] == "chunked" {
      while let length = Int(try line(), radix: 16), length > 0 {
        body += try take(length)
        _ = try line()
      }
      while try !line().isEmpty {}
    }
    return Answer(status: head.status, fields: head.fields, body: body)
  }

  /// Whether the other end closes without another word, within the connection's patience.
  public func isClosed() -> Bool {
    do {
      _ = try take(1)
      return false
    } catch {
      return errno != EAGAIN
    }
  }

  private func line() throws -> String {
    while true {
      if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
        let line = pending[..<end]
        pending.removeFirst(end + 1)
        return String(decoding: line.last == 13 ? line.dropLast() : line, as: UTF8.self)
      }
      try fill()
    }
  }

  private func take(_ count: Int) throws -> [UInt8] {
    while pending.count < count { try fill() }
    defer { pending.removeFirst(count) }
    return Array(pending[..<count])
  }

  private func fill() throws {
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    errno = 0
    let count = recv(socket, &chunk, chunk.count, 0)
    guard count > 0 else { throw Closed() }
    pending += chunk[..<count]
  }
}

/// Runs on a thread of its own: whoever waits for a socket must not hold a thread that tasks need.
public func onThread<Value: Sendable>(
  _ body: @escaping @Sendable () throws -> Value
) async throws -> Value {
  try await withCheckedThrowingContinuation { continuation in
    Thread.detachNewThread { continuation.resume(with: Result { try body() }) }
  }
}
