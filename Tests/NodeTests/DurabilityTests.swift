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

/// No answer precedes its commit. One store lets commits wait, another lets them fail.
@Suite("Nothing is said before it is durable")
struct DurabilityTests {
    let xa: MemoryNode
    let xb: MemoryNode

    init() async throws {
        (xa, xb) = try await MemoryNode.pair()
    }

    /// A request to a node whose result must be kept.
    enum Deed: String, CaseIterable {
        case submit = "a notice is submitted"
        case continuation = "a thread is continued"
        case reception = "a message is received"
        case conflict = "a second content is received under one id"
        case evidence = "evidence is taken in"
        case announcement = "an announcement is answered"
        case list = "a trust list is imported"
        case load = "bytes are about to leave"
        case reissue = "a message is issued anew"
    }

    /// Prepares a deed. The closure does it once; it throws or returns false unless the deed was
    /// done.
    private func prepare(_ deed: Deed) async throws -> @Sendable () async throws -> Bool {
        let (xa, xb) = (xa, xb)
        switch deed {
        case .submit:
            return { try await !xa.submitAlert(number: 9).queued.isEmpty }
        case .continuation:
            let alert = try await xa.submitAlert()
            return {
                let cancel = try await xa.submit(
                    alert.notice.successor(
                        operation: .cancel, at: xa.clock.now, superseding: [], reason: "over"))
                return !cancel.closed.isEmpty
            }
        case .reception:
            let envelope = try await xa.envelope(xa.submitAlert().messages[0].id)
            return { try await xb.receive(envelope) == "delivered" }
        case .conflict:
            let first = try await xa.envelope(xa.submitAlert().messages[0].id)
            #expect(try await xb.receive(first) == "delivered")
            let second = try xa.reframed(first)
            return { try await xb.receive(second) == "refused id-conflict" }
        case .evidence:
            let envelope = try await xa.envelope(xa.submitAlert().messages[0].id)
            let outcome = await xb.reception.receive([envelope], from: xa.context.member)
            let word = outcome.evidence[0]
            return {
                try await !EvidenceIntake(context: xa.context).take(word).closed.isEmpty
            }
        case .announcement:
            let tree = xa.federation.tree("XA")
            let bundle = try xa.context.sealer.sign(
                tree.bundle(version: 2, at: xa.clock.now).encoded(), as: .keyBundle,
                at: xa.clock.now)
            let hello = Hello(
                versions: HeldVersions(
                    member: xa.context.member, time: xa.clock.now.flooredToSecond, trustList: 1,
                    keyBundle: 2),
                trustList: xa.federation.trustList, keyBundle: bundle,
                revocationLists: [tree.revocationList.der])
            let inbound = InboundRequest(
                carrier: .member(xa.context.member),
                request: PeerRequest(
                    method: .post, path: ExchangePath.announcements, body: hello.encoded()))
            return { await xb.service.answer(inbound).status == 200 }
        case .list:
            return {
                try await xa.takeList("XC", .suspended)
                return true
            }
        case .load:
            let delivery = try await xa.submitAlert().queued[0]
            let key = DeliveryKey(id: delivery.id, recipient: delivery.recipient)
            return { try await Parcel.load([key], xa.context).parcels.count == 1 }
        case .reissue:
            let id = try await xa.submitAlert().messages[0].id
            try await xa.revokeSigningKey()
            try xa.useAnotherSigningKey()
            return { try await Reissue(context: xa.context).reissue(id)?.queued.isEmpty == false }
        }
    }

    @Test("while the disk is at work, nothing is said yet", arguments: Deed.allCases)
    func waits(deed: Deed) async throws {
        let doing = try await prepare(deed)
        for node in [xa, xb] { await node.store.holdCommits() }
        let isOver = Flag()
        let done = Task {
            defer { isOver.raise() }
            return try await doing()
        }
        // Each commit of the deed is held, and let go alone.
        while true {
            try await eventually("it comes to its end, or to a commit") {
                if isOver.isRaised { return true }
                return await held > 0
            }
            guard await held > 0 else { break }
            #expect(!isOver.isRaised, "\(deed.rawValue): it was said already")
            for node in [xa, xb] {
                await node.store.releaseCommits()
                await node.store.holdCommits()
            }
        }
        #expect(try await done.value)
    }

    private var held: Int {
        get async { await xa.store.heldCount + xb.store.heldCount }
    }

    @Test(
        "whichever of its commits fails, nobody is told that it was done", arguments: Deed.allCases,
        [MemoryStore.Fault.beforeApplying, .afterApplying])
    func fails(deed: Deed, fault: MemoryStore.Fault) async throws {
        let counter = try await Self().prepared(deed)
        let count = try await counter.commitsOf()
        #expect(count >= 1, "\(deed.rawValue) keeps nothing")
        for number in 1...max(1, count) {
            let fresh = try await Self()
            let doing = try await fresh.prepare(deed)
            for node in [fresh.xa, fresh.xb] { await node.store.failCommit(number, fault) }
            let isDone = (try? await doing()) ?? false
            #expect(!isDone, "\(deed.rawValue): commit \(number) of \(count) failed")
        }
    }

    private struct Prepared {
        let nodes: [MemoryNode]
        let doing: @Sendable () async throws -> Bool

        /// The number of commits that the deed takes if nothing fails.
        func commitsOf() async throws -> Int {
            var before = 0
            for node in nodes { before += await node.store.commitCount }
            #expect(try await doing())
            var after = 0
            for node in nodes { after += await node.store.commitCount }
            return after - before
        }
    }

    private func prepared(_ deed: Deed) async throws -> Prepared {
        Prepared(nodes: [xa, xb], doing: try await prepare(deed))
    }
}
