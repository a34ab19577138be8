#if Service
  internal import HTTPTypes
  internal import NIOCore
  internal import NIOHTTPTypes

  /// Tells an asker who waits for it to send the body (RFC 9110, section 10.1.1), as curl does with a file.
  ///
  /// Not to one who asks before the answer to an earlier question has gone: 100 would stand in its midst.
  final class ContinueExpectation: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private var isAnswering = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      if case .head(let head) = unwrapInboundIn(data) {
        if !isAnswering, head.headerFields[.expect]?.lowercased() == "100-continue" {
          context.writeAndFlush(
            wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
        }
        isAnswering = true
      }
      context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
      if case .end = unwrapOutboundIn(data) { isAnswering = false }
      context.write(data, promise: promise)
    }
  }
#endif
