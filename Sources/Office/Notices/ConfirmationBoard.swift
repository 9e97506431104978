internal import Asking
internal import Exchange
internal import Notices
internal import Ports
internal import Station
internal import Traffic

/// Shows the recipients that have confirmed a correction or an order to erase of ours.
struct ConfirmationBoard {
    let context: TrafficContext
    let confirmations: Confirmations

    init(context: TrafficContext) {
        self.context = context
        confirmations = Confirmations(context: context)
    }

    /// `heliograph notice board ID`: the board of one correction or order, or of all about a
    /// notice.
    func show(_ request: ShowBoard) async throws(HeliographError) -> Items<BoardView> {
        let thread = try await context.station.thread(named: request.id)
        let all = try await confirmations.orders().filter {
            $0.thread == thread || $0.about?.thread == thread
        }
        guard !all.isEmpty else {
            throw HeliographError(
                .notFound,
                "No correction and no order to erase of ours has the number "
                    + "\(ShownText.brief(request.id)) or is about it.",
                next: "`heliograph notice list` shows the notices of ours.")
        }
        var boards: [BoardView] = []
        for (order, lines) in zip(all, try await confirmations.lines(of: all)) {
            let confirmed = lines.count { $0.isConfirmed }
            boards.append(
                BoardView(
                    thread: order.thread, kind: order.kind == .erasure ? .erasure : .correction,
                    about: order.about?.thread,
                    due: order.json["due"]?.stringValue, recipients: lines.count,
                    confirmed: confirmed,
                    percent: lines.isEmpty ? 0 : confirmed * 100 / lines.count,
                    lines: lines.map {
                        BoardLineView(
                            member: $0.member, delivery: $0.delivery, answer: $0.answer?.rawValue,
                            answered: $0.answered?.flooredToSecond, deleted: $0.deleted)
                    }))
        }
        return Items(boards)
    }
}
