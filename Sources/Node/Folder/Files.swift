import Foundation
internal import Notices

/// Reads and writes files of the data folder, in our own error.
enum Files {
    static func read(_ path: String, bytesMax: Int = 64 << 20) throws(HeliographError) -> [UInt8] {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw HeliographError(.fileUnreadable, "\(path) cannot be read.")
        }
        defer { try? handle.close() }
        guard let data = try? handle.read(upToCount: bytesMax + 1) else {
            // An empty file reads as nil.
            return []
        }
        guard data.count <= bytesMax else {
            throw HeliographError(.bodyTooLarge, "\(path) is over \(bytesMax) bytes.")
        }
        return [UInt8](data)
    }

    /// Writes a new file and syncs it; replaces an old one in one step.
    static func write(
        _ bytes: [UInt8], to path: String, mode: mode_t = 0o600
    )
        throws(HeliographError)
    {
        let temporary = path + ".new"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        guard descriptor >= 0 else {
            throw HeliographError(
                .fileUnwritable, "\(path) cannot be written.",
                detail: [String(cString: strerror(errno))])
        }
        // The process's umask would take the group's and others' bits away.
        fchmod(descriptor, mode)
        var offset = 0
        while offset < bytes.count {
            let count = bytes[offset...].withUnsafeBytes {
                Foundation.write(descriptor, $0.baseAddress, $0.count)
            }
            guard count > 0 else { break }
            offset += count
        }
        let isSynced = offset == bytes.count && fsync(descriptor) == 0
        close(descriptor)
        guard isSynced, rename(temporary, path) == 0 else {
            unlink(temporary)
            throw HeliographError(.fileUnwritable, "\(path) cannot be written.")
        }
    }

    static func makeFolder(_ path: String) throws(HeliographError) {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        } catch {
            throw HeliographError(.fileUnwritable, "The folder \(path) cannot be made.")
        }
    }

    /// Names in a folder, sorted; none if there is no folder.
    static func names(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// True if the folder is not there, or has nothing in it.
    static func isAbsentOrEmpty(_ path: String) -> Bool {
        guard exists(path) else { return true }
        return (try? FileManager.default.contentsOfDirectory(atPath: path))?.isEmpty ?? false
    }
}
