/// What the engine is for, as every report says it.
public enum IntendedUse {
  /// One line, without a break at its end.
  public static let statement =
    "Decision support and research. SarcomaRisk is not a certified medical device."
}
