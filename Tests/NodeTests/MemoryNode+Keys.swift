import Certificates
import Federation
import Notices
import Ports
import Sealing
import SpecimenFederation
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

extension MemoryNode {
    private var tree: MemberKeyTree { federation.tree(context.member.description) }
    private var former: Certificate { tree.leaf(.signing).certificate }

    /// Revokes the key that the member signs with.
    func revokeSigningKey() async throws { try await revoke([former]) }

    /// Revokes certificates of the member by its own authority.
    func revoke(_ certificates: [Certificate]) async throws {
        let list = try tree.issuing.revocationList(
            certificates.map { ($0, federation.now) }, number: 2,
            validity: Validity(at: federation.now, for: .days(30)))
        let bundle = try context.sealer.sign(
            tree.bundle(version: 2, at: federation.now).encoded(), as: .keyBundle,
            at: federation.now)
        try await context.trust.announce(
            TrustDesk.OwnAnnouncement(bundle: bundle, revocationLists: [list.der]))
    }

    /// Lets the member sign with a new key.
    ///
    /// - Returns: the certificate of the key that signs from now on.
    @discardableResult
    func useAnotherSigningKey() throws -> Certificate {
        let key = try PrivateKey.generate()
        let certificate = try tree.issuing.issue(
            .leaf(.signing), member: context.member, subject: key,
            validity: Validity(at: federation.now, for: .days(30)))
        try sign(with: key, certificate, having: [former, certificate])
        return certificate
    }

    /// Goes back to the key that the member began with.
    ///
    /// - Parameter other: the certificate with which the member has signed meanwhile.
    func useFirstSigningKey(after other: Certificate) throws {
        try sign(with: tree.leaf(.signing).key, former, having: [former, other])
    }

    private func sign(
        with key: PrivateKey, _ certificate: Certificate, having signers: [Certificate]
    ) throws {
        let opening = tree.leaf(.encryption)
        try #require(context.sealer as? CMSSealer).use(
            signing: SigningIdentity(
                key: key, certificate: certificate, issuers: [tree.issuing.certificate]),
            opening: [OpeningKey(key: opening.key, certificate: opening.certificate)],
            signers: signers)
    }
}
