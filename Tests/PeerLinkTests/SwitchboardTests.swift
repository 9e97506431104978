import Notices
import Ports
import TestKit
import Testing

/// The memory twin of the link fails as the real one does.
@Suite struct SwitchboardTests {
    private let xa = Specimen.member("XA")
    private let xb = Specimen.member("XB")
    private let request = PeerRequest(method: .post, path: messages, body: [1, 2])

    /// - Returns: how many of 200 requests were answered, and how many the service saw.
    private func run(_ faults: Switchboard.Faults, seed: UInt64) async -> (heard: Int, seen: Int) {
        let echo = Echo()
        let board = Switchboard(seed: seed, faults: faults)
        await board.connect(xb, to: echo)
        let link = board.link(of: xa)
        var heard = 0
        for _ in 0..<200 {
            let peer = PeerAddress(member: xb, endpoint: "memory")
            if (try? await link.exchange(request, with: peer)) != nil { heard += 1 }
        }
        return (heard, await echo.seen.count)
    }

    @Test("loss before, loss after and repetition are told apart")
    func faults() async throws {
        let none = await run(Switchboard.Faults(), seed: 1)
        #expect(none == (200, 200))
        let before = await run(Switchboard.Faults(requestLossPercent: 50), seed: 1)
        #expect(before.heard == before.seen && (60..<140).contains(before.heard))
        let after = await run(Switchboard.Faults(answerLossPercent: 50), seed: 1)
        #expect(after.seen == 200 && (60..<140).contains(after.heard))
        let twice = await run(Switchboard.Faults(duplicatePercent: 100), seed: 1)
        #expect(twice == (200, 400))
    }

    @Test("one seed gives one run", arguments: 0..<5 as Range<UInt64>)
    func replay(_ seed: UInt64) async {
        let faults = Switchboard.Faults(
            requestLossPercent: 20, answerLossPercent: 20, duplicatePercent: 20)
        let (first, second) = (await run(faults, seed: seed), await run(faults, seed: seed))
        #expect(first == second)
    }

    @Test("a cut link, an absent member and a stale certificate show")
    func standing() async throws {
        let echo = Echo()
        let board = Switchboard(seed: 1)
        let link = board.link(of: xa)
        let peer = PeerAddress(member: xb, endpoint: "memory")
        await #expect(throws: HeliographError(.peerUnreachable, "")) {
            _ = try await link.exchange(request, with: peer)
        }
        await board.connect(xb, to: echo)
        await board.cut(xb, xa)
        await #expect(throws: HeliographError(.peerUnreachable, "")) {
            _ = try await link.exchange(request, with: peer)
        }
        await board.mend(xa, xb)
        await board.setStale(xa)
        #expect(try await link.exchange(request, with: peer).body == [2, 1])
        #expect(await echo.seen.map(\.carrier) == [.stale(xa)])
    }

    @Test("a stepped clock wakes who is due, in order, and whoever is cancelled")
    func clock() async throws {
        let clock = SteppedClock(at: Specimen.epoch)
        let late = Task { await clock.sleep(until: .seconds(9)) }
        let soon = Task { await clock.sleep(until: .seconds(2)) }
        let never = Task { await clock.sleep(until: .seconds(900)) }
        try await eventually("all sleep") { clock.sleeperCount == 3 }
        #expect(clock.nextDeadline == .seconds(2))
        clock.advance(by: .seconds(3))
        await soon.value
        #expect(clock.nextDeadline == .seconds(9))
        clock.setWall(Specimen.epoch - .hours(1))
        #expect(clock.uptime == .seconds(3) && clock.now == Specimen.epoch - .hours(1))
        clock.advance(by: .seconds(6))
        await late.value
        never.cancel()
        await never.value
        #expect(clock.sleeperCount == 0)
        await clock.sleep(until: .seconds(1))
    }
}
