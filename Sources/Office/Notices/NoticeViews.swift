package import Asking
internal import Exchange
internal import Federation
package import Notices
internal import Ports
internal import Traffic

/// One statement of ours: its place in its thread, and the officers behind it.
package struct StatementView: View {
    let thread: String
    let sequence: Int
    let kind: String
    let operation: String
    let created: Instant
    let author: String
    let approver: String?

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<StatementView>] = [
        ViewMember("thread", \.thread), ViewMember("sequence", \.sequence),
        ViewMember("kind", \.kind), ViewMember("operation", \.operation),
        ViewMember("created", \.created), ViewMember("author", \.author),
        ViewMember("approver", \.approver),
    ]
}

extension StatementView {
    /// A version of a notice of ours.
    init(_ version: NoticeVersion) {
        self.init(
            thread: version.thread, sequence: version.sequence, kind: version.kind,
            operation: version.operation, created: version.created, author: version.author,
            approver: version.approver)
    }
}

/// The last statement of a thread of ours, as a list shows it.
package struct NoticeLineView: View {
    let statement: StatementView
    /// The state of the thread.
    let state: String
    let glance: GlanceView

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<NoticeLineView>] = [
        ViewMember(allOf: \.statement), ViewMember("state", \.state),
        ViewMember(allOf: \.glance),
    ]
}

/// The emergency release of a statement by one officer.
package struct ReleaseView: View {
    /// The officer who released it alone.
    let author: String
    let reason: String
    let released: Instant
    let due: Instant?
    let approver: String?
    let approved: Instant?

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<ReleaseView>] = [
        ViewMember("author", \.author), ViewMember("reason", \.reason),
        ViewMember("released", \.released), ViewMember("due", \.due),
        ViewMember("approver", \.approver), ViewMember("approved", \.approved),
    ]
}

/// One statement of a thread of ours, with the messages that carry it.
package struct VersionView: View {
    let statement: StatementView
    let release: ReleaseView?
    let messages: [MessageView]

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<VersionView>] = [
        ViewMember(allOf: \.statement), ViewMember("release", \.release),
        ViewMember("messages", \.messages),
    ]
}

/// The delivery, the reading and the answer of one country.
package struct CountryView: View {
    let member: MemberCode
    /// The sequence number of the newest statement for this country.
    let sequence: Int
    let state: DeliveryState
    let deliveredAt: Instant?
    let readAt: Instant?
    let answer: String?
    /// The code of the answer's result, such as `refused`; nil for an answer without one.
    let result: String?
    let answerKind: String?
    let answerId: MessageID?
    let answeredAt: Instant?

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<CountryView>] = [
        ViewMember("member", \.member), ViewMember("sequence", \.sequence),
        ViewMember("state", \.state), ViewMember("deliveredAt", \.deliveredAt),
        ViewMember("readAt", \.readAt), ViewMember("answer", \.answer),
        ViewMember("result", \.result), ViewMember("answerKind", \.answerKind),
        ViewMember("answerId", \.answerId),
        ViewMember("answeredAt", \.answeredAt),
    ]
}

/// A member of a notice that a later statement changed.
package struct DifferenceView: View {
    let pointer: String
    let before: AnyValue
    let after: AnyValue

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<DifferenceView>] = [
        ViewMember("pointer", \.pointer), ViewMember("before", \.before),
        ViewMember("after", \.after),
    ]
}

/// The words of a statement, its page, and what it changed.
package struct NoticeWordsView: View {
    let notice: Document
    let card: String
    let changes: [DifferenceView]

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<NoticeWordsView>] = [
        ViewMember("notice", \.notice), ViewMember("card", \.card),
        ViewMember("changes", \.changes),
    ]
}

/// The whole life of a thread of ours.
package struct NoticeView: View {
    let thread: String
    let kind: String
    let state: String
    let sequence: Int
    let countries: [CountryView]
    let history: [VersionView]
    /// The words; nil unless a named officer reads them.
    let notice: Document?
    let card: String?
    let changes: [DifferenceView]?

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<NoticeView>] = [
        ViewMember("thread", \.thread), ViewMember("kind", \.kind), ViewMember("state", \.state),
        ViewMember("sequence", \.sequence), ViewMember("countries", \.countries),
        ViewMember("history", \.history), ViewMember("notice", \.notice),
        ViewMember("card", \.card), ViewMember("changes", \.changes),
    ]
}

/// The next statement of a thread of ours, to be edited.
package struct SuccessorView: View {
    let notice: Document

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<SuccessorView>] = [
        ViewMember("notice", \.notice)
    ]
}

/// A release that a second officer has approved.
package struct ApprovedView: View {
    let release: ReleaseView
    let thread: String
    let sequence: Int
    let late: Bool

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<ApprovedView>] = [
        ViewMember(allOf: \.release), ViewMember("thread", \.thread),
        ViewMember("sequence", \.sequence), ViewMember("late", \.late),
    ]
}

/// Releases that were approved, with the page and the changes that the officer approved.
package struct ApprovalView: View {
    let items: [ApprovedView]
    let card: String
    let changes: [DifferenceView]

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<ApprovalView>] = [
        ViewMember("items", \.items), ViewMember("card", \.card), ViewMember("changes", \.changes),
    ]
}

/// A notice that an officer found right, against a report of a wrong person.
package struct KeptView: View {
    let thread: String
    /// The number of reports of a wrong person that this decision closes.
    let settled: Int

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<KeptView>] = [
        ViewMember("thread", \.thread), ViewMember("settled", \.settled),
    ]
}

/// One recipient of a correction or an order to erase.
package struct BoardLineView: View {
    let member: MemberCode
    let delivery: DeliveryState
    let answer: String?
    let answered: Instant?
    /// The number of messages for which the recipient has signed *deleted*.
    let deleted: Int

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<BoardLineView>] = [
        ViewMember("member", \.member), ViewMember("delivery", \.delivery),
        ViewMember("answer", \.answer), ViewMember("answered", \.answered),
        ViewMember("deleted", \.deleted),
    ]
}

/// The recipients of a correction or an order to erase, with their confirmations.
package struct BoardView: View {
    let thread: String
    let kind: OrderKind
    let about: String?
    let due: String?
    let recipients: Int
    let confirmed: Int
    let percent: Int
    let lines: [BoardLineView]

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<BoardView>] = [
        ViewMember("thread", \.thread), ViewMember("kind", \.kind), ViewMember("about", \.about),
        ViewMember("due", \.due), ViewMember("recipients", \.recipients),
        ViewMember("confirmed", \.confirmed), ViewMember("percent", \.percent),
        ViewMember("lines", \.lines),
    ]
}

/// The figures of one member.
package struct MemberCountsView: View {
    let member: MemberCode
    let statistics: CountsByName

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<MemberCountsView>] = [
        ViewMember("member", \.member), ViewMember("statistics", \.statistics),
    ]
}

/// The statement in which one member gave its figures.
package struct MemberSaidView: View {
    let member: MemberCode
    let sequence: Int
    let received: Instant

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<MemberSaidView>] = [
        ViewMember("member", \.member), ViewMember("sequence", \.sequence),
        ViewMember("received", \.received),
    ]
}

/// The totals of a joint operation as its members counted them.
package struct TotalsView: View {
    let thread: String
    let statistics: CountsByName
    let byCountry: [MemberCountsView]
    let sent: [MemberSaidView]
    let silent: [MemberCode]

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<TotalsView>] = [
        ViewMember("thread", \.thread), ViewMember("statistics", \.statistics),
        ViewMember("byCountry", \.byCountry), ViewMember("sent", \.sent),
        ViewMember("silent", \.silent),
    ]
}

/// Whole numbers under names that others chose.
package struct CountsByName: Printable {
    /// An object of whole numbers.
    package let json: JSON

    /// An object of whole numbers.
    package static var shape: Shape { .counts }
}

/// A retraction: the statements that were sent, or those that would be.
package enum RetractionView: Printable {
    /// The statements that were taken in.
    case sent([SentView])
    /// The documents that would be sent.
    case preview([Document])

    /// Either a list of sent statements, or the documents of a preview.
    package static var shape: Shape {
        .items(.either([SentView.shape, .document]))
    }

    /// An object with `items`: the statements or the documents.
    package var json: JSON {
        switch self {
        case .sent(let sent): Items(sent).json
        case .preview(let documents): Items(documents).json
        }
    }
}

/// A statement of ours that every recipient must confirm.
package enum OrderKind: String, Printable, CaseIterable {
    case correction, erasure
}
