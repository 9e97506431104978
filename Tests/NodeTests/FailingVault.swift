import Notices
import Ports
import Sealing
import Synchronization

/// A vault that fails at one seal to come, and works again after it.
final class FailingVault: Vault {
    private let vault: StorageKeyVault
    private let sealsLeft = Mutex<Int?>(nil)

    init() throws {
        vault = try StorageKeyVault(storageKey: [UInt8](repeating: 7, count: 32))
    }

    /// Lets a later seal fail.
    ///
    /// - Parameter count: the number of seals that still work before the one that fails.
    func fail(after count: Int) { sealsLeft.withLock { $0 = count } }

    func seal(_ body: [UInt8], as id: RecordID) throws(HeliographError) -> SealedRecord {
        let fails = sealsLeft.withLock { left in
            guard let count = left else { return false }
            left = count == 0 ? nil : count - 1
            return count == 0
        }
        guard !fails else { throw HeliographError(.diskFull, "The vault fails on purpose.") }
        return try vault.seal(body, as: id)
    }

    func open(_ record: SealedRecord, as id: RecordID) throws(HeliographError) -> [UInt8] {
        try vault.open(record, as: id)
    }

    func blind(_ value: String, field: String) -> BlindValue { vault.blind(value, field: field) }
}
