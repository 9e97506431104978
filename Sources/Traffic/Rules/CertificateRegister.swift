internal import Exchange
internal import Notices
internal import Ports
internal import Station

/// The certificates that this member issued and revoked, by its own statements.
///
/// A certificate is found by a keyed hash of its number together with the person it was issued to,
/// so that neither a number alone nor a name alone finds anything.
struct CertificateRegister {
    let context: TrafficContext

    // MARK: - Issuing

    /// The keys by which a certificate that is issued now will be found.
    ///
    /// - Throws: `erased` if the request for it is gone: nobody knows any more whom it is about.
    func keys(of notice: Notice) async throws(HeliographError) -> [SearchKey] {
        guard notice.kind == .certificate, notice.operation == .reply,
            let number = notice.certificateNumber, let asker = MemberCode(notice.thread.prefix(2))
        else { return [] }
        let request = try await context.store.inbox(
            InboxFilter(
                thread: notice.thread, from: asker, kind: NoticeKind.certificate.rawValue,
                limit: 10_000)
        ).max { $0.sequence < $1.sequence }
        // A missing request is refused elsewhere, by its own name.
        guard let request else { return [] }
        return try await context.keptNotice(request.notice)?
            .holderKeys(of: number) ?? []
    }

    /// Checks that two certificates never have one number, and that a thread revokes its own.
    ///
    /// - Parameter history: this member's earlier statements in the thread.
    /// - Throws: `certificateNumber`.
    func check(_ notice: Notice, after history: [NoticeVersion]) async throws(HeliographError) {
        guard notice.kind == .certificate, let number = notice.certificateNumber else { return }
        switch notice.operation {
        case .reply:
            let key = context.vault.blind(number, field: SearchKey.Field.certificate.rawValue)
            let entries = try await context.store.find(key)
            if entries.contains(where: { $0.from == context.member }) {
                throw HeliographError(
                    .certificateNumber, "A certificate with this number was issued before.")
            }
        case .revoke:
            for version in history where version.operation == NoticeOperation.reply.rawValue {
                let issued = try await context.keptNotice(version.document)
                if issued?.certificateNumber == number { return }
            }
            throw HeliographError(
                .certificateNumber, "The certificate of this thread has another number.")
        default: return
        }
    }

    // MARK: - Verifying

    /// The verdict on the certificate that was shown.
    ///
    /// Every answer takes the same steps: one look into the index, one message, one thread, one
    /// body. Where nothing is found, these are those of the question itself.
    func verdict(
        on asked: Notice, _ item: InboxItem, at now: Instant
    ) async throws(HeliographError) -> Verification {
        let key = asked.verificationKey
        let value = context.vault.blind(key.value, field: key.field.rawValue)
        let entry = try await context.store.find(value).first { $0.from == context.member }
        let message = try await context.store.message(entry?.id ?? item.id)
        let versions = try await context.store.notices(
            NoticeFilter(thread: message?.thread ?? item.thread))
        let issued = versions.first { $0.operation == NoticeOperation.reply.rawValue }
        let record = issued?.document ?? item.notice
        let body = try context.station.body(record, try await context.store.record(record))
        let validUntil = (try? JSON.parse(body))?["validUntil"]?.stringValue
        return Verification(
            isHeld: message != nil && issued != nil,
            isRevoked: versions.contains { $0.operation == NoticeOperation.revoke.rawValue },
            validUntil: validUntil.flatMap { CivilDate(iso8601: $0) }, on: now.utcDate)
    }

    /// The verifications of a member that came in the last day; more than it may ask are not
    /// counted.
    func verifications(
        by member: MemberCode, before now: Instant
    ) async throws(HeliographError) -> Int {
        let items = try await context.store.inbox(
            InboxFilter(
                from: member, kind: NoticeKind.certificate.rawValue,
                receivedFrom: now - Self.limitPeriod, limit: Self.countedMax))
        // A member that hides its verifications behind other questions has asked enough.
        guard items.count < Self.countedMax else { return .max }
        return items.count { $0.operation == NoticeOperation.verify.rawValue }
    }

    /// The time over which `verificationsPerDay` is counted.
    static let limitPeriod = Duration.hours(24)
    /// Statements about certificates of one member in that time that are looked at.
    private static let countedMax = 20_000
}
