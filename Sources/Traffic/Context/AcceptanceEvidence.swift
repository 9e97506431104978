internal import Exchange
internal import Federation
internal import Notices
internal import Ports
import Synchronization

/// Makes our own signed evidence that messages were taken in.
///
/// Submissions that come together share one signature if they go to the same members: a proof that
/// one member is shown says nothing of another. See `docs/adr/0028-one-word-for-many.md`.
final class AcceptanceEvidence: Sendable {
    typealias Documents = Result<[EvidenceDocument], HeliographError>

    /// The most entries of a submission that shares its signature.
    static let sharedEntriesMax = 16

    private struct Waiting: Sendable {
        let entries: [EvidenceEntry]
        let now: Instant
        let continuation: CheckedContinuation<Documents, Never>
    }

    /// The submissions that wait for their signature, by their recipients.
    private let waiting = Mutex<[[MemberCode]: [Waiting]]>([:])
    private let member: MemberCode
    private let sealer: any Sealer
    private let pause: @Sendable () async -> Void

    /// - Parameters:
    ///   - member: this one.
    ///   - pause: awaited before the submissions that wait are signed for, after everything that
    ///     could run before has run.
    init(
        member: MemberCode, sealer: any Sealer,
        pause: @escaping @Sendable () async -> Void = {}
    ) {
        self.member = member
        self.sealer = sealer
        self.pause = pause
    }

    var waitingCount: Int { waiting.withLock { $0.values.reduce(0) { $0 + $1.count } } }

    /// Signs evidence that messages were taken in; the transaction that keeps the messages keeps it
    /// too.
    ///
    /// - Parameter mayWait: true to wait a moment for other submissions to the same members, which
    ///   then share the signature; false if no moment may be lost.
    /// - Returns: documents of at most `WireProtocol.entriesMax` entries.
    /// - Throws: an error of the signing key.
    func evidence(
        for messages: [OutgoingMessage], at now: Instant, mayWait: Bool
    ) async throws(HeliographError) -> [EvidenceDocument] {
        let entries = messages.flatMap { message in
            message.recipients.map { recipient in
                EvidenceEntry(
                    step: .accepted, by: member, from: member, id: message.id,
                    seal: 1, recipient: recipient, contentDigest: message.contentDigest, at: now)
            }
        }
        guard mayWait, !entries.isEmpty, entries.count <= Self.sharedEntriesMax else {
            return try signed(entries, at: now).get()
        }
        return try await shared(entries, at: now).get()
    }

    private func shared(
        _ entries: [EvidenceEntry], at now: Instant
    ) async -> Documents {
        let recipients = entries.map(\.recipient)
        return await withCheckedContinuation { continuation in
            let isFirst = waiting.withLock { waiting in
                waiting[recipients, default: []].append(
                    Waiting(entries: entries, now: now, continuation: continuation))
                return waiting[recipients]?.count == 1
            }
            // The task runs after everything that can run now: submissions that come until then are
            // signed for.
            if isFirst { Task { await sign(for: recipients) } }
        }
    }

    private func sign(for recipients: [MemberCode]) async {
        await pause()
        let all = waiting.withLock { $0.removeValue(forKey: recipients) ?? [] }
        guard let last = all.map(\.now).max() else { return }
        // No entry tells of a time after the time of its signature.
        let documents = signed(all.flatMap(\.entries), at: last)
        for one in all { one.continuation.resume(returning: documents) }
    }

    private func signed(
        _ entries: [EvidenceEntry], at now: Instant
    ) -> Documents {
        var documents: [EvidenceDocument] = []
        do throws(HeliographError) {
            for start in stride(from: 0, to: entries.count, by: WireProtocol.entriesMax) {
                let some = Array(entries[start...].prefix(WireProtocol.entriesMax))
                let der = try sealer.sign(
                    EvidenceContent.encode(some), as: .evidence, at: now)
                documents.append(
                    EvidenceDocument(
                        digest: sealer.digest(der), der: der, entries: some, kept: now))
            }
        } catch {
            return .failure(error)
        }
        return .success(documents)
    }
}
