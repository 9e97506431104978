public import Notices

/// The documents that a peer needs to believe a node: the answer to `GET /exchange/v1/hello`, and
/// the body of `POST /exchange/v1/announcements`. Each document proves itself; the header proves
/// nothing.
public struct Hello: Sendable, Hashable {
    /// The versions that the node holds.
    public let versions: HeldVersions
    /// The trust list in force, SignedData; 8 MiB at most.
    public let trustList: [UInt8]
    /// The node's own key bundle, SignedData; 8 MiB at most.
    public let keyBundle: [UInt8]
    /// The revocation list of each issuing CA, DER; there are two while the CA changes. Each has 8
    /// MiB at most.
    public let revocationLists: [[UInt8]]

    /// Revocation lists at most: more than a member has issuing CAs at a time.
    public static let revocationListsMax = 8

    /// Takes the documents as they are; each is verified by whoever reads it.
    public init(
        versions: HeldVersions, trustList: [UInt8], keyBundle: [UInt8], revocationLists: [[UInt8]]
    ) {
        self.versions = versions
        self.trustList = trustList
        self.keyBundle = keyBundle
        self.revocationLists = revocationLists
    }

    /// The body on the wire: a JSON header, a line feed, the documents in the order of the
    /// properties.
    public func encoded() -> [UInt8] {
        var object = versions.json
        object["trustListBytes"] = .number(JSONNumber(trustList.count))
        object["keyBundleBytes"] = .number(JSONNumber(keyBundle.count))
        object["revocationListBytes"] = .array(
            revocationLists.map { .number(JSONNumber($0.count)) })
        return HeaderedBytes.join(.object(object), [trustList, keyBundle] + revocationLists)
    }

    /// Cuts a body into its documents; the inverse of `encoded`. No signature is verified here.
    ///
    /// - Throws: `malformed` or `versionUnsupported`.
    public static func read(_ bytes: [UInt8]) throws(GrammarRefusal) -> Hello {
        let (json, rest) = try HeaderedBytes.split(bytes[...])
        try checkVersion(json)
        let (versions, lengths) = try grammar { () throws(StrictObject.Refusal) in
            let object = try StrictObject(
                json,
                members: HeldVersions.members + [
                    "trustListBytes", "keyBundleBytes", "revocationListBytes",
                ], path: "hello")
            var lengths: [Int] = []
            for key in ["trustListBytes", "keyBundleBytes"] {
                lengths.append(try object.int(key, in: 1...(8 << 20)))
            }
            for json in try object.array("revocationListBytes", countMax: revocationListsMax) {
                guard let length = json.intValue, (1...(8 << 20)).contains(length) else {
                    throw StrictObject.Refusal("hello.revocationListBytes is out of bounds")
                }
                lengths.append(length)
            }
            return (try HeldVersions(object), lengths)
        }
        let parts = try HeaderedBytes.cut(rest, into: lengths)
        return Hello(
            versions: versions, trustList: Array(parts[0]), keyBundle: Array(parts[1]),
            revocationLists: parts.dropFirst(2).map { Array($0) })
    }
}

/// The answer to `POST /exchange/v1/evidence`: the documents that are now held, and those that
/// never will be.
public struct EvidenceAnswer: Sendable, Hashable {
    /// The versions that the answering node holds.
    public let versions: HeldVersions
    /// SHA-256 of each document that is now held.
    public let held: [Digest]
    /// SHA-256 of each document that is refused for good; a document in neither list is sent again.
    public let refused: [Digest]

    /// Takes the fields as they are; each list has at most `WireProtocol.entriesMax` digests.
    public init(versions: HeldVersions, held: [Digest], refused: [Digest]) {
        self.versions = versions
        self.held = held
        self.refused = refused
    }

    /// The body on the wire: a JSON header and a line feed.
    public func encoded() -> [UInt8] {
        var object = versions.json
        object["held"] = .array(held.map { .string($0.description) })
        object["refused"] = .array(refused.map { .string($0.description) })
        return HeaderedBytes.join(.object(object), [])
    }

    /// Reads a peer's answer; the inverse of `encoded`.
    ///
    /// - Throws: `malformed` or `versionUnsupported`.
    public static func read(_ bytes: [UInt8]) throws(GrammarRefusal) -> EvidenceAnswer {
        let (json, rest) = try HeaderedBytes.split(bytes[...])
        try checkVersion(json)
        _ = try HeaderedBytes.cut(rest, into: [])
        return try grammar { () throws(StrictObject.Refusal) in
            let object = try StrictObject(
                json, members: HeldVersions.members + ["held", "refused"], path: "answer")
            return EvidenceAnswer(
                versions: try HeldVersions(object),
                held: try object.values("held", countMax: WireProtocol.entriesMax) {
                    Digest(hexadecimal: $0)
                },
                refused: try object.values("refused", countMax: WireProtocol.entriesMax) {
                    Digest(hexadecimal: $0)
                })
        }
    }
}

/// The paths of the exchange, below a peer's endpoint.
public enum ExchangePath {
    /// `POST`: message envelopes, answered with an `ExchangeAnswer`.
    public static let messages = "/exchange/v1/messages"
    /// `POST`: evidence documents, answered with an `EvidenceAnswer`.
    public static let evidence = "/exchange/v1/evidence"
    /// `GET`: one piece of a ciphertext. Followed by message, ciphertext digest, first byte and
    /// count: see `AttachmentRequest`.
    public static let attachments = "/exchange/v1/attachments/"
    /// `POST`: a `Hello` of the caller, answered with a signed `ProbeContent`.
    public static let announcements = "/exchange/v1/announcements"
    /// `GET`: the node's `Hello`.
    public static let hello = "/exchange/v1/hello"
    /// `GET`: any trust list that the node ever held. Followed by its version in decimal.
    public static let trustLists = "/exchange/v1/trust-lists/"
}

/// Cuts concatenated DER documents apart: each says its own length.
public enum ConcatenatedDER {
    /// Cuts a body into its DER documents.
    ///
    /// - Throws: `malformed` unless the bytes are 1 to `countMax` whole definite-length sequences.
    public static func split(
        _ bytes: [UInt8], countMax: Int = WireProtocol.entriesMax
    )
        throws(GrammarRefusal) -> [[UInt8]]
    {
        var documents: [[UInt8]] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            guard documents.count < countMax, let length = wholeLength(rest), length <= rest.count
            else { throw GrammarRefusal(.malformed, "the body is not a row of DER documents") }
            documents.append(Array(rest.prefix(length)))
            rest = rest.dropFirst(length)
        }
        guard !documents.isEmpty else { throw GrammarRefusal(.malformed, "the body is empty") }
        return documents
    }

    private static func wholeLength(_ bytes: ArraySlice<UInt8>) -> Int? {
        let header = Array(bytes.prefix(6))
        guard header.count >= 2, header[0] == 0x30 else { return nil }
        guard header[1] >= 0x80 else { return 2 + Int(header[1]) }
        let count = Int(header[1] & 0x7F)
        guard (1...4).contains(count), header.count >= 2 + count else { return nil }
        let length = header[2..<(2 + count)].reduce(0) { $0 << 8 | Int($1) }
        return 2 + count + length
    }
}
