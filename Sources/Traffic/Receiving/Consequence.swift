internal import Exchange
internal import Notices
internal import Ports
internal import Station

/// The duties that follow from a statement that arrived, kept in the transaction that takes it in.
struct Consequence {
    let context: TrafficContext

    /// The time within which an officer must have looked at a report of a wrong person: a person
    /// may be suffering from the mistake.
    static let wrongPersonWithin = Duration.hours(4)

    /// Decides if a statement opens a task.
    ///
    /// A report of a wrong person opens one, with the correction and the order to erase ready to be
    /// sent. It sends nothing: a person decides if the notice is wrong or its namesake was met
    /// (Directive (EU) 2016/680, article 11; docs/adr/0019).
    ///
    /// - Returns: the change that opens the task; nothing for any other statement.
    func tasks(after notice: Notice, at now: Instant) -> [Change] {
        guard notice.saysWrongPerson,
            NoticeSide(of: context.member, in: notice.thread) == .issuer
        else { return [] }
        let answered = notice.inReplyTo?.split(separator: "/").last.flatMap { Int($0) } ?? 1
        context.log(
            .alarm, "wrong-person",
            ["thread": .string(notice.thread), "peer": .string(notice.from.description)])
        return [
            .putDecision(
                Decision(
                    thread: notice.thread, sequence: answered, matter: .wrongPerson,
                    subject: notice.from.description, officer: "node", reason: "outcome",
                    at: now, due: now + Self.wrongPersonWithin))
        ]
    }
}
