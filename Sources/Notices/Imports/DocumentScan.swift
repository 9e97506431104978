/// The machine-readable zones in a text that a document reader types or an officer pastes.
public enum DocumentScan {
    /// One document, or a group of lines that is none.
    public struct Entry: Sendable, Hashable {
        /// The line of the text on which it begins, from 1.
        public let line: Int
        /// The lines of the zone, cleaned.
        public let lines: [String]
        /// The zone as it was read; nil if the document is refused.
        public let zone: MRZ?
        /// The faults of the zone.
        public let problems: [MRZProblem]
        /// Fields without a usable value; the other fields are used.
        public let unfit: [Unfit]
    }

    /// A field without a usable value, by the name that officers know.
    public enum Unfit: String, Sendable, Hashable {
        case number, name, sex
        case birth = "date of birth"
        case expiry = "date of expiry"
    }

    /// The largest size of a text, in bytes.
    public static let bytesMax = 1 << 20
    /// The largest number of documents in a text.
    public static let entriesMax = 5_000

    /// Groups lines into documents: a line of 30 characters begins three lines, one of 36 or 44
    /// begins two. Lines are cleaned first (`MRZ.cleaned`), and lines that a program joined are
    /// parted.
    ///
    /// - Throws: `bodyTooLarge`; `importMalformed` if the text is not UTF-8, holds no zone, or has
    ///   over `entriesMax` documents.
    public static func read(_ bytes: [UInt8]) throws(HeliographError) -> [Entry] {
        guard bytes.count <= bytesMax else {
            throw HeliographError(.bodyTooLarge, "The file is over \(bytesMax) bytes.")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw HeliographError(.importMalformed, "The file is not taken: it is not UTF-8.")
        }
        let lines = lines(of: text)
        // Every zone has fillers; a zone with misread ones still has others.
        guard lines.allSatisfy(\.text.isEmpty) || lines.contains(where: { $0.text.contains("<") })
        else {
            throw HeliographError(
                .importMalformed,
                "The file holds no machine-readable zone: nowhere is there a `<`.",
                next: "Give a text file with the two or three lines at the foot of each document.")
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
            let (entry, length) = document(at: rest)
            entries.append(entry)
            rest = rest.dropFirst(length)
        }
        return entries
    }

    private static func lines(of text: String) -> [Line] {
        var lines: [Line] = []
        for (index, line) in text.split(
            omittingEmptySubsequences: false, whereSeparator: { $0.isNewline }
        ).enumerated() {
            let text = MRZ.cleaned(line)
            let parts = joined[text.unicodeScalars.count] ?? 1
            let length = text.unicodeScalars.count / parts
            var scalars = text.unicodeScalars[...]
            for _ in 0..<parts {
                lines.append(Line(number: index + 1, text: String(scalars.prefix(length))))
                scalars = scalars.dropFirst(length)
            }
        }
        return lines
    }

    /// The number of lines of a zone that a line of this length holds.
    private static let joined = [90: 3, 72: 2, 88: 2]

    fileprivate struct Line {
        let number: Int
        let text: String
    }

    /// - Returns: the document that begins with the first line, and the number of lines that it
    ///   takes.
    private static func document(at rest: ArraySlice<Line>) -> (Entry, Int) {
        let length = rest.first?.length ?? 0
        let wanted = length == 30 ? 3 : 2
        if length == 30 || length == 36 || length == 44 {
            // Some programs write an empty line between any two.
            var lines: [Line] = []
            for (place, line) in rest.enumerated() where !line.text.isEmpty {
                guard line.length == length, lines.isEmpty || !line.beginsDocument else { break }
                lines.append(line)
                if lines.count == wanted { return (Entry(lines), place + 1) }
            }
        }
        // A line too many or too short spoils its own document alone. The lines up to the next
        // empty line belong to it, unless another document begins there.
        let block = Array(rest.prefix { !$0.text.isEmpty })
        let isCard = block.prefix(3).contains { $0.length == 30 } && block.count >= 3
        let count =
            block.prefix(isCard ? 3 : 2).indices.dropFirst().first { block[$0].beginsDocument }
            ?? min(block.count, isCard ? 3 : 2)
        return (Entry(Array(block.prefix(count))), count)
    }
}

extension DocumentScan.Line {
    fileprivate var length: Int { text.unicodeScalars.count }

    /// True if it looks like the first line of a document: a letter for its kind, then the issuer
    /// in letters. In a zone of two lines the first has no digit; in one of three it has the
    /// number.
    fileprivate var beginsDocument: Bool {
        let bytes = Array(text.utf8)
        guard bytes.count >= 5, "ACIPV".utf8.contains(bytes[0]),
            bytes[1..<5].allSatisfy({ $0 == 0x3C || (0x41...0x5A).contains($0) })
        else { return false }
        let hasDigit = bytes.contains { (0x30...0x39).contains($0) }
        switch bytes.count {
        case 30: return hasDigit
        case 36, 44: return !hasDigit
        default: return true
        }
    }
}

extension DocumentScan.Entry {
    fileprivate init(_ lines: [DocumentScan.Line]) {
        line = lines.first?.number ?? 0
        self.lines = lines.map(\.text)
        let read = MRZ.read(self.lines)
        problems = read.problems
        unfit = problems.isEmpty ? read.zone.map(Self.unfitFields) ?? [] : []
        zone = problems.isEmpty && Self.isComparable(unfit) ? read.zone : nil
    }

    /// True if there is enough to compare: a number alone finds its holder, and so does a name with
    /// a birth.
    private static func isComparable(_ unfit: [DocumentScan.Unfit]) -> Bool {
        !unfit.contains(.number) || !(unfit.contains(.name) || unfit.contains(.birth))
    }

    /// Fields whose check digits are right and whose values are not usable.
    private static func unfitFields(_ zone: MRZ) -> [DocumentScan.Unfit] {
        var unfit: [DocumentScan.Unfit] = []
        if DocumentNumber.folded(zone.number).isEmpty { unfit.append(.number) }
        if NameLetters(spaced(zone.primary)) == nil { unfit.append(.name) }
        if !"MFX<".contains(zone.sex) { unfit.append(.sex) }
        // An unknown year is legal, and of no use for a comparison.
        if !MRZ.isPossible(zone.birth) || zone.birth.hasPrefix("<<") { unfit.append(.birth) }
        let isEndless = zone.expiry.allSatisfy { $0 == "<" }
        if !isEndless, !MRZ.isPossible(zone.expiry) || zone.expiry.contains("<") {
            unfit.append(.expiry)
        }
        return unfit
    }

    private static func spaced(_ name: String) -> String {
        name.split(separator: "<").joined(separator: " ")
    }

    /// Every reason why the document is refused; empty if it is not.
    public var faults: [(code: FaultCode, sentence: String)] {
        problems.map { ($0.code, $0.sentence) } + (zone == nil ? unfitSentences : [])
    }

    /// The fields that are not used, though the document is looked up.
    public var doubts: [(code: FaultCode, sentence: String)] {
        zone == nil ? [] : unfitSentences
    }

    private var unfitSentences: [(code: FaultCode, sentence: String)] {
        unfit.map { field in
            switch field {
            case .number: (.fieldMissing, "The number is empty.")
            case .name: (.fieldMissing, "The name is empty, or is not of letters.")
            case .sex: (.valueUnknown, "The sex is none of M, F and <; it is not used.")
            case .birth, .expiry:
                (.dateInvalid, "The \(field.rawValue) is no date; it is not used.")
            }
        }
    }

    /// The holder as `/person` of a notice; unknown fields are left out. nil if the document is
    /// refused.
    ///
    /// - Parameter today: a date of birth is the latest one that is not after this day.
    public func person(today: CivilDate) -> JSON? {
        guard let zone else { return nil }
        var person: JSON = [:]
        if !unfit.contains(.name) {
            var identity: JSON = [
                "kind": "primary", "primaryIdentifier": .string(Self.spaced(zone.primary)),
            ]
            if NameLetters(Self.spaced(zone.secondary)) != nil {
                identity["secondaryIdentifier"] = .string(Self.spaced(zone.secondary))
            }
            person["identities"] = [identity]
        }
        if !unfit.contains(.sex) {
            person["sex"] = .string(zone.sex == "<" ? "X" : String(zone.sex))
        }
        if let birth = MRZ.birthDate(zone.birth, today: today) {
            person["birth"] = ["date": .string(birth)]
        }
        if !zone.nationality.isEmpty { person["nationalities"] = [.string(zone.nationality)] }
        guard !unfit.contains(.number) else { return person }
        var document: JSON = [
            "code": .string(zone.documentCode.filter { $0 != "<" }),
            "number": .string(DocumentNumber.folded(zone.number)), "issuer": .string(zone.issuer),
        ]
        if let expires = MRZ.expiryDate(zone.expiry, today: today) {
            document["expires"] = .string(expires.description)
        }
        document["mrz"] = .array(lines.map { .string($0) })
        person["documents"] = [document]
        return person
    }
}
