#if Service
  internal import CoreMetrics
  internal import Synchronization

  /// A backend of swift-metrics that writes what it has counted as Prometheus text, version 0.0.4.
  ///
  /// Counters are counters, timers and recorders histograms in seconds or units, meters gauges.
  final class PrometheusRegistry: MetricsFactory {
    private struct Key: Hashable {
      let name: String
      let labels: String
    }

    private struct Families {
      var counters: [Key: PrometheusCounter] = [:]
      var gauges: [Key: PrometheusGauge] = [:]
      var histograms: [Key: PrometheusHistogram] = [:]
    }

    private let families = Mutex(Families())

    private static func key(_ label: String, _ dimensions: [(String, String)]) -> Key {
      let labels = dimensions.map { "\(name($0.0))=\"\(escaped($0.1))\"" }
      return Key(name: name(label), labels: labels.joined(separator: ","))
    }

    /// Letters, digits and underscores.
    private static func name(_ text: String) -> String {
      String(text.unicodeScalars.map { $0.isASCIIAlphanumeric ? Character($0) : "_" })
    }

    private static func escaped(_ text: String) -> String {
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

    func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
      families.withLock { families in
        let key = Self.key(label, dimensions)
        let counter = families.counters[key] ?? PrometheusCounter()
        families.counters[key] = counter
        return counter
      }
    }

    func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
      families.withLock { families in
        let key = Self.key(label, dimensions)
        let gauge = families.gauges[key] ?? PrometheusGauge()
        families.gauges[key] = gauge
        return gauge
      }
    }

    func makeRecorder(
      label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
      histogram(label, dimensions)
    }

    func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
      histogram(label, dimensions)
    }

    private func histogram(
      _ label: String, _ dimensions: [(String, String)]
    ) -> PrometheusHistogram {
      families.withLock { families in
        let key = Self.key(label, dimensions)
        let histogram = families.histograms[key] ?? PrometheusHistogram()
        families.histograms[key] = histogram
        return histogram
      }
    }

    // What was counted stays: Prometheus expects a series to go on.
    func destroyCounter(_ handler: any CounterHandler) {}
    func destroyMeter(_ handler: any MeterHandler) {}
    func destroyRecorder(_ handler: any RecorderHandler) {}
    func destroyTimer(_ handler: any TimerHandler) {}

    /// Every series, by name and then by labels.
    var exposition: String {
      families.withLock { families in
        Self.text(families.counters, "counter") { name, labels, counter in
          "\(name)\(Self.braced(labels)) \(counter.total)\n"
        }
          + Self.text(families.gauges, "gauge") { name, labels, gauge in
            "\(name)\(Self.braced(labels)) \(gauge.value)\n"
          }
          + Self.text(families.histograms, "histogram") { name, labels, histogram in
            Self.text(name, labels, histogram.snapshot)
          }
      }
    }

    private static func text<Handler>(
      _ series: [Key: Handler], _ type: String, _ lines: (String, String, Handler) -> String
    ) -> String {
      var text = ""
      for name in Set(series.keys.map(\.name)).sorted() {
        text += "# TYPE \(name) \(type)\n"
        let keys = series.keys.filter { $0.name == name }.sorted { $0.labels < $1.labels }
        for key in keys { text += lines(name, key.labels, series[key]!) }
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
