package import Asking
internal import Federation
package import Notices
package import Ports
package import Station
internal import Traffic

/// Lists the audit record: who did what to which personal data, when and why.
package struct ListAudit: Request {
    /// The number after which the list begins; nil for all.
    package var after: Int?
    /// The most entries that are listed.
    package var limit: Int?

    /// The most entries of one answer.
    static let entriesMax = 1_000

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<ListAudit>(
        "audit", "List who did what to which notice or person's data, when and why.",
        right: .readAudit, effect: .reads,
        fields: [
            RequestField(
                "after", \.after, in: 0...(1 << 53) - 1, "the number after which the list begins"),
            RequestField("limit", \.limit, in: 1...entriesMax, "entries at most, 1 to 1000"),
        ])

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> Items<AuditEntryView> {
        let most = limit ?? Self.entriesMax
        let entries = try await node.context.station.reading.store
            .audit(after: Int64(after ?? 0), limit: most)
        return Items(entries.map { AuditEntryView(entry: $0) })
    }
}

/// One entry of the audit record.
package struct AuditEntryView: View {
    let entry: AuditEntry

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<AuditEntryView>] = [
        ViewMember("sequence") { Int($0.entry.sequence) }, ViewMember("at", \.entry.at),
        ViewMember("operation", \.entry.operation), ViewMember("actor", \.entry.actor),
        ViewMember("subject", \.entry.subject.description),
        ViewMember("recipients", \.entry.recipients),
        ViewMember("justification", \.entry.justification),
    ]
}

extension AuditEntry.Operation: Printable {}
