internal import Exchange
internal import Federation
package import Notices
internal import Ports
package import Station

/// Holds everything that the store keeps against everything else: bodies against their digests,
/// envelopes against their headers, states against the evidence that they rest on.
///
/// An audit reads only, some messages at a time, so that a node may run it while it works. It may
/// see a change half-way; a second audit then finds nothing wrong.
package struct StoreAudit {
    let context: NodeContext

    /// Versions, or messages that arrived, that are read together.
    private static let portionMax = 32
    /// Versions, messages and recipients of ours whose bodies and evidence are held in memory at
    /// once.
    private static let weightMax = 64

    /// An audit of a node's store.
    ///
    /// - Parameter context: the node whose store is read; a `reading` context holds up no writer.
    package init(context: NodeContext) {
        self.context = context
    }

    /// The numbers of things that were compared, and every fault.
    package struct Report: Sendable, Equatable {
        var messages = 0
        var envelopes = 0
        var received = 0
        var evidence = 0
        var attachments = 0
        /// Disagreements, each with the number or id of its message, and never with a person's
        /// name.
        package var faults: [String] = []
    }

    /// Audits the whole store.
    ///
    /// - Returns: counts and faults; a record that does not open is a fault, not an error.
    /// - Throws: `HeliographError` if the store cannot be read.
    package func run() async throws(HeliographError) -> Report {
        var report = Report()
        var threads: Set<String> = []
        let versions = try await context.store.notices(NoticeFilter(limit: .max))
        for some in versions.portions(Self.portionMax) {
            let begun = some.filter { threads.insert($0.thread).inserted }
            try await check(some, begun, &report)
        }
        let items = try await context.store.inbox(InboxFilter(limit: .max))
        for some in items.portions(Self.portionMax) { try await check(some, &report) }
        try await checkAttachments(&report)
        try await checkAudit(&report)
        return report
    }

    // MARK: - Outgoing

    /// A version or a message of ours, in the order in which they are checked.
    private enum Said {
        case version(NoticeVersion)
        case message(OutgoingMessage)

        /// What is held in memory of it: bodies, and evidence of each recipient.
        var weight: Int {
            switch self {
            case .version: 1
            case .message(let message): 1 + message.recipients.count
            }
        }
    }

    /// The rows beside messages of ours, and the bodies.
    private struct Outgoing {
        let envelopes: [MessageID: [OutgoingEnvelope]]
        let evidence: [MessageKey: [EvidenceDocument]]
        let deliveries: [MessageID: [Delivery]]
        let bodies: KeptBodies
    }

    /// - Parameter begun: the versions whose threads have not been looked at yet.
    private func check(
        _ versions: ArraySlice<NoticeVersion>, _ begun: [NoticeVersion], _ report: inout Report
    ) async throws(HeliographError) {
        let messages =
            begun.isEmpty
            ? [:] : try await context.store.messages(ofThreads: Set(begun.map(\.thread)))
        var said: [Said] = []
        var open = begun[...]
        for version in versions {
            said.append(.version(version))
            guard open.first == version else { continue }
            open = open.dropFirst()
            said += (messages[version.thread] ?? []).map { .message($0) }
        }
        for some in said.portions(Self.weightMax, weight: \.weight) {
            let rows = try await rows(beside: some)
            for one in some {
                switch one {
                case .version(let version):
                    check("\(version.thread)/\(version.sequence)", &report) {
                        () throws(HeliographError) in
                        _ = try rows.bodies.body(of: version.document)
                    }
                case .message(let message): check(message, rows, &report)
                }
            }
        }
    }

    private func rows(beside said: ArraySlice<Said>) async throws(HeliographError) -> Outgoing {
        var bodies: Set<RecordID> = []
        var ids: Set<MessageID> = []
        for one in said {
            switch one {
            case .version(let version): bodies.insert(version.document)
            case .message(let message):
                bodies.insert(message.inner)
                ids.insert(message.id)
            }
        }
        guard !ids.isEmpty else {
            return Outgoing(
                envelopes: [:], evidence: [:], deliveries: [:],
                bodies: try await context.keptBodies(bodies))
        }
        let envelopes = try await context.store.envelopes(of: ids)
        bodies.formUnion(envelopes.values.joined().map(\.record))
        let keys = ids.map { MessageKey(from: context.member, id: $0) }
        return Outgoing(
            envelopes: envelopes, evidence: try await context.store.evidence(about: Set(keys)),
            deliveries: try await context.store.deliveries(of: ids),
            bodies: try await context.keptBodies(bodies))
    }

    private func check(_ message: OutgoingMessage, _ rows: Outgoing, _ report: inout Report) {
        report.messages += 1
        let place = "message \(message.id)"
        check(place, &report) { () throws(HeliographError) in
            let inner = try rows.bodies.body(of: message.inner)
            try require(context.sealer.digest(inner) == message.contentDigest, "its digest")
            let signed = try context.sealer.content(of: inner, as: .notice)
            let header = try readingGrammar { () throws(GrammarRefusal) in
                try NoticeContent.read(signed[...]).header
            }
            try require(
                header.id == message.id && header.from == context.member
                    && header.to == message.recipients && header.thread == message.thread
                    && header.sequence == message.sequence, "its signed header")
        }
        for (index, envelope) in (rows.envelopes[message.id] ?? []).enumerated() {
            report.envelopes += 1
            check("\(place) seal \(envelope.seal)", &report) { () throws(HeliographError) in
                let bytes = try rows.bodies.body(of: envelope.record)
                try require(context.sealer.digest(bytes) == envelope.digest, "its digest")
                try require(envelope.seal == index + 1, "its number")
                let header = try frame(bytes)
                try require(
                    header.id == message.id && header.contentDigest == message.contentDigest
                        && header.seal == envelope.seal && header.to == envelope.recipients
                        && header.recipients.map(\.keyID) == envelope.keys, "its signed header")
            }
        }
        let evidence =
            rows.evidence[MessageKey(from: context.member, id: message.id)] ?? []
        report.evidence += evidence.count
        for document in evidence { checkBytes(document, place, &report) }
        let entries = evidence.flatMap(\.entries).filter {
            $0.id == message.id && $0.attachment == nil
        }
        for delivery in rows.deliveries[message.id] ?? [] {
            check("\(place) to \(delivery.recipient)", &report) {
                () throws(HeliographError) in try check(delivery, against: entries)
            }
        }
    }

    /// Checks that evidence of the recipient is on file for each state that only the recipient can
    /// bring about.
    private func check(
        _ delivery: Delivery, against entries: [EvidenceEntry]
    ) throws(HeliographError) {
        let own = entries.filter { $0.recipient == delivery.recipient }
        let steps = Set(own.filter { $0.by == delivery.recipient }.map(\.step))
        try require(
            own.contains { $0.step == .accepted && $0.by == context.member }, "no acceptance")
        switch delivery.state {
        case .delivered:
            try require(!steps.isDisjoint(with: [.delivered, .retrieved]), "no evidence of it")
        case .retrieved: try require(steps.contains(.retrieved), "no evidence of it")
        case .refused: try require(steps.contains(.refused), "no evidence of it")
        case .queued, .sending, .relayed, .cancelled, .superseded, .expiredUndelivered: break
        }
        if let at = delivery.deliveredAt {
            try require(
                own.contains { $0.at == at && ($0.step == .delivered || $0.step == .retrieved) },
                "a time of delivery that nobody signed")
        }
    }

    // MARK: - Incoming

    /// The rows beside messages that arrived, and the bodies of those that were not erased.
    private struct Incoming {
        let evidence: [MessageKey: [EvidenceDocument]]
        let answers: [Digest: EvidenceDocument]
        let threads: [ThreadKey: ThreadState]
        let bodies: KeptBodies
    }

    private func check(
        _ items: ArraySlice<InboxItem>, _ report: inout Report
    ) async throws(HeliographError) {
        let keys = Set(items.map { MessageKey(from: $0.from, id: $0.id) })
        let erasures = try await context.store.erasures(of: keys)
        func isErased(_ item: InboxItem) -> Bool {
            erasures[MessageKey(from: item.from, id: item.id)] != nil
        }
        let held = items.filter { !isErased($0) }
        let rows = Incoming(
            evidence: try await context.store.evidence(about: keys),
            answers: try await context.store.evidence(Set(held.map(\.evidence))),
            threads: try await context.store.threads(
                Set(held.map { ThreadKey(issuer: $0.from, thread: $0.thread) })),
            bodies: try await context.keptBodies(
                Set(held.flatMap { [$0.envelope, $0.inner, $0.notice] })))
        for item in items {
            report.received += 1
            let place = "received \(item.from) \(item.id)"
            if !isErased(item) { checkBodies(item, rows, place, &report) }
            let evidence = rows.evidence[MessageKey(from: item.from, id: item.id)] ?? []
            report.evidence += evidence.count
            for document in evidence { checkBytes(document, place, &report) }
        }
    }

    private func checkBodies(
        _ item: InboxItem, _ rows: Incoming, _ place: String, _ report: inout Report
    ) {
        check(place, &report) { () throws(HeliographError) in
            let header = try frame(try rows.bodies.body(of: item.envelope))
            try require(
                header.from == item.from && header.id == item.id && header.seal == item.seal
                    && header.contentDigest == item.contentDigest, "its envelope")
            let inner = try rows.bodies.body(of: item.inner)
            try require(context.sealer.digest(inner) == item.contentDigest, "its digest")
            let signed = try context.sealer.content(of: inner, as: .notice)
            let content = try readingGrammar { () throws(GrammarRefusal) in
                try NoticeContent.read(signed[...])
            }
            let notice = try rows.bodies.body(of: item.notice)
            try require(notice == content.notice, "the notice that officers read")
            guard let evidence = rows.answers[item.evidence] else {
                throw HeliographError(.storeCorrupt, "the evidence that answered it is missing")
            }
            try require(
                evidence.entries.contains {
                    $0.step == .delivered && $0.attachment == nil && $0.by == context.member
                        && $0.from == item.from
                        && $0.id == item.id && $0.contentDigest == item.contentDigest
                }, "the evidence that answered it")
            let thread = rows.threads[ThreadKey(issuer: item.from, thread: item.thread)]
            try require(
                (thread?.highestSequence ?? 0) >= item.sequence || thread?.isCancelled == true,
                "its thread's highest sequence")
        }
    }

    // MARK: - Both ways

    private func frame(_ bytes: [UInt8]) throws(HeliographError) -> FrameHeader {
        let content = try context.sealer.content(of: bytes, as: .frame)
        return try readingGrammar { () throws(GrammarRefusal) in
            try FrameHeader.read(content[...]).header
        }
    }

    private func checkBytes(
        _ document: EvidenceDocument, _ place: String, _ report: inout Report
    ) {
        check("evidence of \(place)", &report) { () throws(HeliographError) in
            try require(context.sealer.digest(document.der) == document.digest, "its digest")
            let content = try context.sealer.content(of: document.der, as: .evidence)
            let entries = try readingGrammar { () throws(GrammarRefusal) in
                try EvidenceContent.read(content)
            }
            try require(entries == document.entries, "its entries")
        }
    }

    private func checkAudit(_ report: inout Report) async throws(HeliographError) {
        var last: Int64 = 0
        while true {
            let entries = try await context.store.audit(after: last, limit: 1_000)
            guard let newest = entries.last else { return }
            if newest.sequence != last + Int64(entries.count) {
                report.faults.append("the audit table: an entry is missing after \(last)")
            }
            last = newest.sequence
        }
    }

    func require(_ isSo: Bool, _ what: String) throws(HeliographError) {
        guard isSo else { throw HeliographError(.storeCorrupt, what) }
    }

    func check(
        _ place: String, _ report: inout Report, _ body: () throws(HeliographError) -> Void
    ) {
        do throws(HeliographError) {
            try body()
        } catch {
            report.faults.append("\(place): \(error.sentence)")
        }
    }

    func check(
        _ place: String, _ report: inout Report, _ body: () async throws(HeliographError) -> Void
    ) async {
        do throws(HeliographError) {
            try await body()
        } catch {
            report.faults.append("\(place): \(error.sentence)")
        }
    }
}
