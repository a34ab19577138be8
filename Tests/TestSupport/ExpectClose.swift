public import Testing

/// Expects `actual` within `relative * |expected|` or `absolute` of `expected`, whichever is wider.
/// Two NaN agree; infinities agree when equal.
public func expectClose(
  _ actual: Double, _ expected: Double, relative: Double = 0, absolute: Double = 0,
  _ comment: @autoclosure () -> String = "", sourceLocation: SourceLocation = #_sourceLocation
) {
  if actual == expected || (actual.isNaN && expected.isNaN) { return }
  let allowed = max(relative * expected.magnitude, absolute)
  let distance = (actual - expected).magnitude
  #expect(
    distance <= allowed,
    "\(comment()) \(actual) is \(distance) from \(expected), allowed \(allowed)",
    sourceLocation: sourceLocation)
}

/// ``expectClose(_:_:relative:absolute:_:sourceLocation:)`` element by element, lengths equal.
public func expectClose(
  _ actual: [Double], _ expected: [Double], relative: Double = 0, absolute: Double = 0,
  _ comment: @autoclosure () -> String = "", sourceLocation: SourceLocation = #_sourceLocation
) {
  guard actual.count == expected.count else {
    Issue.record(
      "\(comment()) \(actual.count) values, expected \(expected.count)",
      sourceLocation: sourceLocation)
    return
  }
  for (i, (a, e)) in zip(actual, expected).enumerated() {
    expectClose(
      a, e, relative: relative, absolute: absolute, "\(comment()) [\(i)]",
      sourceLocation: sourceLocation)
  }
}
