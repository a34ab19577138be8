import Biostatistics
import Foundation

/// Fits of R's `lung` with age, sex and ph.ecog: what one small fit costs within a process, alone and,
/// with exact ties and times in weeks, from the columns on as `coxph` does it.
///
/// R writes the columns, so that there is no line without R.
func lungLines(_ options: Options) throws -> [Line] {
  try withTemporaryDirectory { directory in
    guard let theirs = Peer.r.run("lung.R", [directory.path, "\(options.long)"]) else { return [] }
    let columns = try ["time", "status", "age", "sex", "ecog", "week"].map { name in
      Column(
        name: name, numbers: try doubles(at: directory.appendingPathComponent(name)))
    }
    let formula = try Formula("Surv(time, status) ~ age + sex + ecog")
    let frame = try SurvivalFrame(formula, in: Table(columns: columns))
    let loops = options.quick ? 200 : 2000
    let ours = try measure(loops: loops) {
      try CoxModel(frame, options: fitAlone(threads: 1))
    }
    var exactOptions = fitAlone(threads: 1)
    exactOptions.ties = .exact
    let table = try Table(columns: columns)
    let weeks = try Formula("Surv(week, status) ~ age + sex + ecog")
    let exact = try measure(loops: loops / 10) {
      try CoxModel(SurvivalFrame(weeks, in: table), options: exactOptions)
    }
    return [
      Line(
        "exact ties, lung in weeks, n = \(frame.outcomes.count), p = 3", ours: exact, single: exact,
        peer: "coxph", theirs: theirs.times["exact"], must: 2, aim: 10,
        note: "loops of \(loops / 10) / 20; formula to fit on both sides"),
      Line(
        "fit alone, lung, n = \(frame.outcomes.count), p = 3", ours: ours, single: ours,
        peer: "coxph.fit", theirs: theirs.times["fit"], must: 10, aim: 50,
        note: "loops of \(loops) / 1000"),
    ]
  }
}

/// The little-endian doubles of a file.
private func doubles(at url: URL) throws -> [Double] {
  let data = try Data(contentsOf: url)
  return data.withUnsafeBytes { bytes in
    (0..<(bytes.count / 8)).map { i in
      Double(
        bitPattern: UInt64(
          littleEndian: bytes.loadUnaligned(fromByteOffset: 8 * i, as: UInt64.self)))
    }
  }
}
