import Exchange
import Notices
import Ports

// Each row's columns, in the order in which its initialiser below reads them.

extension NoticeVersion {
    static var columns: String {
        "thread, sequence, kind, operation, created, author, approver, document"
    }

    init(_ row: inout Row) throws(SQLiteFailure) {
        self.init(
            thread: row.text(), sequence: try row.count(), kind: row.text(),
            operation: row.text(), created: row.instant(), author: row.text(),
            approver: try row.optionalText(), document: try row.recordID())
    }
}

extension OutgoingMessage {
    static var columns: String {
        """
        id, thread, sequence, kind, operation, created, expires, content_digest, recipients, signer, inner
        """
    }

    init(_ row: inout Row) throws(SQLiteFailure) {
        self.init(
            id: try row.messageID(), thread: row.text(), sequence: try row.count(),
            kind: row.text(), operation: row.text(), created: row.instant(),
            expires: row.instant(), contentDigest: try row.digest(),
            recipients: try row.members(), signer: try row.keyID(), inner: try row.recordID())
    }
}

extension OutgoingEnvelope {
    static var columns: String {
        "id, seal, recipients, keys, signer, digest, byte_count, made, record"
    }

    init(_ row: inout Row) throws(SQLiteFailure) {
        self.init(
            id: try row.messageID(), seal: try row.count(), recipients: try row.members(),
            keys: try row.keyIDs(), signer: try row.keyID(), digest: try row.digest(),
            byteCount: try row.count(), made: row.instant(), record: try row.recordID())
    }
}

extension Delivery {
    static var columns: String {
        """
        id, recipient, thread, sequence, precedence, deadline, created, expires, state, seal, \
        attempts, next_attempt, last_code, changed, delivered_at
        """
    }

    init(_ row: inout Row) throws(SQLiteFailure) {
        self.init(
            id: try row.messageID(), recipient: try row.member(), thread: row.text(),
            sequence: try row.count(), precedence: try row.precedence(),
            deadline: try row.optionalInstant(), created: row.instant(), expires: row.instant(),
            state: try row.word(), seal: try row.optionalCount(), attempts: try row.count(),
            nextAttempt: try row.optionalInstant(), lastCode: try row.optionalCode(),
            changed: row.instant(), deliveredAt: try row.optionalInstant())
    }
}

extension InboxItem {
    static var columns: String {
        """
        sender, id, content_digest, seal, thread, sequence, kind, operation, precedence, \
        deadline, created, expires, received, state, envelope, inner, notice, evidence
        """
    }

    init(_ row: inout Row) throws(SQLiteFailure) {
        self.init(
            from: try row.member(), id: try row.messageID(), contentDigest: try row.digest(),
            seal: try row.count(), thread: row.text(), sequence: try row.count(),
            kind: row.text(), operation: row.text(), precedence: try row.precedence(),
            deadline: try row.optionalInstant(), created: row.instant(), expires: row.instant(),
            received: row.instant(), state: try row.word(), envelope: try row.recordID(),
            inner: try row.recordID(), notice: try row.recordID(), evidence: try row.digest())
    }
}

extension ThreadState {
    static var columns: String { "issuer, thread, highest_sequence, cancelled, current" }

    init(_ row: inout Row) throws(SQLiteFailure) {
        self.init(
            issuer: try row.member(), thread: row.text(), highestSequence: try row.count(),
            isCancelled: row.flag(), current: try row.messageID())
    }
}

extension EvidenceEntry {
    static var columns: String {
        "step, by_member, sender, id, seal, recipient, content_digest, at, code, attachment"
    }

    init(_ row: inout Row) throws(SQLiteFailure) {
        self.init(
            step: try row.word(), by: try row.member(), from: try row.member(),
            id: try row.messageID(), seal: try row.count(), recipient: try row.member(),
            contentDigest: try row.digest(), at: row.instant(), code: try row.optionalCode(),
            attachment: try row.optionalDigest())
    }
}

extension Handover {
    static var columns: String {
        "sender, id, target, queued, state, attempts, next_attempt, last_code"
    }

    init(_ row: inout Row) throws(SQLiteFailure) {
        self.init(
            from: try row.member(), id: try row.messageID(), target: row.text(),
            queued: row.instant(), state: try row.word(), attempts: try row.count(),
            nextAttempt: row.instant(), lastCode: try row.optionalCode())
    }
}

extension EvidenceDispatch {
    static var columns: String { "digest, recipient, precedence, queued, acknowledged" }

    init(_ row: inout Row) throws(SQLiteFailure) {
        self.init(
            digest: try row.digest(), to: try row.member(), precedence: try row.precedence(),
            queued: row.instant(), acknowledged: try row.optionalInstant())
    }
}
