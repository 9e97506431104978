extension Traveller {
    /// The least length of a document number that is compared without its issuer; shorter ones are
    /// common.
    static let numberAloneMin = 5

    /// The reason why two may be one person, also if a carrier or a desk wrote one of them down
    /// loosely. It is for an officer to look at, and never for a program to decide by.
    ///
    /// - Parameters: both as in `/person` of a notice; a document without issuer is compared by its
    ///   number.
    /// - Returns: the strongest reason; nil if there is none.
    public static func looseAgreement(of person: JSON, with other: JSON) -> Agreement? {
        let (own, theirs) = (Traveller(person), Traveller(other))
        if let agreement = own.agreement(with: theirs) { return agreement }
        let (numbers, others) = (Numbers(person), Numbers(other))
        if !numbers.loose.isDisjoint(with: others.all)
            || !others.loose.isDisjoint(with: numbers.all)
        {
            return .number
        }
        let isSameDay = !own.births.isDisjoint(with: theirs.births)
        let isSameNumber = !numbers.whole.isDisjoint(with: others.whole)
        // One number with two issuers means two documents, unless something else agrees.
        if isSameDay, isSameNumber { return .number }
        guard isSameDay || isSameNumber else { return nil }
        let names = WrittenName.all(of: person)
        let theirNames = WrittenName.all(of: other, inEitherOrder: true)
        guard names.contains(where: { name in theirNames.contains { name.mayBe($0) } }) else {
            return nil
        }
        return isSameNumber ? .number : .firstNameAndBirth
    }

    /// Keys besides `searchKeys` by which a notice is found if a document is written loosely: its
    /// number under every issuer if it has none, and without a check digit behind it.
    public static func looseKeys(of person: JSON) -> [SearchKey] {
        var keys: [SearchKey] = []
        for document in (person["documents"]?.arrayValue ?? []).prefix(looseDocumentsMax) {
            let number = DocumentNumber.folded(document["number"]?.stringValue ?? "")
            guard number.utf8.count >= numberAloneMin else { continue }
            let issuer = document["issuer"]?.stringValue
            let short = withoutCheckDigit(number)
            for number in (issuer == nil ? [number] : []) + (short.map { [$0] } ?? []) {
                keys += (issuer.map { [$0] } ?? issuers).map {
                    SearchKey.document(issuer: $0, number: number)
                }
            }
        }
        var seen: Set<SearchKey> = []
        return keys.filter { seen.insert($0).inserted }
    }

    private static let looseDocumentsMax = 5

    /// Every code that stands for an issuer in a document.
    private static let issuers =
        Country.all.map(\.alpha3) + Country.otherIssuers.sorted() + ["UTO"]

    /// The number without its check digit: some systems send it as the machine-readable zone has
    /// it, with the check digit behind it.
    ///
    /// - Source: ICAO Doc 9303-4: nine characters, then the check digit.
    private static func withoutCheckDigit(_ number: String) -> String? {
        let digits = Array(number.utf8)
        guard (numberAloneMin + 1...10).contains(digits.count),
            digits.last == MRZ.checkDigit(digits.dropLast())
        else { return nil }
        return String(decoding: digits.dropLast(), as: UTF8.self)
    }

    /// The numbers of a person's documents.
    private struct Numbers {
        /// The numbers as they are written, folded.
        var whole: Set<String> = []
        /// The numbers that are long enough to be compared with any issuer.
        var loose: Set<String> = []
        var all: Set<String> { whole.union(loose) }

        init(_ person: JSON) {
            for document in person["documents"]?.arrayValue ?? [] {
                let number = DocumentNumber.folded(document["number"]?.stringValue ?? "")
                guard number.utf8.count >= numberAloneMin else { continue }
                whole.insert(number)
                if document["issuer"] == nil { loose.insert(number) }
                if let short = withoutCheckDigit(number) { loose.insert(short) }
            }
        }
    }
}

/// A name as a reservation may have it: with titles attached, without second names, or with words
/// joined.
struct WrittenName: Hashable {
    let family: [String]
    let given: [String]

    /// The names of a person in every permitted spelling.
    static func all(of person: JSON, inEitherOrder: Bool = false) -> Set<WrittenName> {
        var names: Set<WrittenName> = []
        for identity in person["identities"]?.arrayValue ?? [] {
            let families = words(identity["primaryIdentifier"]?.stringValue ?? "")
            let givens = words(identity["secondaryIdentifier"]?.stringValue ?? "")
            for family in families {
                for given in givens where !given.isEmpty {
                    names.insert(WrittenName(family: family, given: given))
                    if inEitherOrder { names.insert(WrittenName(family: given, given: family)) }
                }
                // The whole name in one field, with the family name in front.
                guard givens.isEmpty, family.count > 1 else { continue }
                for count in 1..<family.count {
                    names.insert(
                        WrittenName(
                            family: Array(family[..<count]), given: Array(family[count...])))
                }
            }
        }
        return names
    }

    /// True if family name and first given name are the same, whole or with fewer words in one of
    /// them.
    func mayBe(_ other: WrittenName) -> Bool {
        guard Self.agree(family, other.family, isFirstEnough: false) else { return false }
        return Self.agree(given, other.given, isFirstEnough: true)
    }

    private static func agree(_ own: [String], _ theirs: [String], isFirstEnough: Bool) -> Bool {
        guard let first = own.first, let other = theirs.first else { return false }
        if own.joined() == theirs.joined() { return true }
        if isFirstEnough { return first == other }
        let (less, more) = own.count < theirs.count ? (own, theirs) : (theirs, own)
        return less.allSatisfy(more.contains)
    }

    private static let spellingsMax = 8
    private static let wordsMax = 12

    /// The words of a name in each spelling, with and without titles.
    private static func words(_ name: String) -> Set<[String]> {
        var found: Set<[String]> = []
        for spelling in NameSpelling.all(of: name).prefix(spellingsMax) {
            var words = Array(spelling.split(separator: "<").map { String($0) }.prefix(wordsMax))
            found.insert(words)
            while let first = words.first, titles.contains(first), words.count > 1 {
                words.removeFirst()
            }
            found.insert(words)
            // `ORRINMRDR`: two at most.
            for _ in 0..<2 {
                guard let last = words.last else { break }
                if titles.contains(last) {
                    guard words.count > 1 else { break }
                    words.removeLast()
                } else if let title = titles.first(where: {
                    last.hasSuffix($0) && last.utf8.count >= $0.utf8.count + 2
                }) {
                    words[words.count - 1] = String(last.dropLast(title.utf8.count))
                } else {
                    break
                }
                found.insert(words)
            }
        }
        return found
    }

    /// Titles that reservation systems put behind or before a given name; the longer ones first.
    private static let titles = [
        "MISTER", "MSTR", "MISS", "MLLE", "PROF", "FRAU", "HERR", "MRS", "MME", "CHD", "INF", "SIR",
        "MR", "MS", "DR",
    ]
}
