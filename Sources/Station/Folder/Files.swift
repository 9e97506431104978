import Foundation
public import Notices

/// Reads and writes of whole files, with failures as a `HeliographError`.
public enum Files {
    /// The bytes of a file.
    ///
    /// - Throws: `fileUnreadable`; `bodyTooLarge` over `bytesMax` bytes.
    package static func read(
        _ path: String, bytesMax: Int = 64 << 20
    ) throws(HeliographError) -> [UInt8] {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw HeliographError(.fileUnreadable, "\(path) cannot be read.")
        }
        defer { try? handle.close() }
        let data: Data
        do {
            // An empty file reads as nil.
            data = try handle.read(upToCount: bytesMax + 1) ?? Data()
        } catch {
            throw HeliographError(
                .fileUnreadable, "\(path) cannot be read.", detail: ["the disk gave an error"])
        }
        guard data.count <= bytesMax else {
            throw HeliographError(.bodyTooLarge, "\(path) is over \(bytesMax) bytes.")
        }
        return [UInt8](data)
    }

    /// Writes a new file and syncs it; replaces an old one in one step.
    ///
    /// - Parameter mode: the permission bits, whatever the umask is.
    /// - Throws: `diskFull` or `fileUnwritable`; the old file or the new one is then there, whole.
    public static func write(
        _ bytes: [UInt8], to path: String, mode: UInt32 = 0o600
    )
        throws(HeliographError)
    {
        let temporary = path + ".new"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        guard descriptor >= 0 else {
            throw unwritable(path, errno)
        }
        // The process's umask would take the group's and others' bits away.
        fchmod(descriptor, mode)
        let isSynced = writeAll(bytes, to: descriptor) && fsync(descriptor) == 0
        var cause = errno
        close(descriptor)
        guard isSynced, rename(temporary, path) == 0, syncFolder(of: path) else {
            if isSynced { cause = errno }
            unlink(temporary)
            throw unwritable(path, cause)
        }
    }

    /// - Returns: false, with `errno`, if the disk did not take all of it.
    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var offset = 0
        while offset < bytes.count {
            let count = bytes[offset...].withUnsafeBytes {
                Foundation.write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            offset += count
        }
        return true
    }

    static func unwritable(_ path: String, _ cause: Int32) -> HeliographError {
        HeliographError(
            [ENOSPC, EDQUOT].contains(cause) ? .diskFull : .fileUnwritable,
            "\(path) cannot be written.", detail: [String(cString: strerror(cause))])
    }

    /// A name is durable once its folder is.
    static func syncFolder(of path: String) -> Bool {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        let descriptor = open(folder.isEmpty ? "/" : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return fsync(descriptor) == 0
    }

    /// The bytes of a file, at most 64 KiB, that nobody but its owner may read.
    ///
    /// - Parameter isCredential: true for a credential. systemd hands it to the service's user by
    ///   an access list, whose mask shows as the group's right to read: 0440. Nobody is in that
    ///   group's place.
    /// - Throws: `keyMissing`, `keyExposed`, `fileUnreadable`, `bodyTooLarge`.
    /// - Source: systemd's `write_credential`, acl(5), "Correspondence between ACL entries and file
    ///   permission bits".
    package static func readSecret(
        _ path: String, isCredential: Bool = false
    ) throws(HeliographError) -> [UInt8] {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw HeliographError(.keyMissing, "\(path) is not there.")
        }
        guard status.st_mode & (isCredential ? 0o037 : 0o077) == 0 else {
            throw HeliographError(.keyExposed, "\(path) can be read by others.")
        }
        return try read(path, bytesMax: 65_536)
    }

    /// Writes zeros over a file and removes it; does no harm twice. The former blocks that a disk
    /// keeps are out of reach: `docs/keys.md` says what to do about it.
    ///
    /// - Throws: `fileUnwritable`.
    package static func destroy(_ path: String) throws(HeliographError) {
        var status = stat()
        guard stat(path, &status) == 0 else { return }
        let descriptor = open(path, O_WRONLY | O_CLOEXEC)
        if descriptor >= 0 {
            let zeros = [UInt8](repeating: 0, count: Int(status.st_size))
            _ = writeAll(zeros, to: descriptor)
            fsync(descriptor)
            close(descriptor)
        }
        guard unlink(path) == 0, syncFolder(of: path) else {
            throw HeliographError(
                .fileUnwritable, "\(path) cannot be taken away.",
                detail: [String(cString: strerror(errno))])
        }
    }

    /// Makes an empty file, in one step, and syncs its folder.
    ///
    /// - Throws: `diskFull`, `fileUnwritable`.
    package static func mark(_ path: String) throws(HeliographError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw unwritable(path, errno) }
        close(descriptor)
        guard syncFolder(of: path) else { throw unwritable(path, errno) }
    }

    /// Removes a file or a whole folder; does nothing if it is not there.
    ///
    /// - Throws: `fileUnwritable`.
    package static func remove(_ path: String) throws(HeliographError) {
        guard exists(path) else { return }
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            throw HeliographError(.fileUnwritable, "\(path) cannot be taken away.")
        }
    }

    /// Makes a folder with mode 0700, and those above it that are missing.
    ///
    /// - Throws: `fileUnwritable`.
    package static func makeFolder(_ path: String) throws(HeliographError) {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        } catch {
            throw HeliographError(.fileUnwritable, "The folder \(path) cannot be made.")
        }
    }

    /// The names in a folder, sorted; none if there is no folder.
    package static func names(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }

    /// True if the path is a folder in which this user may make files.
    package static func takesFiles(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
            && access(path, W_OK | X_OK) == 0
    }

    /// True if the path is a folder.
    package static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// True if the path is there and this user may look.
    package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Checks that this user may look whether the path is there.
    ///
    /// - Throws: `fileUnreadable`.
    package static func checkMayLook(_ path: String) throws(HeliographError) {
        guard access(path, F_OK) != 0, errno == EACCES else { return }
        throw HeliographError(
            .fileUnreadable, "This user may not look into the folder of \(path).",
            next: "Run it as the user whose folder that is.")
    }

    /// True if the folder is not there, or has nothing in it.
    package static func isAbsentOrEmpty(_ path: String) -> Bool {
        guard exists(path) else { return true }
        return (try? FileManager.default.contentsOfDirectory(atPath: path))?.isEmpty ?? false
    }
}
