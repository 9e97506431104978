import Exchange
import Notices
import TestKit
import Testing

@Suite("Whether our clock agrees with the others")
struct ClockAgreementTests {
    private let now = Specimen.epoch
    private var reading: ClockAgreement.Reading { .init(now: now, uptime: .hours(9)) }

    private func agreement(_ offsets: [(String, Duration)]) -> ClockAgreement {
        var agreement = ClockAgreement()
        for (code, offset) in offsets {
            agreement.observe(Specimen.member(code), signed: now + offset, at: reading)
        }
        return agreement
    }

    @Test("Nobody heard, nothing trusted")
    func nobody() {
        #expect(ClockAgreement().medianOffset(at: reading) == nil)
        #expect(!ClockAgreement().isTrusted(at: reading))
    }

    @Test("One wrong peer does not outvote two right ones")
    func median() {
        let three = agreement([("XB", .seconds(1)), ("XC", .hours(3)), ("XD", .seconds(2))])
        #expect(three.medianOffset(at: reading) == .seconds(2))
        #expect(three.isTrusted(at: reading))
    }

    @Test("Five minutes off is too much, either way")
    func bounds() {
        #expect(!agreement([("XB", .minutes(5))]).isTrusted(at: reading))
        #expect(!agreement([("XB", .minutes(-5))]).isTrusted(at: reading))
        #expect(agreement([("XB", .minutes(5) - .seconds(1))]).isTrusted(at: reading))
        #expect(agreement([("XB", .minutes(-5) + .seconds(1))]).isTrusted(at: reading))
    }

    @Test("The newest word of a peer replaces its earlier ones")
    func newest() {
        #expect(
            agreement([("XB", .hours(2)), ("XB", .seconds(3))]).medianOffset(at: reading)
                == .seconds(3))
    }

    @Test("Two peers who disagree: neither proves us right")
    func evenCount() {
        let right = ("XB", Duration.seconds(0))
        #expect(!agreement([right, ("XC", .hours(1))]).isTrusted(at: reading))
        #expect(!agreement([right, ("XC", .hours(-1))]).isTrusted(at: reading))
    }

    @Test("A clock that is set afterwards is not trusted for what it was before")
    func set() {
        let agreement = agreement([("XB", .seconds(0))])
        let later = ClockAgreement.Reading(now: now + .minutes(50), uptime: .hours(10))
        #expect(agreement.medianOffset(at: later) == .minutes(10))
        #expect(!agreement.isTrusted(at: later))
        let kept = ClockAgreement.Reading(now: now + .minutes(60), uptime: .hours(10))
        #expect(agreement.isTrusted(at: kept))
    }

    @Test(
        "Only two members or more, and most of those heard, can say that this clock must not sign",
        arguments: [
            ([], nil),
            ([("XB", .hours(2))], nil),
            ([("XB", .hours(2)), ("XC", .hours(-2))], nil),
            ([("XB", .hours(2)), ("XC", .seconds(1))], nil),
            ([("XB", .hours(2)), ("XC", .hours(1))], .hours(1)),
            ([("XB", .hours(-2)), ("XC", .hours(-1))], .hours(-1)),
            ([("XB", .minutes(5)), ("XC", .minutes(5) - .seconds(1))], nil),
            ([("XB", .minutes(5)), ("XC", .minutes(5))], .minutes(5)),
            ([("XB", .hours(2)), ("XC", .hours(2)), ("XD", .seconds(0))], .hours(2)),
            (
                [
                    ("XB", .hours(2)), ("XC", .hours(2)), ("XD", .seconds(0)),
                    ("XE", .seconds(0)),
                ], nil
            ),
        ] as [([(String, Duration)], Duration?)])
    func doubt(offsets: [(String, Duration)], expected: Duration?) {
        #expect(agreement(offsets).doubt(at: reading) == expected)
    }
}
