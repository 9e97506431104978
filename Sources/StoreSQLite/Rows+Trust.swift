import Notices
import Ports

// Announcements of members, the audit log, and the blind index.

extension StoredTrustList: StoredRow {
    private typealias Its = Columns<StoredTrustList>

    static let codec = RowCodec(
        "trust_list", StoredTrustList.init, Its.count("version") { $0.version },
        Its.digest("digest") { $0.digest }, Its.blob("der") { $0.der },
        Its.at("accepted") { $0.accepted })
}

extension StoredFork: StoredRow {
    private typealias Its = Columns<StoredFork>

    static let codec = RowCodec(
        "trust_fork", StoredFork.init, Its.count("version") { $0.version },
        Its.digest("held_digest") { $0.heldDigest }, Its.blob("held") { $0.held },
        Its.digest("other_digest") { $0.otherDigest }, Its.blob("other") { $0.other },
        Its.at("seen") { $0.seen }, Its.optionalAt("settled") { $0.settled },
        Its.optionalText("settled_by") { $0.settledBy })
}

extension StoredKeyBundle: StoredRow {
    private typealias Its = Columns<StoredKeyBundle>

    static let codec = RowCodec(
        "key_bundle", StoredKeyBundle.init, Its.member("member") { $0.member },
        Its.integer("version") { $0.version }, Its.blob("der") { $0.der },
        Its.at("accepted") { $0.accepted })
}

extension StoredRevocationList: StoredRow {
    private typealias Its = Columns<StoredRevocationList>

    static let codec = RowCodec(
        "revocation_list", StoredRevocationList.init, Its.member("member") { $0.member },
        Its.key("issuer") { $0.issuer }, Its.integer("number") { $0.number },
        Its.blob("der") { $0.der }, Its.at("accepted") { $0.accepted })
}

extension PeerRow: StoredRow {
    private typealias Its = Columns<PeerRow>

    static let codec = RowCodec(
        "peer", PeerRow.init, Its.member("member") { $0.member },
        Its.optionalAt("last_contact") { $0.lastContact },
        Its.optionalAt("last_failure") { $0.lastFailure },
        Its.optionalCode("last_code") { $0.lastCode })

    /// NULL leaves what is kept.
    static let inPlace = codec.inPlace(keeping: ["member"]) { "COALESCE(excluded.\($0), \($0))" }
}

extension StoredProbe: StoredRow {
    private typealias Its = Columns<StoredProbe>

    static let codec = RowCodec(
        "probe", StoredProbe.init, Its.member("member") { $0.member },
        Its.integer("key_bundle") { $0.keyBundle }, Its.count("trust_list") { $0.trustList },
        Its.at("at") { $0.at }, Its.blob("der") { $0.der })
}

extension KeyUse: StoredRow {
    private typealias Its = Columns<KeyUse>

    static let codec = RowCodec(
        "key_use", KeyUse.init, Its.key("key") { $0.key }, Its.member("member") { $0.member },
        Its.count("count") { $0.count }, Its.at("last") { $0.last })

    /// One more.
    static let oneMore = codec.inPlace(keeping: ["key", "member"]) { name in
        name == "count" ? "count + excluded.count" : "excluded.\(name)"
    }
}

extension AuditEntry: StoredRow {
    private typealias Its = Columns<AuditEntry>

    static let codec = RowCodec(
        "audit", AuditEntry.init, Its.given("sequence"), Its.at("at") { $0.at },
        Its.word("operation") { $0.operation }, Its.text("actor") { $0.actor },
        Its.subject("subject") { $0.subject }, Its.members("recipients") { $0.recipients },
        Its.text("justification") { $0.justification }, Its.blob("salt") { $0.salt })
}

extension BlindIndexEntry: StoredRow {
    private typealias Its = Columns<BlindIndexEntry>

    static let codec = RowCodec(
        "blind",
        { BlindIndexEntry(value: BlindValue(bytes: $0), field: $1, from: $2, id: $3) },
        Its.blob("value") { $0.value.bytes }, Its.text("field") { $0.field },
        Its.member("sender") { $0.from }, Its.id("id") { $0.id })
}
