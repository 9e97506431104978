import Certificates
import Federation
import Notices
import Ports
import Sealing
import SpecimenFederation
import Testing

@testable import Node

extension MemoryNode {
    private var tree: MemberKeyTree { federation.tree(context.member.description) }
    private var former: Certificate { tree.leaf(.signing).certificate }

    /// The member revokes the key that it signs with.
    func revokeSigningKey() async throws {
        let list = try tree.issuing.revocationList(
            [(former, federation.now)], number: 2,
            validity: Validity(at: federation.now, for: .days(30)))
        let bundle = try context.sealer.sign(
            tree.bundle(version: 2, at: federation.now).encoded(), as: .keyBundle,
            at: federation.now)
        try await context.trust.announce(
            TrustDesk.OwnAnnouncement(bundle: bundle, revocationLists: [list.der]))
    }

    func useAnotherSigningKey() throws {
        let key = try PrivateKey.generate()
        let certificate = try tree.issuing.issue(
            .leaf(.signing), member: context.member, subject: key,
            validity: Validity(at: federation.now, for: .days(30)))
        let opening = tree.leaf(.encryption)
        try #require(context.sealer as? CMSSealer).use(
            signing: SigningIdentity(
                key: key, certificate: certificate, issuers: [tree.issuing.certificate]),
            opening: [OpeningKey(key: opening.key, certificate: opening.certificate)],
            signers: [former, certificate])
    }
}
