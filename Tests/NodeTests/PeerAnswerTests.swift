import Exchange
import Federation
import Notices
import Ports
import SpecimenFederation
import Synchronization
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

/// A peer's answer is believed about the question that it was asked, and about nothing else.
@Suite("A peer's answer")
struct PeerAnswerTests {
    let xa: MemoryNode
    let xb: MemoryNode
    let codeXA = SpecimenFederation.member("XA")
    let codeXB = SpecimenFederation.member("XB")

    init() async throws {
        (xa, xb) = try await MemoryNode.pair()
    }

    /// The code that a conversation with XB throws; nil if it throws none.
    private func refusal(
        _ link: any PeerLink,
        _ body: (PeerConversation) async throws(HeliographError) -> Void
    ) async -> Code? {
        do throws(HeliographError) {
            try await body(xa.conversation(over: link))
            return nil
        } catch {
            return error.code
        }
    }

    @Test("to envelopes must be about these envelopes, all of them, in their order")
    func envelopes() async throws {
        let digest = xa.context.sealer.digest(_:)
        let sent: [[UInt8]] = [[0x30, 0x01, 0x01], [0x30, 0x01, 0x02]]
        let versions = await xb.context.trust.versions
        func answered(_ named: [Digest]) async -> Code? {
            let answer = ExchangeAnswer(
                versions: versions,
                items: named.map { .init(envelope: $0, result: .later(.peerBusy, after: .zero)) },
                evidence: [])
            let link = ScriptedLink { _, _ in PeerResponse(status: 200, body: answer.encoded()) }
            return await refusal(link) { talk throws(HeliographError) in
                _ = try await talk.post(sent, to: codeXB)
            }
        }
        let genuine = sent.map(digest)
        #expect(await answered(genuine) == nil)
        for named in [
            [], [genuine[0]], genuine.reversed(), genuine + [genuine[0]],
            [genuine[0], genuine[0]], [genuine[0], digest([9])],
        ] {
            #expect(await answered(named) == .peerAnswerInvalid)
        }
    }

    @Test("to an announcement must be its own word, about us, and about this announcement")
    func probes() async throws {
        let digest = await xa.context.sealer.digest(xa.context.trust.hello.encoded())
        let codeXC = SpecimenFederation.member("XC")
        func answered(
            by member: String = "XB", of speaker: MemberCode? = nil, about: MemberCode? = nil,
            announcement: Digest? = nil
        ) async throws -> Code? {
            let probe = ProbeContent(
                by: speaker ?? codeXB, about: about ?? codeXA,
                announcement: announcement ?? digest, keyBundle: 1, revocationLists: [:],
                trustList: 1, at: xa.clock.now.flooredToSecond)
            let der = try xa.federation.sealer(member).sign(
                probe.encoded(), as: .probe, at: xa.clock.now)
            let link = ScriptedLink { _, _ in PeerResponse(status: 200, body: der) }
            return await refusal(link) { talk throws(HeliographError) in
                _ = try await talk.announce(to: codeXB)
            }
        }
        #expect(try await answered() == nil)
        #expect(try await answered(by: "XC") != nil, "signed by another")
        #expect(try await answered(of: codeXC) == .peerAnswerInvalid)
        #expect(try await answered(about: codeXC) == .peerAnswerInvalid)
        let earlier = xa.context.sealer.digest([1])
        #expect(
            try await answered(announcement: earlier) == .peerAnswerInvalid,
            "an old word sent again")
    }

    @Test("that was lost is not asked for at another endpoint; only where nothing was read it is")
    func endpoints() async throws {
        let endpoints = ["https://127.0.0.1:1", "https://127.0.0.1:2"]
        try await xa.takeList("XB") { $0.with(endpoints: endpoints) }
        for code in Code.allCases {
            let asked = Mutex<[String]>([])
            let link = ScriptedLink { _, address throws(HeliographError) in
                asked.withLock { $0.append(address.endpoint) }
                throw HeliographError(code, "The test says so.")
            }
            let thrown = await refusal(link) { talk throws(HeliographError) in
                _ = try await talk.post([[0x30, 0x00]], to: codeXB)
            }
            #expect(thrown == code)
            let nothingWasRead = [Code.peerUnreachable, .peerDoesNotKnowUs].contains(code)
            #expect(
                asked.withLock { $0 } == (nothingWasRead ? endpoints : [endpoints[0]]), "\(code)")
        }
    }
}
