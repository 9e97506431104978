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

/// Submissions that come together share one signature, and no others do.
@Suite("Our own word that notices were taken in")
struct AcceptanceTests {
    let node: MemoryNode

    init() async throws {
        (node, _) = try await MemoryNode.pair()
    }

    private func message(to codes: [String]) -> OutgoingMessage {
        var make = Specimen(seed: 81)
        let now = node.clock.now
        let id = node.context.entropy.messageID(at: now)
        return OutgoingMessage(
            id: id, thread: "XA-GN-2027-000001", sequence: 1, kind: "green-notice",
            operation: "issue", created: now, expires: now + .hours(24),
            contentDigest: node.context.sealer.digest(id.bytes),
            recipients: codes.map(SpecimenFederation.member),
            signer: make.keyID(),
            inner: node.context.entropy.recordID(at: now))
    }

    @Test("those who come before it is signed share a signature; who writes to others does not")
    func together() async throws {
        let gate = Gate()
        let press = AcceptanceEvidence(
            member: node.context.member, sealer: node.context.sealer
        ) { await gate.pass() }
        let context = node.context
        let now = node.clock.now
        let messages = [["XB"], ["XB"], ["XB"], ["XC"]].map(message)
        let documents = try await withThrowingTaskGroup(
            of: (MessageID, [EvidenceDocument]).self
        ) { group in
            for message in messages {
                group.addTask {
                    (
                        message.id,
                        try await press.evidence(for: [message], at: now, mayWait: true)
                    )
                }
            }
            try await eventually("all wait") { press.waitingCount == messages.count }
            gate.open()
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        let toXB = try messages.prefix(3).map { try #require(documents[$0.id]) }
        #expect(toXB.allSatisfy { $0 == toXB[0] && $0.count == 1 })
        #expect(Set(toXB[0][0].entries.map(\.id)) == Set(messages.prefix(3).map(\.id)))
        let toXC = try #require(documents[messages[3].id])
        #expect(toXC.flatMap(\.entries).map(\.id) == [messages[3].id])
        for document in [toXB[0][0], toXC[0]] {
            let verified = try context.sealer.verify(document.der, as: .evidence, at: now) { _ in
                context.member
            }
            #expect(try EvidenceContent.read(verified.content) == document.entries)
        }
    }

    @Test("what is signed together is signed at the moment of the last")
    func moments() async throws {
        let gate = Gate()
        let press = AcceptanceEvidence(
            member: node.context.member, sealer: node.context.sealer
        ) { await gate.pass() }
        let (context, now) = (node.context, node.clock.now)
        let (early, late) = (message(to: ["XB"]), message(to: ["XB"]))
        async let first = press.evidence(for: [early], at: now, mayWait: true)
        try await eventually("the first waits") { press.waitingCount == 1 }
        async let second = press.evidence(
            for: [late], at: now + .minutes(3), mayWait: true)
        try await eventually("both wait") { press.waitingCount == 2 }
        gate.open()
        let documents = try await (first, second)
        let document = try #require(documents.0.first)
        #expect(documents.1 == [document])
        #expect(document.entries.map(\.at) == [now, now + .minutes(3)])
        let signedAt = try context.sealer.verify(
            document.der, as: .evidence, at: now + .minutes(5)
        ) { _ in context.member }.signedAt
        #expect(signedAt == now + .minutes(3))
    }

    @Test("an alert that leaves at once waits for nobody")
    func alone() async throws {
        let press = AcceptanceEvidence(
            member: node.context.member, sealer: node.context.sealer
        ) { Issue.record("It waited.") }
        let one = message(to: ["XB"])
        let documents = try await press.evidence(
            for: [one], at: node.clock.now, mayWait: false)
        #expect(documents.flatMap(\.entries).map(\.id) == [one.id])
    }
}

/// A gate that holds everybody until it is opened.
private final class Gate: Sendable {
    private let isOpen = Flag()

    func open() { isOpen.raise() }

    func pass() async {
        try? await eventually("the gate is opened") { isOpen.isRaised }
    }
}
