package import Notices
package import Ports
package import Station

/// The drafts of a node, found by number and by the persons in them.
///
/// A caller that changes drafts holds `lock`: commands of a running node come at once.
package actor DraftDesk {
    /// The most open drafts.
    static let openMax = 20_000
    /// The time for which an open draft is kept after its deadline, or after it was made.
    static let keptAfter = Duration.days(30)
    private static let numbers = 0...999_999

    nonisolated let context: NodeContext
    /// Held while drafts are read, changed and written back.
    package nonisolated let lock = AsyncLock()
    private let shelf: any DraftShelf
    private var isLoaded = false
    /// The drafts without their documents.
    private var drafts: [RecordID: Draft] = [:]
    private var byNumber: [String: RecordID] = [:]
    /// The keys by which the persons of drafts are found; drafts that were closed since are left
    /// out when they are read.
    private var keys: [SearchKey: Set<RecordID>] = [:]
    private var openCount = 0
    /// The drafts that cannot be opened: one must not hide the others.
    private var damaged: Set<RecordID> = []
    /// The highest running number that was given out, by year.
    private var highest: [Int: Int] = [:]

    /// A desk that reads the shelf at its first use.
    package init(context: NodeContext, shelf: any DraftShelf) {
        self.context = context
        self.shelf = shelf
    }

    // MARK: Finding

    /// All drafts without their documents, by number.
    ///
    /// - Throws: an error of the shelf; a draft that does not open is counted as damaged instead.
    package func all() async throws(HeliographError) -> [Draft] {
        try await load()
        return drafts.values.sorted { $0.number < $1.number }
    }

    /// The number of open drafts, and of files that cannot be opened.
    package func counts() async throws(HeliographError) -> (open: Int, damaged: Int) {
        try await load()
        return (openCount, damaged.count)
    }

    /// A draft without its document; nil if there is none of that name.
    package func held(_ name: RecordID) async throws(HeliographError) -> Draft? {
        try await load()
        return drafts[name]
    }

    /// The whole draft with a number.
    ///
    /// - Throws: `notFound`, `storeCorrupt`.
    package func draft(
        numbered number: String, for purpose: NamingPurpose = .acting
    ) async throws(HeliographError) -> Draft {
        try await load()
        guard let name = try name(of: number, for: purpose), let draft = try await read(name) else {
            throw HeliographError(
                .notFound,
                number.contains(where: \.isNumber)
                    ? "No draft has the number \(ShownText.brief(number))."
                    : "`\(ShownText.brief(number))` is no number of a draft.",
                next: "`heliograph draft list` shows the drafts and their numbers.")
        }
        return draft
    }

    /// The blind name of the draft with a number, in any form in which people write it; nil if
    /// there is none.
    private func name(
        of text: String, for purpose: NamingPurpose
    ) throws(HeliographError) -> RecordID? {
        guard let reference = NoticeReference(text), case .number(let number) = reference.form
        else {
            return nil
        }
        if let name = byNumber[number] ?? reference.padded.flatMap({ byNumber[$0] }) { return name }
        guard reference.mayBeBeginning else { return nil }
        let found = byNumber.keys.filter { $0.hasPrefix(number) }.sorted()
        if found.count < 2, purpose == .looking || found.isEmpty {
            return found.first.flatMap { byNumber[$0] }
        }
        throw HeliographError(
            .usage,
            found.count == 1
                ? "`\(ShownText.brief(text))` is only the beginning of a number."
                : "Several drafts have a number that begins with `\(ShownText.brief(text))`.",
            next: "Take one of: \(found.prefix(5).joined(separator: ", ")).")
    }

    /// The open drafts, whole, in which a person may be the one that these keys stand for.
    package func open(matching wanted: [SearchKey]) async throws(HeliographError) -> [Draft] {
        try await load()
        var names: Set<RecordID> = []
        for key in wanted { names.formUnion(keys[key] ?? []) }
        var found: [Draft] = []
        for name in names {
            if let draft = try await read(name), draft.state == .open { found.append(draft) }
        }
        return found.sorted { $0.number < $1.number }
    }

    /// The blind name of a draft that is made from this text and source.
    package nonisolated func name(of what: String, _ source: Draft.Source) -> RecordID {
        let blind = context.vault.blind(what, field: "draft " + source.rawValue)
        guard let name = RecordID(bytes: blind.bytes.prefix(16)) else {
            preconditionFailure("a blind value has 32 bytes")
        }
        return name
    }

    // MARK: Keeping

    /// Keeps a draft, new or changed.
    ///
    /// - Throws: `draftsFull`, or an error of the disk; nothing was then kept.
    package func keep(_ draft: Draft) async throws(HeliographError) {
        try await load()
        let isNew = drafts[draft.name] == nil
        guard !isNew || openCount < Self.openMax else {
            throw HeliographError(.draftsFull, Code.draftsFull.meaning)
        }
        let sealed = try context.vault.seal(draft.json.encoded(), as: draft.name)
        try await shelf.write(sealed, as: draft.name)
        damaged.remove(draft.name)
        forget(draft.name)
        remember(draft)
    }

    /// Closes the open drafts whose journey is long over: the person is forgotten.
    func sweep(at now: Instant) async throws(HeliographError) {
        try await load()
        let old = drafts.values.filter {
            $0.state == .open && ($0.deadline ?? $0.created) + Self.keptAfter <= now
        }
        for var draft in old.sorted(by: { $0.number < $1.number }) {
            try await context.store.commit([
                context.audit(
                    .erasure, by: "node", about: .draft(draft.number),
                    why: "draft discarded, its journey is over")
            ])
            draft.close(.discarded, by: "node", at: now, reason: "The journey is over.")
            try await keep(draft)
        }
    }

    /// A running number that neither a draft nor a notice of ours has.
    ///
    /// - Throws: `transitionRefused` if no number of this year is free.
    package func freeNumber(at now: Instant) async throws(HeliographError) -> Int {
        try await load()
        let year = now.utcDate.year
        if highest[year] == nil {
            let versions = try await context.store.notices(
                NoticeFilter(kind: NoticeKind.travelAlert.rawValue, limit: 10_000))
            for thread in versions.map(\.thread) + drafts.values.map(\.number) { note(thread) }
        }
        var number = (highest[year] ?? 0) + 1
        while Self.numbers.contains(number) {
            let thread = NoticeTemplate.noticeNumber(context.member, .travelAlert, now, number)
            let isTaken =
                try await !context.store.notices(NoticeFilter(thread: thread, limit: 1)).isEmpty
            if byNumber[thread] == nil, !isTaken { return number }
            number += 1
        }
        throw HeliographError(.transitionRefused, "No number of this year is free.")
    }

    // MARK: Memory

    private func load() async throws(HeliographError) {
        guard !isLoaded else { return }
        for name in try await shelf.names() where drafts[name] == nil {
            let draft: Draft?
            do throws(HeliographError) {
                draft = try await read(name)
            } catch {
                guard error.code == .storeCorrupt else { throw error }
                damaged.insert(name)
                context.log(.alarm, "draft-unreadable", ["draft": .string(name.description)])
                continue
            }
            guard let draft else { continue }
            // While it was read, somebody else may have loaded it.
            if drafts[name] == nil { remember(draft) }
        }
        isLoaded = true
    }

    private func read(_ name: RecordID) async throws(HeliographError) -> Draft? {
        guard let record = try await shelf.read(name) else { return nil }
        let bytes = try context.vault.open(record, as: name)
        guard let json = try? JSON.parse(bytes), let draft = Draft(json, name: name) else {
            throw HeliographError(.storeCorrupt, "A draft cannot be read.", detail: ["\(name)"])
        }
        return draft
    }

    private func remember(_ draft: Draft) {
        if draft.state == .open { openCount += 1 }
        if let person = draft.document?["person"] {
            for key in Traveller.keptKeys(of: person) {
                keys[key, default: []].insert(draft.name)
            }
        }
        var light = draft
        light.document = nil
        drafts[draft.name] = light
        byNumber[draft.number] = draft.name
        note(draft.number)
    }

    private func forget(_ name: RecordID) {
        guard let draft = drafts.removeValue(forKey: name) else { return }
        byNumber[draft.number] = nil
        if draft.state == .open { openCount -= 1 }
    }

    /// Numbers go on behind the highest of their year.
    private func note(_ thread: String) {
        let parts = thread.split(separator: "-")
        guard parts.count >= 4, parts[0] == context.member.description,
            let year = Int(parts[2]), let number = Int(parts[3])
        else { return }
        highest[year] = max(highest[year] ?? 0, number)
    }
}
