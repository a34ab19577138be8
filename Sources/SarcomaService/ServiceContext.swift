#if Service
  internal import Hummingbird
  internal import NIOCore

  /// What travels with one request from door to door.
  struct ServiceContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    private let channel: any Channel
    /// Who asks: the subject of a token; nil on an open service.
    var subject: String?

    init(source: ApplicationRequestContextSource) {
      coreContext = CoreRequestContextStorage(source: source)
      channel = source.channel
    }

    /// The address that the connection comes from, without its port.
    var address: String { channel.remoteAddress?.ipAddress ?? "local" }
  }
#endif
