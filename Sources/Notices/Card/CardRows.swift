/// Rows for every field that a notice may have, so that no written field is missing from its page.
struct CardRows {
    /// Labels for members whose names alone tell a reader too little.
    private static let labels = [
        "at": "When", "port": "Where", "where": "Met", "result": "Result", "offences": "Offences",
        "year": "Convicted in", "country": "Country", "victimBand": "Victims", "what": "What",
        "victimBands": "Victims", "victimSex": "Victims are", "nationalText": "Offence there",
        "assessedBy": "Assessed by", "assessedOn": "Assessed on", "grade": "Danger",
        "modusOperandi": "How", "identityConfirmedBy": "Identified", "refusalBasis": "Refused by",
        "returnedOn": "Sent back", "inReplyTo": "Answers", "about": "About", "due": "By",
        "worksWithChildren": "With children", "travelPermission": "Leave to travel",
        "greenNoticeRef": "Green notice", "minorsPresent": "Children along",
        "returnKnown": "Return known", "statutoryLeadDays": "Days of notice", "pnr": "Booking",
        "formSha256": "Form (SHA-256)", "caseNo": "Case", "certificateNo": "Certificate",
        "contactLevel": "Work", "stepDownApplied": "Step-down", "final": "Final",
        "likelyCountries": "May go to", "hosts": "Stays with", "confirmation": "Final because",
        "personsAffected": "Persons", "matchedBy": "Matched", "onwardTo": "Goes on to",
        "holdUntil": "Held until", "evaluation": "How sure", "imo": "IMO number",
        "purposeOfTravel": "Purpose", "legalFramework": "Legal basis",
        "leadHours": "Notice (hours)",
        "alreadyTravelling": "Under way", "subscriptions": "Wants to have",
        "byCountry": "By country",
        "domesticIds": "National numbers", "retainUntil": "Keep until",
        "convictionSummary": "Conviction", "nationalities": "Nationality",
        "dataSubjectCategory": "Person is", "copies": "Copies",
        "forwardOf": "Passed on from", "always": "Day and night", "onwardTold": "Told onwards",
    ]
    /// Members that no reader needs: they concern the structure of the document.
    private static let technical: Set<String> = ["padding", "specimen", "schema"]

    private static let countries: Set<String> = [
        "country", "onwardTo", "member", "likelyCountries", "countries", "fromCountry", "toCountry",
        "to",
    ]
    private static let states: Set<String> = ["issuer", "nationality", "nationalities"]
    private static let places: Set<String> = ["port", "place", "places"]

    /// The label of a member: `refusalBasis` -> `Refusal basis`, unless `labels` has a better one.
    static func label(_ member: String) -> String {
        if let label = labels[member] { return label }
        var words = ""
        for character in member {
            if character.isUppercase { words += " " }
            words += character.lowercased()
        }
        return ShownText.foreign(words.prefix(1).uppercased() + words.dropFirst())
    }

    /// - Parameters:
    ///   - member: the name of the member in the document.
    ///   - parent: the name of the member that holds it.
    static func rows(
        _ value: JSON, _ member: String, in parent: String = "", depth: Int = 0
    ) -> [CardPage.Row] {
        guard !technical.contains(member), !value.isNull else { return [] }
        let label = label(member)
        if let text = phrase(value, member, in: parent) {
            return [CardPage.Row(label, text, depth: depth)]
        }
        switch value {
        case .object(let object):
            let inside = object.flatMap { rows($0.1, $0.0, in: member, depth: depth + 1) }
            return inside.isEmpty ? [] : [CardPage.Row(label, "", depth: depth)] + inside
        case .array(let elements):
            return elements.enumerated().flatMap { index, element -> [CardPage.Row] in
                guard let object = element.objectValue else {
                    return [
                        CardPage.Row(
                            index == 0 ? label : "", phrase(element, member, in: parent) ?? "",
                            depth: depth)
                    ]
                }
                let number = elements.count > 1 ? " \(index + 1)" : ""
                return [CardPage.Row(label + number, "", depth: depth)]
                    + object.flatMap { rows($0.1, $0.0, in: member, depth: depth + 1) }
            }
        default: return []
        }
    }

    /// The value in one line; nil if it does not fit into one.
    private static func phrase(_ value: JSON, _ member: String, in parent: String) -> String? {
        switch value {
        case .null: nil
        case .bool(let flag): flag ? "yes" : "no"
        case .number(let number): number.text
        case .string(let text): phrase(text, member, in: parent)
        case .array(let elements):
            elements.allSatisfy { $0.objectValue == nil && $0.arrayValue == nil }
                && elements.allSatisfy { ($0.stringValue?.utf8.count ?? 0) < 60 }
                ? elements.compactMap { phrase($0, member, in: parent) }.joined(separator: "; ")
                : nil
        case .object: whole(value, member)
        }
    }

    /// Small objects that a reader takes as one value.
    private static func whole(_ value: JSON, _ member: String) -> String? {
        switch member {
        case "evaluation": return evaluation(value)
        case "about":
            guard let thread = value["thread"]?.stringValue else { return nil }
            return thread + (value["sequence"]?.intValue.map { ", statement \($0)" } ?? "")
        case "sentence":
            guard let kind = value["kind"]?.stringValue, value.objectValue?.count ?? 0 <= 2 else {
                return nil
            }
            let days = value["days"]?.intValue.map { days in
                let years = days / 365
                return ", \(days) days"
                    + (years > 0 && days % 365 == 0
                        ? " (\(years) year\(years == 1 ? "" : "s"))" : "")
            }
            return CodeWords.phrase(kind, of: "sentence") + (days ?? "")
        case "legalBasis":
            guard let code = value["code"]?.stringValue, let text = value["text"]?.stringValue,
                let transfer = value["transferBasis"]?.stringValue, value.objectValue?.count == 3
            else { return nil }
            return "\(CodeWords.phrase(code, of: "legalBasis")): \(ShownText.foreign(text)); "
                + CodeWords.phrase(transfer, of: "transferBasis")
        case "window", "period", "range":
            guard let from = value["from"]?.stringValue, let to = value["to"]?.stringValue else {
                return nil
            }
            return "\(time(from) ?? from) to \(time(to) ?? to)"
        default: return nil
        }
    }

    static func phrase(_ text: String, _ member: String, in parent: String) -> String {
        if states.contains(member) { return Wording.state(text) }
        if countries.contains(member), let words = country(text) { return words }
        if places.contains(member), Place(code: text) != nil { return Wording.place(text) }
        if let words = CodeWords.words(text, of: member, in: parent) {
            return text.hasPrefix("LZ") || text == "NAT" ? "\(words) (\(text))" : words
        }
        return time(text) ?? ShownText.foreign(text)
    }

    private static func country(_ text: String) -> String? {
        switch text.utf8.count {
        case 2 where MemberCode(text) != nil: Wording.member(text)
        case 3: Wording.state(text)
        default: nil
        }
    }

    private static func time(_ text: String) -> String? {
        guard text.utf8.count >= 10, text.utf8.prefix(4).allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        if let moment = Instant(rfc3339: text) { return Wording.moment(moment) }
        return CivilDate(iso8601: text).map(Wording.day)
    }

    private static func evaluation(_ value: JSON) -> String? {
        guard let scheme = value["scheme"]?.stringValue, let source = value["source"]?.stringValue,
            let info = value["info"]?.stringValue
        else { return nil }
        guard let words = GradeWords.words(source, info, of: scheme) else {
            return "\(source)\(info) (\(scheme))"
        }
        return "\(words) (\(source)\(info))"
    }
}
