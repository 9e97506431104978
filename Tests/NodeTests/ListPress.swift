import Certificates
import Federation
import Notices
import Ports
import Sealing
import SpecimenFederation

@testable import Administration
@testable import Asking
@testable import Attachments
@testable import Membership
@testable import Node
@testable import Office
@testable import Secretariat
@testable import Station
@testable import Traffic

/// Makes trust lists that follow one another, for nodes to take.
struct ListPress {
    let federation: SpecimenFederation

    /// The list that follows another, with something changed.
    func next(
        after list: TrustList, version: Int? = nil, previous: Digest? = nil,
        federation name: String? = nil, signers: [TrustList.Signer]? = nil,
        threshold: Int? = nil, life: Duration = .days(60), members: [Member]? = nil
    ) -> TrustList {
        TrustList(
            federation: name ?? list.federation, version: version ?? list.version + 1,
            issued: federation.now, expires: federation.now + life,
            previous: previous ?? Digest(sha256: list.encoded()), signers: signers ?? list.signers,
            threshold: threshold ?? list.threshold, members: members ?? list.members)
    }

    func sign(_ list: TrustList, by signers: [SigningIdentity]) throws -> [UInt8] {
        try TrustListSigning.sign(list, by: signers, at: federation.now)
    }

    static func signer(_ name: String, _ identity: SigningIdentity) -> TrustList.Signer {
        TrustList.Signer(name: name, certificate: identity.certificate.der)
    }

    static func members(
        of list: TrustList, _ code: String, _ status: Member.Status
    ) -> [Member] {
        list.members.map { $0.code.description == code ? $0.with(status: status) : $0 }
    }
}

extension MemoryNode {
    /// The desk of the same node after it was stopped.
    func restartedDesk() async throws -> TrustDesk {
        let sealer = try federation.sealer(context.member.description)
        let tree = federation.tree(context.member.description)
        let desk = TrustDesk(
            store: store, sealer: sealer, clock: clock,
            own: TrustDesk.OwnAnnouncement(
                bundle: try sealer.sign(
                    tree.bundle(version: 1, at: federation.now).encoded(), as: .keyBundle,
                    at: federation.now),
                revocationLists: [tree.revocationList.der]), log: context.log
        ) { _, _ in }
        try await desk.load()
        return desk
    }
}
