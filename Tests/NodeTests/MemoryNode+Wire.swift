import Federation
import Notices
import Ports
import SpecimenFederation
import TestKit

@testable import Administration
@testable import Asking
@testable import Attachments
@testable import Membership
@testable import Node
@testable import Office
@testable import Secretariat
@testable import Station
@testable import Traffic

// A node's two ends of the wire, without the rest of the machinery.

extension MemoryNode {
    /// The service that answers other members' requests.
    var service: ExchangeService {
        ExchangeService(
            context: context, reception: reception, peerWasHeard: { _ in },
            deliveriesClosed: { _ in })
    }

    func conversation(over link: any PeerLink) -> PeerConversation {
        PeerConversation(context: context.station, link: link, clocks: clocks)
    }

    func dispatcher(over link: any PeerLink) -> Dispatcher {
        Dispatcher(
            context: context, conversation: conversation(over: link), clocks: clocks)
    }

    /// Gives the node the next list, with one of its members changed.
    func takeList(_ code: String, _ change: (Member) -> Member) async throws {
        let press = ListPress(federation: federation)
        let held = try await context.trust.currentList()
        let members = held.members.map { $0.code.description == code ? change($0) : $0 }
        _ = try await context.trust.importList(
            press.sign(press.next(after: held, members: members), by: [federation.listSigner]),
            pinned: nil)
    }

    /// Gives the node the next list, in which a member has this status.
    func takeList(_ code: String, _ status: Member.Status) async throws {
        try await takeList(code) { $0.with(status: status) }
    }
}

extension Member {
    func with(authority: String? = nil, endpoints: [String]? = nil) -> Member {
        Member(
            code: code, authority: authority ?? self.authority, status: status, roots: roots,
            endpoints: endpoints ?? self.endpoints, relays: relays, contact: contact,
            suites: suites, territories: territories, disclaims: disclaims)
    }
}

/// A link that answers as a test says.
struct ScriptedLink: PeerLink {
    let answer: @Sendable (PeerRequest, PeerAddress) async throws(HeliographError) -> PeerResponse

    init(
        _ answer:
            @escaping @Sendable (PeerRequest, PeerAddress) async throws(HeliographError) ->
            PeerResponse
    ) {
        self.answer = answer
    }

    func exchange(
        _ request: PeerRequest, with peer: PeerAddress
    ) async throws(HeliographError) -> PeerResponse {
        try await answer(request, peer)
    }
}
