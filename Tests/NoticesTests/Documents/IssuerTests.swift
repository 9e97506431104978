import Foundation
import Testing

@testable import Notices

@Suite("Issuers of travel documents")
struct IssuerTests {
    @Test("every code of Doc 9303 beside ISO 3166-1 is an issuer; the specimen state a specimen")
    func special() throws {
        let bytes = try Repository.bytes("Tests/Vectors/doc9303/special-issuers.txt")
        let codes = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
        #expect(codes.count == 30)
        for code in codes {
            #expect(
                Country.recognition(ofIssuer: code) == (code == "UTO" ? .specimen : .known),
                "\(code)")
        }
    }

    @Test("a code that nobody has is none")
    func unknown() {
        for code in ["QQQ", "XXD", "DE", "", "d"] {
            #expect(Country.recognition(ofIssuer: code) == .unknown, "\(code)")
        }
    }
}
