import Federation
import Notices
import Ports
import SpecimenFederation
import TestKit

@testable import Node

// A node's two ends of the wire, without the rest of the machinery.

extension MemoryNode {
    /// Answers other members' requests.
    var service: ExchangeService {
        ExchangeService(
            context: context, reception: reception, contact: { _ in }, closed: { _ in })
    }

    func conversation(over link: any PeerLink) -> PeerConversation {
        PeerConversation(context: context, link: link, reception: reception)
    }

    func dispatcher(over link: any PeerLink) -> Dispatcher {
        Dispatcher(
            context: context, conversation: conversation(over: link), reception: reception)
    }

    /// Gives the node the next list, in which a member has this status or these endpoints.
    func takeList(_ code: String, _ status: Member.Status, endpoints: [String]? = nil) async throws
    {
        let press = ListPress(federation: federation)
        let held = try await context.trust.currentList()
        let members = ListPress.members(of: held, code, status).map { member in
            guard let endpoints, member.code.description == code else { return member }
            return Member(
                code: member.code, authority: member.authority, status: member.status,
                roots: member.roots, endpoints: endpoints, relays: [], contact: member.contact,
                suites: member.suites)
        }
        _ = try await context.trust.importList(
            press.sign(press.next(after: held, members: members), by: [federation.listSigner]),
            pinned: nil)
    }
}

/// Answers as a test says.
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
