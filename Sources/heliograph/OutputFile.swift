import Foundation
import Node
import Notices
import Station

/// A file that a verb fills. It must not exist before, only its owner may read it, and it gets its
/// name when all of it is written.
struct OutputFile: Sendable {
    private let path: String
    private let temporary: String
    private let descriptor: Int32

    /// Begins a file under a temporary name.
    ///
    /// - Throws: `fileUnwritable`, also if something has the name.
    init(_ path: String) throws(HeliographError) {
        guard access(path, F_OK) != 0 else {
            throw HeliographError(
                .fileUnwritable, "\(path) is there already, and was not touched.",
                next: "Choose a name that nothing has.")
        }
        self.path = path
        // A name of its own, so that no file of somebody's is in the way or taken away.
        temporary = path + ".\(getpid())-\(UInt32.random(in: 0 ... .max)).new"
        descriptor = open(temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw HeliographError(
                .fileUnwritable, "\(path) cannot be written.",
                detail: [String(cString: strerror(errno))])
        }
    }

    /// Writes all of a text, or leaves nothing.
    static func write(_ bytes: [UInt8], to path: String) throws(HeliographError) {
        let file = try OutputFile(path)
        var offset = 0
        while offset < bytes.count {
            let count = bytes[offset...].withUnsafeBytes {
                Foundation.write(file.descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            offset += count
        }
        guard offset == bytes.count, fsync(file.descriptor) == 0 else {
            let cause = String(cString: strerror(errno))
            file.discard()
            throw HeliographError(.fileUnwritable, "\(path) cannot be written.", detail: [cause])
        }
        try file.keep()
    }

    /// The file as the node may write through it; the node syncs it.
    func handed() throws(HeliographError) -> HandedFile {
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
        guard copy >= 0 else { throw HeliographError(.internalFault, "No file could be opened.") }
        return HandedFile(adopting: copy)
    }

    /// The bytes written so far; nil if the file cannot be looked at.
    var size: Int? {
        var status = stat()
        return stat(temporary, &status) == 0 ? Int(status.st_size) : nil
    }

    /// Gives the file its name.
    func keep() throws(HeliographError) {
        close(descriptor)
        // `link` fails if something has taken the name meanwhile; `rename` would replace that file.
        guard link(temporary, path) == 0 else {
            let cause = String(cString: strerror(errno))
            unlink(temporary)
            throw HeliographError(.fileUnwritable, "\(path) cannot be written.", detail: [cause])
        }
        unlink(temporary)
    }

    func discard() {
        close(descriptor)
        unlink(temporary)
    }
}
