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
        /// Fields that say nothing; what the others say is used.
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

    /// Groups lines into documents: a line of 30 begins three, one of 36 or 44 begins two. What was
    /// pasted is cleaned first (`MRZ.cleaned`), and lines that were joined are parted.
    ///
    /// - Throws: `bodyTooLarge` or `importMalformed`.
    public static func read(_ bytes: [UInt8]) throws(HeliographError) -> [Entry] {
        guard bytes.count <= bytesMax else {
            throw HeliographError(.bodyTooLarge, "The file is over \(bytesMax) bytes.")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw HeliographError(.importMalformed, "The file is not taken: it is not UTF-8.")
        }
        let lines = lines(of: text)
        // Every zone is filled with them; one that is misread still has others.
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

    /// How many lines stand in one of this length.
    private static let joined = [90: 3, 72: 2, 88: 2]

    fileprivate struct Line {
        let number: Int
        let text: String
    }

    /// - Returns: what begins with the first line, and how many lines that takes.
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
        // A line too many or too short spoils its own document alone: what follows without an empty
        // line belongs to it, unless another document begins there.
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

    /// Whether it looks like the first line of a document: a letter for its kind, then the issuer,
    /// in letters. On two lines the first has no digit, on three it has the number.
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

    /// A number alone finds its holder, and so does a name with a birth.
    private static func isComparable(_ unfit: [DocumentScan.Unfit]) -> Bool {
        !unfit.contains(.number) || !(unfit.contains(.name) || unfit.contains(.birth))
    }

    /// Fields whose check digits are right and whose contents are none.
    private static func unfitFields(_ zone: MRZ) -> [DocumentScan.Unfit] {
        var unfit: [DocumentScan.Unfit] = []
        if DocumentNumber.folded(zone.number).isEmpty { unfit.append(.number) }
        if NameLetters(spaced(zone.primary)) == nil { unfit.append(.name) }
        if !"MFX<".contains(zone.sex) { unfit.append(.sex) }
        // A year that is unknown is legal, and says nothing all the same.
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

    /// Every reason why it is refused.
    public var faults: [(code: FaultCode, sentence: String)] {
        problems.map { ($0.code, $0.sentence) } + (zone == nil ? unfitSentences : [])
    }

    /// What of it is not used, though the document is looked up.
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

    /// What it says of its holder, as in `/person` of a notice; what it does not say is left out.
    ///
    /// - Parameter today: a birth is the latest that is not in the future, by it.
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
