import Certificates
import Federation
import Notices
import Ports
import SpecimenFederation
import Testing

@testable import Sealing

/// One document has one encoding. The profile has chosen wherever CMS leaves a choice to a writer.
/// Otherwise anybody could change bytes that no signature covers.
@Suite("DER")
struct DERFormTests {
    let federation: SpecimenFederation
    let xa: CMSSealer
    let xb: CMSSealer
    let codeXA = SpecimenFederation.member("XA")

    init() throws {
        federation = try SpecimenFederation()
        xa = try federation.sealer("XA")
        xb = try federation.sealer("XB")
    }

    private static let certificates = [1, 0, 3]
    private static let attributes = [1, 0, 4, 0, 3]

    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let change: @Sendable (inout DERTree) -> Void

        init(_ name: String, _ change: @escaping @Sendable (inout DERTree) -> Void) {
            testDescription = name
            self.change = change
        }

        /// Puts another value into a signed attribute; the set stays in order.
        static func value(
            _ name: String, of attribute: [UInt8],
            _ change: @escaping @Sendable (DERTree) -> DERTree
        ) -> Row {
            Row(name) { tree in
                for index in 0..<4
                where tree[attributes + [index, 0]]
                    == .primitive(tag: Tag.objectIdentifier, attribute)
                {
                    guard let value = tree[attributes + [index, 1, 0]] else { return }
                    tree[attributes + [index, 1, 0]] = change(value)
                    break
                }
                tree[attributes]?.sort()
            }
        }

        static func time(_ name: String, _ tag: UInt8, _ text: String) -> Row {
            value(name, of: ObjectIdentifier.signingTimeAttribute) { _ in
                .primitive(tag: tag, Array(text.utf8))
            }
        }

        static func signingCertificate(
            _ name: String, _ change: @escaping @Sendable (inout [DERTree]) -> Void
        ) -> Row {
            value(name, of: ObjectIdentifier.signingCertificateV2Attribute) { value in
                var value = value
                guard case .constructed(let tag, var parts)? = value[[0, 0]] else { return value }
                change(&parts)
                value[[0, 0]] = .constructed(tag: tag, parts)
                return value
            }
        }

        static func algorithm(_ oid: String) -> DERTree {
            .constructed(
                tag: Tag.sequence,
                [.primitive(tag: Tag.objectIdentifier, ObjectIdentifier.octets(oid))])
        }
    }

    static let rows = [
        Row("signed attributes in another order") { $0[attributes]?.reverse() },
        Row("certificates in another order") { $0[certificates]?.reverse() },
        Row("a certificate twice") { tree in
            if let twin = tree[certificates + [0]] { tree.append(twin, at: certificates) }
            tree[certificates]?.sort()
        },
        Row("a certificate that is none") { tree in
            tree.append(.constructed(tag: Tag.sequence, []), at: certificates)
            tree[certificates]?.sort()
        },
        .time("a GeneralizedTime before 2050", Tag.generalizedTime, "20270118060000Z"),
        .time("a UTCTime without seconds", Tag.utcTime, "2701180600Z"),
        .time("a UTCTime with a zone", Tag.utcTime, "270118060000+0000"),
        .time("a GeneralizedTime with a fraction", Tag.generalizedTime, "20550118060000.5Z"),
        .time("a thirteenth month", Tag.utcTime, "271318060000Z"),
        .time("a thirtieth of February", Tag.utcTime, "270230060000Z"),
        .time("an hour 24", Tag.utcTime, "270118240000Z"),
        .signingCertificate("the default digest written out") {
            $0.insert(Row.algorithm("2.16.840.1.101.3.4.2.1"), at: 0)
        },
        .signingCertificate("the certificate named by SHA-1") {
            $0[0] = .primitive(tag: Tag.octetString, [UInt8](repeating: 1, count: 20))
            $0.insert(Row.algorithm("1.3.14.3.2.26"), at: 0)
        },
        .signingCertificate("the certificate named by SHA-512") {
            $0[0] = .primitive(tag: Tag.octetString, [UInt8](repeating: 1, count: 64))
            $0.insert(Row.algorithm("2.16.840.1.101.3.4.2.3"), at: 0)
        },
        .signingCertificate("something behind issuerSerial") {
            $0.append(.primitive(tag: Tag.null, []))
        },
        .value("two certificates named", of: ObjectIdentifier.signingCertificateV2Attribute) {
            var value = $0
            if let twin = value[[0, 0]] { value.append(twin, at: [0]) }
            return value
        },
    ]

    @Test(
        "what DER or the profile has otherwise is malformed, though the signature be right",
        arguments: rows)
    func signed(row: Row) throws {
        let document = try xa.sign(Array("a notice".utf8), as: .notice, at: federation.now)
        var tree = try DERTree.read(document[...])
        row.change(&tree)
        #expect(tree.encoded != document)
        #expect(throws: HeliographError(.malformed, "")) {
            try xb.verify(tree.encoded, as: .notice, at: federation.now) { _ in codeXA }
        }
    }

    @Test("a certificate that is neither the signer's nor its issuing CA's is malformed")
    func unrelated() throws {
        let identity = federation.identity("XA")
        func sign(_ others: [Certificate]) throws -> [UInt8] {
            try SignedData.sign(
                Array("a notice".utf8), as: .notice,
                by: [
                    SigningIdentity(
                        key: identity.key, certificate: identity.certificate,
                        issuers: identity.issuers + others)
                ], at: federation.now)
        }
        let tree = federation.tree("XA")
        for other in [tree.root.certificate, federation.tree("XC").issuing.certificate] {
            #expect(throws: HeliographError(.malformed, "")) {
                try xb.verify(try sign([other]), as: .notice, at: federation.now) { _ in codeXA }
            }
        }
        // The same issuing CA in another certificate, as during a change of roots.
        let again = try tree.root.certify(
            CertificateRequest.make(.issuing, member: codeXA, key: tree.issuing.key), .issuing,
            member: codeXA, validity: Validity(at: federation.now, for: .days(20)))
        _ = try xb.verify(try sign([again]), as: .notice, at: federation.now) { _ in codeXA }
    }

    @Test("a certificate with a name that is no DER is malformed, and no false signature")
    func brokenName() throws {
        let document = try xa.sign([1, 2, 3], as: .notice, at: federation.now)
        let tree = federation.tree("XA")
        let broken = try Bent.bytes(
            tree.leaf(.signing).certificate, [.with("2.5.29.17", "DER:30FF")], by: tree.issuing)
        var changed = try DERTree.read(document[...])
        for index in 0..<2
        where changed[Self.certificates + [index]]?.encoded
            == tree.leaf(.signing).certificate.der
        {
            changed[Self.certificates + [index]] = try DERTree.read(broken[...])
        }
        changed[Self.certificates]?.sort()
        #expect(changed.encoded != document)
        #expect(throws: HeliographError(.malformed, "")) {
            try xb.verify(changed.encoded, as: .notice, at: federation.now) { _ in codeXA }
        }
    }

    @Test("the parameters of SHA-256 are absent or NULL, in both places")
    func digestParameters() throws {
        let document = try xa.sign([1, 2, 3], as: .notice, at: federation.now)
        let tree = try DERTree.read(document[...])
        let bare = Row.algorithm("2.16.840.1.101.3.4.2.1")
        var null = bare
        null.append(.primitive(tag: Tag.null, []), at: [])
        var other = bare
        other.append(.primitive(tag: Tag.octetString, []), at: [])
        for (algorithm, isRight) in [(bare, true), (null, true), (other, false)] {
            for place in [[1, 0, 1, 0], [1, 0, 4, 0, 2]] {
                var changed = tree
                changed[place] = algorithm
                let verified = try? xb.verify(
                    changed.encoded, as: .notice, at: federation.now, claimant: { _ in codeXA })
                #expect((verified != nil) == isRight)
            }
        }
    }

    @Test("a signing time from 2050 on is a GeneralizedTime, and is taken")
    func farAway() throws {
        let far = Instant(seconds: 2_540_000_000)
        let late = try SpecimenFederation(at: far)
        let document = try late.sealer("XA").sign([1], as: .notice, at: far)
        let verified = try late.sealer("XB").verify(document, as: .notice, at: far) { _ in codeXA }
        #expect(verified.signedAt == far)
    }

    @Test(
        "an envelope's recipients stand in the order of DER, each with an ephemeral key of its own")
    func envelope() throws {
        let keys = try ["XB", "XC"].map {
            let code = SpecimenFederation.member($0)
            return (member: code, key: try #require(xa.encryptionKey(of: code, at: federation.now)))
        }
        let genuine = try xa.seal([1, 2, 3], to: keys)
        let recipients = [1, 0, 1]
        for (name, change) in [
            ("order", { $0[recipients]?.reverse() }),
            (
                "one ephemeral key",
                { tree in
                    tree[recipients + [1, 1]] = tree[recipients + [0, 1]]
                    tree[recipients]?.sort()
                }
            ),
        ] as [(String, (inout DERTree) -> Void)] {
            var tree = try DERTree.read(genuine[...])
            change(&tree)
            #expect(tree.encoded != genuine, "\(name)")
            #expect(throws: HeliographError(.malformed, ""), "\(name)") {
                try xb.open(tree.encoded, sealedTo: keys.map(\.key))
            }
        }
        #expect(try xb.open(genuine, sealedTo: keys.map(\.key)) == [1, 2, 3])
    }
}

extension DERTree {
    fileprivate mutating func reverse() {
        guard case .constructed(let tag, let children) = self else { return }
        self = .constructed(tag: tag, children.reversed())
    }

    fileprivate mutating func sort() {
        guard case .constructed(let tag, let children) = self else { return }
        self = .constructed(
            tag: tag, children.sorted { $0.encoded.lexicographicallyPrecedes($1.encoded) })
    }
}
