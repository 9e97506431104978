import Notices
import TestKit
import Testing

@testable import Exchange

@Suite("Whose turn it is")
struct FairShareTests {
    private static let codes = ["XA", "XB", "XC"].compactMap { MemberCode($0) }
    private var xa: MemberCode { Self.codes[0] }
    private var xb: MemberCode { Self.codes[1] }

    private func share(turns: Int, waiting: Int = 1_000) -> FairShare {
        var limits = FairShare.Limits()
        limits.turnsMax = turns
        limits.waitingPerMemberMax = waiting
        return FairShare(limits: limits)
    }

    @Test("a member that is alone has every turn, in the order it asked")
    func alone() {
        var share = share(turns: 3)
        #expect((1...3).map { share.ask(xa, $0) } == [.goes, .goes, .goes])
        #expect((4...6).map { share.ask(xa, $0) } == [.waits, .waits, .waits])
        for number in 4...6 {
            let begun = share.end(xa, cost: .milliseconds(1))
            #expect(begun == [.init(member: xa, number: number)])
        }
        #expect(share.runningCount == 3)
    }

    @Test("who comes with one is behind one turn of a flood, not behind the flood")
    func overtakes() {
        var share = share(turns: 1)
        for number in 0..<500 { _ = share.ask(xa, number) }
        for _ in 0..<100 { _ = share.end(xa, cost: .milliseconds(3)) }
        #expect(share.ask(xb, 1_000) == .waits)
        #expect(share.end(xa, cost: .milliseconds(3)) == [.init(member: xb, number: 1_000)])
    }

    @Test("what counts is time, not turns: a member of long turns gets fewer of them")
    func byTime() {
        var share = share(turns: 1)
        for number in 0..<1_000 {
            _ = share.ask(xa, number)
            _ = share.ask(xb, number)
        }
        let cost = [xa: Duration.milliseconds(9), xb: Duration.milliseconds(1)]
        var spent = [xa: Duration.zero, xb: Duration.zero]
        var turn = FairShare.Turn(member: xa, number: 0)
        for _ in 0..<500 {
            spent[turn.member, default: .zero] += cost[turn.member] ?? .zero
            turn = share.end(turn.member, cost: cost[turn.member] ?? .zero)[0]
        }
        let (a, b) = (spent[xa] ?? .zero, spent[xb] ?? .zero)
        #expect(abs((a - b) / .milliseconds(1)) <= 20, "\(a) and \(b)")
    }

    @Test("time that was not used is not saved up")
    func noSaving() {
        var share = share(turns: 1)
        for number in 0..<100 { _ = share.ask(xa, number) }
        for _ in 0..<50 { _ = share.end(xa, cost: .seconds(1)) }
        // XB was away during fifty seconds of XA's work. XB gets its half from now on, and no more.
        for number in 0..<50 { _ = share.ask(xb, number) }
        var turns: [MemberCode] = []
        var running = xa
        for _ in 0..<20 {
            running = share.end(running, cost: .seconds(1))[0].member
            turns.append(running)
        }
        #expect(turns.filter { $0 == xb }.count <= 11)
        #expect(turns.filter { $0 == xa }.count >= 9)
    }

    @Test("a turn that costs nothing still counts")
    func free() {
        var share = share(turns: 1)
        for number in 0..<10 {
            _ = share.ask(xa, number)
            _ = share.ask(xb, number)
        }
        var turns: [MemberCode] = [xa]
        for _ in 0..<9 {
            turns.append(share.end(turns[turns.count - 1], cost: .zero)[0].member)
        }
        #expect(turns.filter { $0 == xb }.count == 5)
    }

    @Test("one too many of a member waits in vain, and takes no place from another")
    func bounded() {
        var share = share(turns: 1, waiting: 2)
        #expect((0..<4).map { share.ask(xa, $0) } == [.goes, .waits, .waits, .turnedAway])
        #expect(share.ask(xb, 9) == .waits)
    }

    @Test("an end without a turn changes nothing")
    func unasked() {
        var share = share(turns: 1)
        #expect(share.end(xa, cost: .seconds(1)).isEmpty)
        #expect(share.ask(xb, 1) == .goes)
        #expect(share.end(xa, cost: .seconds(1)).isEmpty)
        #expect(share.runningCount == 1)
    }

    @Test("whatever comes, no turn is lost, none runs twice, and none stays behind")
    func conservation() {
        for seed in 0..<50 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            var share = share(turns: Int.random(in: 1...4, using: &random), waiting: 20)
            var (waiting, running): (Set<Int>, [FairShare.Turn]) = ([], [])
            for number in 0..<2_000 {
                if Bool.random(using: &random), !running.isEmpty {
                    let place = running.indices.randomElement(using: &random) ?? 0
                    let cost = Duration.microseconds(Int64.random(in: 0...9_000, using: &random))
                    for turn in share.end(running.remove(at: place).member, cost: cost) {
                        #expect(waiting.remove(turn.number) != nil)
                        running.append(turn)
                    }
                } else {
                    let member = Self.codes.randomElement(using: &random) ?? xa
                    switch share.ask(member, number) {
                    case .goes: running.append(.init(member: member, number: number))
                    case .waits: waiting.insert(number)
                    case .turnedAway: break
                    }
                }
                #expect(running.count == share.runningCount)
                #expect(running.count <= share.limits.turnsMax)
                #expect(waiting.isEmpty || running.count == share.limits.turnsMax)
            }
            while let turn = running.popLast() {
                for turn in share.end(turn.member, cost: .milliseconds(1)) {
                    waiting.remove(turn.number)
                    running.append(turn)
                }
            }
            #expect(waiting.isEmpty)
            #expect(share.memberCount == 0, "what is over leaves nothing behind")
        }
    }
}
