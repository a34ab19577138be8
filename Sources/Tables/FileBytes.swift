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

  /// - Parameter streamLimit: the most bytes that are taken from what is no regular file: half of
  ///   the machine's memory unless stated, so that a stream without end is refused.
  init(path: String, streamLimit: Int = FileBytes.halfOfMemory) throws(CSVError) {
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
    bytes = try Self.readToEnd(file, path: path, limit: streamLimit)
    isMapped = false
  }

  deinit {
    if isMapped {
      _ = munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
    } else {
      free(UnsafeMutableRawPointer(mutating: bytes.baseAddress))
    }
  }

  private static func readToEnd(
    _ file: Int32, path: String, limit: Int
  ) throws(CSVError) -> UnsafeBufferPointer<UInt8> {
    var capacity = 1 << 16
    var count = 0
    var buffer = malloc(capacity)
    while let start = buffer {
      let got = readSome(file, start + count, capacity - count)
      if got < 0 {
        let reason = Self.reason()
        free(start)
        throw .notReadable(path: path, reason: reason)
      }
      let block = UnsafeRawBufferPointer(start: start + count, count: got)
      count += got
      // What is no text needs no reading to its end: a device may have none.
      if got == 0 || block.contains(0) {
        return UnsafeBufferPointer(start: start.assumingMemoryBound(to: UInt8.self), count: count)
      }
      if count > limit {
        free(start)
        throw .notReadable(path: path, reason: "it gives more than \(limit) bytes")
      }
      if count == capacity {
        capacity *= 2
        buffer = realloc(start, capacity)
        if buffer == nil { free(start) }
      }
    }
    throw .notReadable(path: path, reason: Self.reason())
  }

  private static func readSome(
    _ file: Int32, _ target: UnsafeMutableRawPointer, _ count: Int
  ) -> Int {
    while true {
      let got = read(file, target, count)
      if got >= 0 || errno != EINTR { return got }
    }
  }

  static let halfOfMemory: Int = {
    let (pages, size) = (sysconf(Int32(_SC_PHYS_PAGES)), sysconf(Int32(_SC_PAGESIZE)))
    return pages > 0 && size > 0 ? pages / 2 * size : 1 << 32
  }()

  /// The system's words for the last error.
  private static func reason() -> String { String(cString: strerror(errno)) }
}
