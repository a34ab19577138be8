import LinearAlgebra

/// What the command line asked for.
struct Options {
  static let usage = """
    swift run -c release --package-path Benchmarks [options]

      --quick        a tenth of the rows: a look whether everything runs
      --only NAME    one benchmark, or several after commas:
                     \(Benchmark.allCases.map(\.rawValue).joined(separator: ", "))
      --threads N    threads of a Cox fit (all processors if absent)
      --long         five repetitions of the slow R rows too, and R's coxph(cluster =)
    """

  var quick = false
  var long = false
  var threads = Parallel.processorCount
  var only = Set(Benchmark.allCases)
  /// The process is the child whose memory is measured.
  var isMemoryChild = false

  init(_ arguments: [String]) throws(OptionsError) {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      switch argument {
      case "--quick": quick = true
      case "--long": long = true
      case "--memory-child": isMemoryChild = true
      case "--threads":
        guard let value = rest.popFirst(), let count = Int(value), count > 0 else {
          throw OptionsError(message: "--threads takes a number of threads, 1 or more.")
        }
        threads = count
      case "--only":
        let names = rest.popFirst().map { $0.split(separator: ",").map(String.init) } ?? []
        let found = names.compactMap(Benchmark.init)
        guard !found.isEmpty, found.count == names.count else {
          let known = Benchmark.allCases.map(\.rawValue).joined(separator: ", ")
          throw OptionsError(message: "--only takes names out of \(known).")
        }
        only = Set(found)
      case "--help": throw OptionsError(message: Self.usage)
      default: throw OptionsError(message: "'\(argument)' is no option.\n\n\(Self.usage)")
      }
    }
  }

  /// `count`, or a tenth of it in a quick run.
  func rows(_ count: Int) -> Int { quick ? count / 10 : count }
}

struct OptionsError: Error {
  let message: String
}
