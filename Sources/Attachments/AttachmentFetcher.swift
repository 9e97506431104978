internal import Exchange
package import Membership
package import Notices
package import Ports
package import Station

/// Brings the attachments of received notices here, piece by piece, and says which of ours did not
/// arrive in time.
///
/// The notice is there before its attachments are asked for, and never waits for them. One lane for
/// each sender fetches one piece at a time, of the most urgent attachment first. After a cut, the
/// lane goes on at the first chunk that is missing.
package actor AttachmentFetcher {
    /// Bounds of one fetcher.
    package struct Limits: Sendable {
        /// Senders that are fetched from at the same time.
        let lanesMax: Int
        /// The time after which a lane ends, so that another sender has its turn.
        let laneTime: Duration
        /// The bytes of this disk that one sender may take.
        let bytesPerMemberMax: Int

        /// - Parameters:
        ///   - lanesMax: senders that are fetched from at the same time.
        ///   - laneTime: the time after which a lane ends, so that another sender has its turn.
        ///   - bytesPerMemberMax: the bytes of this disk that one sender may take.
        package init(
            lanesMax: Int = 8, laneTime: Duration = .seconds(30), bytesPerMemberMax: Int
        ) {
            self.lanesMax = lanesMax
            self.laneTime = laneTime
            self.bytesPerMemberMax = bytesPerMemberMax
        }
    }

    /// Attachments of one sender that are looked at, the most urgent ones.
    static let waitingPerMemberMax = 128
    private static let backoff = Backoff(from: .seconds(1), to: .minutes(5))

    /// One attachment of one message, as a key of the tables here.
    struct Key: Hashable {
        let from: MemberCode
        let id: MessageID
        let sealed: Digest

        init(_ row: AttachmentDelivery) {
            from = row.from
            id = row.id
            sealed = row.sealed
        }
    }

    nonisolated let context: NodeContext
    nonisolated let conversation: PeerConversation
    private let limits: Limits
    /// Called when evidence is to be brought.
    let owed: @Sendable () async -> Void
    private let rounds: Rounds
    private var lanes: [MemberCode: Task<Void, Never>] = [:]
    /// The number of each sender's last turn.
    private var turns: [MemberCode: Int] = [:]
    private var lastTurn = 0
    private var paces: [MemberCode: PiecePace] = [:]
    /// Peers that could not be fetched from.
    private var peers = Failures<MemberCode, Code>(AttachmentFetcher.backoff)
    /// Attachments that are themselves at fault.
    var failures = Failures<Key, Code>(AttachmentFetcher.backoff)
    var assemblies: [Key: AttachmentAssembly] = [:]

    /// A fetcher at rest; `wake` begins its work.
    ///
    /// - Parameter owed: called when evidence is to be brought to a sender.
    package init(
        context: NodeContext, conversation: PeerConversation, limits: Limits,
        owed: @escaping @Sendable () async -> Void
    ) {
        self.context = context
        self.conversation = conversation
        self.limits = limits
        self.owed = owed
        rounds = Rounds(clock: context.clock, cancelsRound: true)
    }

    /// Looks for something to do: called at start, and when a message named attachments.
    package func wake() {
        rounds.wake { await self.round() }
    }

    /// Tries a peer at once, because it called us.
    package func contact(_ peer: MemberCode) {
        guard peers.clear(peer) else { return }
        wake()
    }

    /// Breaks off the requests under way; their attachments go on after the next start.
    package func stop() async {
        await rounds.stop()
        for lane in lanes.values { lane.cancel() }
        while let lane = lanes.values.first { await lane.value }
    }

    /// The progress of an attachment that is not here yet, for the inbox.
    ///
    /// - Returns: the bytes that are here, nil if the file was not looked at since the start; and
    ///   the cause of the last failure of the attachment or of its sender, nil if there was none.
    package func progress(_ row: AttachmentDelivery) -> (held: Int?, code: Code?) {
        let key = Key(row)
        return (assemblies[key]?.heldByteCount, failures[key]?.cause ?? peers[row.from]?.cause)
    }

    /// Starts the lanes that have something to do.
    ///
    /// - Returns: how long until something is due; nil if only a wake can bring anything.
    private func round() async -> Duration? {
        do throws(HeliographError) {
            var soonest = try await expire()
            let waiting = try await context.store.waitingAttachments(
                to: context.member, limitPerMember: Self.waitingPerMemberMax)
            var senders: [MemberCode] = []
            for row in waiting where !senders.contains(row.from) && lanes[row.from] == nil {
                senders.append(row.from)
            }
            // The sender whose last turn is longest ago goes first; among senders that had none,
            // the most urgent.
            for peer in senders.sorted(by: { turns[$0] ?? 0 < turns[$1] ?? 0 }) {
                let now = context.clock.uptime
                let due =
                    waiting.filter { $0.from == peer }
                    .map { failures.due(Key($0)) }.min() ?? .zero
                let from = max(due, peers.due(peer))
                guard from <= now else {
                    soonest = min(soonest ?? Self.backoff.greatest, from - now)
                    continue
                }
                // A lane that ends wakes the next.
                guard lanes.count < limits.lanesMax else { continue }
                lastTurn += 1
                turns[peer] = lastTurn
                lanes[peer] = Task { await self.follow(peer) }
            }
            return soonest
        } catch {
            context.log(.warning, "attachments-not-looked-at", error)
            return Self.backoff.greatest
        }
    }

    /// Runs one sender's turn: piece by piece, until no attachment of it is due, the line fails, or
    /// the time is up.
    private func follow(_ peer: MemberCode) async {
        do throws(HeliographError) {
            let end = context.clock.uptime + limits.laneTime
            repeat {
                guard let row = try await next(of: peer) else { break }
                try await step(row)
            } while !rounds.isStopping && context.clock.uptime < end
        } catch {
            note(error, of: peer)
        }
        lanes[peer] = nil
        wake()
    }

    private func next(of peer: MemberCode) async throws(HeliographError) -> AttachmentDelivery? {
        let now = context.clock.uptime
        return try await context.store.waitingAttachments(
            to: context.member, limitPerMember: Self.waitingPerMemberMax
        ).first { $0.from == peer && failures.due(Key($0)) <= now }
    }

    /// Takes one step with one attachment: the next piece, or the judgement after the last.
    ///
    /// - Throws: a failure of the peer or of this node as a whole. A fault of this attachment alone
    ///   is noted, and the others go on.
    private func step(_ row: AttachmentDelivery) async throws(HeliographError) {
        do throws(HeliographError) {
            guard let item = try await context.store.inboxItem(from: row.from, id: row.id) else {
                throw HeliographError(.storeCorrupt, "An attachment's message is missing.")
            }
            guard item.state != .cancelled, item.state != .superseded else {
                return try await end(row, .withdrawn, .attachmentWithdrawn)
            }
            var assembly = try await assembly(row, item)
            if !assembly.isComplete { try await fetch(row, &assembly) }
            if assembly.isComplete { try await complete(row, item, assembly) }
            failures.clear(Key(row))
        } catch {
            try await note(error, of: row)
        }
    }

    private func fetch(
        _ row: AttachmentDelivery, _ assembly: inout AttachmentAssembly
    ) async throws(HeliographError) {
        var pace = paces[row.from] ?? PiecePace()
        guard let chunks = assembly.next(bytesMax: pace.byteCount) else { return }
        let range = assembly.attachment.layout.sealedRange(chunks)
        let request = AttachmentRequest(
            id: row.id, sealed: row.sealed, from: range.lowerBound, byteCount: range.count)
        let begun = context.clock.uptime
        let piece: AttachmentPiece
        do throws(HeliographError) {
            piece = try await conversation.attachmentPiece(request, from: row.from)
        } catch {
            pace.failed()
            paces[row.from] = pace
            throw error
        }
        pace.took(context.clock.uptime - begun)
        paces[row.from] = pace
        peers.clear(row.from)
        try await assembly.take(piece.bytes, as: chunks)
        assemblies[Key(row)] = assembly
    }

    private func assembly(
        _ row: AttachmentDelivery, _ item: InboxItem
    ) async throws(HeliographError) -> AttachmentAssembly {
        if let assembly = assemblies[Key(row)] { return assembly }
        let header = try await AttachmentRecords(context: context).header(of: item.inner)
        guard let attachment = header.attachments.first(where: { $0.sealed == row.sealed }) else {
            throw HeliographError(.storeCorrupt, "A stored header does not name its attachment.")
        }
        let assembly = try await AttachmentAssembly.open(
            attachment, of: row.from, on: context.shelf)
        // The bytes that other files of this sender still lack are taken already.
        let promised = assemblies.values.filter { $0.name.from == row.from }
            .reduce(assembly.missingByteCount) { $0 + $1.missingByteCount }
        let used = try await context.shelf.usage(of: row.from)
        guard used + promised <= limits.bytesPerMemberMax else {
            throw HeliographError(.attachmentNoRoom, Code.attachmentNoRoom.meaning)
        }
        // Another message's view of the same file is out of date from here on.
        assemblies = assemblies.filter { $0.value.name != assembly.name }
        assemblies[Key(row)] = assembly
        return assembly
    }

    // MARK: - Failures

    /// Notes a fault of one attachment, or ends it.
    ///
    /// - Throws: the error, if it concerns more than this attachment.
    private func note(
        _ error: HeliographError, of row: AttachmentDelivery
    ) async throws(HeliographError) {
        switch error.code {
        case .attachmentWithdrawn: try await end(row, .withdrawn, .attachmentWithdrawn)
        case .expired: try await end(row, .expired, .expired)
        case .attachmentNoRoom, .attachmentAltered, .attachmentMismatch, .notFound,
            .requestInvalid, .fileUnreadable, .storeCorrupt, .cryptoFailed:
            // The chunks that are here are looked at again.
            assemblies[Key(row)] = nil
            let failure = failures.note(Key(row), error.code, at: context.clock.uptime)
            context.log(
                failure.count == 1 ? .alarm : .warning, "attachment-failed",
                fields(row, error.code))
        default: throw error
        }
    }

    private func note(_ error: HeliographError, of peer: MemberCode) {
        let failure = peers.note(peer, error.code, at: context.clock.uptime)
        context.log(
            .info, "attachments-not-fetched",
            [
                "peer": .string(peer.description), "code": .string(error.code.rawValue),
                "failures": .number(JSONNumber(failure.count)),
            ])
    }
}
