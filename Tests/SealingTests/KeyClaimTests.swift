import Certificates
import Federation
import Notices
import Ports
import SpecimenFederation
import Testing

@testable import Sealing

/// A public key stands for one member in one role, for ever. No other certificate can change that.
@Suite("Keys that are taken")
struct KeyClaimTests {
    let federation: SpecimenFederation
    let xc: CMSSealer
    let tree: MemberKeyTree
    let now = SpecimenFederation.start
    let codeXB = SpecimenFederation.member("XB")

    init() throws {
        federation = try SpecimenFederation()
        xc = try federation.sealer("XC")
        tree = federation.tree("XB")
    }

    /// XB's certificate for any key.
    private func certificate(_ key: PrivateKey, _ profile: CertificateProfile) throws -> Certificate
    {
        let issuer = profile == .issuing ? tree.root : tree.issuing
        return try issuer.issue(
            profile, member: codeXB, subject: key, validity: Validity(at: now, for: .days(9)))
    }

    private var taken: [PrivateKey] {
        let other = federation.tree("XA")
        return [
            other.leaf(.signing).key, other.leaf(.encryption).key, other.leaf(.transport).key,
            other.issuing.key, other.root.key, federation.tree("XC").root.key, tree.root.key,
            federation.listSigner.key,
        ]
    }

    @Test(
        """
        nothing is announced with one: another member's, a root's, a list signer's, or one of \
        another role
        """
    )
    func announced() throws {
        func code(_ certificates: [Certificate]) -> Code? {
            do throws(HeliographError) {
                try xc.checkAnnounced(
                    (certificates + [tree.issuing.certificate]).map(\.der), by: codeXB, at: now)
                return nil
            } catch {
                return error.code
            }
        }
        let profiles: [CertificateProfile] = [
            .leaf(.signing), .leaf(.transport), .leaf(.encryption),
        ]
        for profile in profiles {
            for key in taken {
                #expect(code([try certificate(key, profile)]) == .keyReused)
            }
            #expect(code([try certificate(PrivateKey.generate(), profile)]) == nil)
            for leaf in tree.leaves {
                let isSame = profile == .leaf(leaf.role)
                #expect(code([try certificate(leaf.key, profile)]) == (isSame ? nil : .keyReused))
            }
        }
        for key in taken where key !== tree.root.key {
            #expect(code([try certificate(key, .issuing)]) == .keyReused)
        }
        let twice = try PrivateKey.generate()
        #expect(
            code([
                try certificate(twice, .leaf(.signing)), try certificate(twice, .leaf(.transport)),
            ]) == .keyReused)
    }

    @Test("nothing is signed with one")
    func signing() throws {
        func code(_ key: PrivateKey) throws -> Code? {
            let document = try SignedData.sign(
                [1, 2, 3], as: .notice,
                by: [
                    SigningIdentity(
                        key: key, certificate: certificate(key, .leaf(.signing)),
                        issuers: [tree.issuing.certificate])
                ], at: now)
            do throws(HeliographError) {
                _ = try xc.verify(document, as: .notice, at: now) { _ in codeXB }
                return nil
            } catch {
                return error.code
            }
        }
        for key in taken + [tree.leaf(.transport).key, tree.leaf(.encryption).key] {
            #expect(try code(key) == .keyReused)
        }
        // An issuing CA of XB over such a key, which XA helps to use.
        for key in [
            federation.tree("XA").issuing.key, federation.tree("XA").root.key,
            federation.listSigner.key, tree.leaf(.transport).key,
        ] {
            let issuing = try CertificateIssuer(certificate: certificate(key, .issuing), key: key)
            let fresh = try PrivateKey.generate()
            let leaf = try issuing.issue(
                .leaf(.signing), member: codeXB, subject: fresh,
                validity: Validity(at: now, for: .days(9)))
            let document = try SignedData.sign(
                [1, 2, 3], as: .notice,
                by: [
                    SigningIdentity(key: fresh, certificate: leaf, issuers: [issuing.certificate])
                ], at: now)
            #expect(throws: HeliographError(.keyReused, "")) {
                try xc.verify(document, as: .notice, at: now) { _ in codeXB }
            }
        }
        #expect(try code(tree.leaf(.signing).key) == nil)
        #expect(try code(PrivateKey.generate()) == nil)
    }

    @Test("nothing is sealed to one that has become another's")
    func sealing() throws {
        let key = federation.tree("XA").leaf(.encryption).key
        let bent = try certificate(key, .leaf(.encryption))
        let bundle = KeyBundle(
            member: codeXB, version: 2, issued: now,
            certificates: [bent.der, tree.issuing.certificate.der])
        let others = federation.view.bundles.filter { $0.member != codeXB }
        for (bundles, isKnown) in [(others + [bundle], false), ([bundle], true)] {
            try xc.adopt(
                TrustView(list: federation.view.list, bundles: bundles, revocationLists: [:]))
            #expect((xc.encryptionKey(of: codeXB, at: now) != nil) == isKnown)
        }
    }
}
