import PrognosticModels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Writes a file whole, or throws a ``Failure`` that names it.
func write(_ bytes: [UInt8], to path: String) throws(Failure) {
  let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
  guard descriptor >= 0, writeAll(bytes, to: descriptor), close(descriptor) == 0 else {
    let reason = String(cString: strerror(errno))
    throw Failure(.badData, "'\(path)' cannot be written (\(reason)); name another file.")
  }
}

/// Writes a file so that it is there whole or not at all: beside it first, then in its place.
func writeWhole(_ bytes: [UInt8], to path: String) throws(Failure) {
  let draft = path + ".part"
  try write(bytes, to: draft)
  guard rename(draft, path) == 0 else {
    let reason = String(cString: strerror(errno))
    throw Failure(.badData, "'\(path)' cannot be written (\(reason)); name another file.")
  }
}

/// The bytes of a file; nil where there is none.
func readIfPresent(_ path: String) throws(Failure) -> [UInt8]? {
  guard access(path, F_OK) == 0 else { return nil }
  do {
    return try ModelLibrary.bytes(ofFile: path)
  } catch {
    throw Failure(.badData, "'\(path)' cannot be read; name another file.")
  }
}

/// Writes a result to standard output, or throws a ``Failure``: a full disk must not pass for
/// success.
func writeResult(_ text: String) throws(Failure) {
  guard writeAll(Array(text.utf8), to: STDOUT_FILENO) else {
    let reason = String(cString: strerror(errno))
    throw Failure(.badData, "The result cannot be written to standard output (\(reason)).")
  }
}

/// Writes every byte; false if that fails.
func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
  var start = 0
  while start < bytes.count {
    let count = bytes[start...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    if count < 0, errno == EINTR { continue }
    guard count > 0 else { return false }
    start += count
  }
  return true
}

/// Writes to standard error.
func writeError(_ text: String, terminator: String = "\n") {
  _ = writeAll(Array((text + terminator).utf8), to: STDERR_FILENO)
}
