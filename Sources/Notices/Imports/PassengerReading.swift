/// The segments of one passenger.
///
/// A carrier's mistake in one field must not hide a passenger whose document is known. Flaws are
/// noted, and only a passenger who cannot be compared at all is refused.
struct PassengerReading {
    let segments: [EDIFACT.Segment]
    let range: Range<Int>
    /// The day of departure, by which two-digit years are read.
    let today: CivilDate

    /// The largest number of documents of one passenger; a notice has room for no more.
    static let documentsMax = 20

    func passenger(number: Int) -> Manifest.Passenger {
        var flaws: [Manifest.Flaw] = []
        var person: JSON = [:]
        let names = names(&flaws)
        if let names { person["identities"] = [names] }
        if let sex = sex(&flaws) { person["sex"] = .string(sex) }
        let birth = first("DTM", "329").flatMap { date($0, "date of birth", .past, &flaws) }
        if let birth { person["birth"] = ["date": .string(birth.description)] }
        let states = nationalities(&flaws)
        if !states.isEmpty { person["nationalities"] = .array(states.map { .string($0) }) }
        let documents = documents(&flaws)
        if !documents.isEmpty { person["documents"] = .array(documents) }
        let isComparable = !documents.isEmpty || (names != nil && birth != nil)
        if !isComparable {
            flaws.append(
                Manifest.Flaw(
                    code: .identifiersInsufficient,
                    sentence: "There is neither a name with a day of birth nor a document."))
        }
        let ports = ["178", "179"].map { port($0, &flaws) }
        var seen: Set<Manifest.Flaw> = []
        return Manifest.Passenger(
            number: number, segment: range.lowerBound + 1, person: person, locator: locator,
            embarks: ports[0], debarks: ports[1],
            flaws: flaws.filter { seen.insert($0).inserted }, isComparable: isComparable)
    }

    // MARK: Segments

    private func all(_ tag: String, _ qualifier: String, in range: Range<Int>? = nil) -> [Int] {
        (range ?? self.range).filter {
            segments[$0].tag == tag && text($0, 0) == qualifier
        }
    }

    private func first(_ tag: String, _ qualifier: String) -> Int? { all(tag, qualifier).first }

    private func text(_ index: Int, _ element: Int, _ component: Int = 0) -> String {
        segments[index].value(element, component)
    }

    private func note(
        _ code: FaultCode, _ index: Int, _ sentence: String, _ flaws: inout [Manifest.Flaw]
    ) {
        flaws.append(
            Manifest.Flaw(code: code, sentence: "Segment \(index + 1): \(sentence)."))
    }

    // MARK: Who it is

    /// The names, as `NAD+FL+++SURNAME:GIVEN:MORE`; also as `SURNAME/GIVEN`, which reservations
    /// have, and one element earlier.
    private func names(_ flaws: inout [Manifest.Flaw]) -> JSON? {
        let index = range.lowerBound
        let element = [3, 2].first { !text(index, $0).isEmpty } ?? 3
        if element != 3 { note(.formatWrong, index, "the name stands in another place", &flaws) }
        // The fifth component is the format of the name.
        var given = (1...4).map { text(index, element, $0) }.filter { !$0.isEmpty }
        var family = text(index, element)
        if given.isEmpty, let slash = family.firstIndex(of: "/") {
            given = [FormFile.trimmed(family[family.index(after: slash)...])].filter { !$0.isEmpty }
            family = FormFile.trimmed(family[..<slash])
        }
        guard !family.isEmpty else {
            note(.fieldMissing, index, "there is no family name", &flaws)
            return nil
        }
        let whole = given.joined(separator: " ")
        guard !(family + whole).unicodeScalars.contains(EDIFACT.unreadable) else {
            note(
                .nameUnspellable, index,
                "the name holds a byte that is not of the character set that the list names", &flaws
            )
            return nil
        }
        guard !NameSpelling.all(of: family).isEmpty,
            whole.isEmpty || !NameSpelling.all(of: whole).isEmpty,
            family.unicodeScalars.count <= 120, whole.unicodeScalars.count <= 120
        else {
            note(
                .nameUnspellable, index, "the name cannot be spelled in the letters of a document",
                &flaws)
            return nil
        }
        var identity: JSON = ["kind": "primary", "primaryIdentifier": .string(family)]
        if !whole.isEmpty { identity["secondaryIdentifier"] = .string(whole) }
        return identity
    }

    private func sex(_ flaws: inout [Manifest.Flaw]) -> String? {
        guard let index = first("ATT", "2") else { return nil }
        let value = text(index, 2).uppercased()
        guard ["M", "F", "X", "U"].contains(value) else {
            note(.valueUnknown, index, "the sex is none of M, F, X and U", &flaws)
            return nil
        }
        return value
    }

    private enum Pivot { case past, future }

    /// A date, as `690314`, `19690314` or `1969-03-14`.
    private func date(
        _ index: Int, _ name: String, _ pivot: Pivot, _ flaws: inout [Manifest.Flaw]
    ) -> CivilDate? {
        let text = text(index, 0, 1)
        if let date = CivilDate(iso8601: text) { return date }
        let digits = Array(text.utf8)
        let numbers = digits.compactMap { (0x30...0x39).contains($0) ? Int($0) - 0x30 : nil }
        guard numbers.count == digits.count, [6, 8].contains(digits.count) else {
            note(.dateInvalid, index, "the \(name) is no day", &flaws)
            return nil
        }
        let tail = numbers.suffix(4).map { $0 }
        var year = numbers.dropLast(4).reduce(0) { $0 * 10 + $1 }
        // An expiry is at most some twenty years ahead.
        if digits.count == 6 {
            year = pivot == .future ? MRZ.expiryYear(year, today: today) : year + 2000
        }
        var date = CivilDate(
            year: year, month: tail[0] * 10 + tail[1], day: tail[2] * 10 + tail[3])
        // A birth is the latest date that is not in the future.
        if digits.count == 6, pivot == .past, date.map({ $0 > today }) ?? (year > today.year) {
            date = CivilDate(
                year: year - 100, month: tail[0] * 10 + tail[1], day: tail[2] * 10 + tail[3])
        }
        if date == nil { note(.dateInvalid, index, "the \(name) is no day", &flaws) }
        return date
    }

    private func nationalities(_ flaws: inout [Manifest.Flaw]) -> [String] {
        var states: [String] = []
        for index in all("NAT", "2").prefix(5) {
            if let state = state(index, "nationality", &flaws), !states.contains(state) {
                states.append(state)
            }
        }
        return states
    }

    /// A state by its code in travel documents, or, with a flaw, by its ISO 3166-1 alpha-2 code.
    private func state(
        _ index: Int, _ name: String, _ flaws: inout [Manifest.Flaw]
    ) -> String? {
        let code = text(index, 1).uppercased()
        if Country.recognition(ofIssuer: code) != .unknown { return code }
        let country = Country.named(alpha2: code)
        note(
            .stateUnknown, index,
            country == nil
                ? "the \(name) has a code that no state has"
                : "the \(name) has a code of two letters", &flaws)
        return country.map { $0.alpha3 == "DEU" ? "D" : $0.alpha3 }
    }

    // MARK: Documents

    /// The documents: each `DOC+P:110:111+X12345677` with the segments behind it, its issuer in
    /// `LOC+91+UTO` and its expiry in `DTM+36:310930`. Segments of one document are never given to
    /// another.
    private func documents(_ flaws: inout [Manifest.Flaw]) -> [JSON] {
        let starts = range.filter { segments[$0].tag == "DOC" }
        if starts.count > Self.documentsMax {
            note(
                .listTooLong, starts[Self.documentsMax], "documents from here on are not read",
                &flaws)
        }
        var documents: [JSON] = []
        for (place, start) in starts.prefix(Self.documentsMax).enumerated() {
            let stop = place + 1 < starts.count ? starts[place + 1] : range.upperBound
            // Segments of an only document may also stand before it.
            let own = starts.count == 1 ? range : start..<stop
            for document in document(start, own, &flaws) where !documents.contains(document) {
                documents.append(document)
            }
        }
        return documents
    }

    private func document(
        _ index: Int, _ own: Range<Int>, _ flaws: inout [Manifest.Flaw]
    ) -> [JSON] {
        let written = number(index, &flaws)
        let number = DocumentNumber.folded(written)
        guard (1...20).contains(number.utf8.count) else {
            note(.formatWrong, index, "there is no number of a document", &flaws)
            return []
        }
        if written.contains(where: {
            !$0.isASCII || !($0.isLetter || $0.isNumber || " -<".contains($0))
        }) {
            note(
                .formatWrong, index,
                "the number holds other characters than letters and digits; it is compared without "
                    + "them", &flaws)
        }
        var document: JSON = ["number": .string(number)]
        let code = text(index, 0).uppercased()
        if (1...2).contains(code.utf8.count), code.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) {
            document["code"] = .string(code)
        } else {
            note(.formatWrong, index, "the document has no type of one or two letters", &flaws)
        }
        let issuers = all("LOC", "91", in: own)
        if let issuer = issuers.first {
            document["issuer"] = state(issuer, "issuer", &flaws).map { .string($0) }
        } else {
            note(.fieldMissing, index, "the document has no issuer (LOC+91)", &flaws)
        }
        // A short number without an issuer could be anybody's.
        if document["issuer"] == nil, number.utf8.count < Traveller.numberAloneMin {
            note(.formatWrong, index, "the number is too short to be compared by itself", &flaws)
            return []
        }
        if let end = all("DTM", "36", in: own).first,
            let expires = date(end, "date of expiry", .future, &flaws)
        {
            document["expires"] = .string(expires.description)
        }
        // The state that a two-letter code stands for is a guess: the number is compared by itself
        // too.
        let isGuess = issuers.first.map { text($0, 1).utf8.count == 2 } ?? false
        return document["issuer"] != nil && isGuess
            ? [document, ["number": .string(number)]] : [document]
    }

    /// The number of the document in its own element, or in those where some carriers put it:
    /// behind the type, or an element too late.
    private func number(_ index: Int, _ flaws: inout [Manifest.Flaw]) -> String {
        let number = text(index, 1)
        guard number.isEmpty else { return number }
        let places = [(1, 1), (1, 2), (1, 3), (2, 0), (0, 3)]
        let moved = places.map { text(index, $0.0, $0.1) }.first { !$0.isEmpty } ?? ""
        if !moved.isEmpty {
            note(.formatWrong, index, "the number stands in another place", &flaws)
        }
        return moved
    }

    // MARK: The journey

    private func port(_ qualifier: String, _ flaws: inout [Manifest.Flaw]) -> Place? {
        guard let index = first("LOC", qualifier), !text(index, 1).isEmpty else { return nil }
        let place = Place(code: text(index, 1).uppercased())
        if place == nil {
            note(.placeUnknown, index, "LOC+\(qualifier) names no known place", &flaws)
        }
        return place
    }

    private var locator: String? {
        let locator = first("RFF", "AVF").map { text($0, 0, 1).uppercased() } ?? ""
        guard (5...8).contains(locator.utf8.count),
            locator.utf8.allSatisfy({ CheckCharacters.alphanumericValue($0) != nil })
        else { return nil }
        return locator
    }
}
