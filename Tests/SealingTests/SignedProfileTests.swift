import Certificates
import Federation
import Notices
import Ports
import SpecimenFederation
import Testing

@testable import Sealing

/// The words of a signature about itself: its type, its certificate, and the time for which they
/// hold.
@Suite("The profile of a signature")
struct SignedProfileTests {
    let federation: SpecimenFederation
    let xa: CMSSealer
    let xb: CMSSealer
    let content = Array("a notice".utf8)
    let moment = SpecimenFederation.start + .hours(1)
    let codeXA = SpecimenFederation.member("XA")

    init() throws {
        federation = try SpecimenFederation()
        xa = try federation.sealer("XA")
        xb = try federation.sealer("XB")
    }

    private func refusal(
        of document: [UInt8], as type: DocumentType, at moment: Instant
    ) -> Code? {
        do {
            _ = try xb.verify(document, as: type, at: moment) { _ in codeXA }
            return nil
        } catch {
            return error.code
        }
    }

    /// The whole with one part replaced.
    ///
    /// - Returns: nil if `part` is not in it, or the two differ in length.
    private func replacing(_ part: [UInt8], by other: [UInt8], in whole: [UInt8]) -> [UInt8]? {
        guard part.count == other.count,
            let start = whole.indices.first(where: { whole[$0...].starts(with: part) })
        else { return nil }
        var bent = whole
        bent.replaceSubrange(start..<start + part.count, with: other)
        return bent
    }

    @Test(
        "the type that was signed is the type outside, whatever the outside is made to say",
        arguments: DocumentType.allCases)
    func types(signed: DocumentType) throws {
        let document = try xa.sign(content, as: signed, at: moment)
        let known = ObjectIdentifier.documentTypes
        let inside = try #require(known[signed])
        for type in DocumentType.allCases where type != signed {
            let outside = try #require(known[type])
            let bent = try #require(replacing(inside, by: outside, in: document))
            #expect(refusal(of: bent, as: type, at: moment) == .malformed, "as \(type)")
            #expect(refusal(of: bent, as: signed, at: moment) == .typeWrong)
        }
    }

    @Test(
        "the certificate that came with it is the one that was signed for, not another of its key")
    func certificate() throws {
        let tree = federation.tree("XA")
        let genuine = tree.leaf(.signing)
        let document = try xa.sign(content, as: .notice, at: moment)
        // The length of a signature varies by a byte or two, so a certificate of the same length
        // comes soon.
        var other = genuine.certificate
        while other.der == genuine.certificate.der
            || other.der.count != genuine.certificate.der.count
        {
            other = try tree.issuing.issue(
                .leaf(.signing), member: codeXA, subject: genuine.key,
                validity: Validity(at: federation.now, for: .days(90)))
        }
        #expect(other.keyID == genuine.certificate.keyID)
        let bent = try #require(
            replacing(genuine.certificate.der, by: other.der, in: document))
        #expect(refusal(of: document, as: .notice, at: moment) == nil)
        #expect(refusal(of: bent, as: .notice, at: moment) == .signatureInvalid)
    }

    @Test("that a signer was in time once says nothing of the time before it or after it")
    func outOfTime() throws {
        let document = try xa.sign(content, as: .notice, at: moment)
        let start = federation.now
        for (moment, code) in [
            (start + .days(89), nil), (start + .days(91), .certificateUntrusted),
            (start + .days(1), nil), (start - .days(30), .certificateUntrusted),
            (start + .days(89), nil),
        ] as [(Instant, Code?)] {
            #expect(refusal(of: document, as: .notice, at: moment) == code)
        }
    }

    @Test(
        """
        a suspended member's signature is nobody's, on any document; restored, it is its own again
        """,
        arguments: DocumentType.allCases)
    func suspended(type: DocumentType) throws {
        let document = try xa.sign(content, as: type, at: moment)
        #expect(refusal(of: document, as: type, at: moment) == nil)
        try adopt(.suspended)
        #expect(refusal(of: document, as: type, at: moment) == .memberUnknown)
        #expect(xb.encryptionKey(of: codeXA, at: moment) == nil)
        try adopt(.active)
        #expect(refusal(of: document, as: type, at: moment) == nil)
    }

    private func adopt(_ status: Member.Status) throws {
        let list = federation.view.list
        let members = list.members.map { $0.code == codeXA ? $0.with(status: status) : $0 }
        try xb.adopt(
            TrustView(
                list: TrustList(
                    federation: list.federation, version: list.version + 1, issued: list.issued,
                    expires: list.expires, previous: nil, signers: list.signers,
                    threshold: list.threshold, members: members),
                bundles: federation.view.bundles,
                revocationLists: federation.view.revocationLists))
    }

    // MARK: - Revocation lists

    private func revocationList(
        by issuer: CertificateIssuer, of certificates: [Certificate]
    ) throws -> RevocationList {
        try issuer.revocationList(
            certificates.map { ($0, moment) }, number: 2,
            validity: Validity(at: moment, for: .days(30)))
    }

    @Test("a revocation list with any byte changed is nobody's")
    func revocationListBytes() throws {
        let tree = federation.tree("XA")
        let list = try revocationList(by: tree.issuing, of: [tree.leaf(.transport).certificate])
        let issuers = [tree.issuing.certificate.der]
        func isTaken(_ der: [UInt8]) -> Bool {
            (try? xb.verifyRevocationList(der, of: codeXA, issuers: issuers, at: moment)) != nil
        }
        #expect(isTaken(list.der))
        // Some bent bytes are no list any more; they are refused as well.
        let taken = list.der.indices.filter { index in
            var bent = list.der
            bent[index] ^= 0x01
            return isTaken(bent)
        }
        #expect(taken == [])
    }

    @Test(
        "a revocation list revokes what its own authority issued, and no other's of the same number"
    )
    func foreignSerial() throws {
        let tree = federation.tree("XA")
        let key = try PrivateKey.generate()
        let other = try CertificateIssuer(
            certificate: try tree.root.issue(
                .issuing, member: codeXA, subject: key,
                validity: Validity(at: federation.now, for: .days(90))), key: key)
        let leaf = tree.leaf(.signing).certificate
        for (issuer, isRevoked) in [(other, false), (tree.issuing, true)] {
            let list = try revocationList(by: issuer, of: [leaf])
            let trust = try MemberTrust(
                member: codeXA, roots: [tree.root.certificate], revocationLists: [list])
            let verdict = trust.judge(
                leaf, with: [tree.issuing.certificate, other.certificate], role: .signing,
                at: moment)
            if case .revoked = verdict {
                #expect(isRevoked)
            } else {
                #expect(!isRevoked)
            }
        }
    }
}
