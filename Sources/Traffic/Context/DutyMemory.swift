package import Notices
package import Ports
internal import Station
import Synchronization

/// The facts that clocks need of stored statements. Statements never change, so that each is read
/// once.
package final class DutyMemory: Sendable {
    /// The facts of one statement.
    package struct Facts: Sendable {
        /// The arrival of one person.
        package struct Arrival: Sendable, Hashable {
            /// The number of the person in a group; nil for one who travels alone.
            let groupMember: Int?
            /// The time of the arrival.
            package let at: Instant
        }

        /// The arrival of each person that the statement can come before, by country.
        package let arrivals: [MemberCode: [Arrival]]
        /// The members of a group that an outcome tells of; nil for all, and for other kinds.
        package let tells: Set<Int>?
        let due: Instant?
        let retainUntil: CivilDate?
        /// The last day on which the statement stands; nil for none.
        package let validUntil: CivilDate?
        /// The recipients.
        let recipients: [MemberCode]

        init(_ notice: Notice) {
            var arrivals: [MemberCode: [Arrival]] = [:]
            let journeys = notice.journeys
            for country in Set(journeys.countriesEntered).union(notice.to) {
                let own = journeys.arrivals(in: country, asOf: notice.createdAt)
                    .map { Arrival(groupMember: $0.memberNo, at: $0.arrival) }
                if !own.isEmpty { arrivals[country] = own }
            }
            self.arrivals = arrivals
            let told = notice.kind == .outcome ? notice.json["members"]?.arrayValue : nil
            tells = told.map { Set($0.compactMap { $0["memberNo"]?.intValue }) }
            due = notice.json["due"]?.stringValue.flatMap { Instant(rfc3339: $0) }
            retainUntil = notice.retainUntil
            validUntil = notice.validUntil
            recipients = notice.to
        }
    }

    /// Statements that are remembered.
    private static let countMax = 50_000

    private let facts = Mutex<[RecordID: Facts]>([:])

    /// Reads what is not remembered yet of these statements, many at once. What was erased or
    /// cannot be read is passed over.
    func read(_ records: [RecordID], _ context: TrafficContext) async throws(HeliographError) {
        let missing = facts.withLock { known in records.filter { known[$0] == nil } }
        for some in missing.portions(TrafficContext.bodiesMax) {
            for (id, record) in try await context.store.records(Set(some)) {
                guard let body = try? context.station.body(id, record),
                    let notice = Notice.kept(body, rules: context.recipientRules)
                else { continue }
                note(notice, kept: id)
            }
        }
    }

    /// - Returns: nil for a body that was erased or cannot be read.
    /// - Throws: an error of the store.
    package func facts(
        of record: RecordID, _ context: TrafficContext
    ) async throws(HeliographError) -> Facts? {
        if let known = facts.withLock({ $0[record] }) { return known }
        do throws(HeliographError) {
            guard let notice = try await context.keptNotice(record) else { return nil }
            return note(notice, kept: record)
        } catch {
            guard error.code == .erased || error.code == .storeCorrupt else { throw error }
            return nil
        }
    }

    /// Takes the facts of a statement that is being kept, which then need not be read again.
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
