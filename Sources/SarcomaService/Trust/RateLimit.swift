#if Service
  internal import Hummingbird
  internal import Synchronization

  /// So many requests a second of one asker, token and address together: a bucket that fills at that
  /// rate and holds the requests of ten seconds.
  final class RateLimit: RouterMiddleware {
    typealias Context = ServiceContext

    private struct Bucket {
      var tokens: Double
      var filled: ContinuousClock.Instant
    }

    private let rate: Double
    private let buckets = Mutex<[String: Bucket]>([:])
    /// As many askers as are told apart.
    private static let mostBuckets = 100_000

    /// - Parameter rate: requests a second, above 0.
    init(perSecond rate: Double) { self.rate = rate }

    private var capacity: Double { max(1, 10 * rate) }

    func handle(
      _ request: Request, context: ServiceContext,
      next: (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
      if let wait = take(from: "\(context.subject ?? "") \(context.address)", at: .now) {
        throw Problem(
          .tooManyRequests, "rate", "Too many requests; ask again in \(wait) s.",
          headers: [.retryAfter: "\(wait)"])
      }
      return try await next(request, context)
    }

    /// Takes one request; nil where there is one to take, else the whole seconds until there is.
    func take(from asker: String, at now: ContinuousClock.Instant) -> Int? {
      buckets.withLock { (known: inout [String: Bucket]) -> Int? in
        if known.count >= Self.mostBuckets, known[asker] == nil {
          // A bucket that is full again is as good as none.
          known = known.filter { level(of: $0.value, at: now) < capacity }
          if known.count >= Self.mostBuckets { return 1 }
        }
        let tokens = known[asker].map { level(of: $0, at: now) } ?? capacity
        known[asker] = Bucket(tokens: tokens >= 1 ? tokens - 1 : tokens, filled: now)
        return tokens >= 1 ? nil : Int(((1 - tokens) / rate).rounded(.up))
      }
    }

    private func level(of bucket: Bucket, at now: ContinuousClock.Instant) -> Double {
      min(capacity, bucket.tokens + rate * ((now - bucket.filled) / .seconds(1)))
    }
  }
#endif
