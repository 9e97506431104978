import Asking
import CommandWords
import Foundation
import Node
import Notices
import Office
import Station

extension Verbs {
    /// The officer of a verb that needs one.
    static let author = Verb.Option(
        name: "as", value: "OFFICER", meaning: "who does it; recorded", isRequired: true)
    /// The second officer of a statement.
    static let approver = Verb.Option(
        name: "approved-by", value: "OFFICER",
        meaning: "who approved it; somebody else, for what takes two")

    static let notices: [Verb] = [
        Verb(
            "notice new", "Print an empty notice to fill in, or an example.", for: .officer,
            operands: "KIND", values: ["KIND": NoticeKind.allCases.map(\.rawValue)],
            options: [
                .init(name: "from", value: "XA", meaning: "the sender; default the node's member"),
                .init(
                    name: "to", value: "XB,XC", meaning: "the recipients, in travel order",
                    isRequired: false),
                .init(
                    name: "follows", value: "ID",
                    meaning: "your own notice, of which this is the next statement"),
                .init(
                    name: "as", value: "OFFICER",
                    meaning: "with --follows: who reads the last statement; recorded"),
                .init(
                    name: "arrives-in", value: "5h",
                    meaning: "with --example: time to the first arrival; default 3d"),
                .init(
                    name: "number", value: "N",
                    meaning: "its running number; default the next that is free"),
                .init(
                    name: "operation", value: "NAME",
                    meaning: "what it says; default what such a notice begins with"),
                .init(
                    name: "answers", value: "ID/N",
                    meaning: "an answer: the number and sequence of what it answers"),
                .init(
                    name: "sequence", value: "N",
                    meaning: "an answer: your own in that thread; default 1"),
            ],
            flags: [
                .init(
                    name: "example",
                    meaning: "a complete one about invented people, for trying things out")
            ],
            example:
                "heliograph notice new information-request --operation reply "
                + "--answers XA-IR-2027-000007/1 --from XB --to XA"
        ) { arguments throws(HeliographError) in
            arguments["follows"] == nil
                ? try await newNotice(arguments) : try await next(arguments)
        },
        Verb(
            "notice validate", "Judge a notice and name every fault.", for: .officer,
            operands: "FILE",
            flags: [specimens], example: "heliograph notice validate alert.json --specimens"
        ) { arguments throws(HeliographError) in
            try validate(arguments)
        },
        Verb(
            PreviewNotice.self, operands: "FILE",
            options: [
                .init(name: "to", value: "XC", meaning: "the recipient", isRequired: true)
            ],
            example: "heliograph notice preview alert.json --to XC --dir ./xa"
        ) { arguments throws(HeliographError) in
            let file = try NoticeFile(arguments.operand(0))
            let json = try await file.asking(naming: arguments.operand(0)) {
                () throws(HeliographError) in
                try await arguments.ask(PreviewNotice.self) { request throws(HeliographError) in
                    request.document = Document(file.json)
                    request.to = try arguments.required("to")
                }
            }
            // A program behind a pipe reads the notice itself; a person reads the page.
            let notice =
                Layout.current.isForPeople
                ? Table.text(json["card"])
                : String(decoding: json["notice"]?.encodedPretty() ?? [], as: UTF8.self)
            return Output(
                json: json,
                text: notice + "\n"
                    + Table.object(
                        json,
                        [
                            "to", "recipients", "removed", "precedence", "deadline", "noticeDigest",
                        ]))
        },
        Verb(
            SendNotice.self,
            operands: "FILE…",
            options: [
                .init(
                    name: "attach", value: "PATH,PATH",
                    meaning: "files that go with it; at most 20, of 1 GiB each"),
                .init(
                    name: "caption", value: "TEXT", meaning: "with one attachment: what it shows"),
                author, approver,
            ],
            example:
                "heliograph notice send alert.json --attach ./video.mp4 --as officer-7 "
                + "--approved-by chief-2 --dir ./xa"
        ) { arguments throws(HeliographError) in
            try await send(arguments)
        },
        Verb(
            ShowNotice.self,
            operands: "ID",
            options: [
                .init(
                    name: "as", value: "OFFICER",
                    meaning: "who reads what it says; recorded. Without it, only its life is shown"
                ),
                .init(
                    name: "reason", value: "TEXT",
                    meaning: "for the records office: why it is opened; recorded"),
            ],
            example: "heliograph notice show XA-TA-2027-000007 --as officer-7 --dir ./xa"
        ) { arguments throws(HeliographError) in
            let json = try await arguments.ask(ShowNotice.self) {
                $0.id = arguments.operand(0)
                $0.reason = arguments["reason"]
            }
            return Output(json: json, text: history(json))
        },
        Verb(
            ListNotices.self,
            example: "heliograph notice list --dir ./xa"
        ) { arguments throws(HeliographError) in
            let json = try await arguments.askForList(ListNotices.self)
            return Output(
                json: json,
                text: paged(
                    json, arguments, "Newest first.",
                    Table.rows(
                        json,
                        glanceColumns(arguments) + [
                            "thread", "sequence", "kind", "operation", "state", "created", "author",
                        ]),
                    ended: "withdrawn, past their last day or closed"))
        },
        Verb(
            MergeReport.self,
            operands: "FILE",
            example: "heliograph notice merge second.json --into XA-TA-2027-000007 --dir ./xa"
        ) { arguments throws(HeliographError) in
            let json = try await arguments.ask(MergeReport.self) {
                request throws(HeliographError) in
                request.document = Document(try InputFile.json(arguments.operand(0)))
                request.into = try arguments.required("into")
            }
            return Output(
                json: json,
                text: String(decoding: json["notice"]?.encodedPretty() ?? [], as: UTF8.self))
        },
        Verb(
            ForwardNotice.self,
            operands: "ID",
            options: [author, approver],
            example:
                "heliograph notice forward XA-TA-2027-000007 --to XC --number 12 --as officer-3 "
                + "--approved-by chief-1 --dir ./xb"
        ) { arguments throws(HeliographError) in
            let json = try await arguments.ask(ForwardNotice.self) {
                request throws(HeliographError) in
                request.id = arguments.operand(0)
                request.to = MemberList(try arguments.members("to") ?? [])
                request.number = try arguments.number("number", default: -1, in: 0...999_999)
                request.words = arguments.words
            }
            return Output(json: json, text: sent(json))
        }.asking(.tells) { arguments throws(HeliographError) in
            Caution.forward(
                try await arguments.look(ShowArrival.self) { $0.id = arguments.operand(0) },
                to: (try arguments.members("to") ?? []).map(\.description))
        },
        Verb(
            ApproveRelease.self, operands: "ID",
            options: [
                .init(
                    name: "as", value: "OFFICER", meaning: "who approves; not its author",
                    isRequired: true)
            ],
            example: "heliograph notice approve XA-TA-2027-000007 --as chief-2 --dir ./xa"
        ) { arguments throws(HeliographError) in
            let json = try await arguments.ask(ApproveRelease.self) {
                $0.id = arguments.operand(0)
            }
            return Output(
                json: json,
                text: Table.rows(
                    json, ["thread", "sequence", "author", "released", "due", "approver", "late"])
                    + "\n" + statementPage(json))
        },
        Verb(
            CancelNotice.self, operands: "ID",
            options: [author, approver],
            example: "heliograph notice cancel XA-TA-2027-000007 --as officer-7 --dir ./xa"
        ) { arguments throws(HeliographError) in
            let reason = try reasonOfCancel(arguments)
            let json = try await arguments.ask(CancelNotice.self) {
                $0.id = arguments.operand(0)
                $0.reason = reason
                $0.words = arguments.words
            }
            return Output(json: json, text: sent(json))
        }.asking(.tells) { arguments throws(HeliographError) in
            Caution.cancel(
                try await arguments.look(ShowNotice.self) { $0.id = arguments.operand(0) })
        },
        Verb(
            ReportOutcome.self, operands: "ID",
            options: [author, approver],
            example:
                "heliograph outcome XA-TA-2027-000007 --result refused --at now --port XCC "
                + "--refusal-basis \"Entry Act, section 12\" --as officer-3 --dir ./xc"
        ) { arguments throws(HeliographError) in
            let json = try await arguments.ask(ReportOutcome.self) {
                request throws(HeliographError) in
                try fill(&request, arguments)
            }
            guard !arguments.has("check") else {
                return Output(
                    json: json,
                    text: "Nothing is in the way of this report. Nothing was sent.")
            }
            return Output(json: json, text: sent(json))
        }.asking(.tells, when: { !$0.has("interim") && !$0.has("check") }) {
            arguments throws(HeliographError) in
            // Whatever refuses the report is said before the question.
            let arrival = try await arguments.look(ShowArrival.self) {
                $0.id = arguments.operand(0)
            }
            _ = try await arguments.ask(ReportOutcome.self) { request throws(HeliographError) in
                try fill(&request, arguments)
                request.check = true
            }
            return Caution.outcome(arrival, result: try arguments.required("result"))
        }.explained(
            "What each result means: "
                + OutcomeResult.allCases.map {
                    "\($0.rawValue): \(CodeWords.phrase($0.rawValue, of: "result"))"
                }.joined(separator: "; ") + "."
        ),
    ]

    /// Fills a report from the words of the command.
    private static func fill(
        _ request: inout ReportOutcome, _ arguments: Arguments
    ) throws(HeliographError) {
        request.id = arguments.operand(0)
        request.result = try arguments.required("result")
        request.at = try .read(.string(try arguments.required("at")), as: "--at")
        request.port = arguments["port"]
        request.refusalBasis = arguments["refusal-basis"]
        if let moment = arguments["returned-at"] {
            request.returnedAt = try .read(.string(moment), as: "--returned-at")
        }
        request.returnedOn = arguments["returned-on"]
        request.note = arguments["note"]
        request.confirmation = arguments["confirm"]
        request.interim = arguments.has("interim")
        request.check = arguments.has("check")
        let ways = (arguments["identified-by"] ?? "").split(separator: ",")
        request.identifiedBy = TextList(ways.map { String($0) })
        request.words = arguments.words
    }

    /// The reason of a cancel. A person at a terminal who gives none is asked for it.
    ///
    /// - Returns: nil in a script that gives none.
    /// - Throws: `reasonMissing` if the person gives none either.
    private static func reasonOfCancel(_ arguments: Arguments) throws(HeliographError) -> String? {
        if let reason = arguments["reason"] { return reason }
        guard !arguments.has(Caution.flag.name), Terminal.canAsk else { return nil }
        let reason = Terminal.ask("Why? Every country that has it reads this: ")
        guard !reason.isEmpty else {
            throw HeliographError(
                .reasonMissing, "No reason was given.", next: "Add `--reason TEXT`.")
        }
        return reason
    }

    private static func validate(_ arguments: Arguments) throws(HeliographError) -> Output {
        let configured = try? NodeDoor.configuration(of: arguments.folder)
        var rules = NoticeRules(
            allowSpecimens: arguments.has("specimens") || configured?.allowSpecimens ?? false)
        rules.unknownMembers = .judged
        let file = try NoticeFile(arguments.operand(0))
        switch Notice.read(file.json, rules: rules) {
        case .refused(let faults):
            throw file.placed(HeliographError.invalid(faults), naming: arguments.operand(0))
        case .valid(let notice, let warnings):
            let deadlines = notice.to.map { member -> JSON in
                [
                    "to": .string(member.description),
                    "deadline": notice.actBy(for: member).map { .string($0.description) } ?? .null,
                    "precedence": .string(
                        notice.precedence(for: member, at: notice.createdAt).rawValue),
                ]
            }
            let json: JSON = [
                "valid": true, "kind": .string(notice.kind.rawValue),
                "operation": .string(notice.operation.rawValue),
                "thread": .string(notice.thread), "items": .array(deadlines),
                "warnings": .array(warnings.map(\.json)),
            ]
            let warned = warnings.map { ShownText.line("warning: \($0.pointer): \($0.sentence)") }
            return Output(
                json: json,
                text: (["Valid.", Table.rows(json, ["to", "deadline", "precedence"])] + warned)
                    .joined(separator: "\n"))
        }
    }

    private static func send(_ arguments: Arguments) async throws(HeliographError) -> Output {
        let to = try arguments.members("to")
        let (attached, words) = try attached(arguments)
        var calls: [Call] = []
        // A file that cannot be read is refused alone; the others go.
        var unread: [Int: HeliographError] = [:]
        var files: [Int: NoticeFile] = [:]
        for (place, path) in arguments.operands.enumerated() {
            do throws(HeliographError) {
                let file = try NoticeFile(path)
                files[place] = file
                calls.append(
                    try arguments.call(SendNotice.self) { request throws(HeliographError) in
                        request.document = Document(file.json)
                        request.to = to.map { MemberList($0) }
                        request.supplement = arguments["supplement"]
                        request.words = arguments.words
                        if !attached.isEmpty { request.attachments = DocumentList(words) }
                    })
            } catch {
                unread[place] = error
            }
        }
        let names = arguments.operands
        let answers = inOrder(
            await answers(to: calls, with: attached, arguments), unread, count: names.count)
        return try several(
            answers.enumerated().map { place, answer in
                guard case .refused(let error) = answer, let file = files[place] else {
                    return answer
                }
                return .refused(file.placed(error, naming: names.count == 1 ? names[0] : nil))
            }, named: names, as: "file")
    }

    /// The answers of the node, with the progress of what takes long.
    private static func answers(
        to calls: [Call], with attached: [HandedFile], _ arguments: Arguments
    ) async -> [Answer] {
        guard let first = calls.first else { return [] }
        let door = NodeDoor(arguments.folder)
        guard calls.count == 1 else {
            let bar = ProgressBar(total: calls.count)
            return await door.perform(calls) { bar.show($0) }
        }
        let what = attached.isEmpty ? "sending" : "sealing \(attached.count) attachments"
        return [
            await WaitingLine.during(what) { await door.perform(first, files: attached) }
        ]
    }

    /// The answers in the order of the files, with the refusals of those that could not be read.
    static func inOrder(
        _ answers: [Answer], _ unread: [Int: HeliographError], count: Int
    ) -> [Answer] {
        var rest = answers[...]
        return (0..<count).compactMap { place in
            unread[place].map { .refused($0) } ?? rest.popFirst()
        }
    }
}
