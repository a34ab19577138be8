#if Service
  internal import CoreMetrics
  internal import Synchronization

  /// A backend of swift-metrics that writes what it has counted as Prometheus text, version 0.0.4.
  ///
  /// Counters are counters, timers and recorders histograms in seconds or units.
  final class PrometheusRegistry: MetricsFactory {
    /// A name with its labels, as they were given.
    private struct Series: Hashable {
      struct Label: Hashable {
        let name: String
        let value: String
      }
      let name: String
      let labels: [Label]

      init(_ label: String, _ dimensions: [(String, String)]) {
        name = label
        labels = dimensions.map { Label(name: $0.0, value: $0.1) }
      }

      /// Letters, digits and underscores.
      static func plain(_ text: String) -> String {
        String(text.unicodeScalars.map { $0.isASCIIAlphanumeric ? Character($0) : "_" })
      }

      var labelText: String {
        labels.map { "\(Self.plain($0.name))=\"\(escaped($0.value))\"" }.joined(separator: ",")
      }

      private func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
          switch character {
          case "\\": result += "\\\\"
          case "\"": result += "\\\""
          case "\n": result += "\\n"
          default: result.append(character)
          }
        }
        return result
      }
    }

    private struct Families {
      var counters: [Series: PrometheusCounter] = [:]
      var histograms: [Series: PrometheusHistogram] = [:]
    }

    private let families = Mutex(Families())

    func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
      handler(of: label, dimensions, in: \.counters) { PrometheusCounter() }
    }

    func makeRecorder(
      label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
      handler(of: label, dimensions, in: \.histograms) { PrometheusHistogram() }
    }

    func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
      handler(of: label, dimensions, in: \.histograms) { PrometheusHistogram() }
    }

    /// The one handler of a series.
    private func handler<Handler: Sendable>(
      of label: String, _ dimensions: [(String, String)],
      in family: WritableKeyPath<Families, [Series: Handler]>, _ make: () -> Handler
    ) -> Handler {
      families.withLock { families in
        let series = Series(label, dimensions)
        if let known = families[keyPath: family][series] { return known }
        let handler = make()
        families[keyPath: family][series] = handler
        return handler
      }
    }

    // What was counted stays: Prometheus expects a series to go on.
    func destroyCounter(_ handler: any CounterHandler) {}
    func destroyRecorder(_ handler: any RecorderHandler) {}
    func destroyTimer(_ handler: any TimerHandler) {}

    /// Every series, by name and then by labels.
    var exposition: String {
      families.withLock { families in
        Self.text(families.counters, "counter") { name, labels, counter in
          "\(name)\(Self.braced(labels)) \(counter.total)\n"
        }
          + Self.text(families.histograms, "histogram") { name, labels, histogram in
            Self.text(name, labels, histogram.snapshot)
          }
      }
    }

    private static func text<Handler>(
      _ family: [Series: Handler], _ type: String, _ lines: (String, String, Handler) -> String
    ) -> String {
      var text = ""
      let named = Dictionary(grouping: family) { Series.plain($0.key.name) }
      for (name, series) in named.sorted(by: { $0.key < $1.key }) {
        text += "# TYPE \(name) \(type)\n"
        let labelled = series.map { ($0.key.labelText, $0.value) }.sorted { $0.0 < $1.0 }
        for (labels, handler) in labelled { text += lines(name, labels, handler) }
      }
      return text
    }

    private static func text(
      _ name: String, _ labels: String, _ histogram: PrometheusHistogram.Snapshot
    ) -> String {
      let prefix = labels.isEmpty ? "" : labels + ","
      var text = ""
      var total = 0
      for (bound, count) in zip(PrometheusHistogram.bounds, histogram.counts) {
        total += count
        text += "\(name)_bucket{\(prefix)le=\"\(bound)\"} \(total)\n"
      }
      text += "\(name)_bucket{\(prefix)le=\"+Inf\"} \(histogram.count)\n"
      text += "\(name)_sum\(braced(labels)) \(histogram.sum)\n"
      return text + "\(name)_count\(braced(labels)) \(histogram.count)\n"
    }

    private static func braced(_ labels: String) -> String { labels.isEmpty ? "" : "{\(labels)}" }
  }

  extension Unicode.Scalar {
    fileprivate var isASCIIAlphanumeric: Bool {
      ("a"..."z").contains(self) || ("A"..."Z").contains(self) || ("0"..."9").contains(self)
    }
  }
#endif
