#if Service
  internal import HummingbirdCore
  internal import Logging
  internal import NIOCore

  /// Answers a connection on the thread that reads and writes it: handing a question from thread to thread
  /// would take longer than answering it.
  struct EventLoopChannel<Base: ServerChildChannel>: ServerChildChannel {
    let base: Base

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Base.Value> {
      base.setup(channel: channel, logger: logger)
    }

    func handle(value: Base.Value, logger: Logger) async {
      let executor = EventLoopExecutor(loop: value.channel.eventLoop)
      await withTaskExecutorPreference(executor) {
        await base.handle(value: value, logger: logger)
      }
    }
  }

  /// Runs a task's steps on one event loop.
  private final class EventLoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    init(loop: any EventLoop) { self.loop = loop }

    func enqueue(_ job: consuming ExecutorJob) {
      let job = UnownedJob(job)
      loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
  }
#endif
