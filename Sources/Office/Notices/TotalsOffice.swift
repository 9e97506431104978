internal import Exchange
internal import Notices
internal import Ports
internal import Station
internal import Traffic

/// Shows the totals of a joint operation as its members counted them.
struct TotalsOffice {
    let context: TrafficContext

    /// `heliograph notice totals`: the sums of the members' figures, ready for the lead's next
    /// statement.
    func totals(_ request: ShowTotals) async throws(HeliographError) -> TotalsView {
        let thread = try await context.station.thread(named: request.id)
        guard
            let last = try await context.store.notices(NoticeFilter(thread: thread))
                .max(by: { $0.sequence < $1.sequence }),
            last.kind == NoticeKind.operation.rawValue,
            NoticeSide(of: context.member, in: thread) == .issuer,
            let notice = try await context.keptNotice(last.document)
        else {
            throw HeliographError(
                .notFound, "No operation of ours has the number \(ShownText.brief(request.id)).",
                next: "`heliograph notice list` shows the notices of ours, operations among them.")
        }
        let counts = try await TotalsDesk(context: context).counts(thread)
        var sums: JSONObject = [:]
        for count in counts {
            for (key, value) in count.statistics.objectValue ?? [:] {
                // The schema bounds each figure, so that no sum can overflow.
                sums[key] = JSON((sums[key]?.intValue ?? 0) &+ (value.intValue ?? 0))
            }
        }
        let silent = notice.to.filter { member in !counts.contains { $0.member == member } }
        return TotalsView(
            thread: thread, statistics: CountsByName(json: .object(sums)),
            byCountry: counts.map {
                MemberCountsView(member: $0.member, statistics: CountsByName(json: $0.statistics))
            },
            sent: counts.map {
                MemberSaidView(member: $0.member, sequence: $0.sequence, received: $0.received)
            }, silent: silent)
    }
}
