/// Rules for travel documents, and agreement of the machine-readable zone with the fields.
extension Judgement {
    mutating func judgeDocument(_ pointer: String, of person: String) {
        for member in ["issuer", "nationality"] {
            guard let state = text("\(pointer)/\(member)") else { continue }
            judge(Country.recognition(ofIssuer: state), .stateUnknown, "\(pointer)/\(member)")
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
            let line = problem.line.map { "/\($0)" } ?? ""
            refuse(problem.code, pointer + line, problem.sentence)
        }
        // A misread zone would disagree too; one reason is enough.
        guard let zone, problems.isEmpty else { return }
        for disagreement in disagreements(zone, document, person) {
            refuse(
                .mrzDisagrees, pointer,
                "The machine-readable zone and \(disagreement) do not agree.")
        }
        if !list("\(person)/identities").contains(where: { Self.agrees(zone, $0) }) {
            refuse(.mrzDisagrees, pointer, namesSentence(zone, person))
        }
        for (name, digits) in [("birth", zone.birth), ("expiry", zone.expiry)]
        where !MRZ.isPossible(digits) {
            warn(
                .dateInvalid, pointer,
                "The date of \(name) in the zone is no date; it was not compared.")
        }
    }

    private func disagreements(
        _ zone: MRZ, _ document: String, _ person: String
    ) -> [String] {
        var found: [String] = []
        if let code = text(document + "/code"), code.utf8.first != zone.documentCode.utf8.first {
            found.append("the document code")
        }
        if let number = text(document + "/number"), !agrees(zone, number: number, person) {
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
        return found
    }

    /// True if the number fits the zone. Fillers stand for characters of the number that are
    /// neither letters nor digits. A zone with no room for more than nine characters has the first
    /// nine. A visa may have the number of a passport.
    private func agrees(_ zone: MRZ, number: String, _ person: String) -> Bool {
        let shown = DocumentNumber.folded(zone.number)
        func isShown(_ number: String) -> Bool {
            let number = DocumentNumber.folded(number)
            guard number != shown else { return true }
            switch zone.format {
            case .td1, .td2: return false
            case .td3, .mrvA, .mrvB: return zone.number.utf8.count == 9 && number.hasPrefix(shown)
            }
        }
        if isShown(number) { return true }
        return (zone.format == .mrvA || zone.format == .mrvB)
            && list("\(person)/documents").compactMap { $0["number"]?.stringValue }
                .contains(where: isShown)
    }

    /// The sentence about a name that does not fit its zone. Nobody shall change a name to please a
    /// zone, so the sentence shows how the zone spells it and which spellings are permitted, but
    /// only to an author, who wrote both.
    private func namesSentence(_ zone: MRZ, _ person: String) -> String {
        let sentence = "The machine-readable zone and the names do not agree."
        guard rules.audience == .author else { return sentence }
        let spellings = list("\(person)/identities").prefix(3).compactMap { identity -> String? in
            guard let family = identity["primaryIdentifier"]?.stringValue,
                let letters = NameLetters(family)
            else { return nil }
            let given = identity["secondaryIdentifier"]?.stringValue.flatMap { NameLetters($0) }
            return [letters, given].compactMap(\.self).map { name in
                name.spellings.prefix(4).joined(separator: " or ")
            }.joined(separator: ", ")
        }
        let shown = [zone.primary, zone.secondary].filter { !$0.isEmpty }.joined(separator: ", ")
        guard !spellings.isEmpty else { return sentence }
        return sentence + " The zone has \(shown); a name here is spelled "
            + spellings.joined(separator: ", or of another identity ")
            + ". If the document is right, keep the name and add the zone's as a further identity."
    }

    /// True if both codes mean the same state. Germany is `D` in the zone and may be `DEU` beside
    /// it.
    private static func isSameState(_ left: String, _ right: String) -> Bool {
        func full(_ code: String) -> String { code == "D" ? "DEU" : code }
        return full(left) == full(right)
    }

    /// True if the two dates agree in every part that both have; a part that is no number is
    /// ignored.
    private static func agrees(_ zone: String, _ date: PartialDate) -> Bool {
        guard MRZ.isPossible(zone) else { return true }
        let (left, right) = (Array(zone.utf8), Array(date.mrz.utf8))
        return stride(from: 0, to: 6, by: 2).allSatisfy { index in
            let (stated, known) = (left[index..<index + 2], right[index..<index + 2])
            return stated.contains(0x3C) || known.contains(0x3C) || stated == known
        }
    }

    private static func agrees(_ zone: MRZ, _ identity: JSON) -> Bool {
        guard let family = identity["primaryIdentifier"]?.stringValue else { return false }
        return zone.agrees(family: family, given: identity["secondaryIdentifier"]?.stringValue)
    }
}
