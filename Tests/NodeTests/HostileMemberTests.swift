import Certificates
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
@testable import Sealing
@testable import Secretariat
@testable import Station
@testable import Traffic

@Suite("A member that means harm")
struct HostileMemberTests {
    let federation: SpecimenFederation
    let xa: MemoryNode
    let xb: MemoryNode

    init() async throws {
        federation = try SpecimenFederation()
        xa = try await MemoryNode("XA", in: federation)
        xb = try await MemoryNode("XB", in: federation)
    }

    /// Frames of XA to XB that verify, and that have nothing inside.
    private func refusable(_ number: Int) throws -> [UInt8] {
        let sealer = try federation.sealer("XA")
        let header: JSON = [
            "version": 1, "suite": "p256-a256gcm-sha256", "from": "XA",
            "id": .string(xa.context.entropy.messageID(at: xa.clock.now).description),
            "to": ["XB"], "seal": 1,
            "contentDigest": .string(
                sealer.digest([UInt8](repeating: 1, count: number)).description),
            "created": JSON(xa.clock.now.flooredToSecond),
            "expires": JSON((xa.clock.now + .hours(48)).flooredToSecond), "envelopeBytes": 3,
            "recipients": [
                [
                    "member": "XB", "precedence": "routine", "deadline": .null,
                    "keyID": .string(String(repeating: "ab", count: 20)),
                ]
            ],
        ]
        return try sealer.sign(
            header.encoded() + [0x0A, 1, 2, 3], as: .frame, at: xa.clock.now)
    }

    @Test(
        "refusals beyond the allowance are put off, not signed, and another member is not held up")
    func refusals() async throws {
        let frame = try refusable(1)
        #expect(try await xb.receive(frame) == "refused malformed")
        for _ in 1..<Allowance.refusals.burst {
            #expect(
                xb.context.allowances.draw(
                    .refusals, by: xa.context.member, "refusals") == nil)
        }
        let next = try refusable(2)
        #expect(try await xb.receive(next) == "later peer-busy")
        #expect(try await xb.receive(frame) == "refused malformed", "an earlier verdict stands")
        // A good message in the same request is taken in all the same.
        let good = try await xa.submitAlert().messages[0]
        #expect(try await xb.receive(xa.envelope(good.id)) == "delivered")
        let xc = try await MemoryNode("XC", in: federation)
        let other = try await xc.submitAlert(to: ["XB"]).messages[0]
        #expect(try await xb.receive(xc.envelope(other.id), from: "XC") == "delivered")
        xb.clock.advance(by: .seconds(1))
        #expect(try await xb.receive(next) == "refused malformed", "put off, and not forgotten")
    }

    @Test(
        "messages beyond the allowance wait at their sender; what is here is answered all the same")
    func messages() async throws {
        let first = try await xa.submitAlert(number: 7).messages[0]
        #expect(try await xb.receive(xa.envelope(first.id)) == "delivered")
        let draw = { (count: Int) in
            xb.context.allowances.draw(
                .messages, count, by: xa.context.member, "messages")
        }
        #expect(draw(Allowance.messages.burst - 1) == nil)
        #expect(draw(1) != nil, "the message has drawn one")
        let second = try await xa.submitAlert(number: 8).messages[0]
        #expect(try await xb.receive(xa.envelope(second.id)) == "later peer-busy")
        #expect(try await xb.receive(xa.envelope(first.id)) == "delivered", "its word is kept")
        #expect(try await xb.context.store.inboxItems(id: second.id) == [])
        let xc = try await MemoryNode("XC", in: federation)
        let other = try await xc.submitAlert(to: ["XB"]).messages[0]
        #expect(try await xb.receive(xc.envelope(other.id), from: "XC") == "delivered")
        xb.clock.advance(by: Allowance.messages.refill)
        #expect(try await xb.receive(xa.envelope(second.id)) == "delivered")
    }

    @Test("conflicts beyond the allowance are put off, and the table stays as it is")
    func conflicts() async throws {
        let first = try await xa.submitAlert(number: 7).messages[0]
        #expect(try await xb.receive(xa.envelope(first.id)) == "delivered")
        for _ in 0..<Allowance.conflicts.burst {
            _ = xb.context.allowances.draw(
                .conflicts, by: xa.context.member, "conflicts")
        }
        let second = try xa.reframed(await xa.envelope(first.id))
        #expect(try await xb.receive(second) == "later peer-busy")
        #expect(await xb.store.conflicts(limit: 9).isEmpty)
        xb.clock.advance(by: Allowance.conflicts.refill)
        #expect(try await xb.receive(second) == "refused id-conflict")
        #expect(await xb.store.conflicts(limit: 9).count == 1)
    }

    @Test("evidence that says nothing new is kept so often and no oftener")
    func evidence() async throws {
        let message = try await xa.submitAlert(to: ["XB"]).messages[0]
        let intake = EvidenceIntake(context: xa.context)
        func word(_ second: Int64) throws -> [UInt8] {
            let entry = EvidenceEntry(
                step: .delivered, by: xb.context.member, from: xa.context.member, id: message.id,
                seal: 1, recipient: xb.context.member, contentDigest: message.contentDigest,
                at: (xa.clock.now + .seconds(second)).flooredToSecond)
            return try xb.context.sealer.sign(
                EvidenceContent.encode([entry]), as: .evidence, at: xa.clock.now)
        }
        let first = try word(0)
        #expect(try await intake.take(first).closed.count == 1)
        #expect(try await intake.take(word(1)).closed.isEmpty, "another word of it is kept too")
        for _ in 0..<Allowance.repeatedEvidence.burst {
            _ = xa.context.allowances.draw(
                .repeatedEvidence, by: xb.context.member, "evidence")
        }
        let more = try word(2)
        let refusal = await #expect(throws: HeliographError.self) { try await intake.take(more) }
        #expect(refusal?.code == .peerBusy)
        #expect(try await intake.take(first).document.der == first, "what is held stays held")
        let kept = await xa.store.evidence(from: xa.context.member, id: message.id)
        #expect(kept.count == 3, "our own acceptance, and two of XB's")
    }

    @Test("announcements beyond the allowance are put off, and the flood is one alarm")
    func announcements() async throws {
        let lines = Mutex<[String]>([])
        let log = Log(member: xb.context.member, clock: { federation.now }) { bytes in
            lines.withLock { $0.append(String(decoding: bytes, as: UTF8.self)) }
        }
        let context = TrafficContext(
            station: NodeContext(
                member: xb.context.member, store: xb.store, sealer: xb.context.sealer,
                vault: xb.context.vault, shelf: xb.shelf, clock: xb.clock,
                entropy: xb.context.entropy, trust: xb.context.trust, log: log),
            rules: xb.context.authorRules, territories: TerritoryBook())
        let service = ExchangeService(
            context: context, reception: Reception(context: context, clocks: xb.clocks),
            peerWasHeard: { _ in },
            deliveriesClosed: { _ in })
        let tree = federation.tree("XA")
        let sealer = try federation.sealer("XA")
        func announce(_ version: Int64) async throws -> Int {
            let bundle = try sealer.sign(
                tree.bundle(version: version, at: federation.now).encoded(), as: .keyBundle,
                at: federation.now)
            let hello = Hello(
                versions: HeldVersions(
                    member: tree.member, time: federation.now.flooredToSecond, trustList: 1,
                    keyBundle: Int(version)),
                trustList: federation.trustList, keyBundle: bundle,
                revocationLists: [tree.revocationList.der])
            let request = PeerRequest(
                method: .post, path: ExchangePath.announcements, body: hello.encoded())
            return await service.answer(
                InboundRequest(carrier: .member(tree.member), request: request)
            ).status
        }
        #expect(try await announce(2) == 200)
        while context.allowances.draw(.announcements, by: tree.member, "announcements")
            == nil
        {}
        #expect(try await announce(3) == 503)
        #expect(try await announce(4) == 503)
        #expect(await context.trust.bundleVersion(of: tree.member) == 2)
        #expect(lines.withLock { $0.filter { $0.contains("member-over-allowance") }.count } == 1)
        #expect(try await announce(2) == 200, "what is held already is kept no second time")
        xb.clock.advance(by: Allowance.announcements.refill)
        #expect(try await announce(4) == 200)
        #expect(await context.trust.bundleVersion(of: tree.member) == 4)
    }

    @Test(
        "a large request is answered whole, in several transactions, while another member is there")
    func shared() async throws {
        var envelopes: [[UInt8]] = []
        for number in 1...20 {
            let message = try await xa.submitAlert(to: ["XB"], number: number).messages[0]
            envelopes.append(try await xa.envelope(message.id))
        }
        let whole = try await MemoryNode("XB", in: federation)
        let before = await whole.store.commitCount
        let alone = await whole.reception.receive(envelopes, from: xa.context.member)
        #expect(await whole.store.commitCount == before + 1)
        #expect(alone.items.map(\.result) == Array(repeating: .evidence(0), count: 20))

        xb.context.turns.leave(try await xb.context.turns.enter(SpecimenFederation.member("XC")))
        await xb.store.failCommit(2, .beforeApplying)
        let outcome = await xb.reception.receive(
            envelopes + [envelopes[0]], from: xa.context.member)
        let results = outcome.items.map(\.result)
        #expect(results[0..<8].allSatisfy { $0 == .evidence(0) })
        #expect(
            results[8..<16].allSatisfy { $0 == .later(.storeFailed, after: .seconds(10)) },
            "what was not kept is not acknowledged, and the rest is")
        #expect(results[16..<20].allSatisfy { $0 == .evidence(1) })
        #expect(results[20] == .evidence(0), "the very evidence that answered the first")
        #expect(outcome.evidence.count == 2)
        #expect(await xb.store.inbox(InboxFilter()).count == 12)
        #expect(
            outcome.items.map(\.envelope)
                == (envelopes + [envelopes[0]]).map {
                    xb.context.sealer.digest($0)
                })
    }

    @Test("a turn is given back by whoever no longer waits for its answer")
    func abandoned() async throws {
        var limits = FairShare.Limits()
        limits.turnsMax = 1
        let turnstile = Turnstile(clock: xb.clock, limits: limits)
        let member = xa.context.member
        let held = try await turnstile.enter(member)
        let (hasGone, hasPassed) = (Flag(), Flag())
        let gone = Task {
            let code = await thrownCode { () throws(HeliographError) in
                _ = try await turnstile.enter(member)
            }
            #expect(code == .peerBusy)
            hasGone.raise()
        }
        gone.cancel()
        Task {
            let code = await thrownCode { () throws(HeliographError) in
                turnstile.leave(try await turnstile.enter(member))
            }
            #expect(code == nil)
            hasPassed.raise()
        }
        turnstile.leave(held)
        try await eventually("both had their turn, or gave it up") {
            hasGone.isRaised && hasPassed.isRaised
        }
        turnstile.leave(try await turnstile.enter(member))
    }
}

/// The code of the error; nil if there was none.
private func thrownCode(_ body: () async throws(HeliographError) -> Void) async -> Code? {
    do throws(HeliographError) {
        try await body()
        return nil
    } catch {
        return error.code
    }
}
