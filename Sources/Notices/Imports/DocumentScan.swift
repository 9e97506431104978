/// The machine-readable zones in a text: what a reader at a desk types, or somebody pastes.
public enum DocumentScan {
    /// One document, or lines that are none.
    public struct Entry: Sendable, Hashable {
        /// The line that it begins on, from 1.
        public let line: Int
        public let lines: [String]
        public let zone: MRZ?
        public let problems: [MRZProblem]
    }

    public static let bytesMax = 1 << 20
    public static let entriesMax = 5_000

    /// Groups lines into documents: a line of 30 begins three, one of 36 or 44 begins two; blanks at the
    /// ends and empty lines are passed over.
    ///
    /// - Throws: `bodyTooLarge` or `importMalformed`.
    public static func read(_ bytes: [UInt8]) throws(HeliographError) -> [Entry] {
        guard bytes.count <= bytesMax else {
            throw HeliographError(.bodyTooLarge, "The file is over \(bytesMax) bytes.")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw HeliographError(.importMalformed, "The file is not taken: it is not UTF-8.")
        }
        var lines: [(number: Int, text: String)] = []
        for (index, line) in text.split(
            omittingEmptySubsequences: false, whereSeparator: { $0.isNewline }
        ).enumerated() {
            let trimmed = FormFile.trimmed(line)
            if !trimmed.isEmpty { lines.append((index + 1, trimmed)) }
        }
        var entries: [Entry] = []
        var rest = lines[...]
        while let first = rest.first {
            guard entries.count < entriesMax else {
                throw HeliographError(
                    .importMalformed, "The file is not taken: over \(entriesMax) documents.")
            }
            let length = first.text.utf8.count
            // A line of another length is refused alone, so that what follows is still read.
            let wanted = length == 30 ? 3 : length == 36 || length == 44 ? 2 : 1
            let taken = rest.prefix(wanted).prefix { $0.text.utf8.count == length }.map(\.text)
            rest = rest.dropFirst(taken.count)
            let (zone, problems) = MRZ.read(taken)
            entries.append(
                Entry(
                    line: first.number, lines: taken, zone: problems.isEmpty ? zone : nil,
                    problems: problems))
        }
        return entries
    }
}

extension DocumentScan.Entry {
    /// Every reason why it is refused.
    public var faults: [(code: FaultCode, sentence: String)] {
        problems.map { problem in
            switch problem {
            case .shape: (.mrzMalformed, FaultCode.mrzMalformed.meaning)
            case .character(let line, let column):
                (
                    .mrzMalformed,
                    "Line \(line + 1), character \(column + 1) is not of A-Z, 0-9 and <."
                )
            case .checkDigit(let name):
                (
                    .mrzCheckDigit,
                    "The check digit of the \(name) field is wrong: a character was misread."
                )
            }
        }
    }

    /// What it says of its holder, as in `/person` of a notice.
    ///
    /// - Parameter today: a birth is the latest that is not in the future, by it.
    public func person(today: CivilDate) -> JSON? {
        guard let zone else { return nil }
        func spaced(_ name: String) -> String { name.split(separator: "<").joined(separator: " ") }
        var identity: JSON = [
            "kind": "primary", "primaryIdentifier": .string(spaced(zone.primary)),
        ]
        if !zone.secondary.isEmpty {
            identity["secondaryIdentifier"] = .string(spaced(zone.secondary))
        }
        var person: JSON = ["identities": [identity]]
        person["sex"] = .string(zone.sex == "<" ? "X" : String(zone.sex))
        if let birth = Self.birth(zone.birth, today: today) {
            person["birth"] = ["date": .string(birth)]
        }
        if !zone.nationality.isEmpty { person["nationalities"] = [.string(zone.nationality)] }
        var document: JSON = [
            "code": .string(String(zone.documentCode.filter { $0 != "<" })),
            "number": .string(zone.number), "issuer": .string(zone.issuer),
        ]
        if let expires = Self.date("20", zone.expiry) {
            document["expires"] = .string(expires.description)
        }
        document["mrz"] = .array(lines.map { .string($0) })
        person["documents"] = [document]
        return person
    }

    /// A date as far as the zone knows it.
    private static func birth(_ digits: String, today: CivilDate) -> String? {
        let known = digits.utf8.prefix { $0 != 0x3C }.count / 2 * 2
        guard known >= 2 else { return nil }
        for century in ["20", "19"] {
            var text = century + digits.prefix(2)
            if known >= 4 { text += "-" + digits.dropFirst(2).prefix(2) }
            if known >= 6 { text += "-" + digits.dropFirst(4).prefix(2) }
            guard let date = PartialDate(text), let first = date.first else { return nil }
            if first <= today { return text }
        }
        return nil
    }

    private static func date(_ century: String, _ digits: String) -> CivilDate? {
        let parts = [digits.prefix(2), digits.dropFirst(2).prefix(2), digits.dropFirst(4)]
        return CivilDate(iso8601: "\(century)\(parts[0])-\(parts[1])-\(parts[2])")
    }
}
