import Exchange
import Notices
import Testing

@Suite("Statistics of warnings")
struct WarningStatisticsTests {
    private static let now = Instant(seconds: 1_800_000_000)

    private func record(
        to peer: String = "XB", _ direction: WarningRecord.Direction = .sent,
        delivered: Int64? = -900_000, arrival: Int64? = -800_000, cancelled: Bool = false,
        refusal: String? = nil, outcome: String? = nil
    ) -> WarningRecord {
        WarningRecord(
            direction: direction, peer: MemberCode(peer) ?? WarningStatisticsTests.xb,
            thread: "XA-TA-2027-000001", kind: "travel-alert",
            began: Self.now - .seconds(1_000_000),
            delivered: delivered.map { Self.now + .seconds($0) },
            arrival: arrival.map { Self.now + .seconds($0) }, isCancelled: cancelled,
            refusal: refusal, outcome: outcome, outcomeAt: nil)
    }

    private static let xb = MemberCode("XB") ?? { preconditionFailure("a code") }()

    @Test("a warning is in time, late, without a journey, or not delivered")
    func delivery() {
        #expect(record().delivery == .inTime)
        #expect(record(delivered: -800_000).delivery == .inTime)
        #expect(record(delivered: -799_999).delivery == .late)
        #expect(record(arrival: nil).delivery == .noJourney)
        #expect(record(delivered: nil).delivery == .notDelivered)
    }

    @Test("lead time is in whole minutes, rounded down, before and after the arrival")
    func lead() {
        #expect(record(delivered: -800_119).leadMinutes == 1)
        #expect(record(delivered: -800_120).leadMinutes == 2)
        #expect(record(delivered: -799_999).leadMinutes == -1)
        #expect(record(delivered: -799_940).leadMinutes == -1)
        #expect(record(delivered: -799_939).leadMinutes == -2)
    }

    @Test("silence is pending for seven days after the arrival, then no feedback")
    func silence() {
        let week: Int64 = 7 * 86_400
        #expect(record(arrival: -week + 1).outcome(at: Self.now) == "pending")
        #expect(record(arrival: -week).outcome(at: Self.now) == "no-feedback")
        #expect(record(outcome: "refused").outcome(at: Self.now) == "refused")
        #expect(record(cancelled: true).outcome(at: Self.now) == "cancelled")
        #expect(record(delivered: nil).outcome(at: Self.now) == "pending")
        #expect(record(arrival: nil).outcome(at: Self.now) == "pending")
    }

    @Test("every division adds up to the warnings, by pair and in all")
    func sums() {
        let records = [
            record(), record(outcome: "wrong-person"), record(delivered: nil, refusal: "expired"),
            record(to: "XC", arrival: nil), record(to: "XC", .received, cancelled: true),
        ]
        let statistics = WarningStatistics(records, at: Self.now)
        #expect(statistics.pairs.map(\.peer.description) == ["XB", "XC"])
        #expect(statistics.sent.warnings == 4)
        #expect(statistics.received.warnings == 1)
        #expect(statistics.sent.outcome("wrong-person") == 1)
        #expect(statistics.sent.leadMinutes.count == 2)
        for counts in statistics.pairs.flatMap({ [$0.sent, $0.received] }) + [statistics.sent] {
            for division in [counts.deliveries, counts.outcomes, counts.refusals] {
                #expect(division.reduce(0) { $0 + $1.count } == counts.warnings)
            }
        }
    }

    @Test("what is exported of a warning names nobody")
    func exported() {
        #expect(
            record().json.objectValue?.keys == [
                "direction", "peer", "thread", "kind", "began", "delivered", "arrival", "cancelled",
                "refusal", "outcome", "outcomeAt",
            ])
    }
}
