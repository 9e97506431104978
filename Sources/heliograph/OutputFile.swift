import Foundation
import Node
import Notices

/// A file that a command fills: not there before, readable by its owner alone, and under its name
/// only when all of it is in it.
struct OutputFile {
    private let path: String
    private let temporary: String
    private let descriptor: Int32

    /// - Throws: `fileUnwritable`, also if something has the name.
    init(_ path: String) throws(HeliographError) {
        guard access(path, F_OK) != 0 else {
            throw HeliographError(
                .fileUnwritable, "\(path) is there already, and was not touched.",
                next: "Choose a name that nothing has.")
        }
        self.path = path
        temporary = path + ".new"
        // What an earlier command left when it was ended.
        unlink(temporary)
        descriptor = open(temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw HeliographError(
                .fileUnwritable, "\(path) cannot be written.",
                detail: [String(cString: strerror(errno))])
        }
    }

    /// To be written through; the node syncs it.
    func handed() throws(HeliographError) -> HandedFile {
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
        guard copy >= 0 else { throw HeliographError(.internalFault, "No file could be opened.") }
        return HandedFile(adopting: copy)
    }

    /// Gives it its name.
    func keep() throws(HeliographError) {
        close(descriptor)
        // `link` fails if something has taken the name meanwhile; `rename` would replace it.
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
