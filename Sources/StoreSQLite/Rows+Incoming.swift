import Exchange
import Notices
import Ports

// Received messages, and the evidence of both ways.

extension InboxItem: StoredRow {
    private typealias Its = Columns<InboxItem>

    static let codec = RowCodec(
        "inbox", InboxItem.init, Its.member("sender") { $0.from }, Its.id("id") { $0.id },
        Its.digest("content_digest") { $0.contentDigest }, Its.count("seal") { $0.seal },
        Its.text("thread") { $0.thread }, Its.count("sequence") { $0.sequence },
        Its.text("kind") { $0.kind }, Its.text("operation") { $0.operation },
        Its.precedence("precedence") { $0.precedence },
        Its.optionalAt("deadline") { $0.deadline }, Its.at("created") { $0.created },
        Its.at("expires") { $0.expires }, Its.at("received") { $0.received },
        Its.word("state") { $0.state }, Its.record("envelope") { $0.envelope },
        Its.record("inner") { $0.inner }, Its.record("notice") { $0.notice },
        Its.digest("evidence") { $0.evidence })
}

extension ThreadState: StoredRow {
    private typealias Its = Columns<ThreadState>

    static let codec = RowCodec(
        "thread", ThreadState.init, Its.member("issuer") { $0.issuer },
        Its.text("thread") { $0.thread }, Its.count("highest_sequence") { $0.highestSequence },
        Its.flag("cancelled") { $0.isCancelled }, Its.id("current") { $0.current })
}

extension ConflictRecord: StoredRow {
    private typealias Its = Columns<ConflictRecord>

    static let codec = RowCodec(
        "conflict", ConflictRecord.init, Its.member("sender") { $0.from },
        Its.id("id") { $0.id }, Its.digest("content_digest") { $0.contentDigest },
        Its.at("seen") { $0.seen }, Its.record("envelope") { $0.envelope })
}

extension Erasure: StoredRow {
    private typealias Its = Columns<Erasure>

    static let codec = RowCodec(
        "erasure", Erasure.init, Its.member("sender") { $0.from }, Its.id("id") { $0.id },
        Its.text("order_thread") { $0.order }, Its.at("at") { $0.at },
        Its.blob("remains") { $0.remains })
}

extension EvidenceEntry: StoredRow {
    private typealias Its = Columns<EvidenceEntry>

    static let codec = RowCodec(
        "evidence_entry", EvidenceEntry.init, Its.word("step") { $0.step },
        Its.member("by_member") { $0.by }, Its.member("sender") { $0.from },
        Its.id("id") { $0.id }, Its.count("seal") { $0.seal },
        Its.member("recipient") { $0.recipient }, Its.digest("content_digest") { $0.contentDigest },
        Its.at("at") { $0.at }, Its.optionalCode("code") { $0.code },
        Its.optionalDigest("attachment") { $0.attachment })

    /// The document that it stands in, its place there, and what it says.
    static let placed = codec.target(after: ["evidence", "position"])
}

extension EvidenceDispatch: StoredRow {
    private typealias Its = Columns<EvidenceDispatch>

    static let codec = RowCodec(
        "evidence_dispatch", EvidenceDispatch.init, Its.digest("digest") { $0.digest },
        Its.member("recipient") { $0.to }, Its.precedence("precedence") { $0.precedence },
        Its.at("queued") { $0.queued }, Its.optionalAt("acknowledged") { $0.acknowledged })
}

extension Handover: StoredRow {
    private typealias Its = Columns<Handover>

    static let codec = RowCodec(
        "handover",
        // The next attempt is never left out here.
        {
            Handover(
                from: $0, id: $1, target: $2, queued: $3, state: $4, attempts: $5,
                nextAttempt: $6, lastCode: $7)
        },
        Its.member("sender") { $0.from }, Its.id("id") { $0.id },
        Its.text("target") { $0.target }, Its.at("queued") { $0.queued },
        Its.word("state") { $0.state }, Its.count("attempts") { $0.attempts },
        Its.at("next_attempt") { $0.nextAttempt }, Its.optionalCode("last_code") { $0.lastCode })
}
