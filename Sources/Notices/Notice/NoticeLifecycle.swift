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
    /// The last word, corrected.
    case amended
    /// Questions: the issuer's side.
    case open, verifying
    /// Past `validUntil`: a question that is too late to answer, or a consent that has run out.
    case lapsed
    /// Answers: a recipient's side.
    case accepted, partial, answered, refused, granted, denied, revoked, confirmed, rejected
    /// What was told, or asked to be done.
    case reported, published, notified, ordered
    /// Asked again, because somebody has not confirmed.
    case escalated
    /// An operation, by its lead; then by a member that takes part.
    case proposed, running, reporting
    case joined, declined, observing, counted
    case closed
}

/// Where a member stands in a thread: its number begins with this member's code, or with another's.
///
/// Each member moves its own side and no other; the sequence numbers of the sides are their own
/// too.
public enum NoticeSide: String, Sendable, CaseIterable {
    case issuer, recipient

    /// - Parameter thread: a notice number; it begins with the code of the member that opened it.
    public init(of member: MemberCode, in thread: String) {
        self = thread.hasPrefix(member.description + "-") ? .issuer : .recipient
    }

    var other: NoticeSide { self == .issuer ? .recipient : .issuer }
}

/// Whether an operation may follow.
public enum TransitionVerdict: Sendable, Hashable {
    case allowed(NoticeState)
    case refused(String)
}

/// The lives of notices, one table a kind: code, documents and tests read the same rows.
public enum NoticeLifecycle {
    /// One row: on this side and in this state, this operation leads there.
    public struct Transition: Sendable, Hashable {
        public let side: NoticeSide
        public let from: NoticeState
        public let operation: NoticeOperation
        public let to: NoticeState
        /// For a recipient: where the issuer's side must stand, as this member knows it; empty if
        /// it may stand anywhere, or be unknown.
        public let needs: [NoticeState]

        static func issuer(
            _ from: NoticeState, _ operation: NoticeOperation, _ to: NoticeState
        ) -> Transition {
            Transition(side: .issuer, from: from, operation: operation, to: to, needs: [])
        }

        static func recipient(
            _ from: NoticeState, _ operation: NoticeOperation, _ to: NoticeState,
            while needs: [NoticeState] = []
        ) -> Transition {
            Transition(side: .recipient, from: from, operation: operation, to: to, needs: needs)
        }
    }

    /// What time alone does: a side in this state stands there once `validUntil` has passed.
    public struct Ageing: Sendable, Hashable {
        public let side: NoticeSide
        public let from: NoticeState
        public let to: NoticeState

        init(_ side: NoticeSide, _ from: NoticeState, _ to: NoticeState) {
            self.side = side
            self.from = from
            self.to = to
        }
    }

    public static func transitions(of kind: NoticeKind) -> [Transition] { kind.profile.transitions }

    public static func ageing(of kind: NoticeKind) -> [Ageing] { kind.profile.ageing }

    /// The operations of a kind, each once, in the order of its table.
    public static func operations(
        of kind: NoticeKind, on side: NoticeSide? = nil
    ) -> [NoticeOperation] {
        transitions(of: kind).filter { side == nil || $0.side == side }
            .map(\.operation).reduce(into: []) { found, operation in
                if !found.contains(operation) { found.append(operation) }
            }
    }

    /// The operations that a side may begin with.
    public static func openings(of kind: NoticeKind, on side: NoticeSide) -> [NoticeOperation] {
        transitions(of: kind).filter { $0.side == side && $0.from == .none }.map(\.operation)
    }

    /// Whether a member may do this now.
    ///
    /// - Parameters:
    ///   - side: where the member stands in the thread.
    ///   - state: of its own side.
    ///   - issuer: where the issuer's side stands, as far as this member knows; for a recipient.
    public static func check(
        _ operation: NoticeOperation, kind: NoticeKind, side: NoticeSide, in state: NoticeState,
        issuer: NoticeState = .none
    ) -> TransitionVerdict {
        let all = transitions(of: kind)
        guard all.contains(where: { $0.operation == operation }) else {
            return .refused("\(kind.phrase) knows no operation \(operation).")
        }
        let rows = all.filter { $0.side == side && $0.operation == operation }
        guard !rows.isEmpty else {
            return .refused(
                "\(kind.phrase) knows \(operation) from the \(side.other.rawValue) only.")
        }
        guard let row = rows.first(where: { $0.from == state }) else {
            return .refused(sentence(operation, kind, state))
        }
        guard row.needs.isEmpty || row.needs.contains(issuer) else {
            return .refused(
                issuer == .none
                    ? "\(kind.phrase) that has not arrived here cannot be answered by \(operation)."
                    : "\(kind.phrase) that is \(issuer.rawValue) cannot be answered by "
                        + "\(operation)."
            )
        }
        return .allowed(row.to)
    }

    private static func sentence(
        _ operation: NoticeOperation, _ kind: NoticeKind, _ state: NoticeState
    ) -> String {
        switch state {
        case .none: "\(kind.phrase) that was never issued cannot be followed by \(operation)."
        case .cancelled: "\(kind.phrase) that was cancelled stays so; issue a new one."
        case .suspended: "\(kind.phrase) that is suspended is resumed or cancelled first."
        default: "\(kind.phrase) that is \(state.rawValue) cannot be followed by \(operation)."
        }
    }

    /// Where a side of a thread stands after the statements that are held, lowest sequence first.
    ///
    /// Never refuses: statements are whole, so a recipient that missed some still knows where the
    /// thread stands. A cancel holds even as the only one, and nothing undoes it.
    public static func state(
        after history: [NoticeOperation], kind: NoticeKind, side: NoticeSide
    ) -> NoticeState {
        let rows = transitions(of: kind).filter { $0.side == side }
        let aged = ageing(of: kind).filter { $0.side == side }.map(\.to)
        var state = NoticeState.none
        for operation in history where state != .cancelled {
            let matching = rows.filter { $0.operation == operation }
            let row =
                matching.first { $0.from == state } ?? matching.first { !aged.contains($0.from) }
            state = row?.to ?? state
        }
        return state
    }

    /// The same state as time has left it: what is past the day it was valid until has expired.
    ///
    /// - Parameter validUntil: the day included, by UTC.
    public static func aged(
        _ state: NoticeState, kind: NoticeKind, side: NoticeSide, validUntil: CivilDate?,
        at now: Instant
    ) -> NoticeState {
        guard let validUntil, validUntil < now.utcDate,
            let row = ageing(of: kind).first(where: { $0.side == side && $0.from == state })
        else { return state }
        return row.to
    }
}
