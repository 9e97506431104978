/// Rules for every text, number and member name, wherever it stands, unknown members included.
extension Judgement {
    /// Members that hold dates or times when their text starts like one.
    private static let dateMembers: Set<String> = [
        "date", "from", "to", "until", "issued", "expires", "assessedOn", "takenOn", "createdAt",
        "due",
        "signedAt", "holdUntil",
        "at", "reportedAt", "validUntil", "retainUntil", "departLocal", "arriveLocal",
    ]
    /// Members that hold whole numbers; elsewhere an extension may use decimals.
    private static let integerMembers: Set<String> = [
        "version", "sequence", "bytes", "heightCm", "weightKg", "days", "count", "year", "seq",
        "statutoryLeadDays", "memberNo", "score", "copies", "leadHours", "personsAffected",
        "personsChecked", "interviews", "secondaryInspections", "refusals", "arrests",
        "victimsIdentified", "devicesExamined", "newCases",
    ]
    private static let nameMembers: Set<String> = [
        "primaryIdentifier", "secondaryIdentifier", "name",
    ]
    private static let biometricMembers: Set<String> = [
        "dna", "dnaProfile", "fingerprints", "faceTemplate", "iris",
    ]
    /// Members that may describe a victim; none of them names one.
    private static let victimMembers: Set<String> = [
        "victimBand", "victimBands", "victimSex", "victimRelation", "victimsIdentified",
    ]

    /// True if a member never leaves the country.
    ///
    /// The name decides, at any depth, so that a national field which nobody here knows is safe
    /// too.
    static func isDomestic(_ member: String) -> Bool {
        member.hasPrefix("domestic") || member.hasPrefix("x-domestic")
    }

    mutating func judgeEverywhere() {
        var path = JSONPath()
        walk(json, at: &path, member: "")
    }

    /// Judges the names of members: the content of a misspelt member would be lost without a word.
    mutating func judgeMemberNames() {
        guard let kind, rules.unknownMembers != .ignored else { return }
        let unknown = Schema.of(kind).unknownMembers(in: json, max: Self.faultsMax) {
            $0.hasPrefix("x-") || Self.isDomestic($0)
        }
        for member in unknown {
            // The name is the author's own word; a recipient's notice is not judged here.
            let shown = member.name.unicodeScalars.prefix(Suggestion.nameBytesMax)
                .filter { !TextInspection.isUnprintable($0) }
            let name = "`\(String(String.UnicodeScalarView(shown)))`"
            if let nearest = member.nearest {
                let sentence = "No field is called \(name) here: `\(nearest)` is."
                if rules.unknownMembers == .judged {
                    refuse(.fieldUnknown, member.pointer, sentence)
                } else {
                    warn(.fieldUnknown, member.pointer, sentence)
                }
            } else {
                warn(
                    .fieldUnknown, member.pointer,
                    "No field is called \(name) here: whoever does not know it passes it over.")
            }
        }
    }

    private mutating func walk(_ value: JSON, at path: inout JSONPath, member: String) {
        switch value {
        case .string(let text): judge(text, at: path, member: member)
        case .number(let number):
            if number.int == nil, Self.integerMembers.contains(member) {
                refuse(.numberForm, path.pointer, FaultCode.numberForm.meaning)
            }
        case .array(let elements):
            for (index, element) in elements.enumerated() {
                path.enter(index)
                walk(element, at: &path, member: member)
                path.leave()
            }
        case .object(let object):
            for (key, value) in object {
                path.enter(key)
                judgeName(key, at: path)
                walk(value, at: &path, member: key)
                path.leave()
            }
        case .null, .bool: break
        }
    }

    private mutating func judgeName(_ key: String, at path: JSONPath) {
        if key.hasPrefix("victim"), !Self.victimMembers.contains(key) {
            refuse(.victimIdentity, path.pointer, FaultCode.victimIdentity.meaning)
        }
        if Self.biometricMembers.contains(key) {
            refuse(.biometricData, path.pointer, FaultCode.biometricData.meaning)
        }
        if rules.audience == .recipient, Self.isDomestic(key) {
            refuse(.domesticField, path.pointer, FaultCode.domesticField.meaning)
        }
    }

    private mutating func judge(_ text: String, at path: JSONPath, member: String) {
        // A text of printing ASCII, as most are, is composed and hides nothing.
        if !text.isPrintingASCII { judgeCharacters(of: text, at: path, member: member) }
        if Self.looksLikeDate(text), Self.dateMembers.contains(member), !Self.isRealDate(text) {
            refuse(.dateInvalid, path.pointer, FaultCode.dateInvalid.meaning)
        }
    }

    private mutating func judgeCharacters(
        of text: String, at path: JSONPath, member: String
    ) {
        if TextInspection.hasControl(text) {
            refuse(.textControl, path.pointer, FaultCode.textControl.meaning)
        }
        let isName =
            Self.nameMembers.contains(member) || path.ends(in: "fullOriginalScript", "text")
        if isName, TextInspection.hasHidden(text) {
            refuse(.textHidden, path.pointer, FaultCode.textHidden.meaning)
        }
        if !Normalisation.isComposed(text) {
            refuse(.textNotComposed, path.pointer, FaultCode.textNotComposed.meaning)
        }
    }

    private static func looksLikeDate(_ text: String) -> Bool {
        text.utf8.count >= 4 && text.utf8.prefix(4).allSatisfy { (0x30...0x39).contains($0) }
    }

    private static func isRealDate(_ text: String) -> Bool {
        PartialDate(text) != nil || Instant(rfc3339: text) != nil || LocalTime(text) != nil
    }
}
