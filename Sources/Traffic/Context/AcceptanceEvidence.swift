internal import Exchange
internal import Federation
internal import Notices
internal import Ports
import Synchronization

/// Makes our own signed word that messages were taken in.
///
/// Submissions that come together share one signature if they go to the same members: a proof that one
/// member is shown says nothing of another. See `docs/adr/0028-one-word-for-many.md`.
final class AcceptanceEvidence: Sendable {
    typealias Word = Result<[EvidenceDocument], HeliographError>

    /// A submission with more entries than so many has a signature of its own.
    static let sharedEntriesMax = 16

    private struct Waiting: Sendable {
        let entries: [EvidenceEntry]
        let now: Instant
        let continuation: CheckedContinuation<Word, Never>
    }

    /// By the recipients.
    private let waiting = Mutex<[[MemberCode]: [Waiting]]>([:])
    private let pause: @Sendable () async -> Void

    /// - Parameter pause: what is waited for before those who wait are signed for, besides that everything
    ///   that could run before has run.
    init(pause: @escaping @Sendable () async -> Void = {}) {
        self.pause = pause
    }

    var waitingCount: Int { waiting.withLock { $0.values.reduce(0) { $0 + $1.count } } }

    /// Of messages that are kept in the transaction that keeps this word.
    ///
    /// - Parameter alone: whether not even a moment may be lost to wait for company.
    func word(
        on messages: [OutgoingMessage], at now: Instant, alone: Bool, _ context: TrafficContext
    ) async throws(HeliographError) -> [EvidenceDocument] {
        let entries = messages.flatMap { message in
            message.recipients.map { recipient in
                EvidenceEntry(
                    step: .accepted, by: context.member, from: context.member, id: message.id,
                    seal: 1, recipient: recipient, contentDigest: message.contentDigest, at: now)
            }
        }
        guard !alone, !entries.isEmpty, entries.count <= Self.sharedEntriesMax else {
            return try Self.word(entries, at: now, context).get()
        }
        return try await shared(entries, at: now, context).get()
    }

    private func shared(
        _ entries: [EvidenceEntry], at now: Instant, _ context: TrafficContext
    ) async -> Word {
        let recipients = entries.map(\.recipient)
        return await withCheckedContinuation { continuation in
            let isFirst = waiting.withLock { waiting in
                waiting[recipients, default: []].append(
                    Waiting(entries: entries, now: now, continuation: continuation))
                return waiting[recipients]?.count == 1
            }
            // It runs after whatever can run now: who comes until then is signed for.
            if isFirst { Task { await sign(for: recipients, context) } }
        }
    }

    private func sign(for recipients: [MemberCode], _ context: TrafficContext) async {
        await pause()
        let all = waiting.withLock { $0.removeValue(forKey: recipients) ?? [] }
        guard let last = all.map(\.now).max() else { return }
        // No entry tells of a moment after the one that is signed for.
        let word = Self.word(all.flatMap(\.entries), at: last, context)
        for one in all { one.continuation.resume(returning: word) }
    }

    private static func word(
        _ entries: [EvidenceEntry], at now: Instant, _ context: TrafficContext
    ) -> Word {
        var documents: [EvidenceDocument] = []
        do throws(HeliographError) {
            for start in stride(from: 0, to: entries.count, by: WireProtocol.entriesMax) {
                let some = Array(entries[start...].prefix(WireProtocol.entriesMax))
                let der = try context.sealer.sign(
                    EvidenceContent.encode(some), as: .evidence, at: now)
                documents.append(
                    EvidenceDocument(
                        digest: context.sealer.digest(der), der: der, entries: some, kept: now))
            }
        } catch {
            return .failure(error)
        }
        return .success(documents)
    }
}
