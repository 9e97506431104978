internal import Notices

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
