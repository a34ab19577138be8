import Foundation
import LinearAlgebra

/// The machine and the versions that a report holds for.
struct Machine {
  /// One line each, for the head of the report.
  static func description(threads: Int) -> String {
    var lines = ["- machine: \(processor), \(Parallel.processorCount) processors online"]
    lines.append("- threads of our Cox fits: \(threads); every processor for CSV; else 1")
    if let swift = firstLine(of: ["swift", "--version"]) { lines.append("- \(swift)") }
    if let blas = firstLine(of: ["pkg-config", "--modversion", "openblas"]) {
      lines.append("- OpenBLAS \(blas) (ours)")
    }
    if let r = Peer.r.run("versions.R", []) {
      let text = ["R", "survival", "BLAS"].compactMap { name in
        r.texts[name].map { "\(name) \($0)" }
      }
      lines.append("- " + text.joined(separator: ", ") + "; R's fits run on 1 thread")
    }
    return lines.joined(separator: "\n")
  }

  private static var processor: String {
    let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
    let name = line?.split(separator: ":").last?.trimmingCharacters(in: .whitespaces)
    return name ?? firstLine(of: ["sysctl", "-n", "machdep.cpu.brand_string"]) ?? "unknown"
  }

  private static func firstLine(of command: [String]) -> String? {
    Peer.output(of: command)?.split(separator: "\n").first.map(String.init)
  }
}
