public import Notices

/// The name of a ciphertext: whose it is, and its SHA-256.
public struct AttachmentName: Hashable, Sendable, CustomStringConvertible {
    public let from: MemberCode
    public let sealed: Digest

    public init(from: MemberCode, sealed: Digest) {
        self.from = from
        self.sealed = sealed
    }

    public var description: String { "\(from)-\(sealed)" }
}

/// Where on the shelf some ciphertext lies.
public enum ShelfPlace: Hashable, Sendable {
    /// Being sealed here: its digest, and so its name, is not known yet.
    case draft(RecordID)
    /// Being fetched: with holes, and each chunk to be authenticated before it is believed.
    case part(AttachmentName)
    case whole(AttachmentName)
}

/// Keeps the ciphertext of attachments, which is too large for a store and for memory.
///
/// What is written is durable from `settle` on, and not before. Nothing that is read is believed: a
/// disk may have been altered, so whoever reads authenticates.
public protocol AttachmentShelf: Sendable {
    /// - Returns: nil if nothing lies there.
    func byteCount(of place: ShelfPlace) async throws(HeliographError) -> Int?
    /// - Returns: as many bytes as there are, at most `count`.
    /// - Throws: `fileUnreadable`, also if nothing lies there.
    func read(
        _ place: ShelfPlace, at offset: Int, count: Int
    ) async throws(HeliographError) -> [UInt8]
    /// Makes it if nothing lies there; what is left out between two writes reads as zeros.
    ///
    /// - Throws: `diskFull`, `fileUnwritable`.
    func write(_ bytes: [UInt8], to place: ShelfPlace, at offset: Int) async throws(HeliographError)
    /// Moves it to another place, durably; what lay there before is gone.
    func settle(_ place: ShelfPlace, as other: ShelfPlace) async throws(HeliographError)
    /// Does no harm if nothing lies there.
    func remove(_ place: ShelfPlace) async throws(HeliographError)
    /// Everything that lies here, in the order of the names.
    func places() async throws(HeliographError) -> [ShelfPlace]
    /// What lies here of one member, whole or in part, bytes as the disk counts them.
    func usage(of member: MemberCode) async throws(HeliographError) -> Int
}
