#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The bytes of a file: mapped where it is a regular file, read to the end where it is a pipe or
/// the standard input.
final class FileBytes {
  let bytes: UnsafeBufferPointer<UInt8>
  private let isMapped: Bool

  init(path: String) throws(CSVError) {
    if path.utf8.contains(0) {
      throw .notReadable(path: path, reason: "the path has a NUL byte")
    }
    let isStandardInput = path == "-"
    let file = isStandardInput ? 0 : open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw .notReadable(path: path, reason: Self.reason()) }
    defer { if !isStandardInput { _ = close(file) } }
    var status = stat()
    if fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > 0,
      lseek(file, 0, SEEK_CUR) == 0
    {
      let count = Int(status.st_size)
      let address = mmap(nil, count, PROT_READ, MAP_PRIVATE, file, 0)
      if let address, address != MAP_FAILED {
        _ = madvise(address, count, MADV_SEQUENTIAL)
        bytes = UnsafeBufferPointer(
          start: address.assumingMemoryBound(to: UInt8.self), count: count)
        isMapped = true
        return
      }
    }
    bytes = try Self.readToEnd(file, path: path)
    isMapped = false
  }

  deinit {
    if isMapped {
      _ = munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
    } else {
      bytes.deallocate()
    }
  }

  private static func readToEnd(
    _ file: Int32, path: String
  ) throws(CSVError) -> UnsafeBufferPointer<UInt8> {
    var capacity = 1 << 16
    var count = 0
    var buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    while true {
      if count == capacity {
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2)
        larger.update(from: buffer, count: count)
        buffer.deallocate()
        buffer = larger
        capacity *= 2
      }
      let got = Self.readSome(file, buffer + count, capacity - count)
      if got < 0 {
        let reason = Self.reason()
        buffer.deallocate()
        throw .notReadable(path: path, reason: reason)
      }
      if got == 0 { return UnsafeBufferPointer(start: buffer, count: count) }
      count += got
    }
  }

  private static func readSome(
    _ file: Int32, _ target: UnsafeMutablePointer<UInt8>, _ count: Int
  ) -> Int {
    while true {
      let got = read(file, target, count)
      if got >= 0 || errno != EINTR { return got }
    }
  }

  /// The system's words for the last error.
  private static func reason() -> String { String(cString: strerror(errno)) }
}
