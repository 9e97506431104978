import CSQLite
import Notices

/// A refusal of SQLite: the extended result code and its own words (which hold no values).
struct SQLiteFailure: Error {
    let result: Int32
    let message: String

    /// A row of ours that does not read back as what was written.
    static func unreadable(column: Int32) -> SQLiteFailure {
        SQLiteFailure(result: SQLITE_CORRUPT, message: "column \(column) does not read back")
    }

    private var primary: Int32 { result & 0xFF }

    /// True if only the statement failed: the transaction around it can go on without it.
    var concernsStatementOnly: Bool {
        [SQLITE_CONSTRAINT, SQLITE_TOOBIG, SQLITE_MISMATCH, SQLITE_RANGE].contains(primary)
    }

    /// True if nothing that this process believes of the file can be trusted any longer. After a
    /// failed `fsync` the kernel forgets the pages that it could not write, so that a second
    /// `fsync` would lie.
    var endsService: Bool {
        !isDiskFull && [SQLITE_IOERR, SQLITE_CORRUPT, SQLITE_NOTADB].contains(primary)
    }

    /// The index of the journal, which is no part of the data, asks for its room by itself.
    var isDiskFull: Bool { primary == SQLITE_FULL || result == Self.noRoomForIndex }

    /// `SQLITE_IOERR_SHMSIZE`, a macro that Swift does not see.
    private static let noRoomForIndex = SQLITE_IOERR | (19 << 8)

    var error: HeliographError {
        let detail = ["SQLite \(result): \(message)"]
        if isDiskFull {
            return HeliographError(
                .diskFull, "The disk that holds the store is full; nothing was kept.",
                detail: detail)
        }
        return switch primary {
        case SQLITE_CONSTRAINT:
            HeliographError(
                .storeConflict, "What was to be kept is there already, or is not there to change.",
                detail: detail)
        case SQLITE_BUSY, SQLITE_LOCKED:
            HeliographError(
                .storeBusy, "Another process holds the store's lock; nothing was kept.",
                detail: detail)
        case SQLITE_CORRUPT, SQLITE_NOTADB:
            HeliographError(.storeCorrupt, "The store's file is damaged.", detail: detail)
        default:
            HeliographError(.storeFailed, "The store could not be read or written.", detail: detail)
        }
    }
}

/// Carries what SQLite says over the module's border.
func mapped<T>(_ body: () throws(SQLiteFailure) -> T) throws(HeliographError) -> T {
    do {
        return try body()
    } catch {
        throw error.error
    }
}
