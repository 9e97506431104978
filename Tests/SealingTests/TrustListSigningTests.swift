import Certificates
import Federation
import Notices
import Ports
import SpecimenFederation
import Testing

@testable import Sealing

@Suite("Signing trust lists")
struct TrustListSigningTests {
    let federation: SpecimenFederation
    let second: SigningIdentity
    let list: TrustList

    init() throws {
        federation = try SpecimenFederation(["XA"])
        let key = try PrivateKey.generate()
        let certificate = try CertificateIssuer.selfSigned(
            .listSigner, member: nil, key: key,
            validity: Validity(at: federation.now, for: .days(365)))
        second = SigningIdentity(key: key, certificate: certificate, issuers: [])
        list = TrustList(
            federation: "specimen", version: 1, issued: federation.now,
            expires: federation.now + .days(30), previous: nil,
            signers: [
                .init(name: "one", certificate: federation.listSigner.certificate.der),
                .init(name: "two", certificate: certificate.der),
            ], threshold: 2, members: [])
    }

    @Test("signers sign one after the other, and each is counted")
    func cosigned() throws {
        let one = try TrustListSigning.sign(list, by: [federation.listSigner], at: federation.now)
        let both = try TrustListSigning.cosign(one, by: second, at: federation.now)
        let signatures = try TrustListSigning.signatures(on: both, known: [])
        #expect(signatures.signedBy == signatures.signers)
        #expect(signatures.signedBy.count == 2)
        #expect(signatures.list == list)
    }

    @Test("a signature taken away leaves the same list, with one signer less")
    func takenAway() throws {
        let one = try TrustListSigning.sign(list, by: [federation.listSigner], at: federation.now)
        let both = try TrustListSigning.cosign(one, by: second, at: federation.now)
        var tree = try DERTree.read(both[...])
        tree[[1, 0, 4, 0]] = nil
        let less = try TrustListSigning.signatures(on: tree.encoded, known: [])
        #expect(try TrustListSigning.signatures(on: both, known: []).digest == less.digest)
        #expect(less.signedBy.count == 1)
    }

    @Test("one key that signs twice counts once, and a stranger counts for nothing")
    func countedOnce() throws {
        let one = try TrustListSigning.sign(list, by: [federation.listSigner], at: federation.now)
        let twice = try TrustListSigning.cosign(one, by: federation.listSigner, at: federation.now)
        #expect(try TrustListSigning.signatures(on: twice, known: []).signedBy.count == 1)
        let stranger = try PrivateKey.generate()
        let certificate = try CertificateIssuer.selfSigned(
            .listSigner, member: nil, key: stranger,
            validity: Validity(at: federation.now, for: .days(365)))
        let joined = try TrustListSigning.cosign(
            one, by: SigningIdentity(key: stranger, certificate: certificate, issuers: []),
            at: federation.now)
        #expect(
            try TrustListSigning.signatures(on: joined, known: []).signedBy
                == [federation.listSigner.certificate.keyID])
    }

    private func stranger() throws -> SigningIdentity {
        try SpecimenFederation.makeSigner(at: federation.now)
    }

    @Test("signatures made apart come together, in whatever order, each once")
    func collected() throws {
        let one = try TrustListSigning.sign(list, by: [federation.listSigner], at: federation.now)
        let two = try TrustListSigning.sign(list, by: [second], at: federation.now)
        for (first, then) in [(one, two), (two, one)] {
            let start = try TrustListSigning.collect(first, into: nil, known: [])
            #expect(start.taken.count == 1)
            let both = try TrustListSigning.collect(then, into: start.document, known: [])
            #expect(both.taken.count == 1)
            #expect(both.ignoredCount == 0)
            let signatures = try TrustListSigning.signatures(on: both.document, known: [])
            #expect(signatures.signedBy == signatures.signers)
            #expect(signatures.list == list)
            let again = try TrustListSigning.collect(first, into: both.document, known: [])
            #expect(again.taken.isEmpty)
            #expect(again.ignoredCount == 1)
            #expect(try TrustListSigning.signatures(on: again.document, known: []) == signatures)
        }
    }

    @Test("of what comes, strangers, false signatures and another certificate's are left behind")
    func collectedAndIgnored() throws {
        let one = try TrustListSigning.sign(list, by: [federation.listSigner], at: federation.now)
        let again = try SpecimenFederation.makeSigner(
            at: federation.now + .days(1), key: federation.listSigner.key)
        let many = try TrustListSigning.sign(
            list, by: [second, stranger(), again], at: federation.now)
        let both = try TrustListSigning.collect(many, into: one, known: [])
        #expect(both.taken == [second.certificate.keyID])
        #expect(both.ignoredCount == 2)
        #expect(try DERTree.read(both.document[...])[[1, 0, 4, 2]] == nil, "two signatures")

        var tree = try DERTree.read(many[...])
        for index in 0..<3 { tree.mutate([1, 0, 4, index, 5]) { $0[$0.count - 1] ^= 1 } }
        #expect(throws: HeliographError(.signatureInvalid, "")) {
            try TrustListSigning.collect(tree.encoded, into: one, known: [])
        }
        let nobody = try TrustListSigning.sign(list, by: [stranger()], at: federation.now)
        #expect(throws: HeliographError(.listTooFewSigners, "")) {
            try TrustListSigning.collect(nobody, into: nil, known: [])
        }
        #expect(try TrustListSigning.collect(nobody, into: one, known: []).document == one)
    }

    @Test("signatures of another list are not taken")
    func collectedFromAnother() throws {
        let one = try TrustListSigning.sign(list, by: [federation.listSigner], at: federation.now)
        let other = TrustList(
            federation: list.federation, version: 1, issued: list.issued,
            expires: list.expires + .days(1), previous: nil, signers: list.signers, threshold: 2,
            members: [])
        let two = try TrustListSigning.sign(other, by: [second], at: federation.now)
        #expect(throws: HeliographError(.draftMismatch, "")) {
            try TrustListSigning.collect(two, into: one, known: [])
        }
    }

    @Test("an altered signature counts for nothing, and voids no other")
    func altered() throws {
        let one = try TrustListSigning.sign(list, by: [federation.listSigner], at: federation.now)
        let both = try TrustListSigning.cosign(one, by: second, at: federation.now)
        var tree = try DERTree.read(both[...])
        tree.mutate([1, 0, 4, 0, 5]) { $0[$0.count - 1] ^= 1 }
        #expect(try TrustListSigning.signatures(on: tree.encoded, known: []).signedBy.count == 1)
    }
}
