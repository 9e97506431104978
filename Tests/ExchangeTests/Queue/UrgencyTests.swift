import Exchange
import Notices
import TestKit
import Testing

@Suite("Which leaves first")
struct UrgencyTests {
    private static let now = Specimen.epoch

    private static func urgency(
        _ precedence: Precedence, due: Duration? = nil, created: Duration = .zero
    ) -> Urgency {
        Urgency(
            precedence: precedence, deadline: due.map { now + $0 }, created: now + created)
    }

    @Test("Every pair of a ladder is in order")
    func ladder() {
        let ladder = [
            Self.urgency(.flash, due: .hours(1)), Self.urgency(.flash, due: .hours(2)),
            Self.urgency(.flash), Self.urgency(.flash, due: .hours(200)),
            Self.urgency(.immediate, due: .hours(7)), Self.urgency(.immediate),
            Self.urgency(.priority, due: .hours(25)), Self.urgency(.priority),
            Self.urgency(.routine, due: .hours(80)), Self.urgency(.routine),
        ]
        for (place, earlier) in ladder.enumerated() {
            #expect(!(earlier < earlier))
            for later in ladder.dropFirst(place + 1) {
                #expect(earlier < later)
                #expect(!(later < earlier))
            }
        }
    }

    @Test("Of two that are due together, the older leaves first")
    func older() {
        let older = Self.urgency(.priority, due: .hours(30))
        let newer = Self.urgency(.priority, due: .hours(30), created: .seconds(1))
        #expect(older < newer)
    }

    @Test("A routine message that has come close to its deadline overtakes by it")
    func ages() {
        let agedRoutine = Self.urgency(.routine, due: .hours(73))
        let fresh = Self.urgency(.priority, due: .hours(90), created: .hours(72))
        #expect(agedRoutine < fresh)
    }
}
