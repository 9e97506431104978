import Federation
import Foundation
import Node
import Notices

extension Verbs {
    static let federation: [Verb] = [
        Verb(
            "federation create", "Start a federation: its signers and an empty first list.",
            options: [
                .init(
                    name: "name", value: "NAME", meaning: "the federation's name", isRequired: true),
                .init(
                    name: "signers", value: "A,B", meaning: "names of the signers; default one"),
                .init(
                    name: "threshold", value: "K", meaning: "signatures a list needs; default 1"),
                .init(name: "days", value: "N", meaning: "life of each list; default 30"),
            ],
            example: "heliograph federation create --dir ./federation --name pilot"
        ) { arguments throws(HeliographError) in
            let signers = (arguments["signers"] ?? "secretariat").split(separator: ",")
                .map(String.init)
            guard Set(signers).count == signers.count, !signers.isEmpty, signers.count <= 16,
                signers.allSatisfy({ name in
                    name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
                })
            else {
                throw HeliographError(
                    .usage, "`--signers` takes 1 to 16 different names of letters and digits.")
            }
            let days = try arguments.number("days", default: 30, in: 1...12_000)
            try secretariat(arguments).create(
                name: try arguments.required("name"), signers: signers,
                threshold: try arguments.number("threshold", default: 1, in: 1...16),
                at: SystemClock().now.flooredToSecond, validFor: .days(Int64(days)),
                signersValidFor: .days(12_000))
            return Output(
                json: ["signers": .array(signers.map { .string($0) })],
                text: "Started the federation. Next: heliograph federation propose FILE")
        },
        Verb(
            "federation propose", "Put a member into the draft of the next list.",
            operands: "FILE…", 1...512,
            example: "heliograph federation propose ./xa/proposal.json --dir ./federation"
        ) { arguments throws(HeliographError) in
            var codes: [String] = []
            for file in arguments.operands {
                let proposal = try Proposal.read(try InputFile.read(file))
                try secretariat(arguments).propose(proposal)
                codes.append(proposal.member.code.description)
            }
            return Output(
                json: ["members": .array(codes.map { .string($0) })],
                text: "Proposed \(codes.joined(separator: ", ")). "
                    + "Next: heliograph federation sign SIGNER")
        },
        Verb(
            "federation sign", "Sign the draft.", operands: "SIGNER", 1...1,
            example: "heliograph federation sign secretariat --dir ./federation"
        ) { arguments throws(HeliographError) in
            let (signed, threshold) = try secretariat(arguments).sign(
                arguments.operand(0), at: SystemClock().now)
            return Output(
                json: [
                    "signed": .number(JSONNumber(signed)),
                    "threshold": .number(JSONNumber(threshold)),
                ], text: "\(signed) of \(threshold) signatures.")
        },
        Verb(
            "federation publish", "Put the signed draft in force.",
            example: "heliograph federation publish --dir ./federation"
        ) { arguments throws(HeliographError) in
            let list = try secretariat(arguments).publish(at: SystemClock().now.flooredToSecond)
            return Output(
                json: [
                    "version": .number(JSONNumber(list.version)),
                    "members": .number(JSONNumber(list.members.count)),
                    "expires": .string(list.expires.description),
                ],
                text: "Version \(list.version) with \(list.members.count) members, "
                    + "until \(list.expires).")
        },
        Verb(
            "federation export", "Write what members import, and print the digest to give by hand.",
            options: [
                .init(name: "out", value: "FOLDER", meaning: "where to write it", isRequired: true)
            ],
            example: "heliograph federation export --dir ./federation --out ./trust"
        ) { arguments throws(HeliographError) in
            let (version, digest) = try secretariat(arguments).export(
                to: try arguments.required("out"))
            return Output(
                json: [
                    "version": .number(JSONNumber(version)),
                    "digest": .string(digest.description),
                ], text: digest.description)
        },
        Verb(
            "trust show", "Print the trust list in force.",
            example: "heliograph trust show --dir ./xa"
        ) { arguments throws(HeliographError) in
            let json = try await arguments.ask(Command("trust show"))
            let rows = Table.rows(
                json, ["member", "status", "authority", "endpoints", "telephone"])
            let text =
                "Federation \(json["federation"]?.stringValue ?? ""), version "
                + "\(Table.text(json["version"])), \(Table.text(json["age"])), "
                + "\(Table.text(json["daysLeft"])) days left\ndigest \(Table.text(json["digest"]))\n\n"
            return Output(json: json, text: text + rows)
        },
        Verb(
            "trust import", "Take in a trust list, or a folder that the secretariat exported.",
            operands: "PATH", 1...1,
            options: [
                .init(
                    name: "digest", value: "SHA256",
                    meaning: "for the first list: its digest, from the secretariat by telephone")
            ],
            example: "heliograph trust import ./trust --digest \"$DIGEST\" --dir ./xa"
        ) { arguments throws(HeliographError) in
            let command = try TrustExport.command(
                arguments.operand(0), digest: arguments["digest"])
            let json = try await arguments.ask(command)
            return Output(
                json: json,
                text: "Version \(Table.text(json["version"])) is in force, with "
                    + "\(Table.text(json["members"])) members.")
        },
    ]

    private static func secretariat(_ arguments: Arguments) -> Secretariat {
        Secretariat(arguments.folder.path)
    }
}
