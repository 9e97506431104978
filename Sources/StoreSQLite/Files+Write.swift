import CSQLite
import Notices
import Ports

// Several callers' change lists go into one transaction, so that the wait for the disk is shared.

extension Files {
    typealias Outcome = Result<Void, SQLiteFailure>

    /// Moves what the journals hold into the files, should they be long. What was committed is
    /// durable before that and after it.
    func settleJournals() throws(SQLiteFailure) {
        for connection in [keys, main] { try connection.settleJournal() }
    }

    /// Writes the lists and returns once those that succeeded are durable; one that conflicts fails
    /// alone.
    ///
    /// - Returns: an outcome for each list, in order.
    func write(_ lists: [[Change]]) -> [Outcome] {
        do {
            return try writeTogether(lists)
        } catch {
            // One list that is too big for the disk must not take the others with it.
            if error.isDiskFull, lists.count > 1 { return lists.flatMap { write([$0]) } }
            return lists.map { _ in .failure(error) }
        }
    }

    private func writeTogether(_ lists: [[Change]]) throws(SQLiteFailure) -> [Outcome] {
        do {
            return try main.transaction { () throws(SQLiteFailure) in
                for list in lists { for change in list { try main.apply(change) } }
                try writeKeys(of: lists.flatMap(\.self))
                return lists.map { _ in .success(()) }
            }
        } catch {
            guard error.concernsStatementOnly else { throw error }
            guard lists.count > 1 else { return [.failure(error)] }
        }
        // Seldom: one of them conflicts with what is there, and must fail alone. A savepoint for
        // each costs a copy of every page that it changes, so they are written without first.
        return try main.transaction { () throws(SQLiteFailure) in
            var outcomes: [Outcome] = []
            for list in lists { outcomes.append(try apply(list)) }
            let kept = zip(lists, outcomes).filter { (try? $1.get()) != nil }
            try writeKeys(of: kept.flatMap(\.0))
            return outcomes
        }
    }

    /// Under a savepoint of its own.
    ///
    /// - Throws: what ends the whole transaction; what fails this list alone is returned.
    private func apply(_ list: [Change]) throws(SQLiteFailure) -> Outcome {
        try main.run("SAVEPOINT list")
        do {
            for change in list { try main.apply(change) }
            try main.run("RELEASE list")
            return .success(())
        } catch {
            guard error.concernsStatementOnly, main.isInTransaction else { throw error }
            try main.run("ROLLBACK TO list")
            try main.run("RELEASE list")
            return .failure(error)
        }
    }

    /// Makes the data keys durable before the bodies that they open. By now every record is known
    /// to be new, so that a key that is there already is an orphan of an earlier crash.
    private func writeKeys(of changes: [Change]) throws(SQLiteFailure) {
        var records: [(RecordID, SealedRecord)] = []
        for case .insertRecord(let id, let record) in changes { records.append((id, record)) }
        guard !records.isEmpty else { return }
        try keys.transaction { () throws(SQLiteFailure) in
            for (id, record) in records {
                try keys.run(
                    "INSERT OR REPLACE INTO data_key (record, wrapped) VALUES (?, ?)",
                    [.record(id), .blob(record.wrappedKey)])
            }
        }
    }
}
