/// How a name is spelled in the machine-readable zone of a travel document.
///
/// A name has more than one permitted spelling (`MÜLLER` is `MUELLER`, `MUXXLLER` or `MULLER`), so
/// agreement and search look at all of them.
///
/// - Source: ICAO Doc 9303 part 3, section 6, tables A (Latin), B (Cyrillic) and C (Arabic).
public enum NameSpelling {
    /// Names with many accented letters stop branching here; the first spelling is always whole.
    public static let spellingsMax = 48

    /// Longer than any name that a schema lets through.
    public static let nameBytesMax = 1_000

    /// Every permitted spelling in `A-Z` and `<`, the recommended one first.
    ///
    /// - Parameter name: one identifier, in any case: `O'Testerly`, `Specimen-Vandertest`.
    /// - Returns: empty if the name holds a character that the tables do not know, or is longer than
    ///   `nameBytesMax`.
    public static func all(of name: String) -> [String] {
        guard name.utf8.count <= nameBytesMax else { return [] }
        if let plain = plain(name) { return plain }
        var spellings: [[UInt8]] = [[]]
        let scalars = Normalisation.composed(name)
        for scalar in scalars {
            guard let choices = choices(for: scalar) else { return [] }
            let kept =
                spellings.count * choices.count > spellingsMax
                ? Array(choices.prefix(1)) : choices
            spellings = kept.flatMap { choice in spellings.map { $0 + Array(choice.utf8) } }
        }
        var seen: Set<String> = []
        return spellings.map(tidied).filter { !$0.isEmpty && seen.insert($0).inserted }
    }

    /// A name of unaccented letters alone has one spelling, and most names are such.
    ///
    /// - Returns: nil if the tables must be asked.
    private static func plain(_ name: String) -> [String]? {
        var spelling: [UInt8] = []
        spelling.reserveCapacity(name.utf8.count)
        for byte in name.utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): spelling.append(byte)
            case UInt8(ascii: "a")...UInt8(ascii: "z"): spelling.append(byte - 0x20)
            case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: ","):
                spelling.append(UInt8(ascii: "<"))
            case UInt8(ascii: "'"), UInt8(ascii: "."): continue
            default: return nil
            }
        }
        let whole = tidied(spelling)
        return whole.isEmpty ? [] : [whole]
    }

    /// Fillers between parts once, none at the ends.
    private static func tidied(_ spelling: [UInt8]) -> String {
        spelling.split(separator: UInt8(ascii: "<"))
            .map { String(decoding: $0, as: UTF8.self) }.joined(separator: "<")
    }

    private static func choices(for scalar: Unicode.Scalar) -> [String]? {
        if let known = special[scalar] { return known }
        let upper = scalar.properties.uppercaseMapping
        if let only = upper.unicodeScalars.first, upper.unicodeScalars.count == 1 {
            if ("A"..."Z").contains(only) { return [upper] }
            if let known = latin[only] ?? cyrillic[only] ?? arabic[only] { return known }
        }
        if scalar.properties.canonicalCombiningClass != .notReordered { return [""] }
        // Any other accented letter loses its accents.
        let parts = Normalisation.decomposed(upper)
        guard let base = parts.first, ("A"..."Z").contains(base),
            parts.dropFirst().allSatisfy({
                $0.properties.canonicalCombiningClass != .notReordered
            })
        else { return nil }
        return [String(Character(base))]
    }

    private static let special: [Unicode.Scalar: [String]] = [
        " ": ["<"], "-": ["<"], "\u{2010}": ["<"], "\u{2011}": ["<"], "\u{A0}": ["<"], ",": ["<"],
        "'": [""], "\u{2019}": [""], "\u{2BC}": [""], "\u{2018}": [""], ".": [""],
        "ß": ["SS"], "\u{1E9E}": ["SS"], "ı": ["I"],
    ]

    /// Table A where it is not simply the letter without its accent.
    private static let latin: [Unicode.Scalar: [String]] = [
        "Ä": ["AE", "A"], "Å": ["AA", "A"], "Æ": ["AE"], "Ð": ["D"], "Ñ": ["N", "NXX"],
        "Ö": ["OE", "O"], "Ø": ["OE"], "Ü": ["UE", "UXX", "U"], "Þ": ["TH"], "Đ": ["D"],
        "Ħ": ["H"], "Ĳ": ["IJ"], "Ł": ["L"], "Ŋ": ["N"], "Œ": ["OE"], "Ŧ": ["T"],
        "Ə": ["E"],
    ]

    /// Table B.
    private static let cyrillic: [Unicode.Scalar: [String]] = [
        "А": ["A"], "Б": ["B"], "В": ["V"], "Г": ["G", "H"], "Д": ["D"], "Е": ["E"],
        "Ё": ["E", "IO"], "Ж": ["ZH", "Z"], "З": ["Z"], "И": ["I", "Y"], "І": ["I"], "Й": ["I"],
        "К": ["K"], "Л": ["L"], "М": ["M"], "Н": ["N"], "О": ["O"], "П": ["P"], "Р": ["R"],
        "С": ["S"], "Т": ["T"], "У": ["U"], "Ф": ["F"], "Х": ["KH", "H"], "Ц": ["TS", "C"],
        "Ч": ["CH", "C"], "Ш": ["SH", "S"], "Щ": ["SHCH", "SHT"], "Ъ": ["IE"], "Ы": ["Y"],
        "Ь": [""], "Э": ["E"], "Ю": ["IU"], "Я": ["IA"], "Ѓ": ["G"], "Ђ": ["D"], "Є": ["IE"],
        "Ѕ": ["DZ"], "Ї": ["I", "YI"], "Ј": ["J"], "Љ": ["LJ"], "Њ": ["NJ"], "Ќ": ["K"],
        "Ћ": ["C"], "Ў": ["U"], "Џ": ["DZ", "DJ"], "Ґ": ["G"],
    ]
}
