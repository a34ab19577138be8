import Biostatistics
import Foundation

/// What a fit takes at its peak beyond the table that is in memory: at most one design matrix and a
/// quarter. Measured in a process of its own, by the kernel's high-water mark of resident memory, with
/// arrays given back to it when they are released, not kept for later.
func memoryLines(_ options: Options) throws -> [Line] {
  let files = FileManager.default
  guard let executable = try? files.destinationOfSymbolicLink(atPath: "/proc/self/exe") else {
    announce("memory: this system has no /proc, so that the peak is not measured.")
    return []
  }
  let command = ["MALLOC_MMAP_THRESHOLD_=1048576", executable, "--memory-child"]
  let output = Peer.output(
    of: command + ["--threads", "\(options.threads)"] + (options.quick ? ["--quick"] : []))
  guard let growth = output.flatMap({ Double($0.trimmingCharacters(in: .whitespacesAndNewlines)) })
  else {
    announce("memory: the kernel does not let the mark be reset, so that the peak is unknown.")
    return []
  }
  let rows = options.rows(1_000_000)
  let design = 8e-6 * Double(rows) * 50
  return [
    Line(
      "memory of a Cox fit, n = \(rows), p = 50", value: growth, unit: "MB",
      against: "one design matrix + 25 %", limit: 1.25 * design, aim: nil, runs: 1,
      note: "a design matrix has \(Int(design)) MB")
  ]
}

/// The child: prints by how many MB (1e6 bytes) the peak of a fit lies above the memory before it.
func printMemoryOfFit(_ options: Options) throws {
  let cohort = Cohort(count: options.rows(1_000_000), covariates: 50)
  let table = try cohort.table()
  var settings = CoxOptions()
  settings.threads = options.threads
  guard let file = FileHandle(forWritingAtPath: "/proc/self/clear_refs") else { return }
  try file.write(contentsOf: Data("5".utf8))
  try file.close()
  guard let before = statusKilobytes("VmRSS") else { return }
  let model = try CoxModel(SurvivalFrame(Formula(cohort.formula), in: table), options: settings)
  guard let peak = statusKilobytes("VmHWM") else { return }
  withExtendedLifetime((model, table, cohort)) {}
  print(1.024e-3 * Double(peak - before))
}

/// A line of /proc/self/status, in KiB.
private func statusKilobytes(_ key: String) -> Int? {
  let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)
  let line = text?.split(separator: "\n").first { $0.hasPrefix(key + ":") }
  return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }
}
