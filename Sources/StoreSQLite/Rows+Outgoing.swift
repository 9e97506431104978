import Exchange
import Notices
import Ports

// Rows of what goes out.

extension NoticeVersion: StoredRow {
    private typealias Its = Columns<NoticeVersion>

    static let codec = RowCodec(
        "notice", NoticeVersion.init, Its.text("thread") { $0.thread },
        Its.count("sequence") { $0.sequence }, Its.text("kind") { $0.kind },
        Its.text("operation") { $0.operation }, Its.at("created") { $0.created },
        Its.text("author") { $0.author }, Its.optionalText("approver") { $0.approver },
        Its.record("document") { $0.document })
}

extension OutgoingMessage: StoredRow {
    private typealias Its = Columns<OutgoingMessage>

    static let codec = RowCodec(
        "message", OutgoingMessage.init, Its.id("id") { $0.id },
        Its.text("thread") { $0.thread }, Its.count("sequence") { $0.sequence },
        Its.text("kind") { $0.kind }, Its.text("operation") { $0.operation },
        Its.at("created") { $0.created }, Its.at("expires") { $0.expires },
        Its.digest("content_digest") { $0.contentDigest },
        Its.members("recipients") { $0.recipients }, Its.key("signer") { $0.signer },
        Its.record("inner") { $0.inner })
}

extension OutgoingEnvelope: StoredRow {
    private typealias Its = Columns<OutgoingEnvelope>

    static let codec = RowCodec(
        "envelope", OutgoingEnvelope.init, Its.id("id") { $0.id },
        Its.count("seal") { $0.seal }, Its.members("recipients") { $0.recipients },
        Its.keys("keys") { $0.keys }, Its.key("signer") { $0.signer },
        Its.digest("digest") { $0.digest }, Its.count("byte_count") { $0.byteCount },
        Its.at("made") { $0.made }, Its.record("record") { $0.record })
}

extension Delivery: StoredRow {
    private typealias Its = Columns<Delivery>

    static let codec = RowCodec(
        "delivery", Delivery.init, Its.id("id") { $0.id },
        Its.member("recipient") { $0.recipient }, Its.text("thread") { $0.thread },
        Its.count("sequence") { $0.sequence }, Its.precedence("precedence") { $0.precedence },
        Its.optionalAt("deadline") { $0.deadline }, Its.at("created") { $0.created },
        Its.at("expires") { $0.expires }, Its.word("state") { $0.state },
        Its.optionalCount("seal") { $0.seal }, Its.count("attempts") { $0.attempts },
        Its.optionalAt("next_attempt") { $0.nextAttempt },
        Its.optionalCode("last_code") { $0.lastCode }, Its.at("changed") { $0.changed },
        Its.optionalAt("delivered_at") { $0.deliveredAt },
        derived: [
            DerivedColumn("lane") { .count($0.urgency.lane) },
            DerivedColumn("due_by") { .at($0.urgency.dueBy) },
        ])

    /// Changed in its place: what is replaced would leave every index and come back. `created`
    /// never changes.
    static let inPlace = codec.inPlace(keeping: ["id", "recipient", "created"])
}

extension AttachmentDelivery: StoredRow {
    private typealias Its = Columns<AttachmentDelivery>

    static let codec = RowCodec(
        "attachment", AttachmentDelivery.init, Its.member("sender") { $0.from },
        Its.id("id") { $0.id }, Its.digest("sealed") { $0.sealed },
        Its.member("recipient") { $0.recipient }, Its.count("byte_count") { $0.byteCount },
        Its.count("sealed_byte_count") { $0.sealedByteCount },
        Its.precedence("precedence") { $0.precedence },
        Its.optionalAt("deadline") { $0.deadline }, Its.at("expires") { $0.expires },
        Its.word("state") { $0.state }, Its.optionalCode("code") { $0.code },
        Its.at("changed") { $0.changed })
}

extension Decision: StoredRow {
    private typealias Its = Columns<Decision>

    static let codec = RowCodec(
        "decision", Decision.init, Its.text("thread") { $0.thread },
        Its.count("sequence") { $0.sequence }, Its.word("matter") { $0.matter },
        Its.text("subject") { $0.subject }, Its.text("officer") { $0.officer },
        Its.text("reason") { $0.reason }, Its.at("at") { $0.at },
        Its.optionalAt("due") { $0.due }, Its.optionalAt("settled") { $0.settled },
        Its.optionalText("settled_by") { $0.settledBy })
}
