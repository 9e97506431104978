import Asking
import CommandWords
import Foundation
import Node
import Notices
import Office
import Station

extension Verbs {
    private static let result = Verb.Option(
        name: "result", value: "FILE", meaning: "a new file for what came of each, without names")
    /// The number of forms, or passengers, in one call.
    private static let batch = 100

    static let imports: [Verb] = [
        Verb(
            ImportForms.self,
            operands: "FILE",
            options: [
                .init(
                    name: "profile", value: "NAME",
                    meaning: "whose form it is; one heading that it lacks is answered with all "
                        + "of them",
                    isRequired: true, values: FormProfile.all.map(\.name)), author, result,
            ],
            example:
                "heliograph import forms week-3.csv --profile sorna --as officer-7 --dir ./xa"
        ) { arguments throws(HeliographError) in
            try await forms(arguments)
        },
        Verb(
            ImportPassengers.self,
            operands: "FILE", options: [author, result],
            example: "heliograph import manifest zz418.edi --as officer-7 --dir ./xa"
        ) { arguments throws(HeliographError) in
            try await manifest(arguments)
        },
        Verb(
            FindPerson.self,
            operands: "FILE",
            options: [
                author,
                .init(
                    name: "draft", value: "NUMBER",
                    meaning: "with one document: fill it into this draft"),
            ],
            example: "heliograph import mrz - --as officer-7 --dir ./xa"
        ) { arguments throws(HeliographError) in
            try await zones(arguments)
        },
    ]

    /// The items that the node answered to each batch.
    /// Answers before a refusal are kept by the node, and recognised when the file is imported
    /// again.
    static func askInBatches(
        _ arguments: Arguments, _ calls: [Call], total: Int
    ) async throws(HeliographError) -> [[JSON]] {
        let bar = ProgressBar(total: total)
        let answers = await NodeDoor(arguments.folder).perform(calls) { count in
            bar.show(min(count * batch, total))
        }
        var items: [[JSON]] = []
        for answer in answers {
            switch answer {
            case .done(let json): items.append(json["items"]?.arrayValue ?? [])
            case .refused(let error): throw error
            }
        }
        return items
    }

    /// Elements in parts of at most `batch`.
    static func batches(_ elements: [JSON]) -> [DocumentList] {
        stride(from: 0, to: elements.count, by: batch).map { start in
            DocumentList(Array(elements[start..<min(start + batch, elements.count)]))
        }
    }

    /// The number of refused items for each code.
    static func tally(_ items: [JSON]) -> JSON {
        var counts: [String: Int] = [:]
        for item in items {
            let codes = (item["faults"]?.arrayValue ?? []).compactMap { $0["code"]?.stringValue }
            for code in Set(codes) { counts[code, default: 0] += 1 }
        }
        return .array(
            counts.sorted { $0.key < $1.key }.map {
                ["code": .string($0.key), "count": .number(JSONNumber($0.value))]
            })
    }

    /// Checks first that the result can be written: a file in the way is no reason to import twice.
    static func checkResult(_ arguments: Arguments) throws(HeliographError) {
        guard let path = arguments["result"] else { return }
        try OutputFile(path).discard()
    }

    static func write(_ items: [JSON], _ arguments: Arguments) throws(HeliographError) {
        guard let path = arguments["result"] else { return }
        try OutputFile.write(
            JSON.object(["items": .array(items)]).encodedPretty() + [0x0A], to: path)
    }

    static func count(_ items: [JSON], _ status: String) -> JSON {
        .number(JSONNumber(items.count { $0["status"]?.stringValue == status }))
    }

    static func lines(_ tally: JSON?) -> [String] {
        (tally?.arrayValue ?? []).map {
            "  \(Table.shown($0["count"])) with \(Table.shown($0["code"]))"
        }
    }

    // MARK: Forms

    private static func forms(_ arguments: Arguments) async throws(HeliographError) -> Output {
        let wanted = try arguments.required("profile")
        guard let profile = FormProfile.named(wanted) else {
            let names = FormProfile.all.map(\.name)
            throw HeliographError(
                .usage,
                "`--profile` does not know `\(ShownText.brief(wanted))`."
                    + Suggestion.question(to: wanted, among: names),
                next: "The profiles are \(names.joined(separator: ", ")).")
        }
        try checkResult(arguments)
        let file = try FormFile.read(
            try InputFile.read(arguments.operand(0)), as: profile)
        let items = try await askInBatches(
            arguments,
            try batches(file.rows.map(\.json)).map { rows throws(HeliographError) in
                try arguments.call(ImportForms.self) {
                    $0.profile = profile.name
                    $0.rows = rows
                }
            },
            total: file.rows.count
        ).flatMap(\.self)
        try write(items, arguments)
        let refused = items.filter { $0["status"]?.stringValue == "refused" }
        let json: JSON = [
            "profile": .string(profile.name), "rows": .number(JSONNumber(items.count)),
            "accepted": count(items, "accepted"), "known": count(items, "known"),
            "refused": count(items, "refused"), "refusals": tally(refused),
            "faults": .array(refused.flatMap { faults($0, file) }),
            "result": arguments["result"].map { .string($0) } ?? .null,
        ]
        let text =
            [
                "\(items.count) \(items.count == 1 ? "form" : "forms"): "
                    + "\(Table.shown(json["accepted"])) accepted, "
                    + "\(Table.shown(json["known"])) known already, "
                    + "\(Table.shown(json["refused"])) refused."
            ] + lines(json["refusals"])
            + shown((json["faults"]?.arrayValue ?? []).map(place))
        return Output(
            json: json, text: text.joined(separator: "\n"), status: refused.isEmpty ? 0 : 1)
    }

    /// The faults of a refused form, by row and column of its file.
    private static func faults(_ item: JSON, _ file: FormFile) -> [JSON] {
        (item["faults"]?.arrayValue ?? []).map { fault -> JSON in
            let heading = fault["column"]?.stringValue ?? ""
            var sentence = fault["sentence"]?.stringValue ?? ""
            if fault["code"]?.stringValue == FaultCode.rowWidth.rawValue,
                let cells = item["line"]?.intValue.flatMap({ file.widths[$0] })
            {
                sentence =
                    "The row has \(cells) \(cells == 1 ? "cell" : "cells"), and there are "
                    + "\(file.headingCount) headings."
            }
            return [
                "line": item["line"] ?? .null, "heading": .string(heading),
                "column": file.number(ofColumn: heading).map { .number(JSONNumber($0)) } ?? .null,
                "code": fault["code"] ?? .null, "sentence": .string(sentence),
            ]
        }.sorted { ($0["column"]?.intValue ?? 0) < ($1["column"]?.intValue ?? 0) }
    }

    private static func place(_ fault: JSON) -> String {
        let heading = fault["heading"]?.stringValue ?? ""
        let column = fault["column"]?.intValue.map { "column \($0) " } ?? ""
        let place = heading.isEmpty ? "" : ", \(column)(`\(heading)`)"
        return "  line \(Table.shown(fault["line"]))\(place): \(Table.shown(fault["sentence"])) "
            + "(\(Table.shown(fault["code"])))"
    }

    // MARK: Travel documents

    private static func zones(_ arguments: Arguments) async throws(HeliographError) -> Output {
        let entries = try DocumentScan.read(try InputFile.read(arguments.operand(0)))
        let today = SystemClock().now.utcDate
        let persons = entries.map { $0.person(today: today) }
        if let number = arguments["draft"] {
            guard persons.count == 1, let person = persons[0] else {
                throw HeliographError(
                    .usage, "`--draft` takes one document that can be read.",
                    next: "Import it without `--draft` to see what is wrong.")
            }
            let json = try await arguments.ask(ChangeDraft.self) {
                $0.number = number
                $0.person = Document(person)
            }
            return shown(json)
        }
        let found = persons.compactMap(\.self)
        let calls = try found.map { person throws(HeliographError) in
            try arguments.call(FindPerson.self) { $0.person = Document(person) }
        }
        let answers = await NodeDoor(arguments.folder).perform(calls)
        var matches: [JSON] = []
        for answer in answers {
            switch answer {
            case .done(let json): matches.append(json["items"] ?? [])
            case .refused(let error): throw error
            }
        }
        var rest = matches[...]
        let items = zip(entries, persons).map { entry, person -> JSON in
            [
                "line": .number(JSONNumber(entry.line)),
                "status": person == nil ? "refused" : "accepted",
                "format": entry.zone.map { .string($0.format.rawValue) } ?? .null,
                "person": person ?? .null,
                "matches": person == nil ? [] : rest.popFirst() ?? [],
                "faults": .array(
                    entry.faults.map {
                        ["code": .string($0.code.rawValue), "sentence": .string($0.sentence)]
                    }),
                "doubts": .array(
                    entry.doubts.map {
                        ["code": .string($0.code.rawValue), "sentence": .string($0.sentence)]
                    }),
            ]
        }
        let text = items.map { item in
            let faults = (item["faults"]?.arrayValue ?? []).map { Table.text($0["sentence"]) }
            let known = (item["matches"]?.arrayValue ?? []).map {
                "\(Table.shown($0["number"])) of \(Table.shown($0["from"])) "
                    + "(\(Table.shown($0["agreement"])))"
                    + ($0["standing"] == "suspended" ? ", suspended: do not act on it" : "")
            }
            // Several notices stand below one another.
            let several = known.count > 1 && faults.isEmpty
            let what =
                faults.isEmpty
                ? known.isEmpty
                    ? "known to nobody here"
                    : several ? "in \(known.count) notices" : known[0]
                : faults.joined(separator: " ")
            let doubts = (item["doubts"]?.arrayValue ?? []).map { " " + Table.text($0["sentence"]) }
            return "line \(Table.shown(item["line"])) \(Table.shown(item["status"])): "
                + ([what + (doubts.isEmpty ? "" : ".")] + doubts).joined()
                + (several ? known.map { "\n  " + $0 }.joined() : "")
        }
        let refused = persons.count - found.count
        return Output(
            json: ["items": .array(items)],
            text: text.isEmpty
                ? "Nothing."
                : (text + (refused == 0 ? [] : [again])).flatMap { $0.split(separator: "\n") }
                    .flatMap {
                        ScreenLines.wrapped(
                            String($0), columns: Layout.current.width ?? 100, indent: "  ")
                    }.joined(separator: "\n"),
            status: refused == 0 ? 0 : 1)
    }

    private static let again =
        "Nothing was looked up for a document that was refused. Scan or type its lines again, and "
        + "import it again."

    /// A draft as people read it.
    static func shown(_ json: JSON) -> Output {
        let isForgotten = json["notice"]?.isNull ?? true
        let notice =
            isForgotten
            ? "The draft is closed, and what it said is forgotten."
            : String(decoding: json["notice"]?.encodedPretty() ?? [], as: UTF8.self)
        let faults = ["faults", "warnings"].flatMap { key in
            (json[key]?.arrayValue ?? []).map {
                "\(key.dropLast()): \(Table.shown($0["pointer"])): \(Table.shown($0["sentence"]))"
            }
        }
        return Output(
            json: json,
            text: ([
                notice, Table.object(json, ["number", "source", "origin", "subject", "agreement"]),
            ] + faults)
            .joined(separator: "\n"))
    }
}
