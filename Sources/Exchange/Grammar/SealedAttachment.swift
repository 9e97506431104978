public import Notices

/// One attachment as a signed notice header names it: the file's digest and size, the key that
/// opens it, and the digest that names its ciphertext on the wire and on disk.
///
/// The header stands inside the encryption of its message, so only recipients have the key; and the
/// signature over the header binds file, key and ciphertext to the message.
public struct SealedAttachment: Sendable, Hashable {
    /// Length of an AES-256 key, bytes.
    public static let keyByteCount = 32

    /// SHA-256 of the file.
    public let digest: Digest
    /// Length of the file, bytes; 1 to `WireProtocol.attachmentBytesMax`.
    public let byteCount: Int
    /// 32 random bytes, made for this ciphertext alone.
    public let key: [UInt8]
    /// Length of each chunk of the file but the last, bytes; a power of two.
    public let chunkByteCount: Int
    /// SHA-256 of the ciphertext: its name on the wire and on the disk.
    public let sealed: Digest

    /// Takes the fields as they are; the bounds are checked when a header is read.
    public init(
        digest: Digest, byteCount: Int, key: [UInt8], chunkByteCount: Int, sealed: Digest
    ) {
        self.digest = digest
        self.byteCount = byteCount
        self.key = key
        self.chunkByteCount = chunkByteCount
        self.sealed = sealed
    }
}

extension SealedAttachment {
    /// As it stands in a notice header.
    var json: JSON {
        [
            "digest": .string(digest.description),
            "bytes": .number(JSONNumber(byteCount)),
            "key": .string(hexadecimal(key)),
            "chunkBytes": .number(JSONNumber(chunkByteCount)),
            "sealed": .string(sealed.description),
        ]
    }

    private init(_ json: JSON) throws(StrictObject.Refusal) {
        let object = try StrictObject(
            json, members: ["digest", "bytes", "key", "chunkBytes", "sealed"],
            path: "notice header.attachments")
        let chunk = try object.int("chunkBytes", in: WireProtocol.chunkBytesRange)
        guard chunk.nonzeroBitCount == 1 else {
            throw StrictObject.Refusal("notice header.attachments.chunkBytes is no power of two")
        }
        self.init(
            digest: try object.value("digest") { Digest(hexadecimal: $0) },
            byteCount: try object.int("bytes", in: 1...WireProtocol.attachmentBytesMax),
            key: try object.value("key") {
                bytesFromHexadecimal($0).flatMap { $0.count == Self.keyByteCount ? $0 : nil }
            },
            chunkByteCount: chunk,
            sealed: try object.value("sealed") { Digest(hexadecimal: $0) })
    }

    /// Reads the header's optional member `attachments`. It is absent if there are none, so that
    /// such a header is byte for byte the same as before there were attachments.
    static func readAll(_ object: StrictObject) throws(StrictObject.Refusal) -> [Self] {
        guard object["attachments"] != nil else { return [] }
        var all: [Self] = []
        for json in try object.array("attachments", countMax: WireProtocol.attachmentsMax) {
            all.append(try Self(json))
        }
        guard !all.isEmpty, Set(all.map(\.digest)).count == all.count,
            Set(all.map(\.sealed)).count == all.count
        else { throw StrictObject.Refusal("notice header.attachments is empty or repeats one") }
        return all
    }
}
