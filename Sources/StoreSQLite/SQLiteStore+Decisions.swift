public import Notices
public import Ports

extension SQLiteStore {
    public func decisions(ofThread thread: String) throws(HeliographError) -> [Decision] {
        try rows(
            """
            SELECT \(Decision.columns) FROM decision WHERE thread = ?
            ORDER BY sequence, matter, subject
            """, [.text(thread)]
        ) { row throws(SQLiteFailure) in try Decision(&row) }
    }

    public func openDecisions() throws(HeliographError) -> [Decision] {
        try rows(
            """
            SELECT \(Decision.columns) FROM decision WHERE due IS NOT NULL AND settled IS NULL
            ORDER BY due, thread, sequence, matter, subject
            """, []
        ) { row throws(SQLiteFailure) in try Decision(&row) }
    }
}

extension Decision {
    static var columns: String {
        "thread, sequence, matter, subject, officer, reason, at, due, settled, settled_by"
    }

    init(_ row: inout Row) throws(SQLiteFailure) {
        self.init(
            thread: row.text(), sequence: try row.count(), matter: try row.word(),
            subject: row.text(), officer: row.text(), reason: row.text(), at: row.instant(),
            due: try row.optionalInstant(), settled: try row.optionalInstant(),
            settledBy: try row.optionalText())
    }
}
