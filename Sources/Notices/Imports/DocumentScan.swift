/// The machine-readable zones in a text: what a reader at a desk types, or somebody pastes.
public enum DocumentScan {
    /// One document, or lines that are none.
    public struct Entry: Sendable, Hashable {
        /// The line that it begins on, from 1.
        public let line: Int
        public let lines: [String]
        /// Nil if it is refused.
        public let zone: MRZ?
        public let problems: [MRZProblem]
        public let unfit: [Unfit]
    }

    /// A field that says nothing that can be: by the name that officers know it by.
    public enum Unfit: String, Sendable, Hashable {
        case number, name, sex
        case birth = "date of birth"
        case expiry = "date of expiry"
    }

    public static let bytesMax = 1 << 20
    public static let entriesMax = 5_000

    /// Groups lines into documents: a line of 30 begins three, one of 36 or 44 begins two; an empty line
    /// ends a document, and blanks at the ends of a line are passed over.
    ///
    /// - Throws: `bodyTooLarge` or `importMalformed`.
    public static func read(_ bytes: [UInt8]) throws(HeliographError) -> [Entry] {
        guard bytes.count <= bytesMax else {
            throw HeliographError(.bodyTooLarge, "The file is over \(bytesMax) bytes.")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw HeliographError(.importMalformed, "The file is not taken: it is not UTF-8.")
        }
        // Every zone is filled with them; one that is misread still has others.
        guard text.utf8.allSatisfy({ $0 <= 0x20 }) || text.utf8.contains(UInt8(ascii: "<")) else {
            throw HeliographError(
                .importMalformed,
                "The file holds no machine-readable zone: nowhere is there a `<`.",
                next: "Give a text file with the two or three lines at the foot of each document.")
        }
        var lines: [Line] = []
        // Some programs begin a file with a byte order mark.
        for (index, line) in text.drop(while: { $0 == "\u{FEFF}" }).split(
            omittingEmptySubsequences: false, whereSeparator: { $0.isNewline }
        ).enumerated() {
            lines.append(Line(number: index + 1, text: FormFile.trimmed(line)))
        }
        var entries: [Entry] = []
        var rest = lines[...]
        while let first = rest.first {
            guard !first.text.isEmpty else {
                rest.removeFirst()
                continue
            }
            guard entries.count < entriesMax else {
                throw HeliographError(
                    .importMalformed, "The file is not taken: over \(entriesMax) documents.")
            }
            let entry = document(at: rest)
            // One line too many or too short must not spoil what is behind it: if what begins with the
            // next line can be read, this one is refused alone.
            let next =
                entry.zone == nil && entry.lines.count > 1 ? document(at: rest.dropFirst()) : nil
            let kept = next?.zone != nil ? Entry([first]) : entry
            entries.append(kept)
            rest = rest.dropFirst(kept.lines.count)
        }
        return entries
    }

    fileprivate struct Line {
        let number: Int
        let text: String
    }

    private static func document(at rest: ArraySlice<Line>) -> Entry {
        let length = rest.first?.text.utf8.count ?? 0
        let wanted = length == 30 ? 3 : length == 36 || length == 44 ? 2 : 1
        return Entry(Array(rest.prefix(wanted).prefix { $0.text.utf8.count == length }))
    }
}

extension DocumentScan.Entry {
    fileprivate init(_ lines: [DocumentScan.Line]) {
        line = lines.first?.number ?? 0
        self.lines = lines.map(\.text)
        let read = MRZ.read(self.lines)
        problems = read.problems
        unfit = problems.isEmpty ? read.zone.map(Self.unfitFields) ?? [] : []
        zone = problems.isEmpty && unfit.isEmpty ? read.zone : nil
    }

    /// Fields whose check digits are right and whose contents are none.
    private static func unfitFields(_ zone: MRZ) -> [DocumentScan.Unfit] {
        var unfit: [DocumentScan.Unfit] = []
        if zone.number.isEmpty { unfit.append(.number) }
        if zone.primary.allSatisfy({ $0 == "<" }) { unfit.append(.name) }
        if !"MFX<".contains(zone.sex) { unfit.append(.sex) }
        // Of a birth only a part may be known; any century will do here.
        let today = CivilDate(daysSinceEpoch: 2_932_896)
        if !isUnknown(zone.birth), birth(zone.birth, today: today) == nil { unfit.append(.birth) }
        if !isUnknown(zone.expiry), date("20", zone.expiry) == nil { unfit.append(.expiry) }
        return unfit
    }

    private static func isUnknown(_ digits: String) -> Bool { digits.allSatisfy { $0 == "<" } }

    /// Every reason why it is refused.
    public var faults: [(code: FaultCode, sentence: String)] {
        unfit.map { field in
            switch field {
            case .number, .name: (.fieldMissing, "The \(field.rawValue) is empty.")
            case .sex: (.valueUnknown, "The sex is none of M, F and <.")
            case .birth, .expiry: (.dateInvalid, "The \(field.rawValue) is no date.")
            }
        }
            + problems.map { problem in
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
