import Administration
import Asking
import CommandWords
import Node
import Notices
import Office

/// Verbs about the trust list of a node, and the way to a newer one.
extension Verbs {
    static let trust: [Verb] = [
        Verb(
            ShowTrust.self,
            example: "heliograph trust show --dir ./xa"
        ) { arguments throws(HeliographError) in
            let json = try await arguments.ask(ShowTrust.self)
            let rows = Table.rows(
                json, ["member", "status", "listVersion", "authority", "endpoints", "telephone"])
            var lines = [
                "Federation \(Table.shown(json["federation"])), version "
                    + "\(Table.shown(json["version"])), \(Table.shown(json["age"])), "
                    + Table.counted(json["daysLeft"]?.intValue ?? 0, "day")
                    + " left: stale after "
                    + Layout.current.cell(json["staleFrom"], of: "stale")
                    + ", nothing is sent after "
                    + Layout.current.cell(json["expires"], of: "expires"),
                "digest \(Table.shown(json["digest"]))",
                "\(Table.shown(json["threshold"])) of these sign the next: "
                    + Table.shown(json["signers"]),
            ]
            for fork in json["forks"]?.arrayValue ?? [] where fork["settled"] == .null {
                lines.append(
                    "ALARM: version \(Table.shown(fork["version"])) was seen twice, the other with "
                        + "digest \(Table.shown(fork["other"])). Call the secretariat.")
            }
            return Output(json: json, text: lines.joined(separator: "\n") + "\n\n" + rows)
        },
        Verb(
            ImportTrust.self,
            operands: "PATH",
            options: [
                .init(
                    name: "digest", value: "SHA256",
                    meaning: "for the first list: its digest, from the secretariat by telephone")
            ],
            example: "heliograph trust import ./trust --digest \"$DIGEST\" --dir ./xa"
        ) { arguments throws(HeliographError) in
            let json = try await arguments.ask(
                Call(try TrustExport(arguments.operand(0)).importing(arguments["digest"])))
            return Output(
                json: json,
                text: "Version \(Table.shown(json["version"])) is in force, with "
                    + "\(Table.counted(json["members"]?.intValue ?? 0, "member")).")
        },
        Verb(
            CompareTrust.self,
            operands: "PATH",
            options: [
                .init(
                    name: "digest", value: "SHA256",
                    meaning: "for the first list: its digest, from the secretariat by telephone")
            ],
            example: "heliograph trust diff ./trust --dir ./xa"
        ) { arguments throws(HeliographError) in
            let json = try await arguments.ask(
                Call(try TrustExport(arguments.operand(0)).comparing(arguments["digest"])))
            var lines: [String] = []
            var version: JSON?
            for item in json["items"]?.arrayValue ?? [] {
                if item["version"] != version {
                    version = item["version"]
                    lines.append("Version \(Table.shown(version)):")
                }
                lines.append("  " + Table.text(item["sentence"]))
            }
            lines.append(
                Table.text(json["sentence"])
                    + (json["code"]?.stringValue.map { " (\($0))" } ?? ""))
            return Output(
                json: json, text: lines.joined(separator: "\n"),
                status: json["verdict"]?.stringValue == "refused" ? 1 : 0)
        },
        Verb(
            ListForks.self,
            options: [
                .init(name: "out", value: "FOLDER", meaning: "where to write both lists of each")
            ],
            example: "heliograph trust forks --out ./forks --dir ./xa"
        ) { arguments throws(HeliographError) in
            var json = try await arguments.ask(ListForks.self)
            var files: [JSON] = []
            if arguments["out"] != nil {
                for fork in json["items"]?.arrayValue ?? [] {
                    let proof = try await arguments.ask(ShowProof.self) {
                        $0.digest = fork["other"]?.stringValue ?? ""
                    }
                    // Two forks of one version share the file of the list in force.
                    for file in proof["files"]?.arrayValue ?? []
                    where !files.contains(where: { $0["name"] == file["name"] }) {
                        files.append(file)
                    }
                }
            }
            let names = try arguments["out"].map { out throws(HeliographError) in
                try OutputFolder(out).write(files)
            }
            json["files"] = .array((names ?? []).map { .string($0) })
            return Output(
                json: json,
                text: Table.rows(
                    json, ["version", "seen", "held", "other", "settled", "settledBy"])
            )
        },
        Verb(
            SettleFork.self,
            operands: "DIGEST",
            options: [
                .init(
                    name: "as", value: "NAME", meaning: "who says so", isRequired: true)
            ],
            example: "heliograph trust settle 3f2a9c11 --as administrator --dir ./xa"
        ) { arguments throws(HeliographError) in
            let json = try await arguments.ask(SettleFork.self) {
                $0.digest = arguments.operand(0)
            }
            return Output(
                json: json,
                text: "The fork of version \(Table.shown(json["version"])) is settled. The list in "
                    + "force stays; the proof is kept.")
        }.asking(.tells) { arguments throws(HeliographError) in
            let digest = arguments.operand(0).lowercased()
            let forks = try await arguments.look(ListForks.self)["items"]?.arrayValue ?? []
            let found = forks.filter { Table.text($0["other"]).hasPrefix(digest) }
            guard found.count == 1 else {
                throw HeliographError(
                    .notFound, "\(found.count) forks begin with \(ShownText.brief(digest)).",
                    next: "`heliograph trust forks` shows them.")
            }
            return Caution.settle(found[0], by: try arguments.required("as"))
        },
    ]
}
