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

/// Refused deeds of a member stand in the log under the member's name, and do not fill the log.
@Suite("The log of peers")
struct PeerLogTests {
    private let clock = SteppedClock(at: Instant(seconds: 1_800_000_000))
    private let lines = LogLines()
    private let xb = SpecimenFederation.member("XB")
    private let xc = SpecimenFederation.member("XC")

    private func error(_ code: Code, _ detail: String = "") -> HeliographError {
        HeliographError(code, code.meaning, detail: [detail])
    }

    private func counts(_ event: String) -> [JSON?] { lines.of(event).map { $0["count"] } }

    @Test("one line a member and kind in ten minutes; the next says how many were held back")
    func held() {
        let log = PeerLog(lines.log, clock: clock)
        for _ in 0..<500 {
            log.log(.warning, "message-not-taken", of: xb, error(.signatureInvalid))
        }
        log.log(.warning, "message-not-taken", of: xc, error(.signatureInvalid))
        log.log(.warning, "message-not-taken", of: xb, error(.malformed, "one reason"))
        log.log(.warning, "message-not-taken", of: xb, error(.malformed, "another"))
        #expect(lines.all.map { $0["peer"] } == ["XB", "XC", "XB", "XB"])
        #expect(counts("message-not-taken") == [1, 1, 1, 1])
        clock.advance(by: .minutes(10))
        log.log(.warning, "message-not-taken", of: xb, error(.signatureInvalid))
        #expect(counts("message-not-taken").last == 500)
    }

    @Test("a member that finds ever new reasons gets no line for each, and hides nobody else's")
    func bounded() {
        let log = PeerLog(lines.log, clock: clock)
        for number in 0..<1_000 {
            log.log(.warning, "message-not-taken", of: xb, error(.malformed, "\(number)"))
        }
        log.log(.warning, "message-not-taken", of: xc, error(.malformed))
        #expect(lines.of("message-not-taken").count == PeerLog.kindsMax + 1)
        #expect(lines.of("more-not-taken").map { $0["peer"] } == ["XB"])
        #expect(lines.all.last?["peer"] == "XC")
    }

    @Test("two announcements that cross ring no alarm; one that cannot be proved does")
    func announcements() {
        let log = PeerLog(lines.log, clock: clock)
        for code in [Code.bundleRollback, .peerBusy, .listFork] {
            log.announcementNotTaken(of: xb, error(code))
        }
        #expect(lines.all.isEmpty)
        for code in [Code.keyReused, .revocationRollback, .storeBusy] {
            log.announcementNotTaken(of: xb, error(code))
        }
        #expect(
            lines.events
                == ["announcement-not-taken", "announcement-not-taken", "announcement-not-kept"])
    }
}

/// The same promises on a whole node.
@Suite("What peers do, in a node's log")
struct PeerLinesTests {
    let federation: SpecimenFederation
    let lines = LogLines()
    let xa: MemoryNode
    let xb: MemoryNode
    let service: ExchangeService
    let codeXA = SpecimenFederation.member("XA")

    init() async throws {
        federation = try SpecimenFederation()
        xa = try await MemoryNode("XA", in: federation)
        xb = try await MemoryNode("XB", in: federation, lines: lines)
        service = ExchangeService(
            context: xb.context, reception: xb.reception, peerWasHeard: { _ in },
            deliveriesClosed: { _ in })
    }

    private func post(_ path: String, _ body: [UInt8]) async -> Int {
        let request = PeerRequest(method: .post, path: path, body: body)
        return await service.answer(InboundRequest(carrier: .member(codeXA), request: request))
            .status
    }

    private func hello(
        _ version: Int64, _ certificates: [[UInt8]]? = nil, list: [UInt8]? = nil
    ) throws -> [UInt8] {
        let bundle = KeyBundle(
            member: codeXA, version: version, issued: federation.now,
            certificates: certificates
                ?? federation.tree("XA").bundle(version: 1, at: federation.now).certificates)
        return Hello(
            versions: HeldVersions(
                member: codeXA, time: federation.now, trustList: 1, keyBundle: Int(version)),
            trustList: list ?? federation.trustList,
            keyBundle: try xa.context.sealer.sign(
                bundle.encoded(), as: .keyBundle, at: federation.now), revocationLists: []
        ).encoded()
    }

    @Test(
        """
        a message, evidence, an announcement and a list that are not taken name who brought them, \
        once
        """
    )
    func named() async throws {
        let id = try await xa.submitAlert(to: ["XB"]).messages[0].id
        var forged = try await xa.envelope(id)
        forged[forged.count - 1] ^= 1
        let evidence = try xa.context.sealer.sign([1], as: .evidence, at: federation.now)
        let foreign = federation.tree("XC").leaf(.encryption).certificate.der
        let press = ListPress(federation: federation)
        let first = federation.view.list
        let fork = try press.sign(
            press.next(after: first, version: 1, previous: first.previous, life: .days(7)),
            by: [federation.listSigner])
        let stranger = try SpecimenFederation.makeSigner()
        let unsigned = try press.sign(
            press.next(after: first, version: 1, previous: first.previous, life: .days(8)),
            by: [stranger])
        for _ in 0..<3 {
            _ = await post(ExchangePath.messages, forged)
            _ = await post(ExchangePath.evidence, evidence)
            #expect(await post(ExchangePath.announcements, try hello(3, [foreign])) == 409)
            _ = await post(ExchangePath.announcements, try hello(2, list: fork))
            _ = await post(ExchangePath.announcements, try hello(2, list: unsigned))
        }
        for (event, level, count) in [
            ("message-not-taken", "warning", 1), ("evidence-not-taken", "warning", 1),
            ("announcement-not-taken", "alarm", 1), ("trust-list-fork", "alarm", 2),
            ("trust-list-not-taken", "warning", 1),
        ] {
            let found = lines.of(event)
            #expect(found.count == count, "\(event)")
            #expect(found.allSatisfy { $0["peer"] == "XA" }, "\(event)")
            #expect(found.allSatisfy { $0["level"] == .string(level) }, "\(event)")
        }
    }

    @Test("an older bundle is answered with what is held, and rings no alarm")
    func crossing() async throws {
        #expect(await post(ExchangePath.announcements, try hello(5)) == 200)
        #expect(await post(ExchangePath.announcements, try hello(4)) == 200)
        #expect(lines.all.allSatisfy { $0["level"] == "info" })
        #expect(await xb.context.trust.bundleVersion(of: codeXA) == 5)
    }

    @Test(
        """
        somebody else at a member's address is a warning, and stands in the outbox, though the \
        member calls
        """
    )
    func impostor() async throws {
        let lines = LogLines()
        let node = try await MemoryNode("XA", in: federation, lines: lines)
        let conversation = PeerConversation(
            context: node.context.station, link: Impostor(), clocks: node.clocks)
        let sent = try await node.submitAlert(to: ["XB"])
        let codeXB = SpecimenFederation.member("XB")
        for _ in 0..<3 {
            await #expect(throws: HeliographError(.peerUntrusted, "")) {
                try await conversation.hello(codeXB)
            }
        }
        try await node.store.commit([
            .putPeer(PeerRow(member: codeXB, lastContact: node.clock.now))
        ])
        let warning = try #require(lines.of("peer-not-reached").first)
        #expect(lines.of("peer-not-reached").count == 1)
        #expect(warning["level"] == "warning")
        #expect(warning["peer"] == "XB")
        #expect(warning["code"] == "peer-untrusted")
        let desk = try await HoldUpDesk(context: node.context, isServing: true)
        #expect(desk.told(of: sent.queued[0]).code == .peerUntrusted)
        node.context.station.calls.note(nil, of: codeXB)
        #expect(
            try await HoldUpDesk(context: node.context, isServing: true).code(for: codeXB) == nil)
    }
}

/// A link at which another member answers.
private struct Impostor: PeerLink {
    func exchange(
        _ request: PeerRequest, with peer: PeerAddress
    ) async throws(HeliographError) -> PeerResponse {
        throw HeliographError(.peerUntrusted, Code.peerUntrusted.meaning)
    }
}
