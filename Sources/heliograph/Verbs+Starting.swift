import Administration
import Asking
import Certificates
import CommandWords
import Federation
import Foundation
import Membership
import Node
import Notices
import Office
import Station

extension Verbs {
    static let specimens = Verb.Flag(
        name: "specimens", meaning: "accept specimen codes such as XA and XAA")

    static let starting: [Verb] = [
        Verb(
            "demo", "Three countries on this machine, told as a story.", for: .everybody,
            flags: [
                .init(
                    name: "keep",
                    meaning: "leave the three stopped nodes in --dir, which must be absent or empty"
                )
            ], example: "heliograph demo --dir ./heliograph-demo --keep"
        ) { arguments throws(HeliographError) in
            let kept = arguments.has("keep")
            let folder =
                arguments["dir"]
                ?? FileManager.default.temporaryDirectory
                .appending(path: "heliograph-demo-\(getpid())").path
            try await Demo(folder: DataFolder(folder).path, isKept: kept) {
                Terminal.say($0, besides: arguments.has("json"))
            }.run()
            return Output(
                json: ["folder": .string(folder), "kept": .bool(kept)],
                text: kept ? "Kept in \(folder)." : "")
        },
        Verb(
            "init", "Make a node: keys, configuration, empty store.", for: .administrator,
            options: [
                .init(name: "member", value: "XA", meaning: "the member's code; makes new keys"),
                .init(name: "authority", value: "NAME", meaning: "the authority, by its own name"),
                .init(
                    name: "example", value: "XA",
                    meaning: "or: a member of keys-example/, with keys that everybody has"),
                .init(
                    name: "listen", value: "ADDRESS:PORT",
                    meaning: "where peers reach it; default 127.0.0.1:7443, or the example's"),
                .init(
                    name: "endpoint", value: "URL",
                    meaning: "what the trust list says; default https:// and --listen"),
                .init(
                    name: "telephone", value: "NUMBER",
                    meaning: "where a human answers, from abroad: +, country code, number"),
                .init(
                    name: "hours", value: "HOURS",
                    meaning: "when: 24x7, or office hours in words with their zone"),
                .init(
                    name: "answers-for", value: "GI,JE",
                    meaning: "territories that this member answers for besides its own country"),
                .init(
                    name: "key-store", value: "URI",
                    meaning: "make every private key on a token: pkcs11:token=…?module-path=…"
                        + "&pin-source=…"),
                .init(
                    name: "until", value: "YYYY-MM-DD",
                    meaning: "end of every certificate; for examples only"),
            ],
            flags: [
                specimens,
                .init(
                    name: "trust-names",
                    meaning: "take the name of --as without proof, to try things out; specimens "
                        + "and examples do"),
            ],
            example: "heliograph init --dir ./xa --member XA --authority \"Specimen Police of XA\""
                + " --telephone \"+999 000 001\" --hours 24x7 --specimens"
        ) { arguments throws(HeliographError) in
            try await initialise(arguments)
        },
        Verb(
            "run", "Run the node, until SIGTERM.", for: .administrator,
            example: "heliograph run --dir ./xa"
        ) { arguments throws(HeliographError) in
            let folder = arguments.folder
            try await Daemon.run(folder) { port in
                Terminal.say("listening on port \(port)", besides: arguments.has("json"))
            }
            return Output(json: ["stopped": true], text: "stopped")
        },
    ]

    private static func initialise(_ arguments: Arguments) async throws(HeliographError) -> Output {
        let example = arguments["example"]
        guard let text = example ?? arguments["member"] else {
            throw HeliographError(
                .usage, "`--member` is missing: the country of the node, in two letters.",
                next: "For a node of your own: `--member CODE`. To try things out: `--example XA`.")
        }
        guard example == nil || arguments["member"] == nil else {
            throw HeliographError(
                .usage,
                "`init` takes --member for new keys or --example for example keys, not both.")
        }
        let code = try arguments.member(text, of: example == nil ? "member" : "example")
        var listen = arguments["listen"] ?? "127.0.0.1:7443"
        if let example, arguments["listen"] == nil {
            listen = try ExampleKeys.listenAddress(of: example)
        }
        let authority = arguments["authority"] ?? "Specimen authority of \(code)"
        let missing = ["authority", "telephone", "hours"].filter { arguments[$0] == nil }
        guard example != nil || missing.isEmpty else {
            throw HeliographError(
                .usage,
                "`init --member` needs \(missing.map { "--" + $0 }.joined(separator: ", ")): other "
                    + "countries call that number when an alert does not arrive. Nothing was made.",
                next: "Add what is missing, such as --telephone \"+352 000 000 000\" --hours 24x7.")
        }
        for option in ["telephone", "hours", "endpoint", "answers-for"]
        where example != nil && arguments[option] != nil {
            throw HeliographError(
                .usage,
                "`--\(option)` does not go with `--example`, which has its own. "
                    + "Nothing was made.", next: "Leave `--\(option)` out.")
        }
        var lives = KeyLives.standard
        let now = SystemClock().now
        if let until = arguments["until"] {
            guard let day = CivilDate(iso8601: until) else {
                throw HeliographError(
                    .usage,
                    "`--until` takes a day YYYY-MM-DD; it is `\(ShownText.brief(until))`.",
                    next: "Write the year first, such as 2027-01-21.")
            }
            let life = Instant(seconds: Int64(day.daysSinceEpoch) * 86_400).since(now)
            lives = KeyLives(root: life, issuing: life, leaf: life, revocationList: life)
        }
        var configuration = Configuration(
            member: code, authority: authority, listen: listen,
            allowExampleKeys: example != nil || arguments["until"] != nil,
            allowSpecimens: example != nil || arguments.has("specimens"))
        // A node of specimens is there to try things out, with officers that nobody has added.
        configuration.trustsNames =
            configuration.allowSpecimens || arguments.has("trust-names")
        if let store = arguments["key-store"] {
            guard example == nil else {
                throw HeliographError(.usage, "`--key-store` does not go with `--example`.")
            }
            configuration.keyStore = store
        }
        let installation = Installation(
            folder: arguments.folder, configuration: configuration,
            endpoint: arguments["endpoint"] ?? "https://" + listen,
            contact: Member.Contact(
                telephone: arguments["telephone"] ?? "", hours: arguments["hours"] ?? ""),
            territories: try arguments.members("answers-for") ?? [], lives: lives)
        var lines = ["Made the node of \(code) in \(installation.folder.path)."]
        var root: KeyID?
        if example != nil {
            let examples = try ExampleKeys.folder()
            try await installation.makeExample(from: examples)
            let list = try TrustExport(examples)
                .importing(try ExampleKeys.listDigest(in: examples))
            _ = try await arguments.ask(Call(list))
            lines.append("Next: heliograph run --dir \(installation.folder.path)")
        } else {
            let key = try installation.makeMember(at: now)
            root = key
            if !configuration.allowSpecimens, isOfThisMachine(installation.endpoint) {
                lines.append(
                    "The proposal says \(installation.endpoint), which no other machine can reach: "
                        + "`--endpoint` says where peers do.")
            }
            lines += [
                "Root key \(key)", "",
                "Next: hand \(installation.folder.proposal) to the secretariat.",
                "Call the secretariat by telephone and read the root key out to it.",
                "If it has another key, somebody exchanged the file on the way.",
                "Then move keys/root.key to an offline medium.",
            ]
        }
        return Output(
            json: [
                "member": .string(code.description), "folder": .string(installation.folder.path),
                "listen": .string(listen), "example": .bool(example != nil),
                "proposal": example == nil ? .string(installation.folder.proposal) : .null,
                "rootKey": root.map { .string($0.description) } ?? .null,
            ],
            text: lines.joined(separator: "\n"))
    }

    /// True for an endpoint that names the machine itself, or every address of it.
    private static func isOfThisMachine(_ endpoint: String) -> Bool {
        ["127.", "localhost", "0.0.0.0", "[::]", "[::1]"].contains {
            endpoint.hasPrefix("https://" + $0)
        }
    }
}
