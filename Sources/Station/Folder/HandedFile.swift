import Foundation
public import Notices

/// A file that the giver of a command has opened, to be read as an attachment or written with one.
///
/// The node never opens a path of an officer. So it does not read a file for an officer who may not
/// open it, and it need not see the places that only the officer sees: another home, another mount.
public final class HandedFile: Sendable {
    private let descriptor: Int32
    private let disk = DiskThread("heliograph.handed")

    /// - Parameter adopting: an open file, closed with this object.
    public init(adopting descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Opens a file for reading, as the officer who runs this process.
    ///
    /// - Throws: `fileUnreadable`.
    public static func reading(_ path: String) throws(HeliographError) -> HandedFile {
        // A pipe without a writer must not keep the command waiting.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw HeliographError(
                .fileUnreadable,
                access(path, F_OK) == 0 ? "\(path) cannot be read." : "There is no file \(path).")
        }
        return HandedFile(adopting: descriptor)
    }

    deinit { close(descriptor) }

    /// Calls `body` with the descriptor, which stays open until `body` returns.
    package func withDescriptor<T>(_ body: (Int32) -> T) -> T { body(descriptor) }

    /// The length of the file.
    ///
    /// - Throws: `attachmentUnfit` unless it is a regular file.
    package func byteCount() throws(HeliographError) -> Int {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            let isFolder = status.st_mode & S_IFMT == S_IFDIR
            throw HeliographError(
                .attachmentUnfit,
                isFolder
                    ? "This is a folder, and only files can be attached."
                    : "This is no regular file, and only regular files can be attached.",
                next: "Name each file with its folder, such as `--attach "
                    + "photos/1.jpg,photos/2.jpg`.")
        }
        return Int(status.st_size)
    }

    /// Reads at most `count` bytes from an offset on; fewer only at the end of the file.
    ///
    /// - Throws: `fileUnreadable`.
    package func read(at offset: Int, count: Int) async throws(HeliographError) -> [UInt8] {
        let descriptor = descriptor
        return try await disk.run { () throws(HeliographError) in
            try FileSpan.read(descriptor, at: offset, count: count, "The file")
        }
    }

    /// Writes all of the bytes at an offset.
    ///
    /// - Throws: `diskFull` or `fileUnwritable`; some of the bytes may then be written.
    package func write(_ bytes: [UInt8], at offset: Int) async throws(HeliographError) {
        let descriptor = descriptor
        try await disk.run { () throws(HeliographError) in
            try FileSpan.write(bytes, to: descriptor, at: offset, "The file")
        }
    }

    /// Syncs the written bytes to the disk.
    ///
    /// - Throws: `diskFull` or `fileUnwritable`.
    package func sync() async throws(HeliographError) {
        let descriptor = descriptor
        try await disk.run { () throws(HeliographError) in
            guard fsync(descriptor) == 0 else { throw Files.unwritable("The file", errno) }
        }
    }
}
