#if CommandLine
  import ArgumentParser
  import Biostatistics
  import Reports

  /// Says a refusal of the engine in the command line's words, and with its status.
  func refusing<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as AnalysisError {
      throw failure(error)
    } catch let error as OptionError {
      throw failure(.option(error))
    } catch let error as TableError {
      throw Failure(.badData, error.description)
    } catch let error as CSVError {
      throw Failure(.badData, error.description)
    }
  }

  private func failure(_ error: AnalysisError) -> Failure {
    switch error {
    case .option: Failure(.usage, error.sentence(.flags))
    case .refused(let refusal as Failure): refusal
    case .json, .refused: Failure(.badData, error.sentence(.flags))
    }
  }

  /// Writes an answer, and ends with its status where the search of a fit did not.
  func writeResult(_ answer: some ReportAnswer, _ format: OutputFormat) throws {
    switch format {
    case .text: try writeResult(answer.text)
    case .json: try writeResult(answer.json.text(.unwrapped))
    }
    if !answer.converged { throw ExitCode(ExitStatus.notConverged.rawValue) }
  }
#endif
