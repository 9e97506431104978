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

@Suite("TrustDesk")
struct TrustDeskTests {
    let federation: SpecimenFederation
    let xa: MemoryNode

    init() async throws {
        federation = try SpecimenFederation()
        xa = try await MemoryNode("XA", in: federation)
    }

    @Test(
        "a node starts again after a list that suspends or removes a member, itself included",
        arguments: ["XA", "XB"], [true, false])
    func restartAfterSuspension(code: String, isRemoved: Bool) async throws {
        let members = federation.view.list.members.compactMap { member -> Member? in
            guard member.code.description == code else { return member }
            return isRemoved ? nil : changed(member, status: .suspended)
        }
        _ = try await xa.context.trust.importList(sign(members), pinned: nil)
        let again = try await xa.restartedDesk()
        #expect(await again.list?.version == 2)
        #expect(await !again.activeCodes.contains(SpecimenFederation.member(code)))
        #expect(await again.bundleVersion(of: SpecimenFederation.member("XC")) == 1)
        // An announcement from before the suspension still bars a rollback after it.
        #expect(await again.bundleVersion(of: SpecimenFederation.member("XB")) == 1)
    }

    @Test("a list with a root that is no certificate is refused, and nothing changes")
    func badRoot() async throws {
        var members = federation.view.list.members
        members[1] = changed(members[1], roots: [[0x30, 0x03, 0x02, 0x01, 0x05]])
        let bad = try sign(members)
        await #expect(throws: HeliographError(.listMalformed, "")) {
            try await xa.context.trust.importList(bad, pinned: nil)
        }
        #expect(await xa.context.trust.list?.version == 1)
        let again = try await xa.restartedDesk()
        #expect(await again.list?.version == 1)
    }

    private func changed(
        _ member: Member, status: Member.Status? = nil, roots: [[UInt8]]? = nil
    ) -> Member {
        Member(
            code: member.code, authority: member.authority, status: status ?? member.status,
            roots: roots ?? member.roots, endpoints: member.endpoints, relays: member.relays,
            contact: member.contact, suites: member.suites)
    }

    /// The second list, signed.
    private func sign(_ members: [Member]) throws -> [UInt8] {
        let first = federation.view.list
        let next = TrustList(
            federation: first.federation, version: 2, issued: federation.now,
            expires: federation.now + .days(60),
            previous: xa.context.sealer.digest(first.encoded()), signers: first.signers,
            threshold: 1, members: members)
        return try TrustListSigning.sign(next, by: [federation.listSigner], at: federation.now)
    }
}
