package import Asking
internal import Notices
internal import Ports
internal import Station
internal import Traffic

/// Offers the number of the next notice.
struct NumberOffice {
    let node: any RunningNode

    /// The most statements of one kind and year that are looked through.
    private static let statementsMax = 100_000

    /// The running number behind the highest one of this kind and year. Drafts have numbers, too.
    ///
    /// - Throws: `transitionRefused` if the numbers of this year are used up.
    func next(_ request: OfferNumber) async throws(HeliographError) -> NumberView {
        let context = node.context
        let now = context.clock.now
        guard let kind = NoticeKind(rawValue: request.kind) else {
            throw HeliographError(.usage, "There is no kind of that name.")
        }
        let number: Int
        if kind == .travelAlert {
            number = try await node.drafts.freeNumber(at: now)
        } else {
            let first = NoticeTemplate.noticeNumber(context.member, kind, now, 0)
            let filter = NoticeFilter(
                threadBeginning: String(first.dropLast(6)), kind: kind.rawValue,
                limit: Self.statementsMax)
            let used = try await context.reading.store.notices(filter).compactMap {
                Int($0.thread.suffix(6))
            }
            number = (used.max() ?? 0) + 1
        }
        guard number <= 999_999 else {
            throw HeliographError(.transitionRefused, "No number of this year is free.")
        }
        return NumberView(
            number: number,
            thread: NoticeTemplate.noticeNumber(context.member, kind, now, number))
    }
}

/// The number that is offered for the next notice.
package struct NumberView: View {
    /// The running number of the year, 0 to 999999.
    package let number: Int
    /// The whole number, such as `XA-TA-2027-000007`.
    package let thread: String

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<NumberView>] = [
        ViewMember("number", \.number), ViewMember("thread", \.thread),
    ]
}
