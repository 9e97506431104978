import Certificates
import Notices
import Testing

@Suite("What a library lacks is found before it is used")
struct OpenSSLStartTests {
    @Test("all that a node needs is there")
    func there() throws { try OpenSSLStart.check() }

    @Test("what is not there is named")
    func named() {
        let digest = #expect(throws: HeliographError.self) {
            try OpenSSLStart.check(digests: ["SHA256", "SHA257"])
        }
        let cipher = #expect(throws: HeliographError.self) {
            try OpenSSLStart.check(ciphers: ["AES-257-GCM"])
        }
        for error in [digest, cipher] {
            #expect(error?.code == .cryptoFailed)
            #expect(error?.sentence.contains("257") == true)
        }
    }
}
