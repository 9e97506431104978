import Asking
import CommandWords
import Notices
import Office

extension Verbs {
    static let reply: [Verb] = [
        Verb(
            ReplyToNotice.self, operands: "ID",
            options: [author, approver],
            example:
                "heliograph reply XA-UC-2027-000007 --operation grant --uses court-proceedings "
                + "--as officer-3 --approved-by chief-1 --dir ./xb"
        ) { arguments throws(HeliographError) in
            let json = try await arguments.ask(ReplyToNotice.self) {
                request throws(HeliographError) in
                request.id = arguments.operand(0)
                request.says = arguments["operation"]
                for fact in NoticeTemplate.ReplyFact.allCases {
                    guard let text = arguments[fact.rawValue] else { continue }
                    guard [.uses, .onwardTo].contains(fact) else {
                        request[fact] = text
                        continue
                    }
                    request[listOf: fact] = TextList(
                        text.split(separator: ",").map { String($0) })
                }
                request.blank = arguments.has("blank")
                request.words = arguments.words
            }
            return Output(
                json: json,
                text: arguments.has("blank")
                    ? String(decoding: json.encodedPretty(), as: UTF8.self) : sent(json))
        }
    ]
}
