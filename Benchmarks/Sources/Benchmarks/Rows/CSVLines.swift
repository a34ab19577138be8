import Biostatistics
import Foundation

/// A file of 20 columns, read into a table: twelve of decimals with three to eight digits, six of
/// whole numbers, two of text.
///
/// The file lies in the page cache for both. pandas reads with its defaults: the C engine, whose
/// conversion of decimals is not correctly rounded; ours is.
func csvLines(_ options: Options) throws -> [Line] {
  try withTemporaryDirectory { directory in
    let file = directory.appendingPathComponent("table.csv")
    let rows = options.rows(1_000_000)
    try writeTable(rows: rows, to: file)
    let ours = try measure { try CSVReader.read(path: file.path) }
    let size = try FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int ?? 0
    let theirs = Peer.python.run("read_csv.py", [file.path])
    let version = theirs?.texts["pandas"].map { "pandas \($0), " } ?? ""
    return [
      Line(
        "CSV, \(rows) rows x 20 columns", ours: ours, peer: "pandas.read_csv",
        theirs: theirs?.times["read_csv"], must: 1, aim: nil, note: version + "\(size >> 20) MiB")
    ]
  }
}

private func writeTable(rows: Int, to file: URL) throws {
  var random = RandomNumbers(seed: 42)
  let histologies = ["leiomyosarcoma", "liposarcoma", "myxofibrosarcoma", "synovial sarcoma"]
  var text = (1...20).map { "column\($0)" }.joined(separator: ",") + "\n"
  try Data().write(to: file)
  let handle = try FileHandle(forWritingTo: file)
  defer { try? handle.close() }
  for row in 0..<rows {
    for digits in 0..<12 {
      let scale = [1e2, 1e3, 1e5, 1e7][digits % 4]
      text += "\((random.normal() * scale).rounded() / scale),"
    }
    for bits in 0..<6 { text += "\(random.next() >> (63 - 3 * UInt64(bits)))," }
    text += histologies[Int(random.next() >> 62)]
    text += random.uniform() < 0.5 ? ",G2\n" : ",G3\n"
    if text.utf8.count > 1 << 22 || row == rows - 1 {
      handle.write(Data(text.utf8))
      text.removeAll(keepingCapacity: true)
    }
  }
}
