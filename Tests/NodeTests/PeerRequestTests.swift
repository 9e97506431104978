import Certificates
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

/// Answers to a member in good standing.
@Suite("A member's request")
struct PeerRequestTests {
    let xa: MemoryNode
    let xb: MemoryNode

    init() async throws {
        (xa, xb) = try await MemoryNode.pair()
    }

    private func post(_ path: String, _ body: [UInt8]) async -> PeerResponse {
        await xb.service.answer(
            InboundRequest(
                carrier: .member(xa.context.member),
                request: PeerRequest(method: .post, path: path, body: body)))
    }

    /// Evidence about XB's messages, signed by XA, with its digests.
    private func words(_ count: Int) async throws -> [(der: [UInt8], digest: Digest)] {
        var words: [(der: [UInt8], digest: Digest)] = []
        for number in 1...count {
            let message = try await xb.submitAlert(to: ["XA"], number: number).messages[0]
            let entry = EvidenceEntry(
                step: .delivered, by: xa.context.member, from: xb.context.member, id: message.id,
                seal: 1, recipient: xa.context.member, contentDigest: message.contentDigest,
                at: xa.clock.now.flooredToSecond)
            let der = try xa.context.sealer.sign(
                EvidenceContent.encode([entry]), as: .evidence, at: xa.clock.now)
            words.append((der, xb.context.sealer.digest(der)))
        }
        return words
    }

    private func evidence(_ documents: [[UInt8]]) async throws -> EvidenceAnswer {
        let answer = await post(ExchangePath.evidence, documents.flatMap { $0 })
        #expect(answer.status == 200)
        return try EvidenceAnswer.read(answer.body)
    }

    @Test(
        """
        our own trouble is no verdict on evidence: it is named neither as held nor as refused, and \
        is taken when it comes again
        """,
        arguments: Code.allCases.filter { $0.isOfStore && $0.isWorthRetrying })
    func ownTrouble(code: Code) async throws {
        let words = try await words(3)
        await xb.store.failCommit(2, .beforeApplying, with: code)
        let first = try await evidence(words.map(\.der))
        #expect(first.held == [words[0].digest, words[2].digest])
        #expect(first.refused.isEmpty)
        let again = try await evidence(words.map(\.der))
        #expect(again.held == words.map(\.digest))
    }

    @Test("evidence that nobody could give is refused for good, and the rest beside it is held")
    func refused() async throws {
        let words = try await words(2)
        let stranger = try xa.context.sealer.sign([1, 2], as: .evidence, at: xa.clock.now)
        let answer = try await evidence([words[0].der, stranger, words[1].der])
        #expect(answer.held == words.map(\.digest))
        #expect(answer.refused == [xb.context.sealer.digest(stranger)])
    }

    @Test(
        "an announcement is its carrier's own, whosever documents it brings",
        arguments: ["XA", "XC"])
    func announcements(documents: String) async throws {
        let federation = xa.federation
        let tree = federation.tree(documents)
        let bundle = try federation.sealer(documents).sign(
            tree.bundle(version: 2, at: federation.now).encoded(), as: .keyBundle,
            at: federation.now)
        func announce(as member: String) async -> PeerResponse {
            let hello = Hello(
                versions: HeldVersions(
                    member: SpecimenFederation.member(member),
                    time: federation.now.flooredToSecond, trustList: 1, keyBundle: 2),
                trustList: federation.trustList, keyBundle: bundle,
                revocationLists: [tree.revocationList.der])
            return await post(ExchangePath.announcements, hello.encoded())
        }
        for member in ["XB", "XC"] {
            let answer = await announce(as: member)
            #expect(answer.status == 409)
            let code = try JSON.parse(answer.body)["code"]?.stringValue
            #expect(code == Code.bundleForeign.rawValue)
        }
        for code in ["XA", "XC"] {
            #expect(
                await xb.context.trust.bundleVersion(of: SpecimenFederation.member(code)) == 1)
        }
        #expect(await announce(as: "XA").status == (documents == "XA" ? 200 : 409))
    }
}
