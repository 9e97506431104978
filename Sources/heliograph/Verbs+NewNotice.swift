import Asking
import CommandWords
import Foundation
import Node
import Notices
import Office
import Station

/// `notice new`: an empty notice, an example, or the next statement of a notice of ours.
extension Verbs {
    static func newNotice(
        _ arguments: Arguments
    ) async throws(HeliographError) -> Output {
        guard let kind = NoticeKind(rawValue: arguments.operand(0)) else {
            let kinds = NoticeKind.allCases.map(\.rawValue).joined(separator: ", ")
            throw HeliographError(
                .usage,
                "There is no kind of notice `\(ShownText.brief(arguments.operand(0)))`."
                    + Suggestion.question(
                        to: arguments.operand(0), among: NoticeKind.allCases.map(\.rawValue)),
                next: "The kinds are \(kinds).")
        }
        let from: MemberCode
        if let text = arguments["from"] {
            from = try arguments.member(text, of: "from")
        } else {
            from = try NodeDoor.configuration(of: arguments.folder).member
        }
        guard let to = try arguments.members("to"), !to.isEmpty else {
            throw HeliographError(
                .usage, "`--to` is missing: the recipients, such as `--to XB,XC`.")
        }
        let now = SystemClock().now.flooredToSecond
        let number = try arguments.number(
            "number", default: try await nextNumber(arguments, kind, of: from), in: 0...999_999)
        let operation = try operation(arguments, of: kind)
        let answering = try answered(arguments)
        let sequence = try arguments.number("sequence", default: 1, in: 1...1_000_000)
        let arrival = try arguments.duration("arrives-in").map { now + $0 }
        let notice: JSON
        if arguments.has("example") {
            notice = NoticeTemplate.specimen(
                kind: kind, operation: operation, from: from, to: to, at: now, arrival: arrival,
                number: number, answering: answering, sequence: sequence)
        } else {
            guard arrival == nil else {
                throw HeliographError(
                    .usage, "`--arrives-in` belongs to `--example`.",
                    next: "In an empty notice, the times of the journey are yours to write.")
            }
            let isAnswer = !NoticeLifecycle.operations(of: kind, on: .issuer).contains(operation)
            guard !isAnswer || answering != nil else {
                throw HeliographError(
                    .usage, "`--answers` is missing: the number and sequence of what this answers.",
                    next: "They stand in `heliograph inbox`, such as XA-IR-2027-000007 and 1: "
                        + "`--answers XA-IR-2027-000007/1`.")
            }
            notice = NoticeTemplate.blank(
                kind: kind, operation: operation, from: from, to: to, at: now, number: number,
                answering: answering, sequence: sequence,
                defaults: try defaults(arguments, of: from))
        }
        return Output(
            json: notice, text: String(decoding: notice.encodedPretty(), as: UTF8.self))
    }

    /// The next statement of a notice of ours: the last one, with an empty reason.
    static func next(_ arguments: Arguments) async throws(HeliographError) -> Output {
        guard let operation = arguments["operation"] else {
            throw HeliographError(
                .usage, "`--operation` is missing: what the next statement says, such as cancel.")
        }
        let json = try await arguments.ask(WriteSuccessor.self) {
            $0.id = arguments["follows"] ?? ""
            $0.next = operation
        }
        let notice = json["notice"] ?? .null
        guard notice["type"]?.stringValue == arguments.operand(0) else {
            throw HeliographError(
                .usage, "That is a \(Table.shown(notice["type"])), not a \(arguments.operand(0)).")
        }
        return Output(
            json: notice, text: String(decoding: notice.encodedPretty(), as: UTF8.self))
    }

    /// The next free number of the node in the data folder; 1 without a node of this member, or for
    /// a number that was given.
    private static func nextNumber(
        _ arguments: Arguments, _ kind: NoticeKind, of from: MemberCode
    ) async throws(HeliographError) -> Int {
        guard arguments["number"] == nil, arguments["answers"] == nil,
            let configuration = try? NodeDoor.configuration(of: arguments.folder),
            configuration.member == from
        else { return 1 }
        let json = try await arguments.ask(OfferNumber.self) { $0.kind = kind.rawValue }
        return json["number"]?.intValue ?? 1
    }

    /// The defaults of the node in the data folder; none if there is no node.
    private static func defaults(
        _ arguments: Arguments, of from: MemberCode
    ) throws(HeliographError) -> NoticeDefaults {
        guard arguments["from"] == nil || (try? arguments.folder.checkExists()) != nil else {
            return NoticeDefaults()
        }
        let configuration = try NodeDoor.configuration(of: arguments.folder)
        return configuration.member == from ? configuration.noticeDefaults : NoticeDefaults()
    }

    /// An operation that needs no statement before it: an opening or an answer.
    private static func operation(
        _ arguments: Arguments, of kind: NoticeKind
    ) throws(HeliographError) -> NoticeOperation {
        guard let name = arguments["operation"] else { return NoticeTemplate.opening(of: kind) }
        let operations = NoticeTemplate.operations(of: kind)
        let operation = NoticeOperation(rawValue: name)
        guard operations.contains(operation) else {
            let names = operations.map(\.rawValue).joined(separator: ", ")
            throw HeliographError(
                .usage,
                "A new \(kind.rawValue) has no operation `\(ShownText.brief(name))`: it takes "
                    + "\(names)."
                    + Suggestion.question(to: name, among: operations.map(\.rawValue)),
                next:
                    "Write `--operation \(operations[0].rawValue)`, or leave `--operation` out. To "
                    + "follow a notice of your own, name it: `--follows ID --as OFFICER`.")
        }
        return operation
    }

    private static func answered(_ arguments: Arguments) throws(HeliographError) -> String? {
        guard let text = arguments["answers"] else { return nil }
        guard text.utf8.count <= 60, MemberCode(text.prefix(2)) != nil else {
            throw HeliographError(
                .usage,
                "`--answers` takes a number and a version; `\(ShownText.brief(text))` is none.",
                next: "`heliograph inbox` shows both, such as XA-IR-2027-000007 and 1: write "
                    + "`--answers XA-IR-2027-000007/1`.")
        }
        return text
    }
}
