import CommandWords
import Federation
import Foundation
import Node
import Notices
import Secretariat
import Station

/// Verbs with which the secretariat starts a federation and puts lists in force.
extension Verbs {
    static let federation: [Verb] = [
        Verb(
            "federation create", "Start a federation: its signers and an empty first list.",
            for: .secretariat,
            options: [
                .init(
                    name: "name", value: "NAME", meaning: "the federation's name",
                    isRequired: true),
                .init(
                    name: "signers", value: "A,B",
                    meaning: "names, or certificate files NAME.der; default secretariat"),
                .init(
                    name: "threshold", value: "K", meaning: "signatures a list needs; default 1"),
                .init(name: "days", value: "N", meaning: "life of each list; default 30"),
            ],
            example: "heliograph federation create --dir ./federation --name pilot"
        ) { arguments throws(HeliographError) in
            var signers: [String] = []
            var offline: [TrustList.Signer] = []
            for part in (arguments["signers"] ?? "secretariat").split(separator: ",") {
                let part = String(part)
                if part.hasSuffix(".der") {
                    let name = part.split(separator: "/").last.map { String($0.dropLast(4)) } ?? ""
                    offline.append(
                        TrustList.Signer(name: name, certificate: try InputFile.read(part)))
                } else {
                    signers.append(part)
                }
            }
            let days = try arguments.number("days", default: 30, in: 1...12_000)
            try secretariat(arguments).create(
                name: try arguments.required("name"), signers: signers,
                offline: offline,
                threshold: try arguments.number("threshold", default: 1, in: 1...16),
                at: SystemClock().now.flooredToSecond, validFor: .days(Int64(days)),
                signersValidFor: signerLife)
            return Output(
                json: [
                    "signers": .array((offline.map(\.name) + signers).map { .string($0) })
                ],
                text: "Started the federation.\nNext: heliograph federation propose FILE --dir "
                    + arguments.folder.path)
        },
        Verb(
            "federation publish", "Put the signed draft in force.", for: .secretariat,
            example: "heliograph federation publish --dir ./federation"
        ) { arguments throws(HeliographError) in
            let list = try secretariat(arguments).publish(at: SystemClock().now.flooredToSecond)
            return Output(
                json: [
                    "version": .number(JSONNumber(list.version)),
                    "members": .number(JSONNumber(list.members.count)),
                    "expires": .string(list.expires.description),
                ],
                text: "Version \(list.version) with "
                    + "\(Table.counted(list.members.count, "member")), until \(list.expires).\n"
                    + "Next: heliograph federation export --out FOLDER --dir "
                    + arguments.folder.path)
        },
        Verb(
            "federation export", "Write what members import, and print the digest to give by hand.",
            for: .secretariat,
            options: [
                .init(name: "out", value: "FOLDER", meaning: "where to write it", isRequired: true)
            ],
            example: "heliograph federation export --dir ./federation --out ./trust"
        ) { arguments throws(HeliographError) in
            let out = try arguments.required("out")
            let (version, digest) = try secretariat(arguments).export(to: out)
            // A script reads the digest alone.
            let page = [
                "Version \(version) is in \(out). Its digest:", digest.description,
                "Next: send the folder to each member.",
                "Read the digest out by telephone to a member that takes its first list.",
            ]
            return Output(
                json: [
                    "version": .number(JSONNumber(version)),
                    "digest": .string(digest.description),
                ],
                text: Layout.current.isForPeople
                    ? page.joined(separator: "\n") : digest.description)
        },
    ]

    /// The life of a signer's certificate. A signer leaves by a list that does not name it, not by
    /// a date.
    static let signerLife = Duration.days(12_000)

    static func secretariat(_ arguments: Arguments) -> Secretariat {
        Secretariat(arguments.folder.path)
    }
}
