public import Notices

/// The name of a ciphertext: its sender and its SHA-256.
public struct AttachmentName: Hashable, Sendable, CustomStringConvertible {
    /// The member that sealed it.
    public let from: MemberCode
    /// SHA-256 of the ciphertext.
    public let sealed: Digest

    /// Takes the fields as they are.
    public init(from: MemberCode, sealed: Digest) {
        self.from = from
        self.sealed = sealed
    }

    /// `XA-` and 64 hexadecimal digits.
    public var description: String { "\(from)-\(sealed)" }
}

/// A place on the shelf, for one ciphertext.
public enum ShelfPlace: Hashable, Sendable {
    /// A file being sealed here: its digest, and so its name, is not known yet.
    case draft(RecordID)
    /// A ciphertext being fetched: it has holes, and each chunk is authenticated before it is
    /// believed.
    case part(AttachmentName)
    /// A whole ciphertext.
    case whole(AttachmentName)
}

/// Keeps the ciphertext of attachments, which is too large for a store and for memory.
///
/// Written bytes are durable from `move` on, and not before. Bytes that are read may have been
/// altered on the disk, so that each reader authenticates them.
public protocol AttachmentShelf: Sendable {
    /// The length of what lies there, bytes.
    ///
    /// - Returns: nil if nothing lies there.
    func byteCount(of place: ShelfPlace) async throws(HeliographError) -> Int?
    /// Reads bytes from `offset` on.
    ///
    /// - Returns: as many bytes as there are, at most `count`.
    /// - Throws: `fileUnreadable`, also if nothing lies there.
    func read(
        _ place: ShelfPlace, at offset: Int, count: Int
    ) async throws(HeliographError) -> [UInt8]
    /// Writes bytes, and makes the file if nothing lies there; a gap between two writes reads as
    /// zeros.
    ///
    /// - Throws: `diskFull`, `fileUnwritable`.
    func write(_ bytes: [UInt8], to place: ShelfPlace, at offset: Int) async throws(HeliographError)
    /// Moves a ciphertext to another place, durably, and replaces what lay there.
    func move(_ place: ShelfPlace, to other: ShelfPlace) async throws(HeliographError)
    /// Removes a ciphertext; does no harm if nothing lies there.
    func remove(_ place: ShelfPlace) async throws(HeliographError)
    /// Every place where something lies, in the order of the names.
    func places() async throws(HeliographError) -> [ShelfPlace]
    /// The space that one member's ciphertexts take, whole or in part, bytes as the disk counts
    /// them.
    func usage(of member: MemberCode) async throws(HeliographError) -> Int
}
