/// Reads delimited text (RFC 4180) as a table.
///
/// The first line that is not blank names the columns. A column whose every cell is a number or
/// missing is a column of numbers; any other is text as written. Blank lines are skipped. Nothing
/// is guessed: whatever is not plainly one table is a ``CSVError`` that says where.
public enum CSVReader {
  /// Reads the file at `path`; `-` is the standard input. Regular files are mapped into memory,
  /// and must not be cut short by others while they are read.
  public static func read(
    path: String, options: CSVOptions = CSVOptions()
  ) throws(CSVError) -> Table {
    let file = try FileBytes(path: path)
    defer { withExtendedLifetime(file) {} }
    return try read(file.bytes, options: options)
  }

  /// Reads UTF-8 text that is in memory.
  public static func read(
    bytes: [UInt8], options: CSVOptions = CSVOptions()
  ) throws(CSVError) -> Table {
    try bytes.withUnsafeBufferPointer { buffer throws(CSVError) in
      try read(buffer, options: options)
    }
  }

  /// Reads UTF-8 text that the caller holds; nothing points into it afterwards.
  public static func read(
    bytes: UnsafeRawBufferPointer, options: CSVOptions = CSVOptions()
  ) throws(CSVError) -> Table {
    try read(
      bytes.bindMemory(to: UInt8.self), options: options)
  }

  /// Reads text that is in memory.
  public static func read(
    text: String, options: CSVOptions = CSVOptions()
  ) throws(CSVError) -> Table {
    try read(bytes: Array(text.utf8), options: options)
  }

  /// `blockSize` changes the speed, and nothing else: unless stated, some hundred rows of a wide
  /// table, and a quarter of a megabyte of a narrow one.
  static func read(
    _ bytes: UnsafeBufferPointer<UInt8>, options: CSVOptions, blockSize: Int? = nil,
    rowLimit: Int = Int(Int32.max)
  ) throws(CSVError) -> Table {
    let header = try CSVHeader(bytes, separator: options.separator)
    guard let base = bytes.baseAddress else { throw .noHeader }
    let dialect = CSVDialect(separator: header.separator, options: options)
    let split = CSVSplit(
      bytes, from: header.end, blockSize: blockSize ?? max(1 << 18, header.names.count << 10))
    var builder = CSVTableBuilder(
      split, header: header, text: SharedBytes(base: base), dialect: dialect,
      rowLimit: rowLimit)
    return try builder.read()
  }
}
