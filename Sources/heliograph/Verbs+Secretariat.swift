import Administration
import CommandWords
import Federation
import Foundation
import Membership
import Node
import Notices
import Secretariat
import Station

/// Verbs for the draft of the next list: its changes and its signatures.
extension Verbs {
    static let secretariat: [Verb] = draft + signing

    private static let draft: [Verb] = [
        Verb(
            "federation propose", "Put members into the draft of the next list, or change them.",
            for: .secretariat,
            operands: "FILE…",
            example: "heliograph federation propose ./xa/proposal.json --dir ./federation"
        ) { arguments throws(HeliographError) in
            try propose(arguments)
        },
        Verb(
            "federation suspend", "Suspend a member with the next list.", for: .secretariat,
            operands: "CODE",
            example: "heliograph federation suspend XC --dir ./federation"
        ) { arguments throws(HeliographError) in try setStatus(.suspended, arguments) },
        Verb(
            "federation restore", "Restore a suspended member with the next list.",
            for: .secretariat,
            operands: "CODE",
            example: "heliograph federation restore XC --dir ./federation"
        ) { arguments throws(HeliographError) in try setStatus(.active, arguments) },
        Verb(
            "federation territories", "Say which territories a member answers for.",
            for: .secretariat,
            operands: "CODE",
            options: [
                .init(
                    name: "answers-for", value: "GI,JE",
                    meaning: "codes of ISO 3166-1 besides its own; `none` for none"),
                .init(
                    name: "disclaims", value: "NC",
                    meaning: "territories of its state that it does not answer for; `none` for none"
                ),
            ],
            example:
                "heliograph federation territories GB --answers-for GI,JE,GG,IM --dir ./federation"
        ) { arguments throws(HeliographError) in
            let code = try arguments.member(arguments.operand(0), of: "CODE")
            func codes(_ option: String) throws(HeliographError) -> [MemberCode]? {
                arguments[option] == "none" ? [] : try arguments.members(option)
            }
            let (answers, disclaims) = (try codes("answers-for"), try codes("disclaims"))
            guard answers != nil || disclaims != nil else {
                throw HeliographError(
                    .usage,
                    "`--answers-for` or `--disclaims` is missing. The draft was not changed.",
                    next: "Name the territories, such as `heliograph federation territories "
                        + "\(code) --answers-for GI,JE`; `none` takes all of them away.")
            }
            try secretariat(arguments).setTerritories(of: code, answers, disclaims: disclaims)
            return Output(
                json: ["member": .string(code.description), "changed": true],
                text: "The territories of \(code) are in the draft.\nNext: "
                    + "heliograph federation draft --dir \(arguments.folder.path)")
        },
        Verb(
            "federation remove", "Take a member out of the next list.", for: .secretariat,
            operands: "CODE",
            example: "heliograph federation remove XC --dir ./federation"
        ) { arguments throws(HeliographError) in
            let code = try arguments.member(arguments.operand(0), of: "CODE")
            try secretariat(arguments).remove(code)
            return Output(
                json: ["member": .string(code.description), "changed": true],
                text: "\(code) is not in the draft any more.")
        }.asking(.destroys) { arguments throws(HeliographError) in
            let code = try arguments.member(arguments.operand(0), of: "CODE")
            let draft = try secretariat(arguments).progress(at: SystemClock().now.flooredToSecond)
                .draft
            guard draft.member(code) != nil else {
                throw HeliographError(
                    .memberUnknown, "\(code) is not in the draft.",
                    next: "`heliograph federation draft` shows the draft.")
            }
            return Caution.remove(
                code, version: draft.version, members: draft.members.count - 1)
        },
        Verb(
            "federation threshold", "Say how many signatures a list needs from the next on.",
            for: .secretariat,
            operands: "K",
            example: "heliograph federation threshold 2 --dir ./federation"
        ) { arguments throws(HeliographError) in
            guard let threshold = Int(arguments.operand(0)) else {
                throw HeliographError(
                    .usage,
                    "The threshold is a number in digits; "
                        + "`\(ShownText.brief(arguments.operand(0)))` is none.",
                    next: "Write it in digits, such as `heliograph federation threshold 2`.")
            }
            try secretariat(arguments).setThreshold(threshold)
            return Output(
                json: ["threshold": .number(JSONNumber(threshold))],
                text:
                    "The draft needs \(threshold) of its own signers, and so will the lists "
                    + "after it."
            )
        },
        Verb(
            "federation signer add", "Let a further key sign the lists after the next.",
            for: .secretariat,
            operands: "NAME",
            options: [
                .init(
                    name: "certificate", value: "FILE",
                    meaning: "NAME.der of a signer that made its own key; else one is made here")
            ],
            example: "heliograph federation signer add dora --certificate ./dora/dora.der"
                + " --dir ./federation"
        ) { arguments throws(HeliographError) in
            let name = arguments.operand(0)
            let certificate = try arguments["certificate"].map {
                file throws(HeliographError) in try InputFile.read(file)
            }
            let key = try secretariat(arguments).addSigner(
                name, certificate: certificate, at: SystemClock().now.flooredToSecond,
                validFor: signerLife)
            return Output(
                json: ["signer": .string(name), "key": .string(key.description)],
                text: "\(name) may sign the lists after the next. Key \(key)")
        },
        Verb(
            "federation signer remove",
            "Take a key out of those that sign the lists after the next.", for: .secretariat,
            operands: "NAME",
            example: "heliograph federation signer remove anna --dir ./federation"
        ) { arguments throws(HeliographError) in
            let name = arguments.operand(0)
            try secretariat(arguments).removeSigner(name)
            return Output(
                json: ["signer": .string(name)],
                text: "\(name) may sign the next list for the last time.")
        },
    ]

    private static let signing: [Verb] = [
        Verb(
            "federation signer new", "Make a signer's key, on the signer's own machine.",
            for: .secretariat,
            operands: "NAME",
            options: [
                .init(
                    name: "out", value: "FOLDER",
                    meaning: "where NAME.key stays; NAME.der goes to the secretariat",
                    isRequired: true)
            ],
            example: "heliograph federation signer new anna --out ./anna"
        ) { arguments throws(HeliographError) in
            let name = arguments.operand(0)
            let out = try arguments.required("out")
            let key = try SignerKey.make(
                name, alone: out, at: SystemClock().now.flooredToSecond, validFor: signerLife)
            return Output(
                json: [
                    "signer": .string(name), "key": .string(key.description),
                    "certificate": .string(out + "/\(name).der"),
                ],
                text: "Give \(out)/\(name).der to the secretariat and keep \(out)/\(name).key. "
                    + "Key \(key)")
        },
        Verb(
            "federation draft", "Show the draft, who has signed it and who is still needed.",
            for: .secretariat,
            options: [
                .init(name: "out", value: "FILE", meaning: "write the exact bytes to sign")
            ],
            example: "heliograph federation draft --out ./draft.json --dir ./federation"
        ) { arguments throws(HeliographError) in
            let secretariat = secretariat(arguments)
            let now = SystemClock().now
            if let out = arguments["out"] { try secretariat.writeDraft(to: out, at: now) }
            let progress = try secretariat.progress(at: now)
            var json = progress.json
            json["out"] = arguments["out"].map { .string($0) } ?? .null
            return Output(json: json, text: progress.text)
        },
        Verb(
            "federation sign", "Sign the draft, at the secretariat or on the signer's own machine.",
            for: .secretariat,
            operands: "SIGNER",
            options: [
                .init(
                    name: "key", value: "FILE",
                    meaning: "the signer's NAME.key, with NAME.der beside it; else the folder's"),
                .init(
                    name: "draft", value: "FILE",
                    meaning: "what `federation draft --out` wrote; needs no folder"),
                .init(name: "out", value: "SIGNED", meaning: "with --draft: what to send back"),
                .init(
                    name: "after", value: "FILE",
                    meaning: "with --draft: the list in force, to see what the draft changes"),
            ],
            example: "heliograph federation sign secretariat --dir ./federation"
        ) { arguments throws(HeliographError) in try sign(arguments) },
        Verb(
            "federation collect", "Take in signatures that were made elsewhere.", for: .secretariat,
            operands: "SIGNED…",
            example: "heliograph federation collect ./anna.signed --dir ./federation"
        ) { arguments throws(HeliographError) in
            var documents: [[UInt8]] = []
            for file in arguments.operands {
                let document = try InputFile.read(file)
                try InputFile.naming(file) { () throws(HeliographError) in
                    try Secretariat.check(document)
                }
                documents.append(document)
            }
            let (taken, ignored, progress) = try secretariat(arguments).collect(
                documents, at: SystemClock().now)
            var json = progress.signatures
            json["taken"] = .array(taken.map { .string($0) })
            json["ignored"] = .number(JSONNumber(ignored))
            let names = taken.isEmpty ? "nothing new" : taken.joined(separator: ", ")
            return Output(
                json: json,
                text: "Took \(names); \(ignored) counted for nothing. \(progress.sentence)")
        },
    ]

    private static func propose(_ arguments: Arguments) throws(HeliographError) -> Output {
        // All proposals are read before one is taken.
        var proposals: [Proposal] = []
        for file in arguments.operands {
            let bytes = try InputFile.read(file)
            proposals.append(
                try InputFile.naming(file) { () throws(HeliographError) in
                    try Proposal.read(bytes)
                })
        }
        var lines: [String] = []
        for proposal in proposals {
            try secretariat(arguments).propose(proposal)
            let member = proposal.member
            lines += ["\(member.code) is in the draft:"]
            lines += proposal.rootKeys.map { "  root key  \($0)" }
            lines += member.endpoints.map { "  endpoint  \(ShownText.foreign($0))" }
            lines += [
                "  telephone \(ShownText.foreign(member.contact.telephone)) "
                    + "(\(ShownText.foreign(member.contact.hours)))",
                "  authority \(ShownText.foreign(member.authority))", "",
            ]
        }
        let next = try secretariat(arguments).nextStep()
        return Output(
            json: [
                "members": .array(proposals.map { .string($0.member.code.description) }),
                "items": .array(
                    proposals.map {
                        [
                            "member": .string($0.member.code.description),
                            "rootKeys": .array($0.rootKeys.map { .string($0) }),
                            "endpoints": .array($0.member.endpoints.map { .string($0) }),
                            "telephone": .string($0.member.contact.telephone),
                            "hours": .string($0.member.contact.hours),
                            "authority": .string($0.member.authority),
                        ]
                    }),
                "next": .string(next),
            ],
            text: (lines + [
                "Call the member on a telephone number that you had before the proposal came.",
                "Compare each root key: `init` printed it there, and `heliograph keys list` does.",
                "Sign nothing with a key that differs: somebody exchanged the file on the way.",
                "Next: " + next,
            ]).joined(separator: "\n"))
    }

    private static func setStatus(
        _ status: Member.Status, _ arguments: Arguments
    ) throws(HeliographError) -> Output {
        let code = try arguments.member(arguments.operand(0), of: "CODE")
        let isChanged = try secretariat(arguments).set(status, of: code)
        return Output(
            json: ["member": .string(code.description), "changed": .bool(isChanged)],
            text: "\(code) is \(status.rawValue) in the draft\(isChanged ? "" : " already").")
    }

    private static func sign(_ arguments: Arguments) throws(HeliographError) -> Output {
        let name = arguments.operand(0)
        let now = SystemClock().now
        guard let file = arguments["draft"] else {
            guard arguments["out"] == nil, arguments["after"] == nil else {
                throw HeliographError(.usage, "`--out` and `--after` go with `--draft`.")
            }
            let progress = try secretariat(arguments).sign(name, keyFile: arguments["key"], at: now)
            var json = progress.signatures
            json["out"] = .null
            json["items"] = progress.json["items"]
            return Output(
                json: json,
                text: (progress.heading + progress.changes.map(\.sentence) + [
                    "", "\(name) has signed. \(progress.sentence)",
                ]).joined(separator: "\n"))
        }
        let bytes = try InputFile.read(file)
        let draft = try InputFile.naming(file) { () throws(HeliographError) in
            try SignerKey.readDraft(bytes)
        }
        var changes = try arguments["after"].map { file throws(HeliographError) in
            try SignerKey.changes(of: draft, after: try InputFile.read(file))
        }
        if changes == nil, draft.version == 1 { changes = SignerKey.changes(ofFirst: draft) }
        let key = try SignerKey.load(try arguments.required("key"), named: name)
        let out = try arguments.required("out")
        try Files.write(try key.sign(draft, at: now), to: out)
        let (digest, sentences) = SignerKey.summary(draft, changes)
        // Only the secretariat knows the other signatures.
        return Output(
            json: [
                "version": .number(JSONNumber(draft.version)),
                "digest": .string(digest.description), "signed": 1,
                "threshold": .number(JSONNumber(draft.threshold)), "oldMissing": .null,
                "ownMissing": .null, "ready": .null, "out": .string(out),
                "items": changes.map { changes in
                    .array(changes.map { $0.json(version: draft.version) })
                } ?? .null,
            ],
            text: (sentences + [
                "digest \(digest)", "\(name) has signed this into \(out).",
            ])
            .joined(separator: "\n"))
    }
}
