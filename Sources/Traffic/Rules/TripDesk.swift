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
                "This trip is in \(first.thread) already (\(first.agreement.rawValue)).",
                next: "Look at `heliograph notice merge FILE --into \(first.thread)`; then send it "
                    + "with `--supplement \(first.thread)`, or with `--not-the-same REASON`.")
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
        let (thread, member) = (notice.thread, context.member)
        // In one visit: while a queue drains, each visit may wait for a commit.
        let threads = try await context.store.visit { store throws(HeliographError) in
            try Self.candidates(values, besides: thread, of: member, store)
        }
        var found: [(String, Traveller.Agreement)] = []
        for thread in threads.sorted() {
            guard let other = try await newest(thread), !other.operation.isCancel,
                let agreement = notice.sameTrip(as: other),
                !(try await context.store.visit { store throws(HeliographError) in
                    try Self.apart(thread, store)
                }).contains(notice.thread)
            else { continue }
            found.append((thread, agreement))
        }
        return found
    }

    /// Threads of ours that have one of the values, and that no officer has told apart from this
    /// one.
    private static func candidates(
        _ values: [BlindValue], besides thread: String, of member: MemberCode,
        _ store: isolated any Store
    ) throws(HeliographError) -> Set<String> {
        let apart = try apart(thread, store)
        var threads: Set<String> = []
        for value in values {
            for entry in try store.find(value)
            where entry.from == member && threads.count < candidatesMax {
                guard let message = try store.message(entry.id), message.thread != thread,
                    !apart.contains(message.thread)
                else { continue }
                threads.insert(message.thread)
            }
        }
        return threads
    }

    /// The next statement of a thread of ours, with the additions of a report.
    ///
    /// - Throws: `notFound`, or `sameTrip` if it adds nothing or is no report of a single
    ///   traveller; `noticeInvalid`.
    package func supplement(
        _ document: JSON, _ thread: String
    ) async throws(HeliographError) -> JSON {
        guard let first = try await newest(thread) else {
            throw HeliographError(.notFound, "There is no notice of ours with that number.")
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

    /// Threads that an officer has told apart from this one.
    private static func apart(
        _ thread: String, _ store: isolated any Store
    ) throws(HeliographError) -> Set<String> {
        Set(
            try store.decisions(ofThread: thread)
                .filter { $0.matter == .notTheSame }.map(\.subject))
    }
}
