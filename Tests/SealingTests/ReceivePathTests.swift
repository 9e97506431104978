import Federation
import Notices
import Ports
import SpecimenFederation
import Testing

@testable import Sealing

@Suite("The receive path")
struct ReceivePathTests {
    let federation: SpecimenFederation
    let xa: CMSSealer
    let xb: CMSSealer

    init() throws {
        federation = try SpecimenFederation()
        xa = try federation.sealer("XA")
        xb = try federation.sealer("XB")
    }

    @Test("refuses every forged envelope")
    func envelopes() throws {
        let code = try #require(MemberCode("XB"))
        let key = try #require(xa.encryptionKey(of: code, at: federation.now))
        let envelope = try xa.seal(Array("a notice".utf8), to: [(code, key)])
        let forgeries = try EnvelopeForgeries.all(of: envelope)
        #expect(forgeries.count > 25)
        for forgery in forgeries {
            #expect(forgery.bytes != envelope, "\(forgery.name) changes nothing")
            #expect(throws: HeliographError.self, "\(forgery.name)") {
                try xb.open(forgery.bytes, sealedTo: [key])
            }
        }
    }

    @Test("refuses every forged signature")
    func signatures() throws {
        let document = try xa.sign(Array("a notice".utf8), as: .notice, at: federation.now)
        let forgeries = try SignatureForgeries.all(of: document)
        #expect(forgeries.count > 12)
        for forgery in forgeries {
            #expect(forgery.bytes != document, "\(forgery.name) changes nothing")
            #expect(throws: HeliographError.self, "\(forgery.name)") {
                try xb.verify(forgery.bytes, as: .notice, at: federation.now) { _ in
                    MemberCode("XA")!
                }
            }
        }
    }

    @Test("the library alone opens some of the forgeries, so the gate is what stops them")
    func gateIsNeeded() throws {
        let report = try ReceivePathSelfTest.run(at: federation.now)
        #expect(report.tried > 40)
        #expect(report.openedByLibraryAlone.contains("GCM tag cut to 8 bytes"))
    }

    @Test("any prefix of a document is refused without a crash")
    func prefixes() throws {
        let document = try xa.sign(Array("a notice".utf8), as: .frame, at: federation.now)
        for count in stride(from: 0, to: document.count, by: 7) {
            #expect(throws: HeliographError(.malformed, "")) {
                try xb.verify(Array(document.prefix(count)), as: .frame, at: federation.now) { _ in
                    MemberCode("XA")!
                }
            }
        }
    }
}
