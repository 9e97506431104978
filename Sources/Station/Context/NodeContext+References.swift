package import Notices
package import Ports

/// The reason for which a notice is named.
package enum NamingPurpose: Sendable {
    /// To look at it: the beginning of a number or id is enough if only one begins so.
    case looking
    /// To act on it, or to tell others of it: the number or id must be whole, so that nothing
    /// happens to another notice than the one that was meant.
    case acting
}

/// Notices and messages as people name them (`NoticeReference`).
extension NodeContext {
    /// The most candidates that a refusal of an ambiguous name shows.
    private static let shownMax = 5
    /// The most statements that are looked through for numbers with one beginning.
    private static let candidatesMax = 1_000

    /// The number of a thread in which this member has spoken.
    ///
    /// - Returns: the text as it is if nothing of ours has that name.
    /// - Throws: `usage` if several numbers begin with the text, or if it is only the beginning of
    ///   one and the whole number is needed.
    package func thread(
        named text: String, for purpose: NamingPurpose = .looking
    ) async throws(HeliographError) -> String {
        guard let name = NoticeReference(text), isOurs(name) else { return text }
        switch name.form {
        case .message(let id):
            return try await store.message(id)?.thread ?? text
        case .messages(let range):
            let found = Set(
                try await store.messages(in: range, limit: Self.candidatesMax).map(\.thread))
            return try one(of: found, named: text, for: purpose) ?? text
        case .number(let number):
            for whole in [number, name.padded].compactMap(\.self) {
                let newest = try await store.notices(NoticeFilter(thread: whole, limit: 1)).first
                guard let newest else { continue }
                try check(name.sequence, of: newest)
                return whole
            }
            guard name.mayBeBeginning else { return name.padded ?? number }
            let filter = NoticeFilter(threadBeginning: number, limit: Self.candidatesMax)
            let found = Set(try await store.notices(filter).map(\.thread))
            return try one(of: found, named: text, for: purpose) ?? number
        }
    }

    /// False for a message that another member is named to have sent.
    private func isOurs(_ name: NoticeReference) -> Bool {
        name.sender == nil || name.sender == member
    }

    /// Refuses a sequence that a thread of ours has not reached.
    private func check(
        _ sequence: Int?, of newest: NoticeVersion
    ) throws(HeliographError) {
        guard let sequence, !(1...newest.sequence).contains(sequence) else { return }
        throw HeliographError(
            .notFound,
            "There is no \(newest.thread)/\(sequence): the newest statement is "
                + "\(newest.thread)/\(newest.sequence).",
            next: "Name it without a sequence, \(newest.thread): that is the newest statement.")
    }

    /// A message of ours: by its id, or the last one of a thread.
    ///
    /// - Throws: `notFound`; `usage` if several have that name.
    package func message(
        named text: String, for purpose: NamingPurpose = .looking
    ) async throws(HeliographError) -> OutgoingMessage {
        switch NoticeReference(text).flatMap({ isOurs($0) ? $0.form : nil }) {
        case .message(let id):
            if let message = try await store.message(id) { return message }
        case .messages(let range):
            let found = try await store.messages(in: range, limit: Self.candidatesMax)
            let name = try one(of: Set(found.map(\.id.description)), named: text, for: purpose)
            if let name, let message = found.first(where: { $0.id.description == name }) {
                return message
            }
        case .number, nil: break
        }
        let thread = try await thread(named: text, for: purpose)
        let messages = try await store.messages(ofThread: thread)
        let sequence = NoticeReference(text)?.sequence
        guard let last = messages.last(where: { sequence == nil || $0.sequence == sequence }) else {
            throw HeliographError(
                .notFound, "No message of ours has the number or id \(ShownText.brief(text)).",
                next: "`heliograph outbox` shows the messages of ours, each with its id and "
                    + "number.")
        }
        return last
    }

    /// A received message: by its id, or the newest statement under a number.
    ///
    /// A number belongs to the member whose code it begins with, so another member's message never
    /// stands in for it. An id that two members used is asked for as `XA/ID`.
    ///
    /// - Throws: `notFound`; `usage` if several have that name.
    package func arrival(
        named text: String, for purpose: NamingPurpose = .looking
    ) async throws(HeliographError) -> InboxItem {
        if let name = NoticeReference(text), let item = try await arrival(name, text, purpose) {
            return item
        }
        if let own = try await store.notices(
            NoticeFilter(thread: try await thread(named: text), limit: 1)
        ).first {
            throw HeliographError(
                .notFound, "\(own.thread) is a notice of ours, and nothing that has arrived.",
                next: "`heliograph notice show \(own.thread)` shows its life and who has it.")
        }
        throw HeliographError.noArrival(text)
    }

    /// The refusal of a name that no notice of ours has. It says so if such a notice has arrived.
    package func noNotice(named text: String) async -> HeliographError {
        guard let name = NoticeReference(text), let item = try? await arrival(name, text, .looking)
        else {
            return HeliographError.noNotice(text)
        }
        return HeliographError(
            .notFound, "\(item.thread) has arrived from \(item.from), and is no notice of ours.",
            next: "`heliograph inbox \(item.thread)` shows it.")
    }

    private func arrival(
        _ name: NoticeReference, _ text: String, _ purpose: NamingPurpose
    ) async throws(HeliographError) -> InboxItem? {
        switch name.form {
        case .message(let id):
            return try one(
                of: try await store.inboxItems(id: id).filter {
                    name.sender == nil || $0.from == name.sender
                })
        case .messages(let range):
            var filter = InboxFilter(from: name.sender, limit: Self.candidatesMax)
            filter.ids = range
            guard let item = try one(of: try await store.inbox(filter)) else { return nil }
            _ = try one(of: [item.id.description], named: text, for: purpose)
            return item
        case .number(let number):
            for whole in [number, name.padded].compactMap(\.self) {
                if let item = try await newest(whole, name.sequence) { return item }
            }
            guard name.mayBeBeginning else { return nil }
            var filter = InboxFilter(limit: Self.candidatesMax)
            filter.threadBeginning = number
            let found = Set(try await store.inbox(filter).map(\.thread))
            guard let thread = try one(of: found, named: text, for: purpose) else { return nil }
            return try await newest(thread, name.sequence)
        }
    }

    /// The newest statement of a thread, or the one of a sequence. Reports on a notice of ours
    /// carry its number.
    private func newest(
        _ thread: String, _ sequence: Int?
    ) async throws(HeliographError) -> InboxItem? {
        guard let issuer = MemberCode(thread.prefix(2)) else { return nil }
        let own = try await store.inbox(
            InboxFilter(thread: thread, from: issuer, sequence: sequence))
        if let item = own.max(by: { $0.sequence < $1.sequence }) { return item }
        return try await store.inbox(InboxFilter(thread: thread, sequence: sequence))
            .max { $0.received < $1.received }
    }

    /// The only one of some numbers or ids that begin with a text; nil if there is none.
    ///
    /// - Throws: `usage` if there are several, or if a beginning is not enough.
    private func one(
        of names: Set<String>, named text: String, for purpose: NamingPurpose
    ) throws(HeliographError) -> String? {
        let shown = names.sorted().prefix(Self.shownMax)
        let more = names.count - shown.count
        if names.count < 2 {
            guard let only = names.first, purpose == .acting else { return names.first }
            throw HeliographError(
                .usage, "`\(ShownText.brief(text))` is only the beginning of \(only).",
                next: "If \(only) is meant, write it whole.")
        }
        throw HeliographError(
            .usage, "Several numbers begin with `\(ShownText.brief(text))`.",
            next: "Take one of: \(shown.joined(separator: ", "))"
                + (more > 0 ? ", and \(more) more." : "."))
    }

    /// The only one of some items; nil if there is none.
    private func one(of items: [InboxItem]) throws(HeliographError) -> InboxItem? {
        guard items.count > 1 else { return items.first }
        let shown = items.prefix(Self.shownMax).map { "\($0.from)/\($0.id)" }
        throw HeliographError(
            .usage, "Several messages have this id, or one that begins so.",
            next: "Take one of: \(shown.joined(separator: ", ")).")
    }
}
