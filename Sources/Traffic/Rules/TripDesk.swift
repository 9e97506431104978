internal import Exchange
package import Notices
internal import Ports
internal import Station

/// Finds, before an alert is sent, that its trip was entered already: by another agency, from
/// another source, in another spelling.
package struct TripDesk {
    let context: TrafficContext

    /// - Parameter context: the node whose alerts are compared.
    package init(context: TrafficContext) {
        self.context = context
    }

    /// Notices that are compared with one that is submitted.
    private static let candidatesMax = 1_000

    /// Checks that no other thread tells of the same trip.
    ///
    /// - Parameter notTheSame: the officer's reason why it is another person, or another trip.
    /// - Returns: the changes that keep that word, and its text for the audit record.
    /// - Throws: `sameTrip`, naming the first thread, unless that word was given now or before.
    func check(
        _ notice: Notice, by officer: String, notTheSame: String?, at now: Instant
    ) async throws(HeliographError) -> (changes: [Change], why: String?) {
        guard !notice.operation.isCancel, !notice.legs.isEmpty else { return ([], nil) }
        if let notTheSame { try Approvals.checkReason(notTheSame) }
        let matches = try await matches(of: notice)
        guard let first = matches.first else { return ([], nil) }
        guard let reason = notTheSame else {
            throw HeliographError(
                .sameTrip,
                "\(first.thread) warns of this trip already: both have \(first.agreement.phrase).",
                next: "If it is the same trip, send this report as an addition: add `--supplement "
                    + "\(first.thread)`. (`heliograph notice merge FILE --into \(first.thread)` "
                    + "shows what it adds.) If it is another person or trip, add "
                    + "`--not-the-same` and the reason in quotation marks.")
        }
        let decisions = matches.map { match in
            Change.putDecision(
                Decision(
                    thread: notice.thread, sequence: notice.sequence, matter: .notTheSame,
                    subject: match.thread, officer: officer, reason: reason, at: now))
        }
        let threads = matches.map(\.thread).joined(separator: ", ")
        return (decisions, "not the same as \(threads): \(reason)")
    }

    /// Our alerts in force, in other threads, that tell of the same person on the same trip and
    /// that no officer has told apart from this one.
    package func matches(
        of notice: Notice
    ) async throws(HeliographError) -> [(thread: String, agreement: Traveller.Agreement)] {
        let values = notice.tripKeys.map {
            context.vault.blind($0.value, field: $0.field.rawValue)
        }
        let threads = try await candidates(values, besides: notice.thread)
        guard !threads.isEmpty else { return [] }
        let decisions = try await context.store.decisions(ofThreads: threads)
        let newest = try await newest(of: threads)
        var found: [(String, Traveller.Agreement)] = []
        for thread in threads.sorted() {
            guard let other = newest[thread], !other.operation.isCancel,
                let agreement = notice.sameTrip(as: other),
                !Self.apart(decisions[thread] ?? []).contains(notice.thread)
            else { continue }
            found.append((thread, agreement))
        }
        return found
    }

    /// Threads of ours that have one of the values, and that nobody has told apart from this one.
    ///
    /// Between the reads others may write. Of two reports of one trip the second must find the
    /// first: a submission holds the lock on what they have in common.
    private func candidates(
        _ values: [BlindValue], besides thread: String
    ) async throws(HeliographError) -> Set<String> {
        let found = try await context.store.threads(
            withAny: values, of: context.member, limit: Self.candidatesMax
        ).subtracting([thread])
        guard !found.isEmpty else { return [] }
        return found.subtracting(
            Self.apart(try await context.store.decisions(ofThread: thread)))
    }

    /// The last statement of each thread; none for one that cannot be read any more.
    private func newest(
        of threads: Set<String>
    ) async throws(HeliographError) -> [String: Notice] {
        let last = try await context.store.notices(ofThreads: threads)
            .compactMapValues { $0.max { $0.sequence < $1.sequence } }
        let bodies = try await context.notices(last.values.map(\.document))
        return last.compactMapValues { bodies[$0.document] }
    }

    /// The next statement of a thread of ours, with the additions of a report.
    ///
    /// - Throws: `notFound`, or `sameTrip` if it adds nothing or is no report of a single
    ///   traveller; `noticeInvalid`.
    package func supplement(
        _ document: JSON, _ thread: String
    ) async throws(HeliographError) -> JSON {
        guard
            let first = try await newest(
                try await context.station.thread(named: thread, for: .acting))
        else {
            throw HeliographError.noNotice(thread)
        }
        let second: Notice
        switch Notice.read(document, rules: context.authorRules) {
        case .valid(let notice, _): second = notice
        case .refused(let faults):
            throw HeliographError.invalid(faults)
        }
        guard
            let merged = first.supplemented(by: second, at: context.clock.now.flooredToSecond)
        else {
            throw HeliographError(
                .sameTrip, "It adds nothing to \(thread), or is no alert about one traveller.",
                next: "Nothing needs to be sent; `heliograph notice show \(thread)` says what was.")
        }
        return merged
    }

    /// The last statement of a thread of ours; nil if there is none, or it cannot be read any more.
    func newest(_ thread: String) async throws(HeliographError) -> Notice? {
        guard
            let last = try await context.store.notices(NoticeFilter(thread: thread))
                .max(by: { $0.sequence < $1.sequence })
        else { return nil }
        return try await context.keptNotice(last.document)
    }

    /// Threads that an officer has told apart from the one of these decisions.
    private static func apart(_ decisions: [Decision]) -> Set<String> {
        Set(decisions.filter { $0.matter == .notTheSame }.map(\.subject))
    }
}
