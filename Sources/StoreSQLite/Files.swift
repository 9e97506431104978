import CSQLite
import Glibc
import Notices
import Ports

/// The two open files of a store.
struct Files {
    /// Bodies and rows.
    let main: Connection
    /// Wrapped data keys.
    let keys: Connection

    /// Makes both files, as SQLite takes a new one: empty.
    static func make(folder: String, _ identity: StoreIdentity?) throws(HeliographError) {
        let directory = try Self.directory(folder)
        defer { close(directory) }
        for name in names where byteCount(folder + "/" + name) ?? 0 > 0 {
            throw HeliographError(.storeConflict, "There is a store in \(folder) already.")
        }
        for name in names { try createPrivate(folder + "/" + name) }
        // Each gets a header of its own, so that an empty file is never one that was just made.
        for (name, migrations) in zip(names, [Migrations.store, .keys]) {
            let connection = try mapped { () throws(SQLiteFailure) in
                let connection = try Connection.open(folder + "/" + name)
                try connection.script(settings)
                return connection
            }
            try migrations.migrate(connection)
            guard let identity else { continue }
            try mapped { () throws(SQLiteFailure) in try connection.identify(as: identity) }
        }
        try sync(directory)
    }

    /// - Parameter accepts: throws if the files are not to be opened, by the marks that stand in
    ///   them.
    static func open(
        folder: String, options: SQLiteStore.Options,
        accepts: SQLiteStore.Accepts = { _, _ throws(HeliographError) in }
    ) throws(HeliographError) -> Files {
        let directory = try Self.directory(folder)
        defer { close(directory) }
        let sizes = names.map { byteCount(folder + "/" + $0) }
        guard sizes.contains(where: { $0 != nil }) else {
            throw HeliographError(.storeMissing, "There is no store in \(folder).")
        }
        for (name, size) in zip(names, sizes) {
            guard let size else {
                throw HeliographError(
                    .storeCorrupt,
                    "Of store.db and keys.db only one is there; they belong together.",
                    next:
                        "Bring \(name) back from where it was moved, or restore a backup elsewhere."
                )
            }
            guard size > 0 else {
                throw HeliographError(
                    .storeCorrupt,
                    "\(name) was emptied: it holds 0 bytes. The node was not started; what waited "
                        + "in it is not sent."
                )
            }
        }
        // Before a journal is played in, which may belong to what was here before.
        try accepts(try markAlone(folder + "/store.db"), try markAlone(folder + "/keys.db"))
        for name in names { try checkWritable(folder + "/" + name) }
        try sync(directory)
        let files = try mapped { () throws(SQLiteFailure) in
            Files(main: try .open(folder + "/store.db"), keys: try .open(folder + "/keys.db"))
        }
        try files.prepare(options)
        return files
    }

    /// The mark in a file, without its journal. A file that a crash left half-written reads whole
    /// with its journal alone: then it says nothing yet.
    private static func markAlone(_ path: String) throws(HeliographError) -> StoreIdentity? {
        do throws(SQLiteFailure) {
            return try Connection.openAlone(path).mark()
        } catch {
            guard byteCount(path + "-wal") ?? 0 == 0 else { return nil }
            throw error.error
        }
    }

    func connection(_ half: SQLiteStore.Half) -> Connection {
        switch half {
        case .bodies: main
        case .keys: keys
        }
    }

    private static let names = ["store.db", "keys.db"]

    private static func directory(_ folder: String) throws(HeliographError) -> Int32 {
        let directory = Glibc.open(folder, O_RDONLY | O_DIRECTORY)
        guard directory >= 0 else {
            throw HeliographError(.storeMissing, "There is no folder \(folder).")
        }
        return directory
    }

    private static func sync(_ directory: Int32) throws(HeliographError) {
        guard fsync(directory) == 0 else {
            throw HeliographError(
                .storeFailed, "The store's folder could not be written to the disk.",
                detail: [String(cString: strerror(errno))])
        }
    }

    /// The files of a store that is open, to be read beside it.
    static func reading(
        folder: String, options: SQLiteStore.Options
    ) throws(HeliographError) -> Files {
        try mapped { () throws(SQLiteFailure) in
            let files = Files(
                main: try .open(folder + "/store.db"), keys: try .open(folder + "/keys.db"))
            for connection in [files.main, files.keys] {
                try connection.script(
                    """
                    PRAGMA busy_timeout = \(options.busyTimeout.wholeMilliseconds);
                    PRAGMA trusted_schema = OFF;
                    PRAGMA temp_store = MEMORY;
                    PRAGMA query_only = ON;
                    """)
            }
            return files
        }
    }

    /// - Returns: nil if there is no such file.
    private static func byteCount(_ path: String) -> Int? {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : nil
    }

    /// SQLite would make the file by the process's umask; its journals inherit the mode.
    private static func createPrivate(_ path: String) throws(HeliographError) {
        try touch(path, O_CREAT)
    }

    private static func checkWritable(_ path: String) throws(HeliographError) {
        try touch(path, 0)
    }

    private static func touch(_ path: String, _ flag: Int32) throws(HeliographError) {
        let descriptor = Glibc.open(path, O_RDWR | flag | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw HeliographError(
                .fileUnwritable, "\(path) could not be opened for writing.",
                detail: [String(cString: strerror(errno))])
        }
        close(descriptor)
    }

    private func prepare(_ options: SQLiteStore.Options) throws(HeliographError) {
        let wait = "PRAGMA busy_timeout = \(options.busyTimeout.wholeMilliseconds)"
        try mapped { () throws(SQLiteFailure) in
            try main.script(wait)
            try keys.script(wait)
        }
        // Both are looked at before either is changed: a newer store stays as it is.
        _ = try Migrations.keys.version(of: keys)
        _ = try Migrations.store.version(of: main)
        try mapped { () throws(SQLiteFailure) in
            for connection in [keys, main] { try connection.script(Self.settings) }
        }
        try Migrations.keys.migrate(keys)
        try Migrations.store.migrate(main)
        try mapped { () throws(SQLiteFailure) in try shred() }
        if let pages = options.pagesMax {
            try mapped { () throws(SQLiteFailure) in
                try main.script("PRAGMA max_page_count = \(pages)")
            }
        }
    }

    /// FULL syncs the journal at each commit; the journal is kept below 64 MiB. SQLite's own cache
    /// of 2 MB is too small for what sixty-four messages change, and would be written out before
    /// they are kept.
    private static let settings = """
        PRAGMA page_size = 8192;
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA secure_delete = ON;
        PRAGMA foreign_keys = ON;
        PRAGMA recursive_triggers = ON;
        PRAGMA trusted_schema = OFF;
        PRAGMA journal_size_limit = 67108864;
        PRAGMA cache_size = -16384;
        PRAGMA temp_store = MEMORY;
        """

    func checkpoint() {
        for connection in [keys, main] {
            try? connection.script("PRAGMA wal_checkpoint(TRUNCATE)")
        }
    }

    /// The damage that SQLite's own checks and ours find; empty for sound files.
    func damage() throws(SQLiteFailure) -> [String] {
        var found: [String] = []
        for (name, connection) in [("store.db", main), ("keys.db", keys)] {
            let lines = try connection.query("PRAGMA integrity_check") { $0.text() }
            found += lines.filter { $0 != "ok" }.map { "\(name): \($0)" }
            let orphans = try connection.query("PRAGMA foreign_key_check") { $0.text() }
            found += orphans.map { "\(name): a row of \($0) has lost what it belongs to" }
        }
        let broken = try main.query(
            """
            SELECT count(*) FROM evidence
            WHERE NOT EXISTS (SELECT 1 FROM evidence_entry WHERE evidence = number)
            """
        ) { $0.integer() }
        if let count = broken.first, count > 0 {
            found.append("store.db: \(count) evidence documents without entries")
        }
        return found
    }
}
