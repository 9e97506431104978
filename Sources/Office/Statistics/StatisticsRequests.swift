package import Asking
package import Notices
package import Station
internal import Traffic

/// Counts what warnings came to, by country and direction.
package struct CountWarnings: Request {
    /// The first day, ISO 8601; nil for no bound.
    package var from: String?
    /// The last day, ISO 8601; nil for no bound.
    package var to: String?
    /// True to withhold small counts, and what would give them away.
    package var publish = false
    /// True for every single warning too, without names.
    package var records = false

    package init() {}
    package static let name = "statistics"
    package static let summary = "Count what warnings came to, by country and direction."
    package static let right = Right.count
    package static let effect = OperationEffect.reads
    package static let fields: [RequestField<CountWarnings>] = [
        RequestField("from", \.from, "warnings that began on this day or later"),
        RequestField("to", \.to, "warnings that began on this day or earlier"),
        RequestField("publish", \.publish, "withhold small counts, and what would give them away"),
        RequestField("records", \.records, "also every single warning, without names"),
    ]
    package static var example: CountWarnings {
        var request = CountWarnings()
        request.publish = true
        return request
    }

    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> StatisticsView {
        try await StatisticsOffice(context: node.context.reading).show(self)
    }
}

/// Holds a joint operation's totals against what each member counted.
package struct CountOperation: Request {
    /// The number of the operation.
    package var number = ""
    /// True to withhold small counts, and what would give them away.
    package var publish = false

    package init() {}
    package static let name = "statistics.operation"
    package static let summary =
        "Hold a joint operation's totals against what each counted (`notice totals` shows that)."
    package static let right = Right.count
    package static let effect = OperationEffect.reads
    package static let fields: [RequestField<CountOperation>] = [
        RequestField("number", \.number, "the number of the operation"),
        RequestField("publish", \.publish, "withhold small counts, and what would give them away"),
    ]
    package static var example: CountOperation {
        var request = CountOperation()
        request.number = "XA-OP-2027-000001"
        return request
    }

    package func answer(
        _ node: any RunningNode, _ principal: Principal, _ files: [HandedFile]
    ) async throws(HeliographError) -> OperationStatisticsView {
        try await OperationStatistics(context: node.context.reading).show(self)
    }
}
