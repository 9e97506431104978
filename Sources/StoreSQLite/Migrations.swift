import CSQLite
import Notices

/// A file's numbered schemas. They only go forward, each in one transaction with its number.
struct Migrations {
    /// "HELI" in SQLite's `application_id`: tells a store of ours from any other database.
    static let applicationID = 0x4845_4C49

    /// The file's name, for what is said about it.
    let file: String
    /// Script n leads from schema n to schema n + 1.
    let scripts: [String]

    static let store = Migrations(
        file: "store.db",
        scripts: [schema1, schema2, schema3, schema4, schema5, schema6, schema7, schema8])
    static let keys = Migrations(file: "keys.db", scripts: [keysSchema1, schema6])

    /// The schema that the file has; 0 for an empty one.
    ///
    /// - Throws: `storeNewer` or `storeCorrupt`, with the file untouched.
    func version(of connection: Connection) throws(HeliographError) -> Int {
        let version = try number("PRAGMA user_version", connection)
        guard version <= scripts.count else {
            throw HeliographError(
                .storeNewer,
                "\(file) has schema \(version); this program knows up to \(scripts.count).")
        }
        let tables = try number("SELECT count(*) FROM sqlite_schema", connection)
        let owner = try number("PRAGMA application_id", connection)
        guard owner == Self.applicationID || (version == 0 && tables == 0) else {
            throw HeliographError(.storeCorrupt, "\(file) is not a store of Heliograph.")
        }
        return version
    }

    func migrate(_ connection: Connection) throws(HeliographError) {
        for number in try version(of: connection)..<scripts.count {
            let script = """
                BEGIN IMMEDIATE;
                \(scripts[number])
                PRAGMA application_id = \(Self.applicationID);
                PRAGMA user_version = \(number + 1);
                COMMIT;
                """
            do {
                try connection.script(script)
            } catch {
                if connection.isInTransaction { try? connection.script("ROLLBACK") }
                throw error.error
            }
        }
    }

    private func number(_ sql: String, _ connection: Connection) throws(HeliographError) -> Int {
        try mapped { () throws(SQLiteFailure) in
            try connection.query(sql) { row throws(SQLiteFailure) in try row.count() }.first ?? 0
        }
    }
}
