import Testing

@testable import PrognosticModels

@Suite struct SHA256Tests {
  @Test(
    "The examples of the standard",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
      (
        String(repeating: "a", count: 1_000_000),
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
      ),
    ])
  func examples(message: String, digest: String) {
    for isPortable in [false, true] {
      var hash = SHA256(portable: isPortable)
      hash.update(Array(message.utf8))
      #expect(hash.hexDigest() == digest)
    }
  }

  @Test("The processor's instructions and the rounds in Swift agree at every length and division")
  func kernel() {
    for count in 0..<300 {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 131 &+ count) }
      var (quick, portable) = (SHA256(portable: false), SHA256(portable: true))
      quick.update(bytes)
      let cut = count * 2 / 3
      portable.update(Array(bytes[..<cut]))
      portable.update(Array(bytes[cut...]))
      #expect(quick.hexDigest() == portable.hexDigest())
    }
  }
}
