extension Notice {
    /// Every key by which this notice can be found: all permitted spellings of all identities,
    /// every document and every day of birth. Each key comes once, in the order of the notice.
    public var searchKeys: [SearchKey] {
        var keys: [SearchKey] = []
        for identity in persons.flatMap({ $0["identities"]?.arrayValue ?? [] }) {
            if let family = identity["primaryIdentifier"]?.stringValue {
                let given = identity["secondaryIdentifier"]?.stringValue
                keys += SearchKey.name(family: family, given: nil)
                keys += SearchKey.outlines(kept: family)
                if given != nil { keys += SearchKey.name(family: family, given: given) }
            }
            if let whole = identity["fullOriginalScript"]?["text"]?.stringValue {
                keys += SearchKey.name(family: whole, given: nil)
                keys += SearchKey.outlines(kept: whole)
            }
        }
        for person in persons {
            keys += SearchKey.documents(of: person)
            let birth = person.at(pointer: "/birth/date")?.stringValue
            if let day = birth.flatMap({ Traveller.birthKey($0) }) {
                keys.append(SearchKey(.birth, day))
            }
        }
        if kind == .certificate, [.reply, .revoke].contains(operation), let certificateNumber {
            keys.append(SearchKey(.certificate, certificateNumber))
        }
        var seen: Set<SearchKey> = []
        return keys.filter { seen.insert($0).inserted }
    }

    /// A short line for an officer's screen: `EXAMPLESSON, Dorvald · ZZ418 XAA→XBB→XCC`.
    ///
    /// It holds a name: never for a log.
    public var subject: String {
        switch kind {
        case .greenNotice:
            let grade = json.at(pointer: "/threat/grade")?.stringValue ?? ""
            return [personName, "threat " + grade].joined(separator: " · ")
        case .travelAlert: return [personName, route].joined(separator: " · ")
        case .groupAlert: return ["\(persons.count) persons", route].joined(separator: " · ")
        case .outcome:
            let result = json["result"]?.stringValue ?? ""
            return [result, inReplyTo ?? thread].joined(separator: " · ")
        default:
            let what = json["result"]?.stringValue ?? json["title"]?.stringValue ?? personName
            let about = json.at(pointer: "/about/thread")?.stringValue ?? inReplyTo ?? thread
            return [operation.rawValue, what, about].filter { !$0.isEmpty }
                .joined(separator: " · ")
        }
    }

    /// The person of the notice, or the persons of a group, as `/person`.
    public var persons: [JSON] {
        ([json["person"]] + (json["members"]?.arrayValue ?? []).map { $0["person"] })
            .compactMap(\.self)
    }

    private var personName: String { json["person"].flatMap { Self.name(of: $0) } ?? "" }

    private var route: String {
        let flown = legs.filter { $0.status != .cancelled }
        guard let first = flown.first else { return operation.rawValue }
        let places = [first.from] + flown.map(\.to)
        let journey = places.joined(separator: "→")
        return first.service.isEmpty ? journey : first.service + " " + journey
    }

    /// A name such as `DORVALD JAN-ERIK` as people write it: `Dorvald Jan-Erik`.
    static func capitalised(_ name: String) -> String {
        var startsPart = true
        var result = ""
        for character in name {
            result += startsPart ? character.uppercased() : character.lowercased()
            startsPart = character == " " || character == "-"
        }
        return result
    }
}
