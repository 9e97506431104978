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

    static func open(
        folder: String, options: SQLiteStore.Options
    ) throws(HeliographError) -> Files {
        let directory = Glibc.open(folder, O_RDONLY | O_DIRECTORY)
        guard directory >= 0 else {
            throw HeliographError(.folderMissing, "There is no folder \(folder).")
        }
        defer { close(directory) }
        let (store, keys) = (folder + "/store.db", folder + "/keys.db")
        let sizes = (byteCount(store), byteCount(keys))
        guard (sizes.0 ?? 0 == 0 || sizes.1 != nil) && (sizes.1 ?? 0 == 0 || sizes.0 != nil) else {
            throw HeliographError(
                .storeCorrupt, "Of store.db and keys.db only one is there; they belong together.",
                next: "Bring the other one back from its own backup.")
        }
        try createPrivate(keys)
        try createPrivate(store)
        guard fsync(directory) == 0 else {
            throw HeliographError(
                .storeFailed, "The store's folder could not be written to the disk.",
                detail: [String(cString: strerror(errno))])
        }
        let files = try mapped { () throws(SQLiteFailure) in
            Files(main: try .open(store), keys: try .open(keys))
        }
        try files.settle(options)
        return files
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
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw HeliographError(
                .fileUnwritable, "\(path) could not be opened for writing.",
                detail: [String(cString: strerror(errno))])
        }
        close(descriptor)
    }

    private func settle(_ options: SQLiteStore.Options) throws(HeliographError) {
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

    /// FULL syncs the journal at each commit; the journal is kept below 64 MiB. SQLite's own cache of 2 MB
    /// is too small for what sixty-four messages change, and would be written out before they are kept.
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

    /// What SQLite's own checks and ours find wrong; empty for sound files.
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
