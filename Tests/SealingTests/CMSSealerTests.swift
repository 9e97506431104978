import Certificates
import Federation
import Notices
import Ports
import SpecimenFederation
import Testing

@testable import Sealing

@Suite("The sealer")
struct CMSSealerTests {
    let federation: SpecimenFederation
    let xa: CMSSealer
    let xb: CMSSealer
    let content = Array("a notice".utf8)
    let moment = SpecimenFederation.start + .hours(1)
    let codeXA = SpecimenFederation.member("XA")
    let codeXB = SpecimenFederation.member("XB")

    init() throws {
        federation = try SpecimenFederation()
        xa = try federation.sealer("XA")
        xb = try federation.sealer("XB")
    }

    @Test("what XA signs, XB verifies, with content, signer and time")
    func signAndVerify() throws {
        let document = try xa.sign(content, as: .notice, at: moment)
        let verified = try xb.verify(document, as: .notice, at: moment) { _ in codeXA }
        #expect(verified.content == content)
        #expect(verified.member == codeXA)
        #expect(verified.signedAt == moment)
        #expect(verified.keyID == federation.tree("XA").leaf(.signing).certificate.keyID)
    }

    @Test("a signature by one member is not believed of another")
    func otherMember() throws {
        let document = try xa.sign(content, as: .notice, at: moment)
        #expect(throws: HeliographError(.certificateUntrusted, "")) {
            try xb.verify(document, as: .notice, at: moment) { _ in codeXB }
        }
    }

    @Test("a signature of one type is not taken for another", arguments: DocumentType.allCases)
    func otherType(type: DocumentType) throws {
        let document = try xa.sign(content, as: type, at: moment)
        for wanted in DocumentType.allCases where wanted != type {
            #expect(throws: HeliographError(.typeWrong, "")) {
                try xb.verify(document, as: wanted, at: moment) { _ in codeXA }
            }
        }
    }

    @Test("a certificate of another role may not sign", arguments: [KeyRole.transport])
    func otherRole(role: KeyRole) throws {
        let document = try SignedData.sign(
            content, as: .notice, by: [federation.identity("XA", role: role)], at: moment)
        #expect(throws: HeliographError(.roleWrong, "")) {
            try xb.verify(document, as: .notice, at: moment) { _ in codeXA }
        }
    }

    @Test("a signer out of time is refused, and the same signature stays good for its time")
    func outOfTime() throws {
        let document = try xa.sign(content, as: .notice, at: moment)
        #expect(throws: HeliographError(.certificateUntrusted, "")) {
            try xb.verify(document, as: .notice, at: moment + .days(91)) { _ in codeXA }
        }
        _ = try xb.verify(document, as: .notice, at: moment + .days(89)) { _ in codeXA }
    }

    @Test(
        "a revoked signer is refused, whatever time it claims, and though it was found good before")
    func revoked() throws {
        let good = try xa.sign(content, as: .notice, at: moment)
        _ = try xb.verify(good, as: .notice, at: moment) { _ in codeXA }
        let tree = federation.tree("XA")
        let list = try tree.issuing.revocationList(
            [(tree.leaf(.signing).certificate, moment)], number: 2,
            validity: Validity(at: moment, for: .days(30)))
        try xb.adopt(
            TrustView(
                list: federation.view.list, bundles: federation.view.bundles,
                revocationLists: [codeXA: [list.der]]))
        let document = try xa.sign(content, as: .notice, at: moment - .hours(1))
        #expect(throws: HeliographError(.certificateUntrusted, "")) {
            try xb.verify(document, as: .notice, at: moment) { _ in codeXA }
        }
    }

    @Test("every single flipped byte of a signed document is refused")
    func everyByte() throws {
        let document = try xa.sign(content, as: .notice, at: moment)
        var accepted: [Int] = []
        for index in document.indices {
            var forged = document
            forged[index] ^= 0x01
            if (try? xb.verify(forged, as: .notice, at: moment, claimant: { _ in codeXA })) != nil {
                accepted.append(index)
            }
        }
        // A change of an unsigned byte is no exception. OpenSSL reads the embedded issuing CA only
        // for the chain, and a chain that no longer verifies is refused. So no change is accepted.
        #expect(accepted == [])
    }

    @Test("what is sealed to two members opens for each and for nobody else")
    func sealAndOpen() throws {
        let keys = try ["XB", "XC"].map {
            let code = try #require(MemberCode($0))
            return (member: code, key: try #require(xa.encryptionKey(of: code, at: moment)))
        }
        let envelope = try xa.seal(content, to: keys)
        #expect(try xb.open(envelope, sealedTo: keys.map(\.key)) == content)
        #expect(try federation.sealer("XC").open(envelope, sealedTo: keys.map(\.key)) == content)
        #expect(throws: HeliographError(.keyStale, "")) {
            try xa.open(envelope, sealedTo: keys.map(\.key))
        }
        #expect(throws: HeliographError(.headerMismatch, "")) {
            try xb.open(envelope, sealedTo: [keys[0].key])
        }
    }

    @Test("every single flipped byte of an envelope is refused")
    func everyEnvelopeByte() throws {
        let key = try #require(xa.encryptionKey(of: codeXB, at: moment))
        let envelope = try xa.seal(content, to: [(codeXB, key)])
        var accepted: [Int] = []
        for index in envelope.indices {
            var forged = envelope
            forged[index] ^= 0x01
            if (try? xb.open(forged, sealedTo: [key])) != nil { accepted.append(index) }
        }
        #expect(accepted == [])
    }

    @Test("a document of 256 recipients is sealed and opened")
    func manyRecipients() throws {
        let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        let pairs = letters.flatMap { first in letters.map { second in "\(first)\(second)" } }
        let codes = Array(pairs.prefix(256))
        let large = try SpecimenFederation(codes)
        let sender = try large.sealer("AA")
        let keys = try codes.map {
            let code = try #require(MemberCode($0))
            return (member: code, key: try #require(sender.encryptionKey(of: code, at: moment)))
        }
        let envelope = try sender.seal(content, to: keys)
        #expect(try large.sealer(codes[255]).open(envelope, sealedTo: keys.map(\.key)) == content)
    }
}
