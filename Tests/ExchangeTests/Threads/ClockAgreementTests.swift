import Exchange
import Notices
import TestKit
import Testing

@Suite("Whether our clock agrees with the others")
struct ClockAgreementTests {
    private let now = Specimen.epoch

    private func agreement(_ offsets: [(String, Duration)]) -> ClockAgreement {
        var agreement = ClockAgreement()
        for (code, offset) in offsets {
            agreement.observe(Specimen.member(code), signed: now + offset, at: now)
        }
        return agreement
    }

    @Test("Nobody heard, nothing trusted")
    func nobody() {
        #expect(ClockAgreement().medianOffset == nil)
        #expect(!ClockAgreement().isTrusted)
    }

    @Test("One wrong peer does not outvote two right ones")
    func median() {
        let three = agreement([("XB", .seconds(1)), ("XC", .hours(3)), ("XD", .seconds(2))])
        #expect(three.medianOffset == .seconds(2))
        #expect(three.isTrusted)
    }

    @Test("Five minutes off is too much, either way")
    func bounds() {
        #expect(!agreement([("XB", .minutes(5))]).isTrusted)
        #expect(!agreement([("XB", .minutes(-5))]).isTrusted)
        #expect(agreement([("XB", .minutes(5) - .seconds(1))]).isTrusted)
        #expect(agreement([("XB", .minutes(-5) + .seconds(1))]).isTrusted)
    }

    @Test("The newest word of a peer replaces its earlier ones")
    func newest() {
        #expect(agreement([("XB", .hours(2)), ("XB", .seconds(3))]).medianOffset == .seconds(3))
    }

    @Test("Two peers who disagree: neither proves us right")
    func evenCount() {
        let right = ("XB", Duration.seconds(0))
        #expect(!agreement([right, ("XC", .hours(1))]).isTrusted)
        #expect(!agreement([right, ("XC", .hours(-1))]).isTrusted)
    }
}
