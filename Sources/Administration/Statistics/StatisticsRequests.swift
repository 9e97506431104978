package import Asking
internal import Federation
package import Notices
package import Station
internal import Traffic

/// Counts the outcomes of warnings, by country and direction.
package struct CountWarnings: Request {
    /// The first day, ISO 8601; nil for no bound.
    package var since: String?
    /// The last day, ISO 8601; nil for no bound.
    package var until: String?
    /// True to withhold small counts, and every count that would give one away.
    package var publish = false
    /// True to list every single warning too, without names.
    package var records = false

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<CountWarnings>(
        "statistics", "Count what warnings came to, by country and direction.",
        right: .count, effect: .reads,
        fields: [
            RequestField("since", \.since, "warnings that began on this day or later"),
            RequestField("until", \.until, "warnings that began on this day or earlier"),
            RequestField(
                "publish", \.publish, "withhold small counts, and what would give them away"),
            RequestField("records", \.records, "also every single warning, without names"),
        ]
    ) {
        $0.publish = true
    }

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> StatisticsView {
        try await StatisticsOffice(context: node.context.reading).show(self)
    }
}

/// Compares a joint operation's totals with the figures of each member.
package struct CountOperation: Request {
    /// The number of the operation.
    package var number = ""
    /// True to withhold small counts, and every count that would give one away.
    package var publish = false

    /// An empty request.
    package init() {}
    /// The entry of the catalogue.
    package static let operation = Operation<CountOperation>(
        "statistics.operation",
        "Hold a joint operation's totals against what each counted (`notice totals` shows that).",
        right: .count, effect: .reads,
        fields: [
            RequestField("number", \.number, "the number of the operation"),
            RequestField(
                "publish", \.publish, "withhold small counts, and what would give them away"),
        ]
    ) {
        $0.number = "XA-OP-2027-000001"
    }

    /// Carries the operation out.
    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> OperationStatisticsView {
        try await OperationStatistics(context: node.context.reading).show(self)
    }
}
