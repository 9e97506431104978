internal import Exchange
internal import Federation
package import Notices
internal import Ports
internal import Station
package import Traffic

/// Holds everything that the store keeps against everything else: bodies against their digests,
/// envelopes against their headers, states against the evidence that they rest on.
///
/// An audit reads only, one message at a time, so that a node may run it while it works. It may see
/// a change half-way; a second audit then finds nothing wrong.
package struct StoreAudit {
    let context: TrafficContext

    /// An audit of a node's store.
    ///
    /// - Parameter context: the node whose store is read; a `reading` context holds up no writer.
    package init(context: TrafficContext) {
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
        for version in try await context.store.notices(NoticeFilter(limit: .max)) {
            let place = "\(version.thread)/\(version.sequence)"
            await check(place, &report) { () throws(HeliographError) in
                _ = try await context.station.body(of: version.document)
            }
            guard threads.insert(version.thread).inserted else { continue }
            for message in try await context.store.messages(ofThread: version.thread) {
                try await check(message, &report)
            }
        }
        for item in try await context.store.inbox(InboxFilter(limit: .max)) {
            try await check(item, &report)
        }
        try await checkAttachments(&report)
        try await checkAudit(&report)
        return report
    }

    // MARK: - Outgoing

    private func check(
        _ message: OutgoingMessage, _ report: inout Report
    ) async throws(HeliographError) {
        report.messages += 1
        let place = "message \(message.id)"
        await check(place, &report) { () throws(HeliographError) in
            let inner = try await context.station.body(of: message.inner)
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
        for (index, envelope) in try await context.store.envelopes(of: message.id).enumerated() {
            report.envelopes += 1
            await check("\(place) seal \(envelope.seal)", &report) { () throws(HeliographError) in
                let bytes = try await context.station.body(of: envelope.record)
                try require(context.sealer.digest(bytes) == envelope.digest, "its digest")
                try require(envelope.seal == index + 1, "its number")
                let header = try frame(bytes)
                try require(
                    header.id == message.id && header.contentDigest == message.contentDigest
                        && header.seal == envelope.seal && header.to == envelope.recipients
                        && header.recipients.map(\.keyID) == envelope.keys, "its signed header")
            }
        }
        let evidence = try await context.store.evidence(from: context.member, id: message.id)
        report.evidence += evidence.count
        for document in evidence { await checkBytes(document, place, &report) }
        let entries = evidence.flatMap(\.entries).filter {
            $0.id == message.id && $0.attachment == nil
        }
        for delivery in try await context.store.deliveries(of: message.id) {
            await check("\(place) to \(delivery.recipient)", &report) {
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

    private func check(_ item: InboxItem, _ report: inout Report) async throws(HeliographError) {
        report.received += 1
        let place = "received \(item.from) \(item.id)"
        let erasure = try await context.store.erasure(from: item.from, id: item.id)
        if erasure == nil { await checkBodies(item, place, &report) }
        let evidence = try await context.store.evidence(from: item.from, id: item.id)
        report.evidence += evidence.count
        for document in evidence { await checkBytes(document, place, &report) }
    }

    private func checkBodies(_ item: InboxItem, _ place: String, _ report: inout Report) async {
        await check(place, &report) { () throws(HeliographError) in
            let header = try frame(try await context.station.body(of: item.envelope))
            try require(
                header.from == item.from && header.id == item.id && header.seal == item.seal
                    && header.contentDigest == item.contentDigest, "its envelope")
            let inner = try await context.station.body(of: item.inner)
            try require(context.sealer.digest(inner) == item.contentDigest, "its digest")
            let signed = try context.sealer.content(of: inner, as: .notice)
            let content = try readingGrammar { () throws(GrammarRefusal) in
                try NoticeContent.read(signed[...])
            }
            let notice = try await context.station.body(of: item.notice)
            try require(notice == content.notice, "the notice that officers read")
            guard let evidence = try await context.store.evidence(item.evidence) else {
                throw HeliographError(.storeCorrupt, "the evidence that answered it is missing")
            }
            try require(
                evidence.entries.contains {
                    $0.step == .delivered && $0.attachment == nil && $0.by == context.member
                        && $0.from == item.from
                        && $0.id == item.id && $0.contentDigest == item.contentDigest
                }, "the evidence that answered it")
            let thread = try await context.store.thread(issuer: item.from, thread: item.thread)
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
    ) async {
        await check("evidence of \(place)", &report) { () throws(HeliographError) in
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
        _ place: String, _ report: inout Report, _ body: () async throws(HeliographError) -> Void
    ) async {
        do throws(HeliographError) {
            try await body()
        } catch {
            report.faults.append("\(place): \(error.sentence)")
        }
    }
}
