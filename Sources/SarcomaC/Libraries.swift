// The names are those of the header.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

internal import CInterface
public import CSarcoma
internal import PrognosticModels

nonisolated(unsafe) private let version = CText.copy(Array(Version.current.utf8))

/// The engine's version.
@c @implementation
public func sarcoma_version() -> UnsafePointer<CChar>! { UnsafePointer(version) }

/// The calling thread's last failure.
@c @implementation
public func sarcoma_last_error() -> sarcoma_error {
  let texts = LastFailure.texts
  return sarcoma_error(message: texts.message, code: texts.code, pointer: texts.pointer)
}

/// Frees what a function gave; a text that was freed stays empty.
@c @implementation
public func sarcoma_text_free(_ text: UnsafeMutablePointer<sarcoma_text>!) {
  guard let text else { return }
  CText.free(text.pointee.bytes)
  text.pointee = sarcoma_text()
}

/// Opens documents of a directory, of memory, or of both.
@c @implementation
public func sarcoma_library_open(
  _ abi_version: UInt32, _ directory: UnsafePointer<CChar>!, _ files: UnsafePointer<sarcoma_file>!,
  _ file_count: Int, _ library: UnsafeMutablePointer<OpaquePointer?>!
) -> sarcoma_status {
  status { () throws(CallFailure) in
    let library = try CArgument.place(library, "the place of the library")
    guard abi_version == UInt32(SARCOMA_ABI_VERSION) else {
      throw CallFailure(
        .version,
        "the program was compiled for version \(abi_version) of the interface, and this is version "
          + "\(SARCOMA_ABI_VERSION); compile it against this library's sarcoma.h.")
    }
    let directory = try CArgument.optionalText(directory, "the directory")
    let files = try CArgument.buffer(files, file_count, "the files")
    library.pointee = try Handles.libraries.open(OpenLibrary(try opened(directory, files)))
  }
}

/// Closes a library.
@c @implementation
public func sarcoma_library_close(_ library: OpaquePointer!) -> sarcoma_status {
  status { () throws(CallFailure) in try Handles.libraries.close(library) }
}

private func opened(
  _ directory: String?, _ files: UnsafeBufferPointer<sarcoma_file>
) throws(CallFailure) -> ModelLibrary {
  var extra: [(name: String, bytes: [UInt8])] = []
  for file in files {
    let name = try CArgument.text(file.name, "the name of a file")
    guard !extra.contains(where: { $0.name == name }) else {
      throw CallFailure(.argument, "there are two files '\(name)'; pass one of them.")
    }
    extra.append((name, try CArgument.bytes(file.bytes, file.length, "the file '\(name)'")))
  }
  do throws(ModelLibraryError) {
    guard let directory else { return try ModelLibrary(files: extra) }
    return try ModelLibrary(directory: directory, and: extra)
  } catch {
    throw CallFailure(.document, error.description)
  }
}

/// Runs what a function does; its status.
func status(_ body: () throws(CallFailure) -> Void) -> sarcoma_status {
  sarcoma_status(rawValue: UInt32(bitPattern: answering(body)))
}
