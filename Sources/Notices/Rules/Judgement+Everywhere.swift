/// Rules for every text, number and member name, wherever it stands, unknown members included.
extension Judgement {
    /// Members that hold dates or times when their text starts like one.
    private static let dateMembers: Set<String> = [
        "date", "from", "to", "until", "issued", "expires", "assessedOn", "takenOn", "createdAt",
        "due",
        "signedAt", "holdUntil",
        "at", "reportedAt", "validUntil", "retainUntil", "departLocal", "arriveLocal",
    ]
    /// Members that hold whole numbers; elsewhere decimals are an extension's own business.
    private static let integerMembers: Set<String> = [
        "version", "sequence", "bytes", "heightCm", "weightKg", "days", "count", "year", "seq",
        "statutoryLeadDays", "memberNo", "score", "copies", "leadHours", "personsAffected",
        "personsChecked", "interviews", "secondaryInspections", "refusals", "arrests",
        "victimsIdentified", "devicesExamined", "newCases",
    ]
    private static let nameMembers: Set<String> = [
        "primaryIdentifier", "secondaryIdentifier", "name",
    ]
    /// What may be said of a victim: nothing that names one.
    private static let victimMembers: Set<String> = [
        "victimBand", "victimBands", "victimSex", "victimRelation", "victimsIdentified",
    ]

    /// Whether a member never leaves the country.
    ///
    /// By name and at any depth, so that a national field nobody here knows is safe too.
    static func isDomestic(_ member: String) -> Bool {
        member.hasPrefix("domestic") || member.hasPrefix("x-domestic")
    }

    mutating func judgeEverywhere() {
        walk(json, at: "", member: "")
    }

    private mutating func walk(_ value: JSON, at pointer: String, member: String) {
        switch value {
        case .string(let text): judge(text, at: pointer, member: member)
        case .number(let number):
            if Self.integerMembers.contains(member), number.int == nil {
                refuse(.numberForm, pointer, FaultCode.numberForm.meaning)
            }
        case .array(let elements):
            for (index, element) in elements.enumerated() {
                walk(element, at: "\(pointer)/\(index)", member: member)
            }
        case .object(let object):
            for (key, value) in object {
                let place = pointer + "/" + JSONPointer.escaped(key)
                judgeName(key, at: place)
                walk(value, at: place, member: key)
            }
        case .null, .bool: break
        }
    }

    private mutating func judgeName(_ key: String, at pointer: String) {
        if key.hasPrefix("victim"), !Self.victimMembers.contains(key) {
            refuse(.victimIdentity, pointer, FaultCode.victimIdentity.meaning)
        }
        if ["dna", "dnaProfile", "fingerprints", "faceTemplate", "iris"].contains(key) {
            refuse(.biometricData, pointer, FaultCode.biometricData.meaning)
        }
        if rules.audience == .recipient, Self.isDomestic(key) {
            refuse(.domesticField, pointer, FaultCode.domesticField.meaning)
        }
    }

    private mutating func judge(_ text: String, at pointer: String, member: String) {
        if TextInspection.hasControl(text) {
            refuse(.textControl, pointer, FaultCode.textControl.meaning)
        }
        let isName =
            Self.nameMembers.contains(member) || pointer.hasSuffix("fullOriginalScript/text")
        if isName, TextInspection.hasHidden(text) {
            refuse(.textHidden, pointer, FaultCode.textHidden.meaning)
        }
        if !Normalisation.isComposed(text) {
            refuse(.textNotComposed, pointer, FaultCode.textNotComposed.meaning)
        }
        if Self.dateMembers.contains(member), Self.looksLikeDate(text), !Self.isRealDate(text) {
            refuse(.dateInvalid, pointer, FaultCode.dateInvalid.meaning)
        }
    }

    private static func looksLikeDate(_ text: String) -> Bool {
        text.utf8.count >= 4 && text.utf8.prefix(4).allSatisfy { (0x30...0x39).contains($0) }
    }

    private static func isRealDate(_ text: String) -> Bool {
        PartialDate(text) != nil || Instant(rfc3339: text) != nil || LocalTime(text) != nil
    }
}
