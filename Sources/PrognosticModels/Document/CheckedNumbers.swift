internal import StrictJSON

/// Numbers that mean something only in a range. Each throws `StrictJSONError.refused` outside it.
extension JSONNode {
  /// How many there are: an integer of `least` or more.
  func count(from least: Int) throws(StrictJSONError) -> Int {
    let value = try integer()
    guard value >= least else { throw refused("a count is \(least) or more, not \(value)") }
    return value
  }

  /// A time or a factor: a number above 0.
  func positive() throws(StrictJSONError) -> Double {
    let value = try number()
    guard value > 0 else { throw refused("the number lies above 0, not at \(value)") }
    return value
  }

  /// A probability or an error of one: a number in 0...1.
  func share() throws(StrictJSONError) -> Double {
    let value = try number()
    guard (0...1).contains(value) else {
      throw refused("a probability lies between 0 and 1, not at \(value)")
    }
    return value
  }
}
