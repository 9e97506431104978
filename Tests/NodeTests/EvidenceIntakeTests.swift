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

/// Evidence that a recipient may give about our messages, and the changes that it can still make.
@Suite("Evidence about our own messages")
struct EvidenceIntakeTests {
    let xa: MemoryNode
    let xb: MemoryNode

    init() async throws {
        (xa, xb) = try await MemoryNode.pair()
    }

    /// One entry before it is signed, to be bent by a test.
    private struct Word {
        var step = EvidenceStep.delivered
        var by: MemberCode
        var from: MemberCode
        var id: MessageID
        var seal = 1
        var recipient: MemberCode
        var contentDigest: Digest
        var code: Code?
        let at: Instant

        var entry: EvidenceEntry {
            EvidenceEntry(
                step: step, by: by, from: from, id: id, seal: seal, recipient: recipient,
                contentDigest: contentDigest, at: at, code: code)
        }
    }

    /// An entry that XB may sign about a message to it.
    private func word(_ message: OutgoingMessage, _ step: EvidenceStep = .delivered) -> Word {
        Word(
            step: step, by: xb.context.member, from: xa.context.member, id: message.id,
            recipient: xb.context.member, contentDigest: message.contentDigest,
            code: step == .refused ? .noticeInvalid : nil, at: xa.clock.now.flooredToSecond)
    }

    /// XB signs the entries, and XA takes them in.
    ///
    /// - Returns: the code of the refusal; nil if they were taken.
    private func take(_ words: [Word]) async throws -> Code? {
        let der = try xb.context.sealer.sign(
            EvidenceContent.encode(words.map(\.entry)), as: .evidence, at: xb.clock.now)
        do {
            _ = try await EvidenceIntake(context: xa.context).take(der)
            return nil
        } catch {
            return error.code
        }
    }

    private func delivery(_ message: OutgoingMessage) async throws -> Delivery {
        try #require(
            try await xa.context.store.delivery(
                DeliveryKey(id: message.id, recipient: xb.context.member)))
    }

    private static let said: [EvidenceStep] = [.delivered, .retrieved, .refused]

    @Test(
        """
        each entry must be its signer's to say, about what was sent to it; one that is not takes \
        the rest along
        """,
        arguments: said)
    func founded(step: EvidenceStep) async throws {
        let message = try await xa.submitAlert().messages[0]
        let other = try await xa.submitAlert(to: ["XB"], number: 8).messages[0]
        let elsewhere = try await xa.submitAlert(to: ["XC"], number: 9).messages[0]
        let codeXC = SpecimenFederation.member("XC")
        let flaws: [(String, (inout Word) -> Void)] = [
            ("another member's word", { $0.by = codeXC }),
            ("the word of the issuer", { $0.by = $0.from }),
            ("about another member's message", { $0.from = codeXC }),
            ("about a message of its own", { $0.from = $0.by }),
            ("for another recipient", { $0.recipient = codeXC }),
            ("about another content", { $0.contentDigest = other.contentDigest }),
            ("about another message", { $0.id = other.id }),
            (
                "about a message to others",
                {
                    $0.id = elsewhere.id
                    $0.contentDigest = elsewhere.contentDigest
                }
            ),
            (
                "that it was accepted",
                {
                    $0.step = .accepted
                    $0.code = nil
                }
            ),
        ]
        let kept = await xa.store.evidence(from: xa.context.member, id: message.id).count
        for (flaw, bend) in flaws {
            var bent = word(message, step)
            bend(&bent)
            // The first entry decides which member must have signed.
            for words in [[bent], [word(other, step), bent], [word(message, step), bent]]
            where words[0].by == xb.context.member {
                #expect(try await take(words) == .evidenceUnfounded, "\(flaw)")
            }
        }
        for one in [message, other] {
            #expect(try await delivery(one).state == .queued)
            #expect(try await delivery(one).deliveredAt == nil)
        }
        #expect(await xa.store.evidence(from: xa.context.member, id: message.id).count == kept)
        #expect(try await take([word(message, step), word(other, step)]) == nil)
        for one in [message, other] { #expect(try await delivery(one).state.isClosed) }
    }

    @Test(
        "a refusal is final for its own seal and for no other, whatever its code",
        arguments: [Code.noticeInvalid, .keyStale, .certificateUntrusted, .expired])
    func refusedSeal(code: Code) async throws {
        let message = try await xa.submitAlert(to: ["XB"]).messages[0]
        let press = SealPress(context: xa.context)
        _ = try await press.envelope(for: message, to: xb.context.member, after: 1)
        let key = DeliveryKey(id: message.id, recipient: xb.context.member)
        try await xa.context.update(key) {
            $0.seal = 2
            $0.state = .sending
        }
        let before = try await delivery(message)
        var refusal = word(message, .refused)
        refusal.code = code
        #expect(try await take([refusal]) == nil)
        #expect(try await delivery(message) == before)
        refusal.seal = 2
        #expect(try await take([refusal]) == nil)
        let after = try await delivery(message)
        #expect(after.lastCode == code)
        #expect(after.state == (code == .keyStale ? .queued : .refused))
    }

    @Test(
        """
        what was closed here stays as it is whatever the recipient says later; its word is kept, \
        and when it had it
        """,
        arguments: [
            DeliveryState.cancelled, .superseded, .refused, .expiredUndelivered, .retrieved,
        ], said)
    func late(state: DeliveryState, step: EvidenceStep) async throws {
        let message = try await xa.submitAlert(to: ["XB"]).messages[0]
        let key = DeliveryKey(id: message.id, recipient: xb.context.member)
        try await xa.context.update(key) {
            $0.seal = 1
            $0.state = state
        }
        let before = try await delivery(message)
        let late = word(message, step)
        #expect(try await take([late]) == nil)
        let after = try await delivery(message)
        #expect(after.state == state)
        #expect(after.changed == before.changed)
        #expect(after.lastCode == before.lastCode)
        let isNews = step == .delivered || step == .retrieved && state != .retrieved
        // A delivery that was refused was not delivered as well.
        let tells = isNews && state != .refused
        #expect(after.deliveredAt == (tells ? late.at : nil))
        let kept = await xa.store.evidence(from: xa.context.member, id: message.id)
        #expect(kept.flatMap(\.entries).contains(late.entry))
    }

    @Test("an evidence that is not kept closes nothing, and nobody is told that it did")
    func durable() async throws {
        let faults: [(EvidenceStep, MemoryStore.Fault)] = [
            (.delivered, .beforeApplying), (.refused, .beforeApplying),
            (.retrieved, .afterApplying),
        ]
        for (number, (step, fault)) in faults.enumerated() {
            let message = try await xa.submitAlert(to: ["XB"], number: 10 + number).messages[0]
            await xa.store.failCommit(1, fault)
            #expect(try await take([word(message, step)]) == .storeFailed)
            if fault == .beforeApplying { #expect(try await delivery(message).state == .queued) }
        }
    }
}
