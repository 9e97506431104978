/// The result that a destination reports, as `result` of an outcome writes it.
public enum OutcomeResult: String, Sendable, CaseIterable {
    case admitted
    case admittedMonitored = "admitted-monitored"
    case refused
    case detainedOtherWarrant = "detained-other-warrant"
    case notSeen = "not-seen"
    case didNotBoard = "did-not-board"
    case alreadyDeparted = "already-departed"
    case wrongPerson = "wrong-person"
    case declinedToSay = "declined-to-say"

    /// True for a result that may be known before the traveller lands.
    public var needsNoLanding: Bool {
        switch self {
        case .didNotBoard, .alreadyDeparted, .wrongPerson, .declinedToSay: true
        case .admitted, .admittedMonitored, .refused, .detainedOtherWarrant, .notSeen: false
        }
    }
}
