internal import Exchange
internal import Notices
internal import Ports
internal import Station

// Duties that follow from arrivals, dates and days of retention.

extension DutyDesk {
    private static let journeys: [NoticeKind] = [.travelAlert, .groupAlert]
    private static let questions: [NoticeKind] = [
        .informationRequest, .useConsent, .certificate, .criminalRecord,
    ]
    private static let kept: [NoticeKind] = [.greenNotice, .intelligenceProduct]
    /// The age up to which alerts and questions are looked at, in days.
    private static let journeyDays: Int64 = 120
    private static let questionDays: Int64 = 400
    /// Own states in which a question still waits for this member's last word.
    private static let unanswered: Set<NoticeState> = [.none, .accepted, .partial]

    func clocks() async throws(HeliographError) -> [Duty] {
        var found: [Duty] = []
        for kind in Self.journeys {
            found += try await arrivals(kind)
            found += try await silences(kind)
        }
        for kind in Self.questions {
            found += try await asked(kind)
            found += try await asking(kind)
        }
        for kind in Self.kept { found += try await reviews(kind) }
        return found
    }

    /// The statements of issuers that arrived here and stand.
    private func received(
        _ kind: NoticeKind, within days: Int64? = nil
    ) async throws(HeliographError) -> [InboxItem] {
        let now = context.clock.now
        return try await context.store.inbox(
            InboxFilter(
                states: [.new, .read, .actioned], kind: kind.rawValue,
                receivedFrom: days.map { now - .days($0) }, limit: Self.openMax)
        ).filter {
            $0.operation != NoticeOperation.cancel.rawValue
                && NoticeSide(of: $0.from, in: $0.thread) == .issuer
        }
    }

    /// The last statement of each of our own threads of a kind that was not cancelled.
    private func issued(_ kind: NoticeKind) async throws(HeliographError) -> [NoticeVersion] {
        var newest: [String: NoticeVersion] = [:]
        for version in try await context.store.notices(
            NoticeFilter(kind: kind.rawValue, limit: Self.openMax))
        where NoticeSide(of: context.member, in: version.thread) == .issuer
            && newest[version.thread].map({ $0.sequence < version.sequence }) ?? true
        {
            newest[version.thread] = version
        }
        return newest.values.filter { $0.operation != NoticeOperation.cancel.rawValue }
            .sorted { $0.thread < $1.thread }
    }

    private func facts(
        _ item: InboxItem
    ) async throws(HeliographError) -> DutyMemory.Facts? {
        try await context.dutyMemory.facts(of: item.notice, context)
    }

    private func facts(
        _ version: NoticeVersion
    ) async throws(HeliographError) -> DutyMemory.Facts? {
        try await context.dutyMemory.facts(of: version.document, context)
    }

    /// Landings here of which this country has not told the outcome.
    private func arrivals(_ kind: NoticeKind) async throws(HeliographError) -> [Duty] {
        var found: [Duty] = []
        for item in try await received(kind, within: Self.journeyDays) {
            guard let arrivals = try await facts(item)?.arrivals[context.member] else { continue }
            let own = try await context.store.notices(NoticeFilter(thread: item.thread))
            let last = own.filter { $0.operation == NoticeOperation.final.rawValue }
                .max { $0.sequence < $1.sequence }
            let told = try await told(last?.document)
            for arrival in arrivals where !told.covers(arrival.groupMember) {
                let duty = DutyRules.outcome(
                    item.thread, item.sequence, to: item.from, of: arrival.groupMember,
                    arrival: arrival.at)
                if context.clock.now < arrival.at + DutyRules.feedbackListed { found.append(duty) }
            }
        }
        return found
    }

    /// Landings in other countries of which that country has told nothing.
    private func silences(_ kind: NoticeKind) async throws(HeliographError) -> [Duty] {
        var found: [Duty] = []
        for version in try await issued(kind) {
            guard let facts = try await facts(version) else { continue }
            for member in facts.recipients {
                let due = (facts.arrivals[member] ?? []).compactMap { arrival in
                    DutyRules.feedback(
                        version.thread, version.sequence, from: member, of: arrival.groupMember,
                        arrival: arrival.at, at: context.clock.now)
                }
                guard !due.isEmpty else { continue }
                let last = try await answers(version.thread, from: member).last
                let told = try await told(last?.notice)
                found += due.filter { !told.covers($0.groupMember) }
            }
        }
        return found
    }

    /// The persons that the last word on a journey tells of.
    private enum Told {
        case nobody, everybody
        /// These members of a group.
        case some(Set<Int>)

        func covers(_ groupMember: Int?) -> Bool {
            switch self {
            case .nobody: false
            case .everybody: true
            case .some(let members): groupMember.map(members.contains) ?? true
            }
        }
    }

    private func told(_ record: RecordID?) async throws(HeliographError) -> Told {
        guard let record else { return .nobody }
        return try await context.dutyMemory.facts(of: record, context)?.tells
            .map { .some($0) } ?? .everybody
    }

    private func answers(
        _ thread: String, from member: MemberCode
    ) async throws(HeliographError) -> [InboxItem] {
        try await context.store.inbox(
            InboxFilter(thread: thread, from: member, limit: Self.openMax)
        ).sorted { $0.sequence < $1.sequence }
    }

    /// Questions that came here and wait for a last word.
    private func asked(_ kind: NoticeKind) async throws(HeliographError) -> [Duty] {
        var found: [Duty] = []
        for item in try await received(kind, within: Self.questionDays) {
            let own = try await context.store.notices(NoticeFilter(thread: item.thread))
                .sorted { $0.sequence < $1.sequence }
            let state = NoticeLifecycle.state(
                after: own.map { NoticeOperation(rawValue: $0.operation) }, kind: kind,
                side: .recipient)
            guard Self.unanswered.contains(state) else { continue }
            var due = item.deadline
            if due == nil { due = try await facts(item)?.due }
            var since = item.received
            // The node answers these by itself; what it could not answer is a person's.
            if item.operation == NoticeOperation.verify.rawValue {
                since = since + VerificationDesk.patience
                due = since + .hours(24)
            }
            found.append(
                DutyRules.reply(
                    item.thread, item.sequence, to: item.from, received: since, due: due))
        }
        return found
    }

    /// Questions of ours that somebody has not given a last word on by the time they name.
    private func asking(_ kind: NoticeKind) async throws(HeliographError) -> [Duty] {
        var found: [Duty] = []
        for version in try await issued(kind) {
            guard let facts = try await facts(version), let due = facts.due else { continue }
            for member in facts.recipients {
                let answers = try await answers(version.thread, from: member)
                let state = NoticeLifecycle.state(
                    after: answers.map { NoticeOperation(rawValue: $0.operation) }, kind: kind,
                    side: .recipient)
                guard Self.unanswered.contains(state) else { continue }
                found.append(
                    DutyRules.unanswered(version.thread, version.sequence, by: member, due: due))
            }
        }
        return found
    }

    /// Reviews of notices that are kept for years, ours and others', before their last day.
    private func reviews(_ kind: NoticeKind) async throws(HeliographError) -> [Duty] {
        var found: [Duty] = []
        for version in try await issued(kind) {
            guard let last = try await facts(version)?.retainUntil else { continue }
            found.append(
                DutyRules.review(version.thread, version.sequence, of: nil, retainUntil: last))
        }
        for item in try await received(kind) {
            guard let last = try await facts(item)?.retainUntil else { continue }
            found.append(
                DutyRules.review(item.thread, item.sequence, of: item.from, retainUntil: last))
        }
        return found
    }
}
