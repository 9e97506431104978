/// A name as the zone of a travel document may show it: for each letter, all its spellings.
///
/// Names are compared letter by letter. So a name of many accented letters costs no more than its
/// length; the number of its spellings does not matter.
public struct NameLetters: Sendable, Hashable {
    /// Never empty; of a separator `<` alone.
    enum Letter: Sendable, Hashable {
        case plain(UInt8)
        /// The recommended spelling first.
        case open([[UInt8]])
    }

    static let separator = UInt8(ascii: "<")

    /// No separator at the ends, and none twice in a row.
    let letters: [Letter]

    /// Reads a name.
    ///
    /// - Parameter name: one identifier, in any case and script.
    /// - Returns: nil if the name has no letter that a zone shows, holds a character that the
    ///   tables do not know, or is longer than `NameSpelling.nameBytesMax`.
    public init?(_ name: String) {
        guard name.utf8.count <= NameSpelling.nameBytesMax else { return nil }
        var maker = LetterMaker()
        if name.isASCII {
            for byte in name.utf8 where !maker.add(byte) { return nil }
        } else {
            for scalar in Normalisation.composed(name) where !maker.add(scalar) { return nil }
        }
        guard !maker.letters.isEmpty else { return nil }
        letters = maker.letters
    }

    init(letters: [Letter]) {
        self.letters = letters
    }

    /// The parts of the name between separators.
    var parts: [NameLetters] {
        letters.split(separator: .plain(Self.separator)).map { NameLetters(letters: Array($0)) }
    }
}

/// Puts letters together, one character after the other.
private struct LetterMaker {
    private(set) var letters: [NameLetters.Letter] = []
    private var separates = false
    /// True if a sign has doubled the letter: more such signs change nothing.
    private var isDoubled = false

    private mutating func append(_ letter: NameLetters.Letter) {
        if separates, !letters.isEmpty { letters.append(.plain(NameLetters.separator)) }
        separates = false
        isDoubled = false
        letters.append(letter)
    }

    private var isInitial: Bool { separates || letters.isEmpty }

    /// Most names are unaccented letters alone, and cost no look into a table.
    mutating func add(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): append(.plain(byte))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): append(.plain(byte - 0x20))
        case UInt8(ascii: "-"), UInt8(ascii: " "), UInt8(ascii: ","): separates = true
        default: return add(Unicode.Scalar(byte))
        }
        return true
    }

    mutating func add(_ scalar: Unicode.Scalar) -> Bool {
        if scalar == NameSpelling.shadda {
            double()
            return true
        }
        if let choice = NameSpelling.choice(for: scalar) { return add(choice) }
        let upper = scalar.properties.uppercaseMapping.unicodeScalars
        guard !upper.elementsEqual(CollectionOfOne(scalar)) else { return false }
        // `ŉ` is two letters in upper case.
        for scalar in upper {
            guard let choice = NameSpelling.choice(for: scalar), add(choice) else { return false }
        }
        return true
    }

    private mutating func double() {
        guard let last = letters.last, !separates, !isDoubled else { return }
        isDoubled = true
        switch last {
        case .plain: letters.append(last)
        // The two are one letter: `XTAXTA` or `XAHXAH`, never a mixture.
        case .open(let choices): letters[letters.count - 1] = .open(choices.map { $0 + $0 })
        }
    }

    private mutating func add(_ choice: NameSpelling.Choice) -> Bool {
        switch choice {
        case .nothing: break
        case .separator: separates = true
        case .letters(let always, let initially):
            let spellings = (isInitial ? always + initially : always).map { Array($0.utf8) }
            if spellings.count == 1, spellings[0].count == 1 {
                append(.plain(spellings[0][0]))
            } else {
                append(.open(spellings))
            }
        }
        return true
    }
}

extension NameLetters {
    /// The spellings, the recommended one first, as `NameSpelling.all` says.
    var spellings: [String] {
        let conventions =
            letters.map { letter in
                if case .open(let choices) = letter { choices.count } else { 1 }
            }.max() ?? 1
        guard conventions > 1 else { return [spelling(0)] }
        var spellings: [[UInt8]] = [[]]
        var isCut = false
        for letter in letters {
            switch letter {
            case .plain(let byte):
                for index in spellings.indices { spellings[index].append(byte) }
            case .open(let choices):
                let fits = spellings.count * choices.count <= NameSpelling.spellingsMax
                isCut = isCut || !fits
                spellings = (fits ? choices[...] : choices.prefix(1)).flatMap { choice in
                    spellings.map { $0 + choice }
                }
            }
        }
        let listed = spellings.map { String(decoding: $0, as: UTF8.self) }
        var seen: Set<String> = []
        return ((isCut ? (0..<conventions).map { spelling($0) } : []) + listed)
            .filter { seen.insert($0).inserted }.prefix(NameSpelling.spellingsMax).map(\.self)
    }

    /// True if it has more spellings than a list of them shows.
    var isManifold: Bool {
        var count = 1
        for case .open(let choices) in letters where count <= NameSpelling.spellingsMax {
            count *= choices.count
        }
        return count > NameSpelling.spellingsMax
    }

    /// The name with every letter in its spelling of this number, or in its last one.
    func spelling(_ convention: Int) -> String {
        let bytes = letters.flatMap { letter -> [UInt8] in
            switch letter {
            case .plain(let byte): [byte]
            case .open(let choices): choices[min(convention, choices.count - 1)]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// One text for all spellings of a name, which many other names share: the letters by which
    /// spellings of one name may differ are removed. It finds candidates, and never proves
    /// agreement.
    var outline: String {
        var bytes: [UInt8] = []
        for byte in spelling(0).utf8 {
            switch byte {
            case UInt8(ascii: "C"), UInt8(ascii: "S"):
                if bytes.last != UInt8(ascii: "S") { bytes.append(UInt8(ascii: "S")) }
            case UInt8(ascii: "B"), UInt8(ascii: "D"), UInt8(ascii: "F"), UInt8(ascii: "L"),
                UInt8(ascii: "M"), UInt8(ascii: "N"), UInt8(ascii: "P"), UInt8(ascii: "Q"),
                UInt8(ascii: "R"), UInt8(ascii: "V"), UInt8(ascii: "W"):
                if bytes.last != byte { bytes.append(byte) }
            case Self.separator: bytes.append(byte)
            default: break
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
