import Foundation

@main
struct Main {
  static func main() throws {
    let options: Options
    do throws(OptionsError) {
      options = try Options(Array(CommandLine.arguments.dropFirst()))
    } catch {
      print(error.message)
      exit(64)
    }
    if options.isMemoryChild {
      try printMemoryOfFit(options)
      return
    }
    print(Machine.description(threads: options.threads))
    if options.quick { print("- quick: a tenth of the rows, so the limits do not apply") }
    print()
    var lines: [Line] = []
    for benchmark in Benchmark.allCases where options.only.contains(benchmark) {
      announce(benchmark.rawValue)
      lines += try benchmark.lines(options)
        .map { options.quick ? $0.withoutVerdict : $0 }
    }
    print(markdown(lines))
    print(
      """

      Times are medians of wall time, in brackets of processor time over all threads; runs are \
      ours / the peer's. A call of R whose five runs would take over two minutes is run three \
      times, five times with --long. A ratio is the peer's time over ours.
      """)
  }
}
