import Foundation
internal import Notices
internal import Ports

/// The shelf of a data folder: `attachments/`, a file for each ciphertext.
///
/// `XA-DIGEST` is whole, `XA-DIGEST.part` is being fetched, `draft-ID` is being sealed. Remains of
/// a crash are swept when the node starts.
package final class FolderShelf: AttachmentShelf {
    private let folder: String
    private let disk = DiskThread("heliograph.attachments")

    /// A shelf of attachments in a folder.
    ///
    /// - Parameter folder: made when something is first written.
    package init(folder: String) {
        self.folder = folder
    }

    func byteCount(of place: ShelfPlace) async throws(HeliographError) -> Int? {
        let path = path(place)
        return try await disk.run { () throws(HeliographError) in Self.status(path)?.count }
    }

    func read(
        _ place: ShelfPlace, at offset: Int, count: Int
    ) async throws(HeliographError) -> [UInt8] {
        let path = path(place)
        return try await disk.run { () throws(HeliographError) in
            try Self.opened(path, O_RDONLY) { descriptor throws(HeliographError) in
                try FileSpan.read(descriptor, at: offset, count: count, path)
            }
        }
    }

    func write(
        _ bytes: [UInt8], to place: ShelfPlace, at offset: Int
    ) async throws(HeliographError) {
        let (path, folder) = (path(place), folder)
        try await disk.run { () throws(HeliographError) in
            if !Files.exists(folder) {
                try Files.makeFolder(folder)
                guard Files.syncFolder(of: folder) else { throw Files.unwritable(folder, errno) }
            }
            try Self.opened(path, O_WRONLY | O_CREAT) { descriptor throws(HeliographError) in
                try FileSpan.write(bytes, to: descriptor, at: offset, path)
            }
        }
    }

    func move(_ place: ShelfPlace, to other: ShelfPlace) async throws(HeliographError) {
        let (from, to) = (path(place), path(other))
        try await disk.run { () throws(HeliographError) in
            try Self.opened(from, O_RDONLY) { descriptor throws(HeliographError) in
                guard fsync(descriptor) == 0, rename(from, to) == 0, Files.syncFolder(of: to)
                else { throw Files.unwritable(to, errno) }
            }
        }
    }

    func remove(_ place: ShelfPlace) async throws(HeliographError) {
        let path = path(place)
        try await disk.run { () throws(HeliographError) in
            guard unlink(path) == 0 || errno == ENOENT else { throw Files.unwritable(path, errno) }
        }
    }

    func places() async throws(HeliographError) -> [ShelfPlace] {
        let folder = folder
        return try await disk.run { () throws(HeliographError) in
            Files.names(in: folder).compactMap { Self.place($0) }
        }
    }

    func usage(of member: MemberCode) async throws(HeliographError) -> Int {
        let folder = folder
        return try await disk.run { () throws(HeliographError) in
            Files.names(in: folder).reduce(0) { sum, name in
                guard name.hasPrefix("\(member)-") else { return sum }
                return sum + (Self.status(folder + "/" + name)?.usage ?? 0)
            }
        }
    }

    // MARK: - Names

    private func path(_ place: ShelfPlace) -> String {
        switch place {
        case .draft(let id): folder + "/draft-\(id)"
        case .part(let name): folder + "/\(name).part"
        case .whole(let name): folder + "/\(name)"
        }
    }

    /// - Returns: nil for a file that is none of ours; it is left alone.
    private static func place(_ name: String) -> ShelfPlace? {
        if name.hasPrefix("draft-") {
            return bytesFromHexadecimal(name.dropFirst(6)).flatMap { RecordID(bytes: $0) }
                .map { .draft($0) }
        }
        let isPart = name.hasSuffix(".part")
        let words = (isPart ? name.dropLast(5) : name[...]).split(separator: "-")
        guard words.count == 2, let from = MemberCode(words[0]),
            let sealed = Digest(hexadecimal: words[1])
        else { return nil }
        let found = AttachmentName(from: from, sealed: sealed)
        return isPart ? .part(found) : .whole(found)
    }

    private static func status(_ path: String) -> (count: Int, usage: Int)? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return (Int(status.st_size), Int(status.st_blocks) * 512)
    }

    private static func opened<T>(
        _ path: String, _ flags: Int32, _ body: (Int32) throws(HeliographError) -> T
    ) throws(HeliographError) -> T {
        let descriptor = open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            guard flags & O_CREAT == 0 else { throw Files.unwritable(path, errno) }
            throw HeliographError(.fileUnreadable, "\(path) cannot be read.")
        }
        defer { close(descriptor) }
        return try body(descriptor)
    }
}
