internal import Exchange
internal import Notices
internal import Ports
internal import Station
internal import Traffic

/// Shows who has confirmed a correction or an order to erase of ours.
struct ConfirmationBoard {
    let confirmations: Confirmations

    init(context: TrafficContext) {
        confirmations = Confirmations(context: context)
    }

    /// `heliograph notice board ID`: of a correction or an order, or of everything about a notice.
    func show(_ command: Command) async throws(HeliographError) -> JSON {
        let wanted = try command.text("id")
        let all = try await confirmations.orders().filter {
            $0.thread == wanted || $0.about?.thread == wanted
        }
        guard !all.isEmpty else {
            throw HeliographError(
                .notFound, "There is no correction and no order to erase of ours with that number.")
        }
        var boards: [JSON] = []
        for order in all {
            let lines = try await confirmations.lines(of: order)
            let confirmed = lines.count { $0.isConfirmed }
            boards.append([
                "thread": .string(order.thread), "kind": .string(order.kind.rawValue),
                "about": JSON(order.about?.thread),
                "due": order.json["due"] ?? .null,
                "recipients": .number(JSONNumber(lines.count)),
                "confirmed": .number(JSONNumber(confirmed)),
                "percent": .number(JSONNumber(lines.isEmpty ? 0 : confirmed * 100 / lines.count)),
                "lines": .array(lines.map(Self.json)),
            ])
        }
        return .items(boards)
    }

    private static func json(_ line: Confirmations.Line) -> JSON {
        [
            "member": .string(line.member.description),
            "delivery": .string(line.delivery.rawValue), "answer": JSON(line.answer?.rawValue),
            "answered": JSON(line.answered?.flooredToSecond),
            "deleted": .number(JSONNumber(line.deleted)),
        ]
    }
}
