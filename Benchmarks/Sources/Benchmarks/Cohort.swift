import Biostatistics
import Foundation

/// Simulated follow-up of n patients with p covariates, the same for a given n, p and seed.
///
///     hazard(t | x) = exp(x' beta) / 4000 a day,   beta_j = +-0.7 / sqrt(p)
///
/// Every fifth covariate is 0 or 1 with equal chances, the others are standard normal. Follow-up
/// ends at random within 4000 days; times are whole days, so that about 4000 are distinct, and
/// three to four patients in ten have the event. With delayed entry, patients come under observation
/// 0 to 1000 days after the origin.
struct Cohort {
  var entry: [Double]?
  var exit: [Double] = []
  /// 0 or 1.
  var event: [Double] = []
  var covariates: [[Double]] = []
  /// x' beta at the true beta.
  var linearPredictor: [Double]

  var count: Int { exit.count }

  init(count n: Int, covariates p: Int, delayedEntry: Bool = false, seed: UInt64 = 20_240_229) {
    var random = RandomNumbers(seed: seed)
    linearPredictor = [Double](repeating: 0, count: n)
    for j in 0..<p {
      let size = 0.7 / Double(p).squareRoot()
      let beta = j % 2 == 0 ? size : -size
      let isBinary = j % 5 == 4
      var column = [Double](repeating: 0, count: n)
      for i in 0..<n {
        column[i] = isBinary ? (random.uniform() < 0.5 ? 0 : 1) : random.normal()
        linearPredictor[i] += beta * column[i]
      }
      covariates.append(column)
    }
    exit.reserveCapacity(n)
    event.reserveCapacity(n)
    if delayedEntry { entry = (0..<n).map { _ in (1000 * random.uniform()).rounded(.down) } }
    for i in 0..<n {
      let died = -4000 * log(random.uniform()) / exp(linearPredictor[i])
      let left = 4000 * random.uniform()
      exit.append((entry?[i] ?? 0) + min(died, left).rounded(.up))
      event.append(died <= left ? 1 : 0)
    }
  }

  var covariateNames: [String] { covariates.indices.map { "x\($0 + 1)" } }

  /// The formula with all covariates.
  var formula: String {
    let response = entry == nil ? "Surv(exit, event)" : "Surv(entry, exit, event)"
    return response + " ~ " + covariateNames.joined(separator: " + ")
  }

  private var columns: [(name: String, values: [Double])] {
    let times = [(name: "exit", values: exit), (name: "event", values: event)]
    let entries = entry.map { [(name: "entry", values: $0)] } ?? []
    return times + entries + zip(covariateNames, covariates).map { ($0, $1) }
  }

  func table(adding more: [Column] = []) throws -> Table {
    try Table(columns: columns.map { Column(name: $0.name, numbers: $0.values) } + more)
  }

  func outcomes() throws -> SurvivalOutcomes {
    try SurvivalOutcomes(entry: entry, exit: exit, event: event.map { $0 == 1 })
  }

  /// Writes each column to a file of its name, as doubles in little-endian order.
  func write(to directory: URL, adding more: [(name: String, values: [Double])] = []) throws {
    for (name, values) in columns + more {
      let bits = values.map { $0.bitPattern.littleEndian }
      let bytes = bits.withUnsafeBytes { Data($0) }
      try bytes.write(to: directory.appendingPathComponent(name))
    }
  }
}
