/// Where the life of a notice stands.
public enum NoticeState: String, Sendable, CaseIterable {
    /// Nothing has been said yet.
    case none
    case inForce = "in-force"
    case suspended
    /// Past `validUntil`: a green notice that nobody extended in time.
    case expired
    case cancelled
    /// Outcomes: something is known, more will follow.
    case interim
    /// Outcomes: the last word.
    case final
    /// Outcomes: the last word, corrected.
    case amended
}

/// Whether an operation may follow.
public enum TransitionVerdict: Sendable, Hashable {
    case allowed(NoticeState)
    case refused(String)
}

/// The lives of notices, one table a kind: code, documents and tests read the same rows.
public enum NoticeLifecycle {
    /// One row: in this state, this operation leads there.
    public struct Transition: Sendable, Hashable {
        public let from: NoticeState
        public let operation: NoticeOperation
        public let to: NoticeState

        init(_ from: NoticeState, _ operation: NoticeOperation, _ to: NoticeState) {
            self.from = from
            self.operation = operation
            self.to = to
        }
    }

    public static func transitions(of kind: NoticeKind) -> [Transition] {
        switch kind {
        case .greenNotice: greenNotice
        case .travelAlert: travelAlert
        case .outcome: outcome
        }
    }

    /// The operations of a kind, each once, in the order of its table.
    public static func operations(of kind: NoticeKind) -> [NoticeOperation] {
        transitions(of: kind).map(\.operation).reduce(into: []) { found, operation in
            if !found.contains(operation) { found.append(operation) }
        }
    }

    private static let greenNotice = [
        Transition(.none, .issue, .inForce),
        Transition(.inForce, .modify, .inForce),
        Transition(.inForce, .extend, .inForce),
        Transition(.inForce, .suspend, .suspended),
        Transition(.inForce, .cancel, .cancelled),
        Transition(.suspended, .modify, .suspended),
        Transition(.suspended, .resume, .inForce),
        Transition(.suspended, .cancel, .cancelled),
        Transition(.expired, .cancel, .cancelled),
    ]

    private static let travelAlert = [
        Transition(.none, .issue, .inForce),
        Transition(.inForce, .updateItinerary, .inForce),
        Transition(.inForce, .correct, .inForce),
        Transition(.inForce, .cancel, .cancelled),
        Transition(.expired, .correct, .expired),
        Transition(.expired, .cancel, .cancelled),
    ]

    private static let outcome = [
        Transition(.none, .interim, .interim),
        Transition(.none, .final, .final),
        Transition(.interim, .interim, .interim),
        Transition(.interim, .final, .final),
        Transition(.final, .final, .amended),
        Transition(.amended, .final, .amended),
    ]

    /// Whether the issuing member may do this now.
    public static func check(
        _ operation: NoticeOperation, kind: NoticeKind, in state: NoticeState
    ) -> TransitionVerdict {
        let rows = transitions(of: kind)
        if let row = rows.first(where: { $0.from == state && $0.operation == operation }) {
            return .allowed(row.to)
        }
        guard rows.contains(where: { $0.operation == operation }) else {
            return .refused("\(kind.phrase) knows no operation \(operation).")
        }
        return .refused(sentence(operation, kind, state))
    }

    private static func sentence(
        _ operation: NoticeOperation, _ kind: NoticeKind, _ state: NoticeState
    ) -> String {
        switch state {
        case .none: "\(kind.phrase) that was never issued cannot be followed by \(operation)."
        case .cancelled: "\(kind.phrase) that was cancelled stays so; issue a new one."
        case .expired: "\(kind.phrase) that has expired cannot be followed by \(operation)."
        case .suspended: "\(kind.phrase) that is suspended is resumed or cancelled first."
        case .inForce: "\(kind.phrase) that is in force cannot be followed by \(operation)."
        case .interim, .final, .amended:
            "\(kind.phrase) that is \(state.rawValue) cannot be followed by \(operation)."
        }
    }

    /// Where a thread stands after the statements that are held, lowest sequence first.
    ///
    /// Never refuses: statements are whole, so a recipient that missed some still knows where the
    /// thread stands. A cancel holds even as the only one, and nothing undoes it.
    public static func state(after history: [NoticeOperation], kind: NoticeKind) -> NoticeState {
        var state = NoticeState.none
        for operation in history where state != .cancelled {
            switch check(operation, kind: kind, in: state) {
            case .allowed(let next): state = next
            case .refused:
                state =
                    transitions(of: kind).first {
                        $0.operation == operation && $0.from != .expired
                    }?
                    .to ?? state
            }
        }
        return state
    }

    /// The same state as time has left it: a notice past the day it was valid until has expired.
    ///
    /// - Parameter validUntil: the day included, by UTC.
    public static func aged(
        _ state: NoticeState, validUntil: CivilDate?, at now: Instant
    ) -> NoticeState {
        guard state == .inForce || state == .suspended, let validUntil, validUntil < now.utcDate
        else { return state }
        return .expired
    }
}

extension NoticeKind {
    /// For sentences: "A green notice".
    var phrase: String {
        switch self {
        case .greenNotice: "A green notice"
        case .travelAlert: "A travel alert"
        case .outcome: "An outcome"
        }
    }
}
