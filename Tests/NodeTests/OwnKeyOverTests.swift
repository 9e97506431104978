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

/// XA's signing key is over: the tests follow the messages that wait under it.
@Suite("Our own key is over")
struct OwnKeyOverTests {
    let federation: SpecimenFederation
    let xa: MemoryNode
    let xb: MemoryNode
    let codeXA = SpecimenFederation.member("XA")
    let codeXB = SpecimenFederation.member("XB")

    init() async throws {
        federation = try SpecimenFederation()
        xa = try await MemoryNode("XA", in: federation)
        xb = try await MemoryNode("XB", in: federation)
    }

    private func revoke() async throws { try await xa.revokeSigningKey() }

    private func useAnother() throws { try xa.useAnotherSigningKey() }

    @Test("with no good key at all it waits, once, in the queue; a good key lets it go")
    func noGoodKey() async throws {
        let network = Switchboard(seed: 1)
        await network.connect(codeXB, to: xb.service)
        let dispatcher = xa.dispatcher(over: network.link(of: codeXA))
        let sent = try await xa.submitAlert(to: ["XB"])
        let key = DeliveryKey(id: sent.messages[0].id, recipient: codeXB)
        let thread = sent.notice.thread
        try await revoke()
        #expect(try await Reissue(context: xa.context).reissue(key.id) == nil)
        await dispatcher.enqueue(sent.queued[0])
        try await eventually("an attempt is counted") {
            try await xa.context.store.delivery(key)?.attempts != 0
        }
        #expect(await xa.store.messages(ofThread: thread).count == 1)
        #expect(try await xa.context.store.delivery(key)?.state == .queued)
        #expect(try await xa.context.store.delivery(key)?.lastCode == .certificateUntrusted)

        try useAnother()
        await dispatcher.retryNow(sent.queued[0])
        try await eventually("it arrives") { await !xb.store.inbox(InboxFilter()).isEmpty }
        #expect(await xb.store.inbox(InboxFilter()).count == 1)
        #expect(await xa.store.messages(ofThread: thread).count == 2)
        await dispatcher.stop()
    }

    @Test("a refusal because of our own key leaves the delivery open until it is issued anew")
    func refused() async throws {
        let message = try await xa.submitAlert(to: ["XB"]).messages[0]
        let key = DeliveryKey(id: message.id, recipient: codeXB)
        try await xa.context.update(key) { $0.seal = 1 }
        let refusal = try federation.sealer("XB").sign(
            EvidenceContent.encode([
                EvidenceEntry(
                    step: .refused, by: codeXB, from: codeXA, id: message.id, seal: 1,
                    recipient: codeXB, contentDigest: message.contentDigest, at: federation.now,
                    code: .certificateUntrusted)
            ]), as: .evidence, at: federation.now)
        try await revoke()
        let result = try await EvidenceIntake(context: xa.context).take(refusal)
        #expect(result.closed.isEmpty)
        #expect(try await xa.context.store.delivery(key)?.state == .queued)
        try useAnother()
        let next = try #require(try await Reissue(context: xa.context).reissue(message.id))
        #expect(next.queued.map(\.recipient) == [codeXB])
        #expect(try await xa.context.store.delivery(key)?.state == .superseded)
    }

    @Test(
        """
        an envelope whose own signature is over is not sent, though the message inside is still \
        good
        """
    )
    func frameKeyOver() async throws {
        let message = try await xa.submitAlert(to: ["XB"]).messages[0]
        let press = SealPress(context: xa.context)
        // The message is sealed a second time under a key that is then revoked; the first key signs
        // again.
        let other = try xa.useAnotherSigningKey()
        let second = try #require(try await press.envelope(for: message, to: codeXB, after: 1))
        #expect(second.envelope.signer == other.keyID)
        try await xa.revoke([other])
        try xa.useFirstSigningKey(after: other)
        #expect(!xa.context.sealer.speaksForUs(second.envelope.signer, at: xa.clock.now))
        #expect(xa.context.sealer.speaksForUs(message.signer, at: xa.clock.now))
        let key = DeliveryKey(id: message.id, recipient: codeXB)
        try await xa.context.update(key) {
            $0.seal = 1
            $0.lastCode = .keyStale
        }
        let parcel = try #require(try await Parcel.load([key], xa.context).parcels.first)
        #expect(try await xa.context.store.delivery(key)?.seal == 3)
        #expect(try await xb.receive(parcel.bytes) == "delivered")
    }

    @Test("a peer that answers a newer list with the one in force is not asked for ever")
    func listsThatDoNotEnd() async throws {
        let network = Switchboard(seed: 1)
        let liar = Liar(
            hello: await Hello(
                versions: HeldVersions(
                    member: codeXB, time: federation.now, trustList: 9, keyBundle: 1),
                trustList: federation.trustList, keyBundle: xb.context.trust.hello.keyBundle,
                revocationLists: []), list: federation.trustList)
        await network.connect(codeXB, to: liar)
        let conversation = PeerConversation(
            context: xa.context.station, link: network.link(of: codeXA), clocks: xa.clocks)
        try await conversation.hello(codeXB)
        #expect(await network.answeredCount == 2)
    }
}

/// A service that claims newer lists, and serves the same list for each.
private struct Liar: PeerService {
    let hello: Hello
    let list: [UInt8]

    func answer(_ inbound: InboundRequest) async -> PeerResponse {
        PeerResponse(
            status: 200,
            body: inbound.request.path == ExchangePath.hello ? hello.encoded() : list)
    }
}
