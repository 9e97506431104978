/// A person, in the form that an officer at a border needs.
extension CardRows {
    private static let said: Set<String> = [
        "identities", "sex", "birth", "nationalities", "documents", "description", "photos",
        "personRef",
    ]

    /// - Parameter files: the name of each attachment on the page, by its digest.
    static func person(_ person: JSON, files: [String: String]) -> [CardPage.Row] {
        var rows: [CardPage.Row] = []
        for identity in person["identities"]?.arrayValue ?? [] { rows += self.identity(identity) }
        if let birth = person["birth"] { rows.append(CardPage.Row("Born", self.birth(birth))) }
        if let sex = person["sex"]?.stringValue {
            rows.append(CardPage.Row("Sex", CodeWords.phrase(sex, of: "sex")))
        }
        if let states = person["nationalities"] { rows += self.rows(states, "nationalities") }
        for document in person["documents"]?.arrayValue ?? [] { rows += self.document(document) }
        if let description = person["description"] { rows += self.description(description) }
        for photo in person["photos"]?.arrayValue ?? [] {
            let digest = photo["attachment"]?.stringValue ?? ""
            var words = [files[digest] ?? "not sent along"]
            if let quality = photo["quality"]?.stringValue {
                words.append("quality " + CodeWords.phrase(quality, of: "quality"))
            }
            if let taken = photo["takenOn"]?.stringValue {
                words.append("taken " + Wording.date(taken))
            }
            rows.append(CardPage.Row("Photograph", words.joined(separator: ", ")))
        }
        for (key, value) in person.objectValue ?? [:] where !said.contains(key) {
            rows += self.rows(value, key, in: "person")
        }
        if let reference = person["personRef"]?.stringValue {
            rows.append(CardPage.Row("Reference", reference))
        }
        return rows
    }

    private static func identity(_ identity: JSON) -> [CardPage.Row] {
        let family = identity["primaryIdentifier"]?.stringValue ?? ""
        let given = identity["secondaryIdentifier"]?.stringValue
        let kind = identity["kind"]?.stringValue ?? ""
        let label = kind == "primary" ? "Name" : CodeWords.phrase(kind, of: "kind")
        func joined(_ family: String, _ given: String?) -> String {
            [family, given].compactMap(\.self).filter { !$0.isEmpty }.joined(separator: ", ")
        }
        var rows = [
            CardPage.Row(
                label.prefix(1).uppercased() + label.dropFirst(),
                joined(ShownText.foreign(family), given.map(ShownText.foreign)))
        ]
        let spelt = joined(latin(family) ?? "", given.flatMap(latin))
        if !isPlainLatin(family) || given.map({ !isPlainLatin($0) }) == true, !spelt.isEmpty {
            rows.append(CardPage.Row("Latin spelling", spelt))
        }
        if let script = identity["fullOriginalScript"], let text = script["text"]?.stringValue {
            let how = [
                script["lang"]?.stringValue,
                script["translit"]?.stringValue.map { CodeWords.phrase($0, of: "translit") },
            ].compactMap(\.self).joined(separator: "; ")
            rows.append(
                CardPage.Row(
                    "Own script", ShownText.foreign(text) + (how.isEmpty ? "" : " (\(how))")))
        }
        if let evaluation = identity["evaluation"] {
            rows += self.rows(evaluation, "evaluation", depth: 1)
        }
        return rows
    }

    /// The name as a machine-readable zone would show it.
    private static func latin(_ name: String) -> String? {
        NameSpelling.all(of: name).first.map { String($0.map { $0 == "<" ? " " : $0 }) }
    }

    private static func isPlainLatin(_ name: String) -> Bool {
        name.unicodeScalars.allSatisfy { $0.value < 0x250 }
    }

    private static func birth(_ birth: JSON) -> String {
        var words: [String] = []
        if let date = birth["date"]?.stringValue {
            let isAbout = birth["approximate"]?.boolValue == true
            words.append((isAbout ? "about " : "") + Wording.date(date))
        }
        if let from = birth.at(pointer: "/range/from")?.stringValue,
            let to = birth.at(pointer: "/range/to")?.stringValue
        {
            words.append("between \(Wording.date(from)) and \(Wording.date(to))")
        }
        if let place = birth["place"]?.stringValue {
            words.append("in " + ShownText.foreign(place))
        }
        if let country = birth["country"]?.stringValue {
            words.append(phrase(country, "country", in: "birth"))
        }
        return words.joined(separator: ", ")
    }

    private static func document(_ document: JSON) -> [CardPage.Row] {
        let number = document["number"]?.stringValue ?? ""
        var words = [
            number, "of " + Wording.state(document["issuer"]?.stringValue ?? ""),
        ]
        if let issued = document["issued"]?.stringValue {
            words.append("issued " + Wording.date(issued))
        }
        if let expires = document["expires"]?.stringValue {
            words.append("expires " + Wording.date(expires))
        }
        if let nationality = document["nationality"]?.stringValue {
            words.append("for a national of " + Wording.state(nationality))
        }
        let status = document["status"]?.stringValue ?? "valid"
        if status != "valid" {
            words.append(CodeWords.phrase(status, of: "status").uppercased())
        }
        let kind =
            switch document["code"]?.stringValue?.first {
            case "P": "Passport"
            case "V": "Visa"
            case "I", "A", "C": "Identity card"
            default: "Document"
            }
        return [CardPage.Row(kind, words.joined(separator: ", "))]
            + (document["mrz"]?.arrayValue ?? []).compactMap(\.stringValue)
            .map { CardPage.Row("", ShownText.foreign($0), isVerbatim: true) }
    }

    private static func description(_ description: JSON) -> [CardPage.Row] {
        var words: [String] = []
        if let height = description["heightCm"]?.intValue { words.append("\(height) cm") }
        if let weight = description["weightKg"]?.intValue { words.append("\(weight) kg") }
        if let build = description["build"]?.stringValue { words.append(ShownText.foreign(build)) }
        for part in ["hair", "eyes"] {
            if let text = description[part]?.stringValue {
                words.append("\(ShownText.foreign(text)) \(part)")
            }
        }
        var rows = words.isEmpty ? [] : [CardPage.Row("Looks", words.joined(separator: ", "))]
        if let marks = description["marks"] { rows += self.rows(marks, "marks") }
        let said: Set = ["heightCm", "weightKg", "build", "hair", "eyes", "marks"]
        for (key, value) in description.objectValue ?? [:] where !said.contains(key) {
            rows += self.rows(value, key)
        }
        return rows
    }
}
