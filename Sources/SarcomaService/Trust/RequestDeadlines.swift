#if Service
  internal import HTTPTypes
  internal import Hummingbird
  internal import NIOCore
  internal import NIOHTTPTypes
  internal import StrictJSON

  /// Ends a connection whose body does not come, or whose answer is not taken.
  ///
  /// Between the header of a request and its end stands the time for a body, behind it the time for
  /// the answer. In a batch, which may be long, every part that comes or goes starts it anew.
  final class RequestDeadlines: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let limits: ServiceLimits
    /// Nil where nothing is waited for.
    private var deadline: NIODeadline?
    /// At or before the deadline: most deadlines are put off many times before one clock rings.
    private var clock: (rings: NIODeadline, task: Scheduled<Void>)?
    private var isBatch = false
    private var isReading = false
    private var isAnswering = false

    init(_ limits: ServiceLimits) { self.limits = limits }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      switch unwrapInboundIn(data) {
      case .head(let head):
        isBatch = head.path?.hasPrefix("/v1/score/batch") ?? false
        (isReading, isAnswering) = (true, false)
        start(limits.bodySeconds, context)
      case .body: if isBatch { start(limits.bodySeconds, context) }
      case .end:
        isReading = false
        start(limits.answerSeconds, context)
      }
      context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
      switch unwrapOutboundIn(data) {
      case .head: isAnswering = true
      case .body: if isBatch { start(limits.answerSeconds, context) }
      case .end: stop()
      }
      context.write(data, promise: promise)
    }

    func channelInactive(context: ChannelHandlerContext) {
      unwind()
      context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { unwind() }

    private func unwind() {
      stop()
      clock?.task.cancel()
      clock = nil
    }

    private func stop() { deadline = nil }

    private func start(_ seconds: Double, _ context: ChannelHandlerContext) {
      let deadline = NIODeadline.now() + .nanoseconds(Int64(seconds * 1e9))
      self.deadline = deadline
      if let clock {
        guard clock.rings > deadline else { return }
        clock.task.cancel()
      }
      wind(to: deadline, context)
    }

    private func wind(to time: NIODeadline, _ context: ChannelHandlerContext) {
      let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
      let task = context.eventLoop.scheduleTask(deadline: time) {
        let (handler, context) = bound.value
        handler.ring(context)
      }
      clock = (time, task)
    }

    private func ring(_ context: ChannelHandlerContext) {
      clock = nil
      guard let deadline else { return }
      if deadline > .now() { wind(to: deadline, context) } else { expire(context) }
    }

    private func expire(_ context: ChannelHandlerContext) {
      deadline = nil
      guard isReading, !isAnswering else { return context.close(promise: nil) }
      let problem = Problem(
        .requestTimeout, "bodyTimeout", "The body did not come within \(limits.bodySeconds) s.")
      let body = ByteBuffer(bytes: problem.json.bytes())
      let head = HTTPResponse(
        status: problem.status,
        headerFields: [
          .contentType: MediaType.problem.rawValue, .contentLength: "\(body.readableBytes)",
          .connection: "close", .cacheControl: "no-store",
        ])
      context.write(wrapOutboundOut(.head(head)), promise: nil)
      context.write(wrapOutboundOut(.body(body)), promise: nil)
      let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
      context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in
        bound.value.close(promise: nil)
      }
    }
  }
#endif
