package import Asking
internal import Exchange
internal import Federation
package import Notices
internal import Ports
internal import Traffic

/// The number of warnings with one property.
package struct CountView: View {
    let what: String
    let count: Int

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<CountView>] = [
        ViewMember("what", \.what), ViewMember("count", \.count),
    ]
}

/// Minutes between delivery and arrival.
package struct LeadView: View {
    let count: Int
    let medianMinutes: Int?
    let leastMinutes: Int?
    let mostMinutes: Int?

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<LeadView>] = [
        ViewMember("count", \.count), ViewMember("medianMinutes", \.medianMinutes),
        ViewMember("leastMinutes", \.leastMinutes), ViewMember("mostMinutes", \.mostMinutes),
    ]
}

/// The outcomes of the warnings of one direction.
package struct WarningCountsView: View {
    let warnings: Int
    let delivery: [CountView]
    let outcomes: [CountView]
    let refusals: [CountView]
    let wrongPerson: Int
    let noFeedback: Int
    let lead: LeadView

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<WarningCountsView>] = [
        ViewMember("warnings", \.warnings), ViewMember("delivery", \.delivery),
        ViewMember("outcomes", \.outcomes), ViewMember("refusals", \.refusals),
        ViewMember("wrongPerson", \.wrongPerson), ViewMember("noFeedback", \.noFeedback),
        ViewMember("lead", \.lead),
    ]
}

/// Warnings of both directions, and the percentage that was answered.
package struct ReciprocityView: View {
    let sent: Int
    let received: Int
    let heardPercent: Int?
    let toldPercent: Int?

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<ReciprocityView>] = [
        ViewMember("sent", \.sent), ViewMember("received", \.received),
        ViewMember("heardPercent", \.heardPercent), ViewMember("toldPercent", \.toldPercent),
    ]
}

/// Warnings between this member and one other.
package struct PairView: View {
    let peer: MemberCode
    let sent: WarningCountsView
    let received: WarningCountsView
    let reciprocity: ReciprocityView

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<PairView>] = [
        ViewMember("peer", \.peer), ViewMember("sent", \.sent), ViewMember("received", \.received),
        ViewMember("reciprocity", \.reciprocity),
    ]
}

/// Every count, for this member alone.
package struct OwnStatisticsView: View {
    let member: MemberCode
    let asOf: Instant
    let from: String?
    let to: String?
    /// False if the store holds too many to count.
    let complete: Bool
    let pairs: [PairView]
    let sent: WarningCountsView
    let received: WarningCountsView
    /// Every single warning; nil unless asked for.
    let records: [Document]?

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<OwnStatisticsView>] = [
        ViewMember("member", \.member), ViewMember("asOf", \.asOf), ViewMember("from", \.from),
        ViewMember("to", \.to), ViewMember("complete", \.complete), ViewMember("pairs", \.pairs),
        ViewMember("sent", \.sent), ViewMember("received", \.received),
        ViewMember("records", \.records),
    ]
}

/// A count that may be withheld.
package struct WithheldView: View {
    let what: String
    let count: Int?

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<WithheldView>] = [
        ViewMember("what", \.what), ViewMember("count", \.count),
    ]
}

/// One country of a published table.
package struct PublishedRowView: View {
    let peer: String
    let warnings: Int
    let medianLeadMinutes: Int?
    let delivery: [WithheldView]
    let outcomes: [WithheldView]
    let refusals: [WithheldView]

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<PublishedRowView>] = [
        ViewMember("peer", \.peer), ViewMember("warnings", \.warnings),
        ViewMember("medianLeadMinutes", \.medianLeadMinutes), ViewMember("delivery", \.delivery),
        ViewMember("outcomes", \.outcomes), ViewMember("refusals", \.refusals),
    ]
}

/// All countries of a published table.
package struct PublishedTotalView: View {
    let warnings: Int
    let medianLeadMinutes: Int?
    let delivery: [WithheldView]
    let outcomes: [WithheldView]
    let refusals: [WithheldView]

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<PublishedTotalView>] = [
        ViewMember("warnings", \.warnings), ViewMember("medianLeadMinutes", \.medianLeadMinutes),
        ViewMember("delivery", \.delivery), ViewMember("outcomes", \.outcomes),
        ViewMember("refusals", \.refusals),
    ]
}

/// One direction as the public may have it.
package struct PublishedTableView: View {
    let rows: [PublishedRowView]
    let total: PublishedTotalView

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<PublishedTableView>] = [
        ViewMember("rows", \.rows), ViewMember("total", \.total),
    ]
}

/// Warnings of both directions of a country that has a row of its own.
package struct PublishedReciprocityView: View {
    let peer: String
    let sent: Int
    let received: Int

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<PublishedReciprocityView>] = [
        ViewMember("peer", \.peer), ViewMember("sent", \.sent), ViewMember("received", \.received),
    ]
}

/// Counts as the public may have them.
package struct PublishedStatisticsView: View {
    let member: MemberCode
    let asOf: Instant
    let from: String?
    let to: String?
    /// False if the store holds too many to count.
    let complete: Bool
    /// Smaller counts than this are withheld.
    let threshold: Int
    let sent: PublishedTableView?
    let received: PublishedTableView?
    let reciprocity: [PublishedReciprocityView]

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<PublishedStatisticsView>] = [
        ViewMember("member", \.member), ViewMember("asOf", \.asOf), ViewMember("from", \.from),
        ViewMember("to", \.to), ViewMember("complete", \.complete),
        ViewMember("threshold", \.threshold), ViewMember("sent", \.sent),
        ViewMember("received", \.received), ViewMember("reciprocity", \.reciprocity),
    ]
}

/// A figure in which the lead's totals differ from the member's own.
package struct CountDifferenceView: View {
    let member: MemberCode
    let what: String
    let counted: Int
    let stated: Int

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<CountDifferenceView>] = [
        ViewMember("member", \.member), ViewMember("what", \.what),
        ViewMember("counted", \.counted), ViewMember("stated", \.stated),
    ]
}

/// One figure of one member.
package struct OperationRowView: View {
    let what: String
    let member: String
    let count: Int?

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<OperationRowView>] = [
        ViewMember("what", \.what), ViewMember("member", \.member), ViewMember("count", \.count),
    ]
}

/// The totals of a joint operation, worked out again.
package struct OperationStatisticsView: View {
    let number: String
    let lead: MemberCode
    let asOf: Instant
    let published: Bool
    let threshold: Int?
    let agrees: Bool?
    let differences: [CountDifferenceView]
    let rows: [OperationRowView]

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<OperationStatisticsView>] = [
        ViewMember("number", \.number), ViewMember("lead", \.lead), ViewMember("asOf", \.asOf),
        ViewMember("published", \.published), ViewMember("threshold", \.threshold),
        ViewMember("agrees", \.agrees), ViewMember("differences", \.differences),
        ViewMember("rows", \.rows),
    ]
}

/// Statistics of warnings: every count, or those that the public may have.
package enum StatisticsView: Printable {
    /// Every count.
    case own(OwnStatisticsView)
    /// Counts as the public may have them.
    case published(PublishedStatisticsView)

    /// Either every count, or the counts for the public.
    package static var shape: Shape {
        .either([OwnStatisticsView.shape, PublishedStatisticsView.shape])
    }

    /// The counts as they are printed.
    package var json: JSON {
        switch self {
        case .own(let view): view.json
        case .published(let view): view.json
        }
    }
}
