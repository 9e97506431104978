/// Rules for travel documents, and agreement of the machine-readable zone with the fields.
extension Judgement {
    mutating func judgeDocument(_ pointer: String, of person: String) {
        for member in ["issuer", "nationality"] {
            guard let state = text("\(pointer)/\(member)") else { continue }
            judge(Country.standing(ofIssuer: state), .stateUnknown, "\(pointer)/\(member)")
        }
        let issued = date(pointer + "/issued")
        let expires = date(pointer + "/expires")
        if let issued, let expires, expires <= issued {
            refuse(.documentDates, pointer + "/expires", FaultCode.documentDates.meaning)
        }
        if let expires, let today = createdOn, expires < today, !isCancel,
            text(pointer + "/status") ?? "valid" == "valid"
        {
            refuse(.documentStatus, pointer + "/status", FaultCode.documentStatus.meaning)
        }
        judgeZone(pointer, person)
    }

    private mutating func judgeZone(_ document: String, _ person: String) {
        let pointer = document + "/mrz"
        guard json.at(pointer: pointer) != nil else { return }
        let (zone, problems) = MRZ.read(texts(pointer))
        for problem in problems {
            switch problem {
            case .shape: refuse(.mrzMalformed, pointer, FaultCode.mrzMalformed.meaning)
            case .character(let line, let column):
                refuse(
                    .mrzMalformed, "\(pointer)/\(line)",
                    "Character \(column + 1) is not of A-Z, 0-9 and <.")
            case .checkDigit(let name):
                refuse(
                    .mrzCheckDigit, pointer,
                    "The check digit of the \(name) field is wrong: a character was misread.")
            }
        }
        // A misread zone would disagree too; one reason is enough.
        guard let zone, problems.isEmpty else { return }
        for disagreement in disagreements(zone, document, person) {
            refuse(
                .mrzDisagrees, pointer,
                "The machine-readable zone and \(disagreement) do not agree.")
        }
    }

    private func disagreements(
        _ zone: MRZ, _ document: String, _ person: String
    ) -> [String] {
        var found: [String] = []
        if let code = text(document + "/code"), code.utf8.first != zone.documentCode.utf8.first {
            found.append("the document code")
        }
        if let number = text(document + "/number"), number != zone.number {
            found.append("the document number")
        }
        if let issuer = text(document + "/issuer"), !Self.isSameState(issuer, zone.issuer) {
            found.append("the issuer")
        }
        if let expires = text(document + "/expires").flatMap({ PartialDate($0) }),
            !Self.agrees(zone.expiry, expires)
        {
            found.append("the date of expiry")
        }
        if let birth = text("\(person)/birth/date").flatMap({ PartialDate($0) }),
            !Self.agrees(zone.birth, birth)
        {
            found.append("the date of birth")
        }
        if let sex = text("\(person)/sex"), sex == "M" || sex == "F",
            zone.sex == "M" || zone.sex == "F", sex != String(zone.sex)
        {
            found.append("the sex")
        }
        let states =
            texts("\(person)/nationalities") + [text(document + "/nationality")].compactMap(\.self)
        if !states.isEmpty, !states.contains(where: { Self.isSameState($0, zone.nationality) }) {
            found.append("the nationality")
        }
        if !list("\(person)/identities").contains(where: { Self.agrees(zone, $0) }) {
            found.append("the names")
        }
        return found
    }

    /// Germany is `D` in the zone and may be `DEU` beside it.
    private static func isSameState(_ left: String, _ right: String) -> Bool {
        func full(_ code: String) -> String { code == "D" ? "DEU" : code }
        return full(left) == full(right)
    }

    /// Agreement in every part that both know.
    private static func agrees(_ zone: String, _ date: PartialDate) -> Bool {
        let (left, right) = (Array(zone.utf8), Array(date.mrz.utf8))
        guard left.count == 6 else { return false }
        return stride(from: 0, to: 6, by: 2).allSatisfy { index in
            let (stated, known) = (left[index..<index + 2], right[index..<index + 2])
            return stated.contains(0x3C) || known.contains(0x3C) || stated == known
        }
    }

    /// Whether one of the permitted spellings of an identity is what the zone shows. A zone filled
    /// to its last place may be cut anywhere in either name.
    private static func agrees(_ zone: MRZ, _ identity: JSON) -> Bool {
        guard let family = identity["primaryIdentifier"]?.stringValue else { return false }
        let given = identity["secondaryIdentifier"]?.stringValue
        let families = NameSpelling.all(of: family)
        let givens = given.map { NameSpelling.all(of: $0) } ?? [""]
        func fits(_ shown: String, _ spellings: [String]) -> Bool {
            spellings.contains { $0 == shown }
        }
        if fits(zone.primary, families), fits(zone.secondary, givens) { return true }
        guard zone.mayBeTruncated else { return false }
        func isCut(_ shown: String, _ spellings: [String]) -> Bool {
            let parts = shown.split(separator: "<")
            return spellings.contains { spelling in
                let whole = spelling.split(separator: "<")
                return parts.count <= whole.count
                    && zip(parts, whole).allSatisfy { $1.hasPrefix($0) }
            }
        }
        return isCut(zone.primary, families) && isCut(zone.secondary, givens)
    }
}
