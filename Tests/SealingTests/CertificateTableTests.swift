import Certificates
import Federation
import Foundation
import Notices
import Ports
import SpecimenFederation
import Testing

@testable import Sealing

/// Section 2 of `docs/wire-protocol.md`, row by row. A certificate of an issuing CA that errs is
/// refused wherever it comes.
@Suite("The certificate table")
struct CertificateTableTests {
    let federation: SpecimenFederation
    let tree: MemberKeyTree
    let trust: MemberTrust
    let now = SpecimenFederation.start + .hours(1)
    let xa = SpecimenFederation.member("XA")

    init() throws {
        federation = try SpecimenFederation()
        tree = federation.tree("XA")
        trust = try MemberTrust(
            member: xa, roots: [tree.root.certificate], revocationLists: [])
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let changes: [Bent.Change]

        init(_ name: String, _ changes: Bent.Change...) {
            testDescription = name
            self.changes = changes
        }
    }

    /// Faults of a leaf of any role.
    static let leafRows = [
        Row("no keyUsage", .without("keyUsage")),
        Row("keyUsage keyEncipherment", .with("keyUsage", "critical,keyEncipherment")),
        Row(
            "keyUsage both",
            .with("keyUsage", "critical,digitalSignature,keyAgreement")),
        Row(
            "keyUsage and keyCertSign",
            .with("keyUsage", "critical,digitalSignature,keyAgreement,keyCertSign")),
        Row("nonRepudiation besides", .with("keyUsage", "digitalSignature,nonRepudiation")),
        Row("CA:TRUE", .with("basicConstraints", "critical,CA:TRUE,pathlen:0")),
        Row("a path length without CA", .with("basicConstraints", "critical,CA:FALSE,pathlen:0")),
        Row("extendedKeyUsage codeSigning", .with("extendedKeyUsage", "codeSigning")),
        Row("extendedKeyUsage serverAuth alone", .with("extendedKeyUsage", "serverAuth")),
        Row("extendedKeyUsage clientAuth alone", .with("extendedKeyUsage", "clientAuth")),
        Row(
            "an extendedKeyUsage more",
            .with("extendedKeyUsage", "serverAuth,clientAuth,1.2.3.4")),
        Row("no authority key identifier", .without("authorityKeyIdentifier")),
        Row("two names", .with("subjectAltName", "URI:heliograph:XA,DNS:xa.example")),
        Row("no name", .without("subjectAltName")),
        Row("a critical extension of nobody's", .also("1.2.3.4", "critical,DER:0500")),
        Row("ecdsa-with-SHA384", .signedWith(.sha384)),
        Row("ecdsa-with-SHA512", .signedWith(.sha512)),
        Row("no policy", .without("certificatePolicies")),
    ]

    @Test("the example federation and what our own nodes issue are as the table says")
    func ours() throws {
        let keys = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "keys-example")
        func read(_ path: String) throws -> Certificate {
            try Certificate(der: [UInt8](Data(contentsOf: keys.appending(path: path))))
        }
        for name in try FileManager.default.contentsOfDirectory(atPath: keys.path)
        where name.count == 2 {
            let member = SpecimenFederation.member(name)
            #expect(try read("\(name)/root.der").fault(as: .root, of: member) == nil)
            #expect(try read("\(name)/issuing.der").fault(as: .issuing, of: member) == nil)
            for role in [KeyRole.signing, .transport, .encryption] {
                let leaf = try read("\(name)/\(role.rawValue).der")
                #expect(leaf.fault(as: .leaf(role), of: member) == nil)
            }
        }
        let signer = try read("secretariat/secretariat.der")
        #expect(signer.fault(as: .listSigner, of: nil) == nil)
        for tree in federation.trees {
            #expect(tree.root.certificate.fault(as: .root, of: tree.member) == nil)
            #expect(tree.issuing.certificate.fault(as: .issuing, of: tree.member) == nil)
            #expect(tree.revocationList.fault(at: federation.now) == nil)
            for leaf in tree.leaves {
                #expect(leaf.certificate.fault(as: .leaf(leaf.role), of: tree.member) == nil)
            }
        }
    }

    @Test("a leaf of any role that says otherwise than the table is refused", arguments: leafRows)
    func leaves(row: Row) throws {
        for leaf in tree.leaves {
            let bent = try Bent.certificate(leaf.certificate, row.changes, by: tree.issuing)
            let verdict = trust.judge(
                bent, with: [tree.issuing.certificate], role: leaf.role, at: now)
            #expect(!isTrusted(verdict), "\(leaf.role)")
            let genuine = try Bent.certificate(leaf.certificate, [], by: tree.issuing)
            #expect(
                isTrusted(
                    trust.judge(
                        genuine, with: [tree.issuing.certificate], role: leaf.role, at: now)))
        }
    }

    static let issuingRows = [
        Row("without a name", .without("subjectAltName")),
        Row("with another member's name", .with("subjectAltName", "URI:heliograph:XC")),
        Row("without keyUsage", .without("keyUsage")),
        Row("without cRLSign", .with("keyUsage", "critical,keyCertSign")),
        Row(
            "that signs documents too",
            .with("keyUsage", "critical,digitalSignature,keyCertSign,cRLSign")),
        Row("without a path length", .with("basicConstraints", "critical,CA:TRUE")),
        Row("with a path length of 1", .with("basicConstraints", "critical,CA:TRUE,pathlen:1")),
        Row("that is no authority", .with("basicConstraints", "critical,CA:FALSE")),
        Row(
            "whose basicConstraints are not critical",
            .with("basicConstraints", "CA:TRUE,pathlen:0")
        ),
        Row("signed with SHA-384", .signedWith(.sha384)),
        Row("with a policy", .with("2.5.29.32", "DER:300830060604551D2000")),
        Row("with an extendedKeyUsage", .with("extendedKeyUsage", "serverAuth,clientAuth")),
    ]

    @Test(
        "nothing below an issuing CA that is not as the table says is believed",
        arguments: issuingRows)
    func issuing(row: Row) throws {
        let bent = try Bent.certificate(tree.issuing.certificate, row.changes, by: tree.root)
        #expect(!isTrusted(trust.judgeAuthority(bent, at: now)))
        let leaf = tree.leaf(.signing).certificate
        #expect(!isTrusted(trust.judge(leaf, with: [bent], role: .signing, at: now)))
        // A proper issuing CA stands beside the bent one, and counts.
        #expect(
            isTrusted(
                trust.judge(
                    leaf, with: [bent, tree.issuing.certificate], role: .signing, at: now)))
    }

    @Test("a leaf stands directly below an issuing CA, and an issuing CA below the root")
    func path() throws {
        for leaf in tree.leaves {
            let bent = try Bent.certificate(leaf.certificate, [], by: tree.root)
            #expect(
                !isTrusted(
                    trust.judge(
                        bent, with: [tree.issuing.certificate], role: leaf.role, at: now)))
        }
        let second = try PrivateKey.generate()
        let below = try tree.issuing.issue(
            .issuing, member: xa, subject: second, validity: Validity(at: now, for: .days(5)))
        #expect(!isTrusted(trust.judgeAuthority(below, at: now)))
    }

    @Test(
        "below a root that is not as the table says nothing is believed",
        arguments: [
            Row("without a path length", .with("basicConstraints", "critical,CA:TRUE")),
            Row("of another member", .with("subjectAltName", "URI:heliograph:XC")),
            Row("that is no authority", .with("basicConstraints", "critical,CA:FALSE")),
            Row("signed with SHA-512", .signedWith(.sha512)),
        ])
    func roots(row: Row) throws {
        let bent = try Bent.certificate(tree.root.certificate, row.changes, by: tree.root)
        let trust = try MemberTrust(member: xa, roots: [bent], revocationLists: [])
        let leaf = tree.leaf(.signing).certificate
        #expect(
            !isTrusted(
                trust.judge(leaf, with: [tree.issuing.certificate], role: .signing, at: now)))
    }

    @Test("XA signs nothing with such a certificate, and nobody seals to one", arguments: leafRows)
    func inUse(row: Row) throws {
        let xb = try federation.sealer("XB")
        let leaf = tree.leaf(.signing)
        let bent = try Bent.certificate(leaf.certificate, row.changes, by: tree.issuing)
        let document = try SignedData.sign(
            Array("a notice".utf8), as: .notice,
            by: [
                SigningIdentity(
                    key: leaf.key, certificate: bent, issuers: [tree.issuing.certificate])
            ], at: now)
        #expect(throws: HeliographError.self) {
            try xb.verify(document, as: .notice, at: now) { _ in xa }
        }
        let sealedTo = try Bent.certificate(
            tree.leaf(.encryption).certificate, row.changes, by: tree.issuing)
        let announced = [leaf.certificate.der, sealedTo.der, tree.issuing.certificate.der]
        #expect(throws: HeliographError.self) {
            try xb.checkAnnounced(announced, by: xa, at: now)
        }
        let bundle = KeyBundle(member: xa, version: 2, issued: now, certificates: announced)
        try xb.adopt(
            TrustView(list: federation.view.list, bundles: [bundle], revocationLists: [:]))
        #expect(xb.encryptionKey(of: xa, at: now) == nil)
    }

    private func isTrusted(_ verdict: ChainVerdict) -> Bool {
        if case .trusted = verdict { true } else { false }
    }
}
