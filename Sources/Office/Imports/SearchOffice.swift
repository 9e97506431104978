internal import Asking
internal import Exchange
internal import Notices
internal import Ports
internal import Station
internal import Traffic

/// Finds own and received notices by an officer's words.
///
/// The blind index gives candidates for documents, days of birth and family names. A flight, and a
/// name without a day of birth, also need the bodies of notices.
struct SearchOffice {
    let context: TrafficContext
    /// Searches read long, and hold up no write.
    private var reading: TrafficContext { context.reading }

    /// The most statements of ours, and the most received ones, that one search looks at.
    private static let lookedAtMax = 10_000
    /// The most candidates of the blind index that are opened.
    private static let candidatesMax = 1_000
    /// The most bodies that are opened because the index cannot answer.
    private static let bodiesMax = 2_000
    /// Bodies that are held in memory at once.
    private static let bodiesPerRead = 256

    /// The newest statement of one member in one thread.
    private struct Subject {
        let from: MemberCode
        let thread: String
        let kind: String
        let body: RecordID
        /// The statements of a thread of ours, lowest sequence first; empty for a received one.
        var versions: [NoticeVersion] = []
        /// The received statement; nil for a thread of ours.
        var item: InboxItem?
    }

    /// Searches, and records the search and what was shown.
    func search(
        _ request: SearchNotices, by principal: Principal
    ) async throws(HeliographError) -> SearchView {
        let officer = try principal.officer()
        guard let query = SearchQuery(request.words) else {
            throw HeliographError(
                .usage, "These words are nothing that can be looked for.",
                next: "Name a person, a document number of 5 characters or more, a flight such as "
                    + "ZZ418, or the beginning of a notice number such as XA-TA-2027. A day beside "
                    + "a name or a flight narrows it: `EXAMPLESSON 1981-05-11`.")
        }
        var (subjects, isWhole) = try await self.subjects()
        if let number = query.number {
            subjects = subjects.filter { $0.thread.hasPrefix(number) }
        } else {
            (subjects, isWhole) = try await candidates(query, subjects, isWhole)
        }
        var found: [(subject: Subject, notice: Notice, agreement: SearchQuery.Agreement)] = []
        for some in subjects.portions(Self.bodiesPerRead) {
            let notices = try await reading.readableNotices(
                some.map(\.body), Self.bodiesPerRead)
            for subject in some {
                guard let notice = notices[subject.body],
                    let agreement = query.agreement(with: notice)
                else { continue }
                found.append((subject, notice, agreement))
            }
        }
        let standings = try await standings(of: found.map(\.subject))
        let hits = zip(found, standings).map { hit, standing in
            SearchHitView(
                number: hit.subject.thread, kind: hit.subject.kind, from: hit.subject.from,
                own: hit.subject.from == context.member, standing: standing,
                agreement: hit.agreement, subject: hit.notice.subject,
                glance: GlanceView(
                    hit.notice,
                    landing: hit.notice.landing(in: context.member) ?? hit.notice.firstLeg))
        }
        // What holds comes first, and then what lands next.
        let far = Instant(milliseconds: .max)
        let items = hits.sorted { left, right in
            (left.standing.isEnded ? 1 : 0, left.glance.lands ?? far, left.number, left.from)
                < (
                    right.standing.isEnded ? 1 : 0, right.glance.lands ?? far, right.number,
                    right.from
                )
        }
        try await record(query, items, by: officer)
        return SearchView(items: items, complete: isWhole, opened: subjects.count)
    }

    /// Keeps who searched for what, as a keyed hash, and whose notices were shown.
    private func record(
        _ query: SearchQuery, _ items: [SearchHitView], by officer: String
    ) async throws(HeliographError) {
        let searched = context.vault.blind(query.canonical, field: "person search")
        var changes = [
            context.station.audit(
                .consultation, by: officer, about: .personSearch(searched),
                why: "searched the notices: \(items.count) found")
        ]
        var threads: [String] = []
        for item in items where !threads.contains(item.number) { threads.append(item.number) }
        if !threads.isEmpty {
            changes.append(
                context.station.audit(
                    .consultation, by: officer, about: .threads(threads), why: "found by a search"))
        }
        try await context.store.commit(changes)
    }

    /// The newest statement of each member in each thread, and true if these are all.
    private func subjects() async throws(HeliographError) -> ([Subject], Bool) {
        let versions = try await reading.store.notices(NoticeFilter(limit: Self.lookedAtMax))
        let items = try await reading.store.inbox(InboxFilter(limit: Self.lookedAtMax))
        let own = Dictionary(grouping: versions, by: \.thread).values.compactMap { versions in
            let versions = versions.sorted { $0.sequence < $1.sequence }
            return versions.lastWords.map {
                Subject(
                    from: context.member, thread: $0.thread, kind: $0.kind, body: $0.document,
                    versions: versions)
            }
        }
        let received = Dictionary(grouping: items) {
            ThreadKey(issuer: $0.from, thread: $0.thread)
        }.values.compactMap { items in
            let newestFirst = items.sorted {
                ($1.sequence, $1.received) < ($0.sequence, $0.received)
            }
            return newestFirst.lastWords.map {
                Subject(
                    from: $0.from, thread: $0.thread, kind: $0.kind, body: $0.notice,
                    item: newestFirst.first)
            }
        }
        return (
            (own + received).sorted { ($0.thread, $0.from) < ($1.thread, $1.from) },
            versions.count < Self.lookedAtMax && items.count < Self.lookedAtMax
        )
    }

    /// The threads to which the blind index leads, and those that must be opened because it cannot
    /// answer. The second value is false if some were left out.
    private func candidates(
        _ query: SearchQuery, _ subjects: [Subject], _ isWhole: Bool
    ) async throws(HeliographError) -> ([Subject], Bool) {
        let values = query.keys.map { context.vault.blind($0.value, field: $0.field.rawValue) }
        let entries = try await reading.store.find(Set(values)).values.joined()
        let own = Set(entries.filter { $0.from == context.member }.map(\.id))
        let messages = own.isEmpty ? [:] : try await reading.store.messages(own)
        var named = Set(
            messages.values.map { ThreadKey(issuer: context.member, thread: $0.thread) })
        let others = Set(
            entries.filter { $0.from != context.member }
                .map { MessageKey(from: $0.from, id: $0.id) })
        if !others.isEmpty {
            for item in try await reading.store.inboxItems(others).values {
                named.insert(ThreadKey(issuer: item.from, thread: item.thread))
            }
        }
        let indexed = subjects.filter {
            named.contains(ThreadKey(issuer: $0.from, thread: $0.thread))
        }
        let kinds = Set(Notice.watched.map(\.rawValue))
        let swept =
            query.needsBodies
            ? subjects.filter {
                kinds.contains($0.kind)
                    && !named.contains(ThreadKey(issuer: $0.from, thread: $0.thread))
            } : []
        return (
            Array(indexed.prefix(Self.candidatesMax)) + swept.prefix(Self.bodiesMax),
            isWhole && indexed.count <= Self.candidatesMax && swept.count <= Self.bodiesMax
        )
    }

    /// The standings of what was found, in its order.
    private func standings(
        of subjects: [Subject]
    ) async throws(HeliographError) -> [Standing] {
        let desk = StandingDesk(context: reading)
        var own = try await desk.standings(
            ofThreads: subjects.filter { $0.item == nil }.map(\.versions))[...]
        var received = try await desk.standings(of: subjects.compactMap(\.item))[...]
        return subjects.map {
            ($0.item == nil ? own.popFirst() : received.popFirst()) ?? .holds
        }
    }
}
