internal import Asking
internal import Exchange
internal import Notices
internal import Ports
internal import Station
internal import Traffic

/// Compares passengers and travel documents with the persons that this node knows.
///
/// Nothing is kept of a passenger who agrees with nobody; only the number of compared passengers
/// counts him.
struct ScreeningOffice {
    let context: TrafficContext
    let desk: DraftDesk

    /// The most notices that one passenger is compared with.
    private static let candidatesMax = 1_000
    /// The most legs of one flight.
    private static let legsMax = 20
    /// The passengers whose keys are looked for together.
    private static let passengersPerRead = 64

    /// A notice or draft of ours that describes somebody.
    private struct Subject {
        /// The number of the notice or draft.
        let number: String
        let notice: Notice
        /// The document, if the subject is a draft; its empty members stay empty in the next draft.
        var draft: JSON?
        var standing = Standing.holds
        let agreement: Traveller.Agreement
        let person: JSON
        let conviction: JSON?
    }

    /// Makes a proposal for an officer of each passenger who agrees with a subject of this member.
    func passengers(
        _ request: ImportPassengers, by principal: Principal
    ) async throws(HeliographError) -> Items<MatchView> {
        let officer = try principal.officer()
        let (flown, passengers) = (request.legs.items, request.passengers.items)
        let legs = flown.compactMap { Manifest.Flight($0) }
        guard let flight = legs.first, legs.count == flown.count, legs.count <= Self.legsMax,
            passengers.count <= ImportOffice.batchMax
        else { throw HeliographError(.usage, "`legs` or `passengers` is not as it must be.") }
        let members = try await ImportOffice(context: context, desk: desk).activeMembers()
        return try await desk.lock.withLock { () throws(HeliographError) in
            var items: [MatchView] = []
            for some in passengers.portions(Self.passengersPerRead) {
                let index = try await context.store.find(
                    Set(some.compactMap { $0["person"] }.flatMap { values(Self.keys(of: $0)) }))
                for passenger in some {
                    items += try await compare(passenger, legs, index, officer, members)
                }
            }
            let matched = Set(items.map(\.number)).count
            let why =
                "compared \(passengers.count) passengers of \(flight.designator): "
                + "\(matched) agree, \(passengers.count - matched) forgotten"
            try await context.store.commit([
                context.station.audit(
                    .combination, by: officer,
                    about: .imported(.manifest, count: passengers.count), why: why)
            ])
            return Items(items)
        }
    }

    /// The subjects of this member with whom a passenger agrees, and what becomes of each.
    ///
    /// - Parameter index: what the blind index has for the passenger's keys.
    private func compare(
        _ passenger: JSON, _ legs: [Manifest.Flight], _ index: [BlindValue: [BlindIndexEntry]],
        _ officer: String, _ members: Set<MemberCode>
    ) async throws(HeliographError) -> [MatchView] {
        guard let number = passenger["number"]?.intValue, let person = passenger["person"]
        else { throw HeliographError(.usage, "A passenger is not as it must be.") }
        var items: [MatchView] = []
        for subject in try await subjects(of: person, index) {
            // This member suspended the notice itself: the officer is told, and nothing is
            // drafted.
            let (status, draft) =
                subject.standing == .suspended
                ? ("suspended", nil)
                : try await propose(subject, legs, passenger, officer, members)
            items.append(
                MatchView(
                    number: number, status: status, draft: draft, subject: subject.number,
                    agreement: subject.agreement))
        }
        return items
    }

    private func propose(
        _ subject: Subject, _ legs: [Manifest.Flight], _ passenger: JSON, _ officer: String,
        _ members: Set<MemberCode>
    ) async throws(HeliographError) -> (status: String, draft: String?) {
        let now = context.clock.now.flooredToSecond
        func port(_ key: String) -> Place? {
            passenger[key]?.stringValue.flatMap { Place(code: $0) }
        }
        let journey = legs.journey(from: port("embarks"), to: port("debarks"))
        let identity = journey.legs.map(\.identity).joined(separator: ", ")
        // Each passenger has a draft of its own: a namesake earlier in the list must not hide the
        // subject.
        let person = passenger["person"] ?? [:]
        let alone = (person["documents"]?.arrayValue ?? []).filter { $0["issuer"] == nil }
            .compactMap { $0["number"]?.stringValue }
        let shown =
            Traveller.searchKeys(of: person).map { "\($0.field.rawValue) \($0.value)" }.sorted()
            + alone.map { "number \(DocumentNumber.folded($0))" }.sorted()
        let name = desk.name(
            of: ([identity, subject.number] + shown).joined(separator: "\u{0}"), .manifest)
        if let known = try await desk.held(name) { return ("known", known.number) }
        let number = try await desk.freeNumber(at: now)
        func alert(on legs: [Manifest.Flight]) -> JSON? {
            guard !legs.isEmpty else { return nil }
            return subject.notice.alert(
                about: subject.person, conviction: subject.conviction, on: legs,
                onward: journey.onward, among: members, shown: person,
                locator: passenger["locator"]?.stringValue, number: number, at: now)
        }
        guard let flight = journey.legs.first, let document = alert(on: journey.legs) else {
            return ("nobody-to-tell", nil)
        }
        // A leg that cannot be flown must not take the deadline of the other legs away.
        let alert =
            Notice.read(document, rules: context.authorRules).notice
            ?? alert(on: journey.legs.filter(\.canBeFlown)).flatMap {
                Notice.read($0, rules: context.authorRules).notice
            }
        // The trip stands in an alert or a draft already.
        if let alert {
            if alert.sameTrip(as: subject.notice) != nil { return ("known", subject.number) }
            if let other = try await TripDesk(context: context).matches(of: alert).first {
                return ("known", other.thread)
            }
        }
        var draft = Draft(
            name: name,
            number: NoticeTemplate.noticeNumber(
                context.member, .travelAlert, now, number), source: .manifest,
            origin: "\(flight.designator) \(flight.from.code) \(flight.departs)",
            officer: officer, created: now)
        draft.subject = subject.number
        draft.agreement = subject.agreement
        draft.write(
            keepingEmpty(document, of: subject), rules: context.authorRules, at: now)
        if draft.deadline == nil, let alert {
            draft.deadline = draft.to.compactMap { alert.actBy(for: $0) }.min()
        }
        try await ImportOffice(context: context, desk: desk).keep(
            draft, "taken from a passenger list")
        return ("proposed", draft.number)
    }

    /// Leaves the handling of a proposal empty where the draft that it was made from leaves it
    /// empty.
    private func keepingEmpty(_ document: JSON, of subject: Subject) -> JSON {
        guard let draft = subject.draft else { return document }
        var document = document
        for member in NoticeDefaults.members { document[member] = draft[member] ?? .null }
        return document
    }

    /// One subject for each person of ours that the passenger may be.
    /// Alerts in force come first, then drafts and green notices, then suspended notices.
    private func subjects(
        of person: JSON, _ index: [BlindValue: [BlindIndexEntry]]
    ) async throws(HeliographError) -> [Subject] {
        let keys = Self.keys(of: person)
        var found: [Subject] = []
        for (notice, standing) in try await notices(matching: keys, index)
        where notice.from == context.member {
            if var subject = Self.subject(notice, notice.thread, person) {
                subject.standing = standing
                found.append(subject)
            }
        }
        for draft in try await desk.open(matching: keys) where draft.source == .form {
            guard let document = draft.document,
                let notice = Notice.read(
                    document.standingIn(at: context.clock.now), rules: context.authorRules
                ).notice, var subject = Self.subject(notice, draft.number, person)
            else { continue }
            subject.draft = document
            found.append(subject)
        }
        // A suspended notice must not hide one that holds.
        func place(_ subject: Subject) -> Int {
            subject.standing == .suspended ? 2 : subject.notice.kind == .greenNotice ? 1 : 0
        }
        found.sort { place($0) < place($1) }
        var kept: [Subject] = []
        for subject in found {
            let own = Traveller(subject.person)
            if !kept.contains(where: { Traveller($0.person).agreement(with: own) != nil }) {
                kept.append(subject)
            }
        }
        return kept
    }

    private static func subject(
        _ notice: Notice, _ number: String, _ person: JSON
    ) -> Subject? {
        notice.subject(agreeingWith: person).map {
            Subject(
                number: number, notice: notice, agreement: $0.agreement, person: $0.person,
                conviction: $0.conviction)
        }
    }

    // MARK: Looking a person up

    /// Every notice and draft about the holder of a travel document, of this member and of others.
    func find(
        _ request: FindPerson, by principal: Principal
    ) async throws(HeliographError) -> Items<PersonMatchView> {
        let officer = try principal.officer()
        let person = request.person.json
        let keys = Self.keys(of: person)
        let index = try await context.store.find(Set(values(keys)))
        var items: [PersonMatchView] = []
        for (notice, standing) in try await notices(matching: keys, index) {
            guard let subject = notice.subject(agreeingWith: person) else { continue }
            items.append(
                PersonMatchView(
                    number: notice.thread, from: notice.from, kind: notice.kind.rawValue,
                    draft: false, standing: standing, agreement: subject.agreement))
        }
        try await desk.lock.withLock { () throws(HeliographError) in
            for draft in try await desk.open(matching: keys) {
                guard let own = draft.document?["person"],
                    let agreement = Traveller.looseAgreement(of: own, with: person)
                else { continue }
                items.append(
                    PersonMatchView(
                        number: draft.number, from: context.member,
                        kind: NoticeKind.travelAlert.rawValue, draft: true, standing: .holds,
                        agreement: agreement))
            }
        }
        try await context.store.commit([
            context.station.audit(
                .consultation, by: officer, about: .personSearch(searched(keys)),
                why: "looked up the holder of a document: \(items.count) found")
        ])
        return Items(items)
    }

    /// The value that stands for a search in the audit log: equal keys give an equal
    /// value.
    private func searched(_ keys: [SearchKey]) -> BlindValue {
        let texts = Set(keys.map { "\($0.field.rawValue) \($0.value)" }).sorted()
        return context.vault.blind(texts.joined(separator: "\u{0}"), field: "person search")
    }

    private static func keys(of person: JSON) -> [SearchKey] {
        Traveller.looseKeys(of: person) + Traveller.searchKeys(of: person)
    }

    /// The values of keys in the blind index, in the order of the keys.
    private func values(_ keys: [SearchKey]) -> [BlindValue] {
        keys.map { context.vault.blind($0.value, field: $0.field.rawValue) }
    }

    /// The newest statement of every thread that one of these keys leads to, with its standing.
    /// A withdrawn or expired statement is left out.
    ///
    /// - Parameter index: what the blind index has for the keys.
    private func notices(
        matching keys: [SearchKey], _ index: [BlindValue: [BlindIndexEntry]]
    ) async throws(HeliographError) -> [(notice: Notice, standing: Standing)] {
        let entries = values(keys).flatMap { index[$0] ?? [] }.prefix(Self.candidatesMax)
        guard !entries.isEmpty else { return [] }
        let found = try await own(entries) + others(entries)
        return found.filter { notice, standing in
            Notice.watched.contains(notice.kind) && [.holds, .suspended].contains(standing)
        }
    }

    /// The last statement of each thread of this member, by the number of the thread.
    private func own(
        _ entries: ArraySlice<BlindIndexEntry>
    ) async throws(HeliographError) -> [(notice: Notice, standing: Standing)] {
        let ids = Set(entries.filter { $0.from == context.member }.map(\.id))
        guard !ids.isEmpty else { return [] }
        let threads = Set(try await context.store.messages(ids).values.map(\.thread))
        let versions = try await context.store.notices(ofThreads: threads)
            .sorted { $0.key < $1.key }
            .map { $0.value.sorted { $0.sequence < $1.sequence } }
        let standings = try await StandingDesk(context: context).standings(ofThreads: versions)
        let notices = try await context.notices(versions.compactMap(\.last?.document))
        return zip(versions, standings).compactMap { versions, standing in
            versions.last.flatMap { notices[$0.document] }.map { ($0, standing) }
        }
    }

    /// The statement of each other member in each thread, by the number of the thread.
    private func others(
        _ entries: ArraySlice<BlindIndexEntry>
    ) async throws(HeliographError) -> [(notice: Notice, standing: Standing)] {
        let keys = entries.filter { $0.from != context.member }
            .map { MessageKey(from: $0.from, id: $0.id) }
        guard !keys.isEmpty else { return [] }
        let held = try await context.store.inboxItems(Set(keys))
        var threads: [ThreadKey: InboxItem] = [:]
        for item in keys.compactMap({ held[$0] })
        where [.new, .read, .actioned].contains(item.state) {
            threads[ThreadKey(issuer: item.from, thread: item.thread)] = item
        }
        let items = threads.values.sorted { ($0.thread, $0.from) < ($1.thread, $1.from) }
        let standings = try await StandingDesk(context: context).standings(of: items)
        let notices = try await context.notices(items.map(\.notice))
        return zip(items, standings).compactMap { item, standing in
            notices[item.notice].map { ($0, standing) }
        }
    }
}
