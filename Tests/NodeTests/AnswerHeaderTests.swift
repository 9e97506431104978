import Exchange
import Federation
import Notices
import Ports
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

/// The header of an answer names the member that answers. Only the name that TLS has proven is
/// believed.
@Suite("Headers of answers")
struct AnswerHeaderTests {
    private struct Liar: PeerLink {
        let body: @Sendable (HeldVersions) -> [UInt8]

        func exchange(
            _ request: PeerRequest, with peer: PeerAddress
        ) async throws(HeliographError) -> PeerResponse {
            let versions = HeldVersions(
                member: SpecimenFederation.member("XC"), time: SpecimenFederation.start,
                trustList: 1, keyBundle: 1)
            return PeerResponse(status: 200, body: body(versions))
        }
    }

    private func conversation(
        _ node: MemoryNode, _ body: @escaping @Sendable (HeldVersions) -> [UInt8]
    ) -> PeerConversation {
        PeerConversation(
            context: node.context.station, link: Liar(body: body), clocks: node.clocks)
    }

    @Test("an answer of XB that speaks for XC is none")
    func member() async throws {
        let node = try await MemoryNode("XA", in: SpecimenFederation())
        let xb = SpecimenFederation.member("XB")
        let envelope: [UInt8] = [0x30, 0]
        let item = ExchangeAnswer.Item(
            envelope: node.context.sealer.digest(envelope), result: .rejected(.malformed))
        let invalid = HeliographError(.peerAnswerInvalid, "")
        await #expect(throws: invalid) {
            try await conversation(node) {
                ExchangeAnswer(versions: $0, items: [item], evidence: []).encoded()
            }.post([envelope], to: xb)
        }
        await #expect(throws: invalid) {
            try await conversation(node) {
                EvidenceAnswer(versions: $0, held: [], refused: []).encoded()
            }.postEvidence([], to: xb)
        }
        await #expect(throws: invalid) {
            try await conversation(node) {
                Hello(versions: $0, trustList: [1], keyBundle: [1], revocationLists: []).encoded()
            }.hello(xb)
        }
    }

    @Test("a path with a query is another path")
    func query() async throws {
        let node = try await MemoryNode("XB", in: SpecimenFederation())
        let service = ExchangeService(
            context: node.context, reception: node.reception, peerWasHeard: { _ in },
            deliveriesClosed: { _ in })
        for (path, expected) in [(ExchangePath.hello, 200), (ExchangePath.hello + "?a=b", 404)] {
            let request = PeerRequest(method: .get, path: path)
            let answer = await service.answer(
                InboundRequest(
                    carrier: .member(SpecimenFederation.member("XA")), request: request))
            #expect(answer.status == expected)
        }
    }

    @Test("a number of a list in a path has neither sign nor leading zero")
    func listNumbers() async throws {
        let node = try await MemoryNode("XB", in: SpecimenFederation())
        let service = ExchangeService(
            context: node.context, reception: node.reception, peerWasHeard: { _ in },
            deliveriesClosed: { _ in })
        func status(_ number: String) async -> Int {
            await service.answer(
                InboundRequest(
                    carrier: .member(SpecimenFederation.member("XA")),
                    request: PeerRequest(
                        method: .get, path: ExchangePath.trustLists + number))
            ).status
        }
        #expect(await status("1") == 200)
        for number in ["01", "+1", "-1", "1/", " 1", "", "1?", "2"] {
            #expect(await status(number) == 404, "\(number)")
        }
    }
}
