internal import CSQLite
internal import Exchange
internal import Foundation
internal import Node
internal import Notices
internal import Ports
internal import Station
internal import StoreSQLite

/// Costs that must not grow with the queue: memory, start, and the choice of the next delivery.
///
/// The store holds a thousand notices to a peer that is away. The rows of their deliveries and
/// messages are then repeated under other ids. A node finds every row that it reads of a queue. The
/// sealed bodies, which it reads at sending only, are there once.
enum Million {
    static func measure(_ options: Options, _ report: inout Report) async throws {
        let few = 1_000
        let many = options.isQuick ? 100_000 : 1_000_000
        let world = try World(["XA", "XB"], options.program)
        defer { world.end() }
        let sender = world.sender
        try sender.start()
        _ = try world.submit(few)
        sender.stop()
        let folder = sender.folder.path + "/store"
        report.add("million", "queued", Double(many), "deliveries", decimals: 0)
        let start = try start(sender)
        let pick = try await pick(few, folder)
        try grow(folder, to: many)
        let open = try openAlone(folder)
        let startMany = try self.start(sender)
        let pickMany = try await self.pick(20_000, folder)
        report.add(
            "million", "resident", startMany.resident, "MB", decimals: 0, about: "all queued")
        report.add(
            "million", "residentFew", start.resident, "MB", decimals: 0, about: "\(few) queued")
        report.add("million", "ready", startMany.seconds, "s", about: "from start to listening")
        report.add("million", "readyFew", start.seconds, "s", about: "\(few) queued")
        report.add("million", "open", open, "s", about: "SQLite alone, to the first row")
        report.add(
            "million", "pick", pickMany * 1e6, "us CPU", about: "store and queue, a delivery")
        report.add("million", "pickFew", pick * 1e6, "us CPU", about: "\(few) queued")
        report.add("million", "pickRatio", pickMany / pick, "x")
    }

    /// Starts the node, lets it read the rows that it holds, and stops it.
    private static func start(
        _ node: NodeProcess
    ) throws -> (seconds: Double, resident: Double) {
        let seconds = try node.start()
        defer { node.stop() }
        // The peer is away, so the node has tried it.
        let tried = node.count("peer-not-reached")
        try node.wait("the peer was tried") { node.count("peer-not-reached") > tried }
        Thread.sleep(forTimeInterval: 2)
        return (seconds, Double(node.use.resident) / 1e6)
    }

    /// CPU seconds for each delivery that a queue reads from the store and decides to send.
    private static func pick(_ count: Int, _ folder: String) async throws -> Double {
        let store = try SQLiteStore.open(folder: folder)
        let open = try await store.openCounts(lateAt: Instant(milliseconds: 0)).map(\.recipient)
        var picked = 0
        let start = ProcessUse(getpid()).cpu
        while picked < 20_000 { picked += try await picks(count, of: open, store) }
        let used = ProcessUse(getpid()).cpu - start
        await store.close()
        return used / Double(picked)
    }

    private static func picks(
        _ count: Int, of recipients: [MemberCode], _ store: SQLiteStore
    ) async throws -> Int {
        let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        var random = SystemRandomNumberGenerator()
        var queue = DeliveryQueue()
        var events = [DeliveryQueue.Event.stored(recipients)]
        var picked = 0
        while let event = events.popLast(), picked < count {
            for effect in queue.handle(event, at: now, using: &random) {
                switch effect {
                case .loadDeliveries(let request):
                    let page = try await store.openDeliveries(request)
                    events.append(.loadedDeliveries(request.recipient, page))
                case .loadAlarms(let after, let count):
                    let page = try await store.alarms(
                        after: after, lead: queue.limits.warnBefore, limit: count)
                    events.append(.loadedAlarms(page))
                case .probe(let peer):
                    events.append(.probed(peer, isReachable: true))
                case .send(let peer, let keys):
                    picked += keys.count
                    events.append(.answered(peer, keys, later: [:]))
                    events += keys.map { .closed($0) }
                case .recordAttempt, .warn, .expire, .wakeAt:
                    break
                }
            }
        }
        guard picked > 0 else { throw BenchFailure("Nothing was picked.") }
        return picked
    }

    /// Repeats the rows under other ids with the same times.
    private static func grow(_ folder: String, to count: Int) throws {
        let copy = "CAST(substr(id, 1, 8) || x'80' || randomblob(7) AS BLOB) AS id"
        let columns = """
            thread, sequence, precedence, deadline, created, expires, state, seal, attempts, \
            next_attempt, last_code, changed, delivered_at, lane, due_by
            """
        try run(
            folder,
            """
            PRAGMA synchronous = OFF;
            BEGIN;
            CREATE TEMP TABLE copy AS
                WITH RECURSIVE round(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM round
                    WHERE n < (\(count) / (SELECT count(*) FROM delivery)))
                SELECT \(copy), id AS former FROM delivery, round WHERE n > 1;
            INSERT INTO delivery (id, recipient, \(columns))
                SELECT copy.id, recipient, \(columns)
                FROM copy JOIN delivery ON delivery.id = former;
            INSERT INTO message
                SELECT copy.id, thread, sequence, kind, operation, created, expires, content_digest,
                    recipients, signer, inner
                FROM copy JOIN message ON message.id = former;
            COMMIT;
            PRAGMA wal_checkpoint(TRUNCATE);
            """)
    }

    /// Seconds until SQLite alone has the first row of a store that no process has open.
    private static func openAlone(_ folder: String) throws -> Double {
        let start = seconds()
        try run(folder, "SELECT * FROM delivery LIMIT 1;")
        return seconds() - start
    }

    private static func run(_ folder: String, _ script: String) throws {
        var database: OpaquePointer?
        defer { sqlite3_close_v2(database) }
        guard sqlite3_open(folder + "/store.db", &database) == SQLITE_OK,
            sqlite3_exec(database, script, nil, nil, nil) == SQLITE_OK
        else { throw BenchFailure("SQLite: \(String(cString: sqlite3_errmsg(database)))") }
    }
}
