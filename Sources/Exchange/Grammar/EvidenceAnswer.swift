public import Notices

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
