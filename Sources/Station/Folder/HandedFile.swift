import Foundation
public import Notices

/// A file that whoever gave a command has opened, to be read as an attachment or written with one.
///
/// The node never opens a path of an officer: what the officer may not open, the node does not read
/// for him, and what only he sees (another home, another mount) it needs not see.
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
            throw HeliographError(.fileUnreadable, "\(path) cannot be read.")
        }
        return HandedFile(adopting: descriptor)
    }

    deinit { close(descriptor) }

    /// Lets a caller pass it on while it is held.
    package func withDescriptor<T>(_ body: (Int32) -> T) -> T { body(descriptor) }

    /// - Throws: `attachmentUnfit` unless it is a regular file.
    package func byteCount() throws(HeliographError) -> Int {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw HeliographError(.attachmentUnfit, "What was handed over is no regular file.")
        }
        return Int(status.st_size)
    }

    package func read(at offset: Int, count: Int) async throws(HeliographError) -> [UInt8] {
        let descriptor = descriptor
        return try await disk.run { () throws(HeliographError) in
            try FileSpan.read(descriptor, at: offset, count: count, "The file")
        }
    }

    package func write(_ bytes: [UInt8], at offset: Int) async throws(HeliographError) {
        let descriptor = descriptor
        try await disk.run { () throws(HeliographError) in
            try FileSpan.write(bytes, to: descriptor, at: offset, "The file")
        }
    }

    /// What was written is on the disk.
    package func sync() async throws(HeliographError) {
        let descriptor = descriptor
        try await disk.run { () throws(HeliographError) in
            guard fsync(descriptor) == 0 else { throw Files.unwritable("The file", errno) }
        }
    }
}
