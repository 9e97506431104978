/// The state of one side of a notice's thread.
public enum NoticeState: String, Sendable, CaseIterable {
    /// The side has made no statement yet.
    case none
    case inForce = "in-force"
    case suspended
    /// Past `validUntil`: a green notice that nobody extended in time.
    case expired
    case cancelled
    /// Outcomes: first facts are known, more will follow.
    case interim
    /// Outcomes: the final report.
    case final
    /// Outcomes and answers: the final report was corrected.
    case amended
    /// Questions: the issuer's side.
    case open, verifying
    /// Past `validUntil`: a question that is too late to answer, or a consent that has run out.
    case lapsed
    /// Answers: a recipient's side.
    case accepted, partial, answered, refused, granted, denied, revoked, confirmed, rejected
    /// Bulletins and orders: the issuer has reported, published, notified or ordered.
    case reported, published, notified, ordered
    /// The issuer has reminded the recipients, because one has not confirmed.
    case escalated
    /// Joint operations: the side of the lead. The states of a participating member follow.
    case proposed, running, reporting
    case joined, declined, observing, counted
    case closed
}

/// The side of a thread on which a member stands. The thread's number begins with the code of the
/// member that issued it; all other members are recipients.
///
/// Each member makes statements on its own side alone, with sequence numbers of its own.
public enum NoticeSide: String, Sendable, CaseIterable {
    case issuer, recipient

    /// The side of a member in a thread.
    ///
    /// - Parameter thread: a notice number; it begins with the code of the member that opened it.
    public init(of member: MemberCode, in thread: String) {
        self = thread.hasPrefix(member.description + "-") ? .issuer : .recipient
    }

    var other: NoticeSide { self == .issuer ? .recipient : .issuer }
}

/// The answer whether an operation may follow.
public enum TransitionVerdict: Sendable, Hashable {
    case allowed(NoticeState)
    case refused(String)
}

/// The lives of notices, one table for each kind: code, documents and tests read the same rows.
public enum NoticeLifecycle {
    /// One row: on this side and in this state, this operation leads to another state.
    public struct Transition: Sendable, Hashable {
        /// The side that makes the statement.
        public let side: NoticeSide
        /// The state of this side before it.
        public let from: NoticeState
        /// The operation of the statement.
        public let operation: NoticeOperation
        /// The state of this side after it.
        public let to: NoticeState
        /// For a recipient, the states of the issuer's side in which the operation is allowed, as
        /// far as this member knows them. If empty, any state is allowed, and an unknown one too.
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

    /// The effect of time alone: a side in this state comes into another once `validUntil` has
    /// passed.
    public struct Ageing: Sendable, Hashable {
        /// The side whose state changes.
        public let side: NoticeSide
        /// The state before `validUntil` has passed.
        public let from: NoticeState
        /// The state after it.
        public let to: NoticeState

        init(_ side: NoticeSide, _ from: NoticeState, _ to: NoticeState) {
            self.side = side
            self.from = from
            self.to = to
        }
    }

    /// The table of a kind.
    public static func transitions(of kind: NoticeKind) -> [Transition] { kind.profile.transitions }

    /// The effects of time on a kind.
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

    /// The operations with which a side may begin.
    public static func openings(of kind: NoticeKind, on side: NoticeSide) -> [NoticeOperation] {
        transitions(of: kind).filter { $0.side == side && $0.from == .none }.map(\.operation)
    }

    /// Judges whether a member may perform an operation now.
    ///
    /// - Parameters:
    ///   - side: the side of the member in the thread.
    ///   - state: the state of that side.
    ///   - issuer: for a recipient, the state of the issuer's side as far as this member knows it.
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
        case .cancelled where operation.isCancel:
            "\(kind.phrase) that is cancelled already takes no second cancel."
        case .cancelled: "\(kind.phrase) that was cancelled stays so; issue a new one."
        case .suspended: "\(kind.phrase) that is suspended is resumed or cancelled first."
        default: "\(kind.phrase) that is \(state.rawValue) cannot be followed by \(operation)."
        }
    }

    /// The state of one side after the statements that are held, lowest sequence first.
    ///
    /// It never refuses. Each statement is whole, so a recipient that missed some still knows the
    /// state. A cancel holds even as the only statement, and nothing undoes it.
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

    /// The state after the effect of time: a side past its last valid day has expired or lapsed.
    ///
    /// - Parameter validUntil: the last valid day, by UTC; nil has no effect.
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
