import Administration
import Asking
import CommandWords
import Foundation
import Node
import Notices
import Office
import Station

extension Verbs {
    private static let deliveryColumns = [
        "to", "thread", "sequence", "state", "deadline", "deliveredAt", "inTime", "operation",
        "precedence", "code",
    ]
    private static let inboxColumns = [
        "from", "thread", "sequence", "state", "deadline", "kind", "operation", "precedence", "id",
    ]

    static let boxes: [Verb] = [
        Verb(
            ListOutbox.self, operands: "[ID]",
            example: "heliograph outbox --dir ./xa"
        ) { arguments throws(HeliographError) in
            guard let id = arguments.operands.first else {
                let json = try await arguments.askForList(ListOutbox.self)
                return Output(
                    json: json,
                    text: paged(
                        json, arguments, "Newest first.",
                        Table.rows(
                            json, columns(json, glanceColumns(arguments) + deliveryColumns)),
                        ended: "cancelled or replaced before they were sent")
                        + heldUp(json["items"]?.arrayValue ?? []))
            }
            let json = try await arguments.ask(ShowMessage.self) { $0.id = id }
            let deliveries: JSON = ["items": json["deliveries"] ?? []]
            let evidence: JSON = ["items": json["evidence"] ?? []]
            return Output(
                json: json,
                text: Table.object(json, ["id", "thread", "operation", "created", "contentDigest"])
                    + "\n\n" + Table.rows(deliveries, columns(deliveries, deliveryColumns))
                    + heldUp(deliveries["items"]?.arrayValue ?? [])
                    + attachmentRows(json, ["to", "bytes", "state", "code", "sealed"]) + "\n\n"
                    + Table.rows(evidence, ["step", "by", "recipient", "seal", "at", "code"]))
        },
        Verb(
            RetryMessage.self, operands: "ID",
            example: "heliograph outbox retry XA-TA-2027-000007 --dir ./xa"
        ) { arguments throws(HeliographError) in
            let json = try await arguments.ask(RetryMessage.self) { $0.id = arguments.operand(0) }
            return Output(json: json, text: retried(json, "delivery is", "deliveries are"))
        },
        Verb(
            ListInbox.self, operands: "[ID]",
            options: [
                .init(
                    name: "as", value: "OFFICER",
                    meaning: "shows names, which is recorded; opens ID, which the issuer is told"),
                .init(name: "for", value: "60s", meaning: "with --watch: how long"),
                .init(
                    name: "reason", value: "TEXT",
                    meaning: "for the records office: why ID is opened; recorded"),
            ],
            flags: [
                .init(
                    name: "watch",
                    meaning: "print what arrives from now on, a line each; rings for flash")
            ], example: "heliograph inbox --dir ./xb"
        ) { arguments throws(HeliographError) in
            if arguments.has("watch") { return try await watch(arguments) }
            guard let id = arguments.operands.first else {
                let json = try await arguments.askForList(ListInbox.self)
                return Output(json: json, text: inboxText(json, arguments))
            }
            // A person reads the page; a program behind a pipe reads the notice itself.
            if Layout.current.isForPeople, arguments["as"] != nil, arguments["reason"] == nil {
                let json = try await arguments.ask(ShowCard.self) { $0.id = id }
                return Output(json: json, text: Table.text(json["card"]))
            }
            let json = try await arguments.ask(ShowArrival.self) {
                $0.id = id
                $0.reason = arguments["reason"]
            }
            var text =
                Table.object(inWords(json), inboxColumns + ["received", "noticeDigest"])
                + attachmentRows(json, ["digest", "bytes", "state", "heldBytes", "code"])
            if let notice = json["notice"], !notice.isNull {
                text += "\n\n" + String(decoding: notice.encodedPretty(), as: UTF8.self)
            } else {
                text += "\n\nAdd `--as OFFICER` to read it."
            }
            return Output(json: json, text: text)
        },
        Verb(
            ShowCard.self, operands: "ID",
            options: [
                .init(
                    name: "as", value: "OFFICER",
                    meaning: "who reads it; recorded, and the issuer is told", isRequired: true)
            ],
            example: "heliograph inbox card XA-TA-2027-000007 --as officer-3 --dir ./xb"
        ) { arguments throws(HeliographError) in
            let json = try await arguments.ask(ShowCard.self) { $0.id = arguments.operand(0) }
            return Output(json: json, text: Table.text(json["card"]))
        },
    ]

    private static func retried(_ json: JSON, _ one: String, _ many: String) -> String {
        Table.counted(json["retried"]?.intValue ?? 0, one, many) + " tried again now."
    }

    /// A message of ours, or one that arrived, in nobody's name.
    private static func message(_ arguments: Arguments) async throws(HeliographError) -> JSON {
        do throws(HeliographError) {
            return try await arguments.look(ShowMessage.self) { $0.id = arguments.operand(0) }
        } catch  where error.code == .notFound {
            return try await arguments.look(ShowArrival.self) { $0.id = arguments.operand(0) }
        }
    }

    /// The open deliveries that do not leave: each cause once, below the list.
    private static func heldUp(_ deliveries: [JSON]) -> String {
        var threads: [String: [String]] = [:]
        var order: [String] = []
        for delivery in deliveries {
            guard let sentence = delivery["sentence"]?.stringValue else { continue }
            if threads[sentence] == nil { order.append(sentence) }
            threads[sentence, default: []].append(
                "\(Table.shown(delivery["thread"]))/\(Table.shown(delivery["sequence"]))")
        }
        guard !order.isEmpty else { return "" }
        return "\n\n"
            + order.map { sentence in
                let own = threads[sentence] ?? []
                let some = own.prefix(3).joined(separator: ", ")
                return ShownText.foreign(sentence) + "\n  " + some
                    + (own.count > 3 ? " and \(own.count - 3) more" : "")
            }.joined(separator: "\n")
    }

    /// An item of the inbox as people read it. If it holds no more, the reason stands in the place
    /// of its state.
    private static func inWords(_ item: JSON) -> JSON {
        guard let standing = item["standing"], standing != "holds" else { return item }
        var item = item
        item["precedence"] = .null
        item["deadline"] = .null
        item["state"] = standing
        return item
    }

    /// The inbox as people read it. An item that holds no more has no precedence and no deadline.
    private static func inboxText(_ json: JSON, _ arguments: Arguments) -> String {
        let items = (json["items"]?.arrayValue ?? []).map(inWords)
        let unread = (json["withdrawnUnread"]?.arrayValue ?? []).map { Table.text($0) }
        let list: JSON = ["items": .array(items)]
        let heading =
            unread.isEmpty
            ? ""
            : "Withdrawn by its sender, and nobody here has read it yet: "
                + unread.joined(separator: ", ") + ".\n"
                + "`heliograph inbox card NUMBER --as OFFICER` opens it.\n\n"
        return stopped(arguments) + heading
            + paged(
                json, arguments, "Who lands next stands first.",
                Table.rows(list, columns(list, glanceColumns(arguments) + inboxColumns)),
                ended: "withdrawn, replaced or closed")
    }

    static let watching: [Verb] = [
        Verb(
            ListTasks.self,
            example: "heliograph tasks --dir ./xa"
        ) { arguments throws(HeliographError) in
            let json = try await arguments.ask(ListTasks.self)
            return Output(
                json: json,
                text: stopped(arguments)
                    + Table.rows(
                        json,
                        ["task"] + glanceColumns(arguments) + [
                            "thread", "sequence", "member", "groupMember", "due", "overdue",
                            "next",
                        ], in: "Due first."))
        },
        Verb(
            ListHandovers.self, for: .integrator,
            example: "heliograph handover --dir ./xb"
        ) { arguments throws(HeliographError) in
            let json = try await arguments.ask(ListHandovers.self)
            return Output(
                json: json,
                text: Table.rows(
                    json, ["from", "id", "target", "state", "attempts", "nextAttempt", "code"]))
        }.explained(
            "A notice that arrived is handed to the national system as a file or by a program "
                + "(`dropFolder` and `agencies` of the configuration). Here stand those that the "
                + "system has not taken yet.",
            "The state is pending while the node tries again, at NEXT-ATTEMPT, and dead once it "
                + "has given up. `heliograph explain CODE` says why.",
            "`heliograph handover retry` hands over again what was given up, once the cause is "
                + "mended."
        ),
        Verb(
            RetryHandovers.self, for: .integrator,
            example: "heliograph handover retry --dir ./xb"
        ) { arguments throws(HeliographError) in
            let json = try await arguments.ask(RetryHandovers.self)
            return Output(json: json, text: retried(json, "hand-over is", "hand-overs are"))
        },
        Verb(
            ExportEvidence.self,
            operands: "ID",
            options: [
                .init(
                    name: "out", value: "FOLDER", meaning: "where to write it; absent or empty",
                    isRequired: true),
                .init(name: "as", value: "OFFICER", meaning: "who asks; recorded"),
            ],
            example: "heliograph evidence export XA-TA-2027-000007 --out ./proof --dir ./xa"
        ) { arguments throws(HeliographError) in
            let out = try arguments.required("out")
            let json = try await arguments.ask(ExportEvidence.self) {
                $0.id = arguments.operand(0)
            }
            let names = try OutputFolder(out).write(json["files"]?.arrayValue ?? [])
            return Output(
                json: [
                    "id": json["id"] ?? .null, "out": .string(out),
                    "files": .array(names.map { .string($0) }),
                ],
                text: "\(names.count) files in \(out). Next: read \(out)/README.md")
        }.asking(.tells) { arguments throws(HeliographError) in
            Caution.export(
                try await message(arguments), to: try arguments.required("out"))
        },
        Verb(
            ListPeers.self, for: .officer, example: "heliograph peers --dir ./xa"
        ) { arguments throws(HeliographError) in
            let json = try await arguments.ask(ListPeers.self)
            return Output(
                json: json,
                text: Table.rows(
                    json,
                    [
                        "member", "status", "queued", "lastContact", "lastFailure", "lastCode",
                        "telephone",
                    ], in: "By code."))
        }.explained(
            "STATUS is the one in the trust list: an active member gets notices, a suspended one "
                + "gets none. QUEUED counts what waits here for the member.",
            "LAST-CONTACT is when its node last answered, and LAST-FAILURE when it last did not; "
                + "LAST-CODE says why, and `heliograph explain CODE` what that means.",
            "TELEPHONE is answered by the member's duty officers: call there when something must "
                + "not wait."
        ),
        Verb(
            ExamineNode.self,
            example: "heliograph doctor --deep --dir ./xa"
        ) { arguments throws(HeliographError) in
            let json = try await arguments.ask(ExamineNode.self) {
                $0.deep = arguments.has("deep")
            }
            return Output(
                json: json, text: Table.rows(json, ["check", "ok", "sentence", "next"]),
                status: json["ok"]?.boolValue == true ? 0 : 1)
        },
    ]
}
