/// The engine's version: in every result and in `sarcoma --version`.
public enum Version {
  /// Major, minor and patch (semver.org).
  public static let current = "0.1.0"
}
