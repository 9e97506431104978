public import Notices

/// A recipient's request to the sender for one piece of a ciphertext.
///
/// Its path is `/exchange/v1/attachments/ID/SEALED/FROM/BYTES`, its method `GET`.
public struct AttachmentRequest: Sendable, Hashable {
    /// The message that names the attachment.
    public let id: MessageID
    /// SHA-256 of the ciphertext.
    public let sealed: Digest
    /// The first byte of the ciphertext that is wanted.
    public let from: Int
    /// Length of the piece, bytes; 1 to `WireProtocol.pieceBytesMax`.
    public let byteCount: Int

    /// Takes the four fields as they are; only `init(path:)` checks their bounds.
    public init(id: MessageID, sealed: Digest, from: Int, byteCount: Int) {
        self.id = id
        self.sealed = sealed
        self.from = from
        self.byteCount = byteCount
    }

    /// The request as a path; `init(path:)` reads it back.
    public var path: String {
        ExchangePath.attachments + "\(id)/\(sealed)/\(from)/\(byteCount)"
    }

    /// Reads a request out of a path.
    ///
    /// - Returns: nil unless the path asks for a piece, in the one way to write it.
    public init?(path: String) {
        guard path.utf8.count <= 200, path.hasPrefix(ExchangePath.attachments) else { return nil }
        let parts = path.dropFirst(ExchangePath.attachments.count)
            .split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 4, let id = MessageID(parts[0]),
            let sealed = Digest(hexadecimal: parts[1]), let from = Int(parts[2]),
            let byteCount = Int(parts[3]), (0...WireProtocol.sealedBytesMax).contains(from),
            (1...WireProtocol.pieceBytesMax).contains(byteCount)
        else { return nil }
        self.init(id: id, sealed: sealed, from: from, byteCount: byteCount)
        // No sign and no leading zero.
        guard self.path == path else { return nil }
    }
}

/// The answer to an `AttachmentRequest`: bytes of a ciphertext, behind the versions that every
/// answer names.
public struct AttachmentPiece: Sendable, Hashable {
    /// The versions that the answering node holds.
    public let versions: HeldVersions
    /// Position of the first byte in the ciphertext; 0 to `WireProtocol.sealedBytesMax`.
    public let from: Int
    /// The piece of the ciphertext; 1 to `WireProtocol.pieceBytesMax` bytes.
    public let bytes: [UInt8]

    /// Takes the fields as they are; `read` checks the bounds of a peer's answer.
    public init(versions: HeldVersions, from: Int, bytes: [UInt8]) {
        self.versions = versions
        self.from = from
        self.bytes = bytes
    }

    /// The body on the wire: a JSON header, a line feed, the bytes of the piece.
    public func encoded() -> [UInt8] {
        var object = versions.json
        object["from"] = .number(JSONNumber(from))
        object["bytes"] = .number(JSONNumber(bytes.count))
        return HeaderedBytes.join(.object(object), [bytes])
    }

    /// Reads the body of a peer's answer; the inverse of `encoded`.
    ///
    /// - Throws: `malformed` or `versionUnsupported`.
    public static func read(_ body: [UInt8]) throws(GrammarRefusal) -> AttachmentPiece {
        let (json, rest) = try HeaderedBytes.split(body[...])
        try checkVersion(json)
        let (versions, from, count) = try grammar { () throws(StrictObject.Refusal) in
            let object = try StrictObject(
                json, members: HeldVersions.members + ["from", "bytes"], path: "piece")
            return (
                try HeldVersions(object),
                try object.int("from", in: 0...WireProtocol.sealedBytesMax),
                try object.int("bytes", in: 1...WireProtocol.pieceBytesMax)
            )
        }
        let parts = try HeaderedBytes.cut(rest, into: [count])
        return AttachmentPiece(versions: versions, from: from, bytes: Array(parts[0]))
    }
}
