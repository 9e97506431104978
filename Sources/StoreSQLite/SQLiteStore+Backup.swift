import Glibc
public import Notices

extension SQLiteStore {
    /// A half of the store. The two are copied by themselves and kept apart: either alone opens
    /// nothing.
    public enum Half: Sendable {
        /// `store.db`: rows and sealed bodies.
        case bodies
        /// `keys.db`: the wrapped data keys.
        case keys
    }

    /// Writes a copy of one half as it stands, compact and without anything that was deleted, and
    /// returns once it is on the disk. Nothing else runs meanwhile.
    ///
    /// Copy bodies first and keys after: then every body that was copied has its key.
    ///
    /// - Parameter path: a file that does not exist yet; its mode will be 0600.
    /// - Throws: `fileUnwritable` if it is there or cannot be made; `diskFull`; `storeFailed`.
    public func copy(_ half: Half, to path: String) throws(HeliographError) {
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw HeliographError(
                .fileUnwritable, "\(path) could not be made.",
                detail: [String(cString: strerror(errno))])
        }
        defer { Glibc.close(descriptor) }
        do throws(HeliographError) {
            try read(endsService: false) { files throws(SQLiteFailure) in
                let connection = half == .bodies ? files.main : files.keys
                try connection.run("VACUUM INTO ?", [.text(path)])
            }
        } catch {
            unlink(path)
            throw error
        }
        guard fsync(descriptor) == 0 else {
            unlink(path)
            throw HeliographError(.fileUnwritable, "\(path) could not be written to the disk.")
        }
    }
}
