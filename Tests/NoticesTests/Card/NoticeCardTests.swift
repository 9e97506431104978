import Testing

@testable import Notices

@Suite("The page of a notice")
struct NoticeCardTests {
    private static let now = Instant(rfc3339: "2027-01-20T12:00:00Z") ?? Instant(seconds: 0)

    private static func card(_ json: JSON) throws -> NoticeCard {
        let notice = try #require(Notice.kept(json.encoded(), rules: .specimens))
        let reader = try #require(notice.to.first)
        var card = NoticeCard(notice: notice, reader: reader, now: now)
        card.deadline = notice.actBy(for: reader)
        card.precedence = .immediate
        card.files = (json["attachments"]?.arrayValue ?? []).enumerated().map { index, entry in
            NoticeCard.File(number: index + 1, entry, state: "is here")
        }
        return card
    }

    private static func example(_ name: String) throws -> JSON {
        try Repository.example("valid/" + name)
    }

    /// The page in one line, without marks of direction.
    private static func flat(_ page: CardPage) -> String {
        page.text().filter { $0 != "\u{2068}" && $0 != "\u{2069}" }
            .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    @Test(
        "of every kind and operation fits eighty columns",
        arguments: try Repository.names("Schemas/examples/valid"))
    func columns(name: String) throws {
        let text = try Self.card(Self.example(name)).page.text()
        for line in text.split(separator: "\n") {
            #expect(ShownText.width(of: String(line)) <= 80, "\(line)")
        }
    }

    // Members that the node works out anew, or that belong to the form of the document.
    private static let technical = [
        "/schema", "/type", "/supersedes", "/approvals", "/precedence", "/deadline", "/threadId",
        "/sequence", "/padding", "/to/", "/noticeNo", "/alertNo", "/from", "/createdAt",
    ]

    /// Pointers to every value at the end of a path.
    private static func leaves(_ json: JSON, _ path: String = "") -> [String] {
        switch json {
        case .object(let object): object.flatMap { leaves($0.1, path + "/" + $0.0) }
        case .array(let elements): elements.enumerated().flatMap { leaves($0.1, path + "/\($0.0)") }
        case .null: []
        default: [path]
        }
    }

    private static func without(_ json: JSON, _ steps: ArraySlice<Substring>) -> JSON {
        guard let step = steps.first else { return json }
        if var object = json.objectValue {
            let key = String(step)
            object[key] = steps.count == 1 ? nil : without(object[key] ?? .null, steps.dropFirst())
            return .object(object)
        }
        guard var elements = json.arrayValue, let index = Int(step) else { return json }
        if steps.count == 1 {
            elements.remove(at: index)
        } else {
            elements[index] = without(elements[index], steps.dropFirst())
        }
        return .array(elements)
    }

    @Test(
        "leaves nothing out that was written: without any one value it would be another page",
        arguments: try Repository.names("Schemas/examples/valid"))
    func complete(name: String) throws {
        let json = try Self.example(name)
        let whole = try Self.card(json).page
        for path in Self.leaves(json)
        where !Self.technical.contains(where: path.hasPrefix) && !path.hasSuffix("/seq")
            && !path.hasSuffix("/memberNo")
        {
            // A withdrawn or suspended statement asks nothing of its reader.
            if name.hasSuffix("cancel") || name.hasSuffix("suspend"),
                ["/requests", "/actions", "/due"].contains(where: path.hasPrefix)
            {
                continue
            }
            let less = Self.without(json, path.split(separator: "/")[...])
            guard let notice = Notice.kept(less.encoded(), rules: .specimens), !notice.to.isEmpty
            else { continue }
            #expect(try Self.card(less).page != whole, "page \(path)")
        }
    }

    @Test("has words for every code of every schema")
    func words() throws {
        var missing: Set<String> = []
        func walk(_ json: JSON, _ member: String, _ parent: String) {
            for code in json["enum"]?.arrayValue ?? [] {
                guard let code = code.stringValue else { continue }
                if CodeWords.words(code, of: member, in: parent) == nil {
                    missing.insert("\(parent).\(member) \(code)")
                }
            }
            for (key, value) in json.objectValue ?? [:] {
                switch key {
                case "properties", "$defs":
                    for (name, part) in value.objectValue ?? [:] { walk(part, name, member) }
                case "items": walk(value, member, parent)
                case "allOf": for part in value.arrayValue ?? [] { walk(part, member, parent) }
                default: break
                }
            }
        }
        for (_, text) in SchemaTexts.all {
            let json = try JSON.parse(text.withUTF8Buffer { Array($0) }, limits: .list)
            walk(json, "", "")
        }
        #expect(missing.sorted() == [])
    }

    @Test("says what is asked and what is not, in words and never in a double negation")
    func asked() throws {
        let text = Self.flat(try Self.card(Self.example("green-notice.issue")).page)
        #expect(text.contains("Do not arrest the person because of this notice."))
        #expect(!text.contains("do-not") && !text.contains("Not allowed"))
        let alert = Self.flat(try Self.card(Self.example("travel-alert.issue")).page)
        #expect(alert.contains("Nothing is asked. This is for your information."))
    }

    @Test("has what a border needs")
    func border() throws {
        let green = Self.flat(try Self.card(Self.example("green-notice.issue")).page)
        for part in [
            "Sex male", "Utopia, the specimen state (UTO)", "183 cm, grey hair, blue eyes",
            "scar left forearm", "by abuse of trust, authority or influence (LZ18.1b-ii)",
            "Danger high", "Sought voluntary work", "Classified restricted",
            "H1: not as evidence in court", "prison, 2190 days (6 years)",
        ] { #expect(green.contains(part), "\(part)") }
        let alert = Self.flat(try Self.card(Self.example("travel-alert.issue")).page)
        for part in [
            "Flight ZZ418, planned", "Specimen airport of XB (XBB)",
            "Thu 21 Jan 2027 06:55 local = 02:55Z (in 14 h 55 min)",
            "Act by Thu 21 Jan 2027 04:55 local = 00:55Z (in 12 h 55 min)",
        ] { #expect(alert.contains(part), "\(part)") }
        #expect(Wording.place("BRU") == "Brussels Airport (BRU), Belgium")
        #expect(Wording.place("EBBR") == "Brussels Airport (EBBR), Belgium")
    }

    @Test(
        "a span is said as people say it",
        arguments: [
            (59, "59 min"), (60, "1 h"), (545, "9 h 5 min"), (2_879, "47 h 59 min"),
            (2_880, "2 days"), (14_399, "10 days"), (0, "0 min"),
        ])
    func spans(minutes: Int64, words: String) {
        #expect(Wording.span(.minutes(minutes)) == words)
    }

    @Test("a withdrawn notice is withdrawn before anything else, and asks nothing any more")
    func withdrawn() throws {
        var card = try Self.card(Self.example("travel-alert.issue"))
        card.standing = .withdrawn(reason: "the person did not board")
        let text = card.page.text()
        #expect(text.split(separator: "\n")[1] == "* WITHDRAWN by XA. Do not act on it.")
        #expect(text.contains("* Reason: the person did not board"))
        for part in ["Act by", "Urgency", "WHAT IS ASKED", "(in "] {
            #expect(!text.contains(part), "\(part)")
        }
        let cancel = try Self.card(Self.example("travel-alert.cancel"))
        #expect(cancel.page.banner.first == "WITHDRAWN by XA. Do not act on it.")
        card.standing = .replaced(by: 4)
        #expect(card.page.banner.first?.hasPrefix("REPLACED. Statement 4 holds") == true)
        let suspended = try Self.card(Self.example("green-notice.suspend"))
        #expect(suspended.page.banner.first?.hasPrefix("SUSPENDED by XA") == true)
    }

    @Test("an example says that it is one")
    func specimen() throws {
        var json = try Self.example("travel-alert.issue")
        json["specimen"] = true
        #expect(
            try Self.card(json).page.banner == ["EXAMPLE: the people and facts in it are invented."]
        )
    }

    private static func named(_ family: String, _ script: JSON? = nil) throws -> CardPage {
        var json = try example("travel-alert.issue")
        var identity: JSON = ["kind": "primary", "primaryIdentifier": .string(family)]
        identity["fullOriginalScript"] = script
        json["person"]?["identities"] = [identity]
        return try card(json).page
    }

    @Test(
        """
        a name in another script has its Latin spelling beside it, and keeps its direction to \
        itself
        """
    )
    func scripts() throws {
        let arabic = try Self.named("المثال", ["lang": "ar-Arab", "text": "تسطير المثال"])
        let rows = arabic.sections.flatMap(\.rows)
        #expect(rows.first { $0.label == "Name" }?.text == "\u{2068}المثال\u{2069}")
        #expect(rows.first { $0.label == "Latin spelling" }?.text == "ALMXTHAL")
        #expect(
            rows.first { $0.label == "Own script" }?.text
                == "\u{2068}تسطير المثال\u{2069} (ar-Arab)")
        let cyrillic = try Self.named("Плейсхолдеров").sections.flatMap(\.rows)
        #expect(cyrillic.contains { $0.label == "Latin spelling" && $0.text.hasPrefix("PLEI") })
        let latin = try Self.named("MÜSTERLING").sections.flatMap(\.rows)
        #expect(!latin.contains { $0.label == "Latin spelling" })
    }

    @Test("nothing that somebody wrote moves the cursor, hides, or turns the line around")
    func hostile() throws {
        let text = "A\u{1B}[2K\u{202E}B\u{200B}\nC\u{85}"
        var json = try Self.example("green-notice.issue")
        json["threat"]?["summary"] = .string(text)
        json["person"]?["description"]?["marks"] = [.string(text)]
        json["x-unknown\u{1B}[1A"] = .string(text)
        let page = try Self.card(json).page.text()
        for scalar in page.unicodeScalars where scalar != "\n" {
            let isIsolate = scalar == "\u{2068}" || scalar == "\u{2069}"
            #expect(isIsolate || TextInspection.isForDisplay(scalar), "\(scalar.value)")
        }
    }

    @Test("a photograph and other files are named, and how to take them out")
    func files() throws {
        let digest = String(repeating: "ab", count: 32)
        var json = try Self.example("green-notice.issue")
        json["attachments"] = [
            [
                "sha256": .string(digest), "mediaType": "image/jpeg", "bytes": 48_000,
                "caption": "front",
            ]
        ]
        json["person"]?["photos"] = [
            ["attachment": .string(digest), "quality": "good", "takenOn": "2026-05"]
        ]
        var card = try Self.card(json)
        card.fileCommand = "heliograph inbox attachment XA-GN-2026-000123 1 --out FILE --as OFFICER"
        let text = Self.flat(card.page)
        #expect(text.contains("Photograph file 1, quality good, taken May 2026"))
        #expect(text.contains("File 1 image/jpeg, 48 KB, front, is here"))
        #expect(text.contains("heliograph inbox attachment XA-GN-2026-000123 1 --out FILE"))
        for line in card.page.text().split(separator: "\n") {
            #expect(ShownText.width(of: String(line)) <= 80, "\(line)")
        }
    }
}
