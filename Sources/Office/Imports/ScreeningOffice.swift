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
            for passenger in passengers {
                guard let number = passenger["number"]?.intValue, let person = passenger["person"]
                else { throw HeliographError(.usage, "A passenger is not as it must be.") }
                for subject in try await subjects(of: person) {
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
    private func subjects(of person: JSON) async throws(HeliographError) -> [Subject] {
        let keys = Traveller.looseKeys(of: person) + Traveller.searchKeys(of: person)
        var found: [Subject] = []
        for (notice, standing) in try await notices(matching: keys)
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
        let keys = Traveller.looseKeys(of: person) + Traveller.searchKeys(of: person)
        var items: [PersonMatchView] = []
        for (notice, standing) in try await notices(matching: keys) {
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

    /// The newest statement of every thread that one of these keys leads to, with its standing.
    /// A withdrawn or expired statement is left out.
    private func notices(
        matching keys: [SearchKey]
    ) async throws(HeliographError) -> [(notice: Notice, standing: Standing)] {
        let desk = StandingDesk(context: context)
        var own: Set<String> = []
        var others: [String: [MemberCode: MessageID]] = [:]
        var count = 0
        for key in keys {
            let value = context.vault.blind(key.value, field: key.field.rawValue)
            for entry in try await context.store.find(value) where count < Self.candidatesMax {
                count += 1
                if entry.from == context.member {
                    if let message = try await context.store.message(entry.id) {
                        own.insert(message.thread)
                    }
                } else if let item = try await context.store.inboxItem(
                    from: entry.from, id: entry.id),
                    [.new, .read, .actioned].contains(item.state)
                {
                    others[item.thread, default: [:]][entry.from] = entry.id
                }
            }
        }
        var found: [(notice: Notice, standing: Standing)] = []
        for thread in own.sorted() {
            let versions = try await context.store.notices(NoticeFilter(thread: thread))
                .sorted { $0.sequence < $1.sequence }
            guard let last = versions.last,
                let notice = try await context.keptNotice(last.document)
            else { continue }
            found.append((notice, try await desk.standing(of: versions)))
        }
        for (_, held) in others.sorted(by: { $0.key < $1.key }) {
            for (from, id) in held.sorted(by: { $0.key < $1.key }) {
                guard let item = try await context.store.inboxItem(from: from, id: id),
                    let notice = try await context.keptNotice(item.notice)
                else { continue }
                found.append((notice, try await desk.standing(of: item)))
            }
        }
        return found.filter { notice, standing in
            Notice.watched.contains(notice.kind) && [.holds, .suspended].contains(standing)
        }
    }
}
