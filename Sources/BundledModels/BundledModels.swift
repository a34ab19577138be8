// The resource bundle is Foundation's; nothing else here is, and the heart does without.
internal import Foundation

/// The documents that ship with the package.
public enum BundledModels {
  /// Where they lie; nil where the bundle was not installed beside the program.
  public static var directory: String? {
    Bundle.module.resourceURL?.appendingPathComponent("models").path
  }

  /// The directory to read models from: one that was named, else the environment's
  /// `SARCOMA_MODELS` if it is not empty, else ``directory``.
  public static func directory(named: String?) -> String? {
    let stated = ProcessInfo.processInfo.environment["SARCOMA_MODELS"] ?? ""
    return named ?? (stated.isEmpty ? directory : stated)
  }
}
