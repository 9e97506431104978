/// The spelling of a name in the machine-readable zone of a travel document.
///
/// A name has more than one permitted spelling (`MÜLLER` is `MUELLER`, `MUXXLLER` or `MULLER`). Two
/// names are compared letter by letter (`NameLetters`); the list of spellings here is for an index,
/// and for what is shown to people.
///
/// - Source: ICAO Doc 9303 part 3, section 6, tables A (Latin), B (Cyrillic) and C (Arabic), and
///   section 4.6 for punctuation.
public enum NameSpelling {
    /// The largest number of spellings in a list. A comparison has no such bound.
    public static let spellingsMax = 48

    /// The longest name that is read, in bytes of UTF-8; every schema allows less.
    public static let nameBytesMax = 1_000

    /// Permitted spellings in `A-Z` and `<`, the recommended one first, at most `spellingsMax`.
    ///
    /// If a name has more, the spellings that spell every letter by one convention come first: a
    /// state does not write `UE` and `U` in one name.
    ///
    /// - Parameter name: one identifier, in any case: `O'Testerly`, `Specimen-Vandertest`.
    /// - Returns: empty if the name holds a character that the tables do not know, or is longer
    ///   than `nameBytesMax`.
    public static func all(of name: String) -> [String] {
        NameLetters(name)?.spellings ?? []
    }

    /// The spellings of one letter in the zone.
    enum Choice {
        case nothing
        case separator
        /// - Parameter initially: further spellings at the start of a part of a name.
        case letters([String], initially: [String] = [])
    }

    /// - Returns: nil for a character that no zone has a letter for.
    static func choice(for scalar: Unicode.Scalar) -> Choice? {
        if let found = listed(scalar) { return found }
        switch scalar.properties.generalCategory {
        case .dashPunctuation, .spaceSeparator: return .separator
        case .connectorPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation, .otherPunctuation, .modifierSymbol, .nonspacingMark,
            .spacingMark, .enclosingMark:
            return .nothing
        case .format:
            // A name that may look like another has no spelling; Persian needs the joiners.
            return TextInspection.isHidden(scalar) ? nil : .nothing
        case .mathSymbol, .currencySymbol:
            // On a keyboard these are punctuation; `<` would pass for the filler of the zone.
            return scalar.isASCII && scalar != "<" ? .nothing : nil
        default: return accented(scalar)
        }
    }

    private static func listed(_ scalar: Unicode.Scalar) -> Choice? {
        switch scalar {
        case "A"..."Z": return .letters([String(scalar)])
        case ",", "\u{60C}", "\u{FF0C}", "\u{2212}": return .separator
        // Modifier letters that are written for an apostrophe: ʻ ʼ ʹ, and the saltillo.
        case "\u{2B9}"..."\u{2FF}", "\u{A78B}", "\u{A78C}": return .nothing
        default: break
        }
        if let spellings = latin[scalar] ?? cyrillic[scalar] {
            return .letters(spellings, initially: initialCyrillic[scalar] ?? [])
        }
        if let spelling = arabic[scalar] { return spelling.isEmpty ? .nothing : .letters(spelling) }
        return uncoded.contains(scalar) ? .nothing : nil
    }

    /// Any other accented letter loses its accents, one after the other: `Ǖ` is an `Ü`.
    private static func accented(_ scalar: Unicode.Scalar) -> Choice? {
        let parts = Normalisation.decomposed(String(scalar))
        guard parts.count > 1,
            parts.dropFirst().allSatisfy({
                $0.properties.canonicalCombiningClass != .notReordered
            })
        else { return nil }
        for length in stride(from: parts.count - 1, to: 0, by: -1) {
            let text = String(String.UnicodeScalarView(parts.prefix(length)))
            let joined = Normalisation.composed(text)
            if joined.count == 1, let found = listed(joined[0]) { return found }
        }
        return nil
    }
}
