public import Notices

/// A peer's signed answer when it is told of our keys: the versions that it holds now. So a
/// rotation knows which peers would still use a former key.
///
/// The answer to `POST /exchange/v1/announcements` is this, as SignedData of type probe.
public struct ProbeContent: Sendable, Hashable {
    /// The member that signs it.
    public let by: MemberCode
    /// The member that asked.
    public let about: MemberCode
    /// SHA-256 of the announcement that it answers.
    public let announcement: Digest
    /// The version of `about`'s key bundle held there; 0 for none.
    public let keyBundle: Int64
    /// The number of each revocation list of `about` held there, by issuing key.
    public let revocationLists: [KeyID: Int64]
    /// The version of the trust list in force there.
    public let trustList: Int
    /// The time of the answer, by the clock of `by`.
    public let at: Instant

    /// Takes the fields as they are; `read` checks those of a peer.
    public init(
        by: MemberCode, about: MemberCode, announcement: Digest, keyBundle: Int64,
        revocationLists: [KeyID: Int64], trustList: Int, at: Instant
    ) {
        self.by = by
        self.about = about
        self.announcement = announcement
        self.keyBundle = keyBundle
        self.revocationLists = revocationLists
        self.trustList = trustList
        self.at = at
    }

    /// The content to sign, as JSON; revocation lists are sorted by issuing key.
    public func encoded() -> [UInt8] {
        let lists = revocationLists.sorted { $0.key < $1.key }
        let json: JSON = [
            "version": JSON(integerLiteral: WireProtocol.version),
            "by": .string(by.description),
            "about": .string(about.description),
            "announcement": .string(announcement.description),
            "keyBundle": .number(JSONNumber(Int(keyBundle))),
            "revocationLists": .array(
                lists.map {
                    [
                        "issuer": .string($0.key.description),
                        "number": .number(JSONNumber(Int($0.value))),
                    ]
                }),
            "trustList": .number(JSONNumber(trustList)),
            "at": .string(at.description),
        ]
        return json.encoded()
    }

    /// Reads content whose signature was verified; `by` is not compared with the signer.
    ///
    /// - Throws: `malformed` or `versionUnsupported`.
    public static func read(_ content: [UInt8]) throws(GrammarRefusal) -> ProbeContent {
        let json: JSON
        do throws(JSONFault) {
            json = try JSON.parse(
                content, limits: JSONLimits(bytesMax: 1 << 14, depthMax: 4, valuesMax: 128))
        } catch {
            throw GrammarRefusal(.malformed, "the probe is not strict JSON: \(error.code)")
        }
        try checkVersion(json)
        return try grammar { () throws(StrictObject.Refusal) in
            let object = try StrictObject(
                json,
                members: [
                    "version", "by", "about", "announcement", "keyBundle", "revocationLists",
                    "trustList", "at",
                ], path: "probe")
            var lists: [KeyID: Int64] = [:]
            for json in try object.array("revocationLists", countMax: Hello.revocationListsMax) {
                let list = try StrictObject(
                    json, members: ["issuer", "number"], path: "probe.revocationLists")
                let issuer = try list.value("issuer") { KeyID(hexadecimal: $0) }
                lists[issuer] = Int64(try list.int("number", in: 0...(1 << 53)))
            }
            return ProbeContent(
                by: try object.value("by") { MemberCode($0) },
                about: try object.value("about") { MemberCode($0) },
                announcement: try object.value("announcement") { Digest(hexadecimal: $0) },
                keyBundle: Int64(try object.int("keyBundle", in: 0...(1 << 53))),
                revocationLists: lists,
                trustList: try object.int("trustList", in: 0...Int(Int32.max)),
                at: try object.value("at") { Instant(utcSecond: $0) })
        }
    }
}
