#if CommandLine
  import ArgumentParser
  import Reports

  /// Writes a figure as SVG, and the values that it shows as CSV if they are wanted.
  func write(_ figure: Figure, to path: String, data: String?) throws(Failure) {
    try write(Array(figure.svg.utf8), to: path)
    if let data { try write(Array(figure.data.csv.utf8), to: data) }
  }
#endif
