import Federation
import Notices
import Ports

// Officers, programs and their tokens.

extension Officer: StoredRow {
    private typealias Its = Columns<Officer>

    static let codec = RowCodec(
        "officer", Officer.init, Its.text("key") { $0.key }, Its.text("name") { $0.name },
        Its.words("roles") { $0.roles }, Its.words("rights") { $0.rights },
        Its.word("state") { $0.state }, Its.optionalUser("user") { $0.user },
        Its.optionalDigest("certificate") { $0.certificate }, Its.at("added") { $0.added },
        Its.text("added_by") { $0.addedBy }, Its.at("changed") { $0.changed },
        Its.text("changed_by") { $0.changedBy }, Its.text("reason") { $0.reason })
}

extension AccessToken: StoredRow {
    private typealias Its = Columns<AccessToken>

    static let codec = RowCodec(
        "token", AccessToken.init, Its.text("id") { $0.id }, Its.digest("digest") { $0.digest },
        Its.text("officer") { $0.officer }, Its.words("rights") { $0.rights },
        Its.texts("networks") { $0.networks }, Its.at("made") { $0.made },
        Its.text("made_by") { $0.madeBy }, Its.at("expires") { $0.expires },
        Its.optionalAt("last_used") { $0.lastUsed }, Its.optionalAt("revoked") { $0.revoked },
        Its.optionalText("revoked_by") { $0.revokedBy })
}

extension KeptReply: StoredRow {
    private typealias Its = Columns<KeptReply>

    static let codec = RowCodec(
        "reply", KeptReply.init, Its.text("principal") { $0.principal },
        Its.text("key") { $0.key }, Its.digest("call") { $0.call }, Its.at("made") { $0.made },
        Its.optionalCount("status") { $0.status }, Its.optionalRecord("answer") { $0.answer })
}

extension HeldCall: StoredRow {
    private typealias Its = Columns<HeldCall>

    static let codec = RowCodec(
        "held_call", HeldCall.init, Its.text("id") { $0.id }, Its.digest("digest") { $0.digest },
        Its.text("operation") { $0.operation }, Its.text("author") { $0.author },
        Its.text("approver") { $0.approver }, Its.record("arguments") { $0.arguments },
        Its.count("file_count") { $0.fileCount }, Its.at("made") { $0.made },
        Its.at("expires") { $0.expires }, Its.word("state") { $0.state },
        Its.flag("is_read") { $0.isRead }, Its.optionalText("decided_by") { $0.decidedBy },
        Its.optionalAt("decided") { $0.decided }, Its.optionalText("reason") { $0.reason })
}
