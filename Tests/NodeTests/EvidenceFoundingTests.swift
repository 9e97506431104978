import Exchange
import Federation
import Notices
import Ports
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

@Suite("Evidence is held to what happened")
struct EvidenceFoundingTests {
    let xa: MemoryNode
    let xb: MemoryNode
    let message: OutgoingMessage

    init() async throws {
        (xa, xb) = try await MemoryNode.pair()
        message = try await xa.submitAlert(to: ["XB"]).messages[0]
    }

    private func entry(
        _ step: EvidenceStep, seal: Int = 1, after: Duration = .zero, code: Code? = nil
    ) -> EvidenceEntry {
        EvidenceEntry(
            step: step, by: xb.context.member, from: xa.context.member, id: message.id, seal: seal,
            recipient: xb.context.member, contentDigest: message.contentDigest,
            at: (xa.clock.now + after).flooredToSecond, code: code)
    }

    private func signed(_ entries: [EvidenceEntry]) throws -> [UInt8] {
        try xb.context.sealer.sign(
            EvidenceContent.encode(entries), as: .evidence, at: xa.clock.now)
    }

    private func take(_ entries: EvidenceEntry...) async throws -> EvidenceIntake.Result {
        try await EvidenceIntake(context: xa.context).take(signed(entries))
    }

    /// The code with which the entries are refused.
    private func refusal(of entries: EvidenceEntry...) async throws -> Code? {
        let der = try signed(entries)
        return await #expect(throws: HeliographError.self) {
            try await EvidenceIntake(context: xa.context).take(der)
        }?.code
    }

    private var delivery: Delivery {
        get async throws { try #require(await xa.store.deliveries(of: message.id).first) }
    }

    @Test(
        "a time before the message was sent is nobody's to state",
        arguments: [EvidenceStep.delivered, .retrieved, .refused, .deleted, .relayed])
    func before(step: EvidenceStep) async throws {
        let code: Code? = step == .refused ? .noticeInvalid : nil
        #expect(
            try await refusal(of: entry(step, after: .minutes(-6), code: code))
                == .evidenceUnfounded)
        #expect(
            try await refusal(of: entry(step, after: .days(-20_000), code: code))
                == .evidenceUnfounded)
        #expect(try await delivery.state == .queued)
        #expect(try await delivery.deliveredAt == nil)
        _ = try await take(entry(step, after: .minutes(-4), code: code))
    }

    @Test(
        "a time that has not come is not believed, and may be brought again when it has",
        arguments: [EvidenceStep.delivered, .retrieved, .refused, .deleted, .relayed])
    func ahead(step: EvidenceStep) async throws {
        let code: Code? = step == .refused ? .noticeInvalid : nil
        let early = entry(step, after: .minutes(6), code: code)
        #expect(try await refusal(of: early) == .futureDated)
        #expect(
            try await refusal(of: entry(step, after: .days(26_000), code: code)) == .futureDated)
        #expect(try await delivery.state == .queued)
        xa.clock.advance(by: .minutes(2))
        _ = try await take(early)
    }

    @Test("a recipient whose clock is behind may have a seal that was made later by ours")
    func laterSeal() async throws {
        xa.clock.advance(by: .minutes(20))
        let press = SealPress(context: xa.context)
        _ = try await press.envelope(for: message, to: xb.context.member, after: 1)
        _ = try await take(entry(.delivered, seal: 2, after: .minutes(-19)))
        #expect(try await delivery.state == .delivered)
    }

    @Test("a node that finds the message future-dated has a clock that is behind: it may say so")
    func futureDated() async throws {
        _ = try await take(entry(.refused, after: .minutes(-25), code: .futureDated))
        #expect(try await delivery.state == .refused)
    }

    @Test("a seal that was never made, or not made for its signer, was not delivered")
    func seals() async throws {
        #expect(try await refusal(of: entry(.delivered, seal: 2)) == .evidenceUnfounded)
        #expect(
            try await refusal(of: entry(.delivered), entry(.retrieved, seal: 1_000_000))
                == .evidenceUnfounded)
        #expect(try await delivery.state == .queued)
        _ = try await take(entry(.delivered))
        #expect(try await delivery.state == .delivered)
    }

    @Test("what was refused is not delivered later; what was delivered is not refused later")
    func contradictions() async throws {
        _ = try await take(entry(.refused, code: .noticeInvalid))
        for step in [EvidenceStep.delivered, .retrieved] {
            _ = try await take(entry(step))
            #expect(try await delivery.state == .refused)
            #expect(try await delivery.deliveredAt == nil)
        }
        let other = try await xa.submitAlert(to: ["XB"], number: 8).messages[0]
        let words = [EvidenceStep.delivered, .refused].map { step in
            EvidenceEntry(
                step: step, by: xb.context.member, from: xa.context.member, id: other.id, seal: 1,
                recipient: xb.context.member, contentDigest: other.contentDigest,
                at: xa.clock.now.flooredToSecond, code: step == .refused ? .noticeInvalid : nil)
        }
        _ = try await take(words[0], words[1])
        let kept = try #require(await xa.store.deliveries(of: other.id).first)
        #expect(kept.state == .delivered)
        #expect(kept.deliveredAt != nil)
        #expect(kept.lastCode == nil)
    }

    @Test("one step of one seal is signed for so often, in one document or in many")
    func bound() async throws {
        let max = EvidenceIntake.Founding.wordsMax
        let der = try signed((0...max).map { entry(.retrieved, after: .seconds(Int64($0))) })
        let crowded = await #expect(throws: HeliographError.self) {
            try await EvidenceIntake(context: xa.context).take(der)
        }
        #expect(crowded?.code == .evidenceRepeated)
        let first = try signed([entry(.retrieved)])
        _ = try await EvidenceIntake(context: xa.context).take(first)
        for second in 1..<max {
            _ = try await take(entry(.retrieved, after: .seconds(Int64(second))))
        }
        for second in max..<(max + 4) {
            #expect(
                try await refusal(of: entry(.retrieved, after: .seconds(Int64(second))))
                    == .evidenceRepeated)
        }
        let held = await xa.store.evidenceEntries(from: xa.context.member, id: message.id)
        #expect(held.filter { $0.step == .retrieved }.count == max)
        // The bound for one step does not hold up another step, and entries that are held stay
        // answered.
        _ = try await take(entry(.deleted))
        _ = try await EvidenceIntake(context: xa.context).take(first)
    }
}
