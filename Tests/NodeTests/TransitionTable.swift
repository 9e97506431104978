import Notices

/// The table of lifecycles as the tests read it, beside the code that goes by it.
enum TransitionTable {
    struct Place: Hashable {
        var issuer = NoticeState.none
        var recipient = NoticeState.none

        subscript(side: NoticeSide) -> NoticeState {
            get { side == .issuer ? issuer : recipient }
            set { if side == .issuer { issuer = newValue } else { recipient = newValue } }
        }
    }

    enum Step: Equatable {
        case says(NoticeSide, NoticeOperation)
        case ages(NoticeSide)
    }

    /// Every place that the table leads to, and the shortest way there.
    static func ways(_ kind: NoticeKind) -> [(place: Place, way: [Step])] {
        var found: [(place: Place, way: [Step])] = [(Place(), [])]
        var next = 0
        while next < found.count {
            let (place, way) = found[next]
            next += 1
            func reach(_ side: NoticeSide, _ state: NoticeState, _ step: Step) {
                var other = place
                other[side] = state
                guard !found.contains(where: { $0.place == other }) else { return }
                found.append((other, way + [step]))
            }
            for row in NoticeLifecycle.transitions(of: kind) where row.from == place[row.side] {
                guard row.needs.isEmpty || row.needs.contains(place.issuer) else { continue }
                reach(row.side, row.to, .says(row.side, row.operation))
            }
            for row in NoticeLifecycle.ageing(of: kind) where row.from == place[row.side] {
                reach(row.side, row.to, .ages(row.side))
            }
        }
        return found
    }

    /// The result of an operation at a place, by the table.
    enum Expectation: Equatable {
        case leads(NoticeState)
        /// The statement alone is no valid notice.
        case invalid(FaultCode)
        /// The notice is valid, and does not belong at this place.
        case refused(Code)
    }

    static func expectation(
        _ operation: NoticeOperation, _ kind: NoticeKind, by side: NoticeSide, at place: Place,
        sequence: Int
    ) -> Expectation {
        let rows = NoticeLifecycle.transitions(of: kind).filter { $0.operation == operation }
        guard !rows.isEmpty else { return .invalid(.valueUnknown) }
        let own = rows.filter { $0.side == side }
        guard !own.isEmpty else {
            return .invalid(side == .issuer ? .answerOfOwn : .numberForeign)
        }
        guard own.contains(where: { ($0.from == .none) == (sequence == 1) }) else {
            return .invalid(.sequenceOperation)
        }
        if let row = own.first(where: { $0.from == place[side] }),
            row.needs.isEmpty || row.needs.contains(place.issuer)
        {
            return .leads(row.to)
        }
        let isUnheard = sequence == 1 && place.issuer == .none
        return .refused(isUnheard ? .threadUnknown : .transitionRefused)
    }

    /// The receiver's state after a statement out of turn. The sender's statement holds, except
    /// against a cancel.
    static func believed(
        _ operation: NoticeOperation, _ kind: NoticeKind, by side: NoticeSide, at place: Place
    ) -> NoticeState {
        guard place[side] != .cancelled else { return .cancelled }
        let rows = NoticeLifecycle.transitions(of: kind)
            .filter { $0.side == side && $0.operation == operation }
        let aged = NoticeLifecycle.ageing(of: kind).filter { $0.side == side }
        // The receiver folds the statements first, and then the time that has passed.
        let unaged = aged.first { $0.to == place[side] }?.from ?? place[side]
        let row =
            rows.first { $0.from == unaged }
            ?? rows.first { row in !aged.contains { $0.to == row.from } }
        return row?.to ?? unaged
    }
}

extension TransitionTable.Step {
    var side: NoticeSide {
        switch self {
        case .says(let side, _), .ages(let side): side
        }
    }
}
