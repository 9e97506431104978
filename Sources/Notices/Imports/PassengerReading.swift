/// The segments of one passenger.
///
/// What a carrier got wrong in one field must not hide a passenger whose document is known: flaws are
/// noted, and only who cannot be compared at all is refused.
struct PassengerReading {
    let segments: [EDIFACT.Segment]
    let range: Range<Int>
    /// The day of departure: two digits of a year are read by it.
    let today: CivilDate

    func passenger(number: Int) -> Manifest.Passenger {
        var flaws: [FaultCode] = []
        var person: JSON = [:]
        let names = names(&flaws)
        if let names { person["identities"] = [names] }
        if let sex = sex(&flaws) { person["sex"] = .string(sex) }
        let birth = date("329", pivot: .past, &flaws)
        if let birth { person["birth"] = ["date": .string(birth.description)] }
        if let state = state("NAT", at: 1, qualifier: "2", &flaws) {
            person["nationalities"] = [.string(state)]
        }
        let document = document(&flaws)
        if let document { person["documents"] = [document] }
        let isComparable = document != nil || (names != nil && birth != nil)
        if !isComparable { flaws.append(.identifiersInsufficient) }
        var seen: Set<FaultCode> = []
        return Manifest.Passenger(
            number: number, segment: range.lowerBound + 1, person: person, locator: locator,
            flaws: flaws.filter { seen.insert($0).inserted }, isComparable: isComparable)
    }

    private func segment(_ tag: String, _ qualifier: String) -> EDIFACT.Segment? {
        range.lazy.map { segments[$0] }.first { $0.tag == tag && $0.value(0) == qualifier }
    }

    /// `NAD+FL+++SURNAME:GIVEN:MORE`.
    private func names(_ flaws: inout [FaultCode]) -> JSON? {
        let name = segments[range.lowerBound]
        let family = FormFile.trimmed(name.value(3, 0))
        let given = [name.value(3, 1), name.value(3, 2)].map { FormFile.trimmed($0) }
            .filter { !$0.isEmpty }.joined(separator: " ")
        guard !family.isEmpty else {
            flaws.append(.fieldMissing)
            return nil
        }
        guard !NameSpelling.all(of: family).isEmpty,
            given.isEmpty || !NameSpelling.all(of: given).isEmpty,
            family.unicodeScalars.count <= 120, given.unicodeScalars.count <= 120
        else {
            flaws.append(.nameUnspellable)
            return nil
        }
        var identity: JSON = ["kind": "primary", "primaryIdentifier": .string(family)]
        if !given.isEmpty { identity["secondaryIdentifier"] = .string(given) }
        return identity
    }

    private func sex(_ flaws: inout [FaultCode]) -> String? {
        guard let segment = segment("ATT", "2") else { return nil }
        let value = segment.value(2)
        guard ["M", "F", "X", "U"].contains(value) else {
            flaws.append(.valueUnknown)
            return nil
        }
        return value
    }

    private enum Pivot { case past, future }

    /// `690314`, or `19690314`.
    private func date(
        _ qualifier: String, pivot: Pivot, _ flaws: inout [FaultCode]
    ) -> CivilDate? {
        guard let segment = segment("DTM", qualifier) else { return nil }
        let digits = Array(segment.value(0, 1).utf8)
        let numbers = digits.compactMap { (0x30...0x39).contains($0) ? Int($0) - 0x30 : nil }
        guard numbers.count == digits.count, [6, 8].contains(digits.count) else {
            flaws.append(.dateInvalid)
            return nil
        }
        let tail = numbers.suffix(4).map { $0 }
        var year = numbers.dropLast(4).reduce(0) { $0 * 10 + $1 }
        if digits.count == 6 { year += 2000 }
        var date = CivilDate(
            year: year, month: tail[0] * 10 + tail[1], day: tail[2] * 10 + tail[3])
        // A birth is the latest that is not in the future; what expires is of this century.
        if digits.count == 6, pivot == .past, date.map({ $0 > today }) ?? (year > today.year) {
            date = CivilDate(
                year: year - 100, month: tail[0] * 10 + tail[1], day: tail[2] * 10 + tail[3])
        }
        if date == nil { flaws.append(.dateInvalid) }
        return date
    }

    private func state(
        _ tag: String, at element: Int, qualifier: String, _ flaws: inout [FaultCode]
    ) -> String? {
        guard let segment = segment(tag, qualifier) else { return nil }
        let code = segment.value(element)
        guard Country.standing(ofIssuer: code) != .unknown else {
            flaws.append(.stateUnknown)
            return nil
        }
        return code
    }

    /// `DOC+P:110:111+X12345677`, its issuer in `LOC+91+UTO`, its end in `DTM+36:310930`.
    private func document(_ flaws: inout [FaultCode]) -> JSON? {
        guard let segment = range.lazy.map({ segments[$0] }).first(where: { $0.tag == "DOC" })
        else { return nil }
        let number = segment.value(1).uppercased().filter { $0 != " " && $0 != "-" }
        let code = segment.value(0, 0)
        guard (1...20).contains(number.utf8.count),
            number.utf8.allSatisfy({ CheckCharacters.alphanumericValue($0) != nil }),
            (1...2).contains(code.utf8.count),
            code.utf8.allSatisfy({ (0x41...0x5A).contains($0) })
        else {
            flaws.append(.formatWrong)
            return nil
        }
        guard let issuer = state("LOC", at: 1, qualifier: "91", &flaws) else {
            if !flaws.contains(.stateUnknown) { flaws.append(.fieldMissing) }
            return nil
        }
        var document: JSON = [
            "code": .string(code), "number": .string(number), "issuer": .string(issuer),
        ]
        if let expires = date("36", pivot: .future, &flaws) {
            document["expires"] = .string(expires.description)
        }
        return document
    }

    private var locator: String? {
        let text = segment("RFF", "AVF")?.value(0, 1) ?? ""
        guard (5...8).contains(text.utf8.count),
            text.utf8.allSatisfy({ CheckCharacters.alphanumericValue($0) != nil })
        else { return nil }
        return text
    }
}
