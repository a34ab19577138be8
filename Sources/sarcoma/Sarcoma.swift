#if CommandLine
  import ArgumentParser
  import Reports

  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #else
    import Darwin
  #endif

  /// The command line. It translates arguments to calls and results to text; it computes nothing.
  struct Sarcoma: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "sarcoma",
      abstract: "Prognosis in soft tissue sarcoma: published scores, survival models and curves.",
      discussion: """
        \(IntendedUse.statement)
        """,
      version: Version.current,
      subcommands: [
        Compare.self, Score.self, BenefitCommand.self, NomogramCommand.self, Models.self, Fit.self,
        Survfit.self, Validate.self, UpdateCommand.self, AnovaCommand.self, SampleSizeCommand.self,
        VerifyCommand.self,
      ] + service)

    #if Service
      private static let service: [any ParsableCommand.Type] = [ServeCommand.self]
    #else
      private static let service: [any ParsableCommand.Type] = []
    #endif
  }

  /// Exit statuses that scripts rely on.
  enum ExitStatus: Int32 {
    case usage = 2
    case badData = 3
    case notConverged = 4
    case fault = 5
    /// By Ctrl-C, as a shell says it.
    case interrupted = 130
  }

  /// A sentence for standard error, and the status to leave with.
  struct Failure: Error {
    let status: ExitStatus
    let message: String

    init(_ status: ExitStatus, _ message: String) {
      self.status = status
      self.message = message
    }
  }

  @main
  enum Main {
    static func main() async {
      do {
        var command = try Sarcoma.parseAsRoot()
        if var command = command as? any AsyncParsableCommand {
          try await command.run()
        } else {
          try command.run()
        }
      } catch let failure as Failure {
        writeError("sarcoma: \(failure.message)")
        exit(failure.status.rawValue)
      } catch let code as ExitCode {
        exit(code.rawValue)
      } catch {
        let isSuccess = Sarcoma.exitCode(for: error) == .success
        if isSuccess {
          print(Sarcoma.message(for: error))
          exit(0)
        }
        writeError(Sarcoma.fullMessage(for: error))
        exit(ExitStatus.usage.rawValue)
      }
    }

  }
#else
  @main
  enum Main {
    static func main() {
      print("sarcoma was built without its command line; build it with the trait CommandLine.")
    }
  }
#endif
