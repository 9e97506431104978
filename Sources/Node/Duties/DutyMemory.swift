internal import Notices
internal import Ports
import Synchronization

/// What clocks need of a stored statement. Statements never change, so that each is read once.
final class DutyMemory: Sendable {
    struct Facts: Sendable {
        /// First arrivals, by country.
        let arrivals: [MemberCode: Instant]
        let due: Instant?
        let retainUntil: CivilDate?
        /// Who it is for.
        let recipients: [MemberCode]

        init(_ notice: Notice) {
            var arrivals: [MemberCode: Instant] = [:]
            for country in notice.legs.countriesEntered {
                arrivals[country] = notice.legs.firstArrival(in: country)
            }
            self.arrivals = arrivals
            due = notice.json["due"]?.stringValue.flatMap { Instant(rfc3339: $0) }
            retainUntil = notice.retainUntil
            recipients = notice.to
        }
    }

    /// Statements that are remembered.
    private static let countMax = 50_000

    private let facts = Mutex<[RecordID: Facts]>([:])

    /// - Returns: nil for a body that was erased or cannot be read.
    func facts(
        of record: RecordID, _ rules: NoticeRules, _ context: NodeContext
    ) async throws(HeliographError) -> Facts? {
        if let known = facts.withLock({ $0[record] }) { return known }
        let bytes: [UInt8]
        do throws(HeliographError) {
            bytes = try await context.body(of: record)
        } catch {
            guard error.code == .erased || error.code == .storeCorrupt else { throw error }
            return nil
        }
        guard let notice = Notice.read(bytes, rules: rules).notice else { return nil }
        return note(notice, kept: record)
    }

    /// A statement that is being kept need not be read again for its clocks.
    @discardableResult
    func note(_ notice: Notice, kept record: RecordID) -> Facts {
        let found = Facts(notice)
        facts.withLock { facts in
            if facts.count >= Self.countMax { facts = [:] }
            facts[record] = found
        }
        return found
    }
}
