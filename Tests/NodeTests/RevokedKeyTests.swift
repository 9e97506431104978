import Certificates
import Exchange
import Federation
import Notices
import Ports
import Sealing
import SpecimenFederation
import TestKit
import Testing

@testable import Administration
@testable import Asking
@testable import Attachments
@testable import Membership
@testable import Node
@testable import Office
@testable import Secretariat
@testable import Station
@testable import Traffic

/// A certificate is revoked by its serial number, but the key in it is lost. So the key counts.
@Suite("Revoked keys")
struct RevokedKeyTests {
    let federation: SpecimenFederation
    let xa: MemoryNode
    let xb: MemoryNode
    let codeXA = SpecimenFederation.member("XA")

    init() async throws {
        federation = try SpecimenFederation()
        xa = try await MemoryNode("XA", in: federation)
        xb = try await MemoryNode("XB", in: federation)
    }

    private var tree: MemberKeyTree { federation.tree("XA") }

    /// XA's hello with these leaves in its bundle and with this revocation list, signed by XA's
    /// signing key.
    private func hello(_ version: Int64, _ leaves: [Certificate], _ list: [UInt8]) throws -> Hello {
        let bundle = KeyBundle(
            member: codeXA, version: version, issued: federation.now,
            certificates: (leaves + [tree.issuing.certificate]).map(\.der))
        return Hello(
            versions: HeldVersions(
                member: codeXA, time: federation.now, trustList: 1, keyBundle: Int(version)),
            trustList: federation.trustList,
            keyBundle: try xa.context.sealer.sign(
                bundle.encoded(), as: .keyBundle, at: federation.now), revocationLists: [list])
    }

    private func again(_ role: KeyRole) throws -> Certificate {
        try tree.issuing.issue(
            .leaf(role), member: codeXA, subject: tree.leaf(role).key,
            validity: Validity(at: federation.now, for: .days(9)))
    }

    private func revoking(_ roles: [KeyRole]) throws -> [UInt8] {
        try tree.issuing.revocationList(
            roles.map { (tree.leaf($0).certificate, federation.now) }, number: 2,
            validity: Validity(at: federation.now, for: .days(30))
        ).der
    }

    @Test("one stays revoked under a new serial number, to sign, to seal to and at the door")
    func newSerial() async throws {
        // The announcement revokes the key that signs it: its bundle is refused, its list is taken.
        let announcement = try hello(
            2, tree.leaves.map(\.certificate), revoking([.signing, .transport, .encryption]))
        await #expect(throws: HeliographError(.certificateUntrusted, "")) {
            try await xb.context.trust.learn(announcement, from: codeXA)
        }
        let sealer = try #require(xa.context.sealer as? CMSSealer)
        let (signing, opening) = (tree.leaf(.signing), tree.leaf(.encryption))
        let fresh = try again(.signing)
        sealer.use(
            signing: SigningIdentity(
                key: signing.key, certificate: fresh, issuers: [tree.issuing.certificate]),
            opening: [OpeningKey(key: opening.key, certificate: opening.certificate)],
            signers: [fresh])
        let id = try await xa.submitAlert(to: ["XB"]).messages[0].id
        #expect(try await xb.receive(xa.envelope(id)) == "rejected certificate-untrusted")
    }

    @Test("one is known after a restart, though the newest bundle names it no more")
    func restart() async throws {
        let leaves = tree.leaves.map(\.certificate)
        let lost = tree.leaf(.transport).certificate
        let others = leaves.filter { $0 !== lost }
        let next = try tree.issuing.issue(
            .leaf(.transport), member: codeXA, subject: PrivateKey.generate(),
            validity: Validity(at: federation.now, for: .days(9)))
        try await xb.context.trust.learn(
            hello(2, leaves, tree.revocationList.der), from: codeXA)
        try await xb.context.trust.learn(
            hello(3, others + [next], revoking([.transport])), from: codeXA)
        let desk = TrustDesk(
            store: xb.store, sealer: try federation.sealer("XB"), clock: xb.clock,
            own: TrustDesk.OwnAnnouncement(
                bundle: try xb.context.sealer.sign(
                    federation.tree("XB").bundle(version: 1, at: federation.now).encoded(),
                    as: .keyBundle, at: federation.now),
                revocationLists: [federation.tree("XB").revocationList.der]), log: xb.context.log
        ) { _, _ in }
        try await desk.load()
        #expect(await desk.revokedKeys.keys[codeXA] == [lost.keyID])
    }

    @Test("one is known by what was announced before, and by what is announced after")
    func bundles() throws {
        var before = RevokedKeys()
        var after = RevokedKeys()
        let bundle = tree.bundle(version: 1, at: federation.now)
        let (serial, issuer) = (
            tree.leaf(.signing).certificate.serial, tree.issuing.certificate.keyID
        )
        before.note(bundle)
        before.note([serial], by: issuer, of: codeXA)
        after.note([serial], by: issuer, of: codeXA)
        after.note(bundle)
        for keys in [before.keys, after.keys] {
            #expect(keys == [codeXA: [tree.leaf(.signing).certificate.keyID]])
        }
        // The same number under another issuing CA is another certificate.
        var other = RevokedKeys()
        other.note(bundle)
        other.note([serial], by: tree.root.certificate.keyID, of: codeXA)
        #expect(other.keys[codeXA]?.isEmpty != false)
    }

    @Test("one opens no door, whatever certificate it comes in")
    func door() throws {
        let key = tree.leaf(.transport).certificate.keyID
        let trust = try MemberTrust(
            member: codeXA, roots: [tree.root.certificate], revocationLists: [], revokedKeys: [key])
        let verdict = trust.judge(
            try again(.transport), with: [tree.issuing.certificate], role: .transport,
            at: federation.now)
        #expect(verdict == .revoked)
    }
}
