import Dispatch
import Exchange
public import Notices
public import Ports

/// The embedded store: two SQLite files in the node's data folder.
///
/// `store.db` holds every row and sealed body, `keys.db` the wrapped data key of each body and
/// nothing else; a backup of bodies never takes `keys.db` along. A body's key is on the disk
/// before its row is, so that a crash between the two leaves an orphan key, which is harmless.
///
/// All work runs on the store's own thread. Commits that arrive while one is being written share
/// the next transaction. A second thread reads beside it, on connections of its own.
public actor SQLiteStore: Store {
    /// Bounds of one store.
    public struct Options: Sendable {
        /// The time that a statement waits for another process to let go of the file.
        public var busyTimeout: Duration = .seconds(5)
        /// The most pages (8 KiB) that `store.db` may grow to; nil is as far as the disk goes.
        public var pagesMax: Int?

        /// The bounds of a node's store.
        public init() {}
    }

    /// Given the mark in `store.db` and the one in `keys.db`; nil where none stands yet.
    public typealias Accepts =
        @Sendable (StoreIdentity?, StoreIdentity?) throws(HeliographError) -> Void

    /// The most change lists that share one transaction.
    static let listsPerGroupMax = 256

    private let executor: QueueExecutor
    /// nil once the store is closed.
    private var files: Files?
    /// Why the store serves no longer, if it does not.
    private var ended: HeliographError? {
        didSet { if let ended, oldValue == nil { whenEnded?(ended) } }
    }
    private var whenEnded: (@Sendable (HeliographError) -> Void)?
    private var waiting: [Waiting] = []
    /// The reader of the same files; nil for a reader.
    private let beside: SQLiteStore?
    /// True if this store only reads.
    private var isReader: Bool { beside == nil }
    /// True while a reader is in the middle of `together`.
    private var isTogether = false

    /// The reader beside this store; a reader is its own.
    nonisolated public var reader: any Store { beside ?? self }

    /// The queue of the store's files, on which every call runs.
    nonisolated public var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    private init(files: sending Files, executor: QueueExecutor, beside: SQLiteStore?) {
        self.files = files
        self.executor = executor
        self.beside = beside
    }

    /// Makes the two files of a new store.
    ///
    /// - Throws: `storeConflict` if there is one already; `fileUnwritable`; `diskFull`;
    ///   `storeFailed`.
    public static func make(
        folder: String, identity: StoreIdentity? = nil
    ) throws(HeliographError) {
        try Files.make(folder: folder, identity)
    }

    /// Opens the store in a folder and brings it to the newest schema. A store that is not there,
    /// or that was emptied, is never taken for a new one.
    ///
    /// Blocks while it does so: call it at start, not on the cooperative pool's busy path.
    ///
    /// - Throws: `storeMissing`; `fileUnwritable`; `storeNewer` (the files are left as they are);
    ///   `storeCorrupt` (also if one of the two files is missing or empty); `storeBusy`;
    ///   `storeFailed`.
    /// - Parameter accepts: asked before anything is changed; throws if these files are not to be
    ///   opened.
    public static func open(
        folder: String, options: Options = Options(),
        accepts: Accepts = { _, _ throws(HeliographError) in }
    ) throws(HeliographError) -> SQLiteStore {
        let files = try Files.open(folder: folder, options: options, accepts: accepts)
        let beside = SQLiteStore(
            files: try Files.reading(folder: folder, options: options),
            executor: QueueExecutor(label: "heliograph.store.reader"), beside: nil)
        return SQLiteStore(
            files: files, executor: QueueExecutor(label: "heliograph.store"), beside: beside)
    }

    /// - Parameter body: called once, should the store meet damage or a disk that fails. Nothing is
    ///   kept or read from then on, and only a new opening may find out what is on the disk.
    public func whenEnded(_ body: @escaping @Sendable (HeliographError) -> Void) {
        whenEnded = body
        if let ended { body(ended) }
    }

    /// Moves what the journal holds into the files and closes them. Later calls of any other kind
    /// throw `storeFailed`; commits that were waiting are carried out first.
    public func close() async {
        await beside?.close()
        while !waiting.isEmpty { writeGroup() }
        if let files, ended == nil { files.checkpoint() }
        files = nil
    }

    /// Reads everything from end to end. Takes seconds per gigabyte, in which nothing else runs.
    public func check() throws(HeliographError) {
        let found = try read { files throws(SQLiteFailure) in try files.damage() }
        guard found.isEmpty else {
            let error = HeliographError(
                .storeCorrupt, "The store's files are damaged.", detail: found)
            ended = error
            throw error
        }
    }

    // MARK: Commits

    /// One begun commit, and who is to hear of it.
    private struct Waiting {
        let changes: [Change]
        let commit: QueuedCommit
    }

    /// Takes changes, which are applied all or none, in order. Reads from here on come after them.
    public func begin(_ changes: [Change]) -> any PendingCommit {
        let commit = QueuedCommit()
        guard !isReader else {
            commit.end(
                .failure(HeliographError(.internalFault, "A reader of the store keeps nothing.")))
            return commit
        }
        waiting.append(Waiting(changes: changes, commit: commit))
        // The block goes behind every commit that is already in the queue: they share it. It stands
        // before every read that is asked for from now on.
        if waiting.count == 1 {
            executor.queue.async {
                self.assumeIsolated { store in
                    while !store.waiting.isEmpty { store.writeGroup() }
                }
            }
        }
        return commit
    }

    private func writeGroup() {
        let group = Array(waiting.prefix(Self.listsPerGroupMax))
        waiting.removeFirst(group.count)
        let results: [Result<Void, HeliographError>]
        if let files, ended == nil {
            results = files.write(group.map(\.changes)).map { outcome in
                outcome.mapError { note($0) }
            }
        } else {
            results = group.map { _ in .failure(refusal) }
        }
        for (one, result) in zip(group, results) { one.commit.end(result) }
        guard let files, ended == nil else { return }
        do {
            try files.settleJournals()
        } catch {
            _ = note(error)
        }
    }

    // MARK: Reads

    /// Several statements that see one state of the rows.
    ///
    /// Only this store writes, and not meanwhile. A reader beside it holds on to the state it began
    /// with.
    func together<T>(
        _ body: () throws(HeliographError) -> T
    ) throws(HeliographError) -> T {
        guard isReader, !isTogether else { return try body() }
        try read { files throws(SQLiteFailure) in try files.main.run("BEGIN") }
        isTogether = true
        defer {
            isTogether = false
            try? files?.main.run("COMMIT")
        }
        return try body()
    }

    /// The rows of each key; keys without any are left out.
    func each<Key: Hashable, T>(
        _ keys: Set<Key>, _ rows: (Key) throws(HeliographError) -> [T]
    ) throws(HeliographError) -> [Key: [T]] {
        try together { () throws(HeliographError) in
            var found: [Key: [T]] = [:]
            for key in keys {
                let own = try rows(key)
                if !own.isEmpty { found[key] = own }
            }
            return found
        }
    }

    /// The one row of each key; keys without one are left out.
    func one<Key: Hashable, T>(
        _ keys: Set<Key>, _ rows: (Key) throws(HeliographError) -> [T]
    ) throws(HeliographError) -> [Key: T] {
        try together { () throws(HeliographError) in
            var found: [Key: T] = [:]
            for key in keys { found[key] = try rows(key).first }
            return found
        }
    }

    /// Rows of one table.
    ///
    /// - Parameter rest: what follows `SELECT columns FROM table`.
    func rows<T: StoredRow>(
        _ rest: String, _ values: [Value] = []
    ) throws(HeliographError) -> [T] {
        try read { files throws(SQLiteFailure) in try files.main.query(T.self, rest, values) }
    }

    /// - Parameter endsService: false if what may fail is not the store's own disk.
    func read<T>(
        endsService: Bool = true, _ body: (Files) throws(SQLiteFailure) -> T
    ) throws(HeliographError) -> T {
        guard let files, ended == nil else { throw refusal }
        do {
            return try body(files)
        } catch {
            throw endsService ? note(error) : error.error
        }
    }

    func rows<T>(
        _ sql: String, _ values: [Value], _ decode: (inout Row) throws(SQLiteFailure) -> T
    ) throws(HeliographError) -> [T] {
        try read { files throws(SQLiteFailure) in
            try files.main.query(sql, values, decode)
        }
    }

    private func note(_ failure: SQLiteFailure) -> HeliographError {
        // A reader asks again next time: what the disk can no longer do, the store itself finds
        // out.
        if failure.endsService, ended == nil, !isReader { ended = failure.error }
        return failure.error
    }

    private var refusal: HeliographError {
        guard let ended else { return HeliographError(.storeFailed, "The store is closed.") }
        return HeliographError(
            ended.code, "The store failed earlier and has stopped serving.",
            next: "Look after the disk, then start the node again.", detail: ended.detail)
    }
}
