/// What an officer is looking for, in the officer's own words.
///
/// The words may be a name, the number of a travel document, a flight, or the number of a notice or
/// its beginning. One text may be several of these; a day beside it is a day of birth for a name,
/// and a day of travel for a flight.
public struct SearchQuery: Sendable, Hashable {
    /// How a notice agrees with what is looked for.
    public enum Agreement: String, Sendable, CaseIterable {
        /// The number of the notice, or its beginning.
        case number
        /// The number of a travel document, under any issuer.
        case document
        /// A name in a permitted spelling, and the day of birth.
        case nameAndBirth = "name-and-birth"
        /// A name, or a part of one, in a permitted spelling.
        case name
        /// A flight, on the day if one was named.
        case flight
    }

    /// The longest text that is taken, UTF-8 bytes.
    public static let bytesMax = 200
    /// The least length of a document number that is looked for; shorter ones are common.
    static let documentMin = 5
    /// The most parts of a name that are looked for.
    static let partsMax = 8

    /// The beginning of a notice number, in capital letters.
    public let number: String?
    /// The folded number of a travel document.
    public let document: String?
    /// A flight.
    public let flight: FlightDesignator?
    /// The day of birth or of travel.
    public let day: CivilDate?
    /// A name as it was written, without the day.
    public let name: String?
    /// Its parts, in every permitted spelling; empty without a name.
    private let parts: [NameLetters]

    /// Reads an officer's words.
    ///
    /// - Returns: nil for words that are none of these, or for too many of them.
    public init?(_ words: String) {
        guard words.utf8.count <= Self.bytesMax else { return nil }
        let tokens = words.split(whereSeparator: \.isWhitespace).map { String($0) }
        let days = tokens.compactMap { CivilDate(iso8601: $0) }
        let rest = tokens.filter { CivilDate(iso8601: $0) == nil }
        let text = rest.joined(separator: " ")
        guard days.count <= 1, !text.isEmpty else { return nil }
        // A day that does not exist is a mistake, and no number of a document.
        let hasNoDay = rest.contains { $0.wholeMatch(of: /[0-9]{4}-[0-9]{2}-[0-9]{2}/) != nil }
        guard !hasNoDay else { return nil }
        day = days.first
        var upper = text.uppercased()
        // A number that was pasted with its sequence.
        if let slash = upper.lastIndex(of: "/"),
            upper[upper.index(after: slash)...].allSatisfy(\.isNumber)
        {
            upper = String(upper[..<slash])
        }
        let isNumber = upper.wholeMatch(of: /[A-Z]{2}-[A-Z]{2}(-[0-9]{0,4}(-[0-9A-Z]*)?)?/) != nil
        number = isNumber ? NoticeReference(upper)?.padded ?? upper : nil
        flight = isNumber ? nil : FlightDesignator(upper)
        let folded = DocumentNumber.folded(text)
        let hasDigit = text.contains { $0.isNumber }
        let isDocument =
            !isNumber && hasDigit && text.isASCII && folded.utf8.count >= Self.documentMin
        document = isDocument ? folded : nil
        let letters = isNumber || hasDigit ? nil : NameLetters(text)
        parts = Array((letters?.parts ?? []).prefix(Self.partsMax + 1))
        name = letters == nil ? nil : text
        guard parts.count <= Self.partsMax else { return nil }
        guard number != nil || flight != nil || document != nil || name != nil else { return nil }
    }

    /// The words in one form, whatever their order and case: equal for equal searches.
    ///
    /// It may hold a name: never for a log.
    public var canonical: String {
        let words = (name ?? number ?? flight?.description ?? document ?? "").uppercased()
            .split { $0.isWhitespace || $0 == "," }.map { String($0) }
        return (words + [day?.description].compactMap(\.self)).sorted().joined(separator: " ")
    }

    /// True if only the bodies of notices can answer: the blind index has no flight, and no given
    /// name without its family name.
    public var needsBodies: Bool { flight != nil || name != nil && day == nil }

    /// The keys of the blind index under which notices may stand that agree. A find is only a
    /// candidate: `agreement(with:)` decides.
    public var keys: [SearchKey] {
        var keys: [SearchKey] = []
        if let document {
            keys += Traveller.looseKeys(of: ["documents": [["number": .string(document)]]])
        }
        if name != nil, let day, let birth = Traveller.birthKey(day.description) {
            keys.append(SearchKey(.birth, birth))
        } else if let name {
            // Any words at either end may be the family name.
            let words = name.split { $0 == " " || $0 == "," }.map { String($0) }
            for count in 1...max(words.count, 1) {
                for some in [words.prefix(count), words.suffix(count)] {
                    let family = some.joined(separator: " ")
                    keys += SearchKey.name(family: family, given: nil)
                    keys += SearchKey.outlines(sought: family)
                }
            }
        }
        var seen: Set<SearchKey> = []
        return keys.filter { seen.insert($0).inserted }
    }

    /// How a notice agrees, the strongest way first; nil if it does not.
    public func agreement(with notice: Notice) -> Agreement? {
        if let number, notice.thread.hasPrefix(number) { return .number }
        if let document, notice.persons.contains(where: { has($0, document) }) { return .document }
        if name != nil, notice.persons.contains(where: isNamed) {
            return day == nil ? .name : .nameAndBirth
        }
        if let flight, notice.journeys.flatMap(\.legs).contains(where: { flies($0, flight) }) {
            return .flight
        }
        return nil
    }

    private func has(_ person: JSON, _ document: String) -> Bool {
        Traveller.looseAgreement(
            of: person, with: ["documents": [["number": .string(document)]]]) == .number
    }

    /// True if each part that is looked for is another part of one of the person's names, and the
    /// day of birth agrees if there is one.
    private func isNamed(_ person: JSON) -> Bool {
        let traveller = Traveller(person)
        if let day {
            guard let birth = Traveller.birthKey(day.description),
                traveller.births.contains(birth)
            else { return false }
        }
        return traveller.names.contains { name in
            var rest = name.parts
            return parts.allSatisfy { part in
                let found = rest.firstIndex {
                    part.agrees(with: $0) || part.widened.agrees(with: $0.widened)
                }
                guard let found else {
                    return false
                }
                rest.remove(at: found)
                return true
            }
        }
    }

    private func flies(_ leg: Leg, _ flight: FlightDesignator) -> Bool {
        guard leg.status != .cancelled, FlightDesignator(leg.service.uppercased()) == flight else {
            return false
        }
        return day.map { [leg.departLocal.date, leg.arriveLocal.date].contains($0) } ?? true
    }
}
