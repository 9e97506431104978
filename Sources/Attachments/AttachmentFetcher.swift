internal import Exchange
package import Membership
package import Notices
package import Ports
package import Station

/// Brings the attachments of received notices here, piece by piece, and says which of ours did not
/// arrive in time.
///
/// The notice is there before its attachments are asked for, and never waits for them. One lane for
/// each sender fetches one piece at a time, of the most urgent attachment first; what a cut left is
/// gone on with at the chunk that is missing.
package actor AttachmentFetcher {
    /// Bounds of one fetcher.
    package struct Limits: Sendable {
        /// Senders that are fetched from at the same time.
        let lanesMax: Int
        /// For how long a lane goes on before another sender has its turn.
        let laneTime: Duration
        /// What one sender may keep of this disk, bytes.
        let bytesPerMemberMax: Int

        /// - Parameter bytesPerMemberMax: what one sender may keep of this disk, bytes.
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
    static let waitMin = Duration.seconds(1)
    static let waitMax = Duration.minutes(5)

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

    /// How often in a row something failed, why, and until when it is left alone.
    struct Failure {
        var count = 0
        var until = Duration.zero
        var code: Code
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
    private var peers: [MemberCode: Failure] = [:]
    var failures: [Key: Failure] = [:]
    var assemblies: [Key: AttachmentAssembly] = [:]

    package init(
        context: NodeContext, conversation: PeerConversation, limits: Limits,
        owed: @escaping @Sendable () async -> Void
    ) {
        self.context = context
        self.conversation = conversation
        self.limits = limits
        self.owed = owed
        rounds = Rounds(clock: context.clock)
    }

    /// Looks for something to do: called at start, and when a message named attachments.
    package func wake() {
        rounds.wake { await self.round() }
    }

    /// The peer called us: try it at once.
    package func contact(_ peer: MemberCode) {
        guard peers.removeValue(forKey: peer) != nil else { return }
        wake()
    }

    /// Breaks off what is under way; it is gone on with after the next start.
    package func stop() async {
        await rounds.stop()
        for lane in lanes.values { lane.cancel() }
        while let lane = lanes.values.first { await lane.value }
    }

    /// What an inbox may say of one that is not there yet: bytes of the file that are, as far as it was
    /// looked at since the start, and why it is not going on.
    package func progress(_ row: AttachmentDelivery) -> (held: Int?, code: Code?) {
        let key = Key(row)
        return (assemblies[key]?.heldByteCount, failures[key]?.code ?? peers[row.from]?.code)
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
            // Whose last turn is longest ago goes first; among those who had none, the most urgent.
            for peer in senders.sorted(by: { turns[$0] ?? 0 < turns[$1] ?? 0 }) {
                let now = context.clock.uptime
                let due =
                    waiting.filter { $0.from == peer }
                    .map { failures[Key($0)]?.until ?? .zero }.min() ?? .zero
                let from = max(due, peers[peer]?.until ?? .zero)
                guard from <= now else {
                    soonest = min(soonest ?? Self.waitMax, from - now)
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
            return Self.waitMax
        }
    }

    /// One sender's turn: piece by piece, until nothing of it is due, the line fails, or time is up.
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
        ).first { $0.from == peer && (failures[Key($0)]?.until ?? .zero) <= now }
    }

    /// One piece of one attachment, or what comes after the last.
    ///
    /// - Throws: what concerns the peer or this node as a whole. What is wrong with this attachment
    ///   alone is noted, and the others go on.
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
            failures[Key(row)] = nil
        } catch {
            try await settle(error, row)
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
        peers[row.from] = nil
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
        // What other files of this sender still lack is spoken for.
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

    /// What is wrong with one attachment only.
    private func settle(
        _ error: HeliographError, _ row: AttachmentDelivery
    ) async throws(HeliographError) {
        switch error.code {
        case .attachmentWithdrawn: try await end(row, .withdrawn, .attachmentWithdrawn)
        case .expired: try await end(row, .expired, .expired)
        case .attachmentNoRoom, .attachmentAltered, .attachmentMismatch, .notFound,
            .requestInvalid, .fileUnreadable, .storeCorrupt, .cryptoFailed:
            // What is here is looked at again.
            assemblies[Key(row)] = nil
            var failure = failures[Key(row)] ?? Failure(code: error.code)
            failure.count += 1
            failure.code = error.code
            failure.until = context.clock.uptime + Self.wait(after: failure.count)
            failures[Key(row)] = failure
            context.log(
                failure.count == 1 ? .alarm : .warning, "attachment-failed",
                fields(row, error.code))
        default: throw error
        }
    }

    private func note(_ error: HeliographError, of peer: MemberCode) {
        var failure = peers[peer] ?? Failure(code: error.code)
        failure.count += 1
        failure.code = error.code
        failure.until = context.clock.uptime + Self.wait(after: failure.count)
        peers[peer] = failure
        context.log(
            .info, "attachments-not-fetched",
            [
                "peer": .string(peer.description), "code": .string(error.code.rawValue),
                "failures": .number(JSONNumber(failure.count)),
            ])
    }

    private static func wait(after failures: Int) -> Duration {
        min(waitMin * (1 << min(failures - 1, 10)), waitMax)
    }
}
