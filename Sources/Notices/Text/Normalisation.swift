/// Unicode normalisation form C, which the standard library knows but does not show.
///
/// - Source: Unicode Standard Annex 15; the decompositions are generated from the character
///   database, combining classes are the standard library's own.
enum Normalisation {
    /// True if the text is in form C already. The check is quick for text below U+0300.
    static func isComposed(_ text: String) -> Bool {
        let scalars = text.unicodeScalars
        guard scalars.contains(where: { $0.value >= 0x300 }) else { return true }
        return scalars.elementsEqual(composed(text))
    }

    /// Form C.
    static func composed(_ text: String) -> [Unicode.Scalar] {
        var result: [Unicode.Scalar] = []
        var starter: Int?
        var lastClass: UInt8 = 0
        for scalar in decomposed(text) {
            let combining = combiningClass(scalar)
            if let at = starter,
                lastClass < combining || (lastClass == 0 && at == result.count - 1),
                let joined = compose(result[at], scalar)
            {
                result[at] = joined
                continue
            }
            if combining == 0 { starter = result.count }
            lastClass = combining
            result.append(scalar)
        }
        return result
    }

    /// Form D: base letters followed by their marks in canonical order.
    static func decomposed(_ text: String) -> [Unicode.Scalar] {
        var result: [Unicode.Scalar] = []
        for scalar in text.unicodeScalars { decompose(scalar, into: &result) }
        var start = 0
        while start < result.count {
            var end = start
            while end < result.count, combiningClass(result[end]) != 0 { end += 1 }
            if end - start > 1 {
                let marks = result[start..<end].enumerated().sorted {
                    (combiningClass($0.element), $0.offset)
                        < (combiningClass($1.element), $1.offset)
                }
                result.replaceSubrange(start..<end, with: marks.map(\.element))
            }
            start = max(end, start + 1)
        }
        return result
    }

    private static func combiningClass(_ scalar: Unicode.Scalar) -> UInt8 {
        scalar.value < 0x300 ? 0 : scalar.properties.canonicalCombiningClass.rawValue
    }

    private static func decompose(_ scalar: Unicode.Scalar, into result: inout [Unicode.Scalar]) {
        if scalar.value < 0xC0 {
            result.append(scalar)
        } else if let index = Hangul.syllableIndex(scalar) {
            result += Hangul.parts(index)
        } else if let parts = table.parts[scalar] {
            for part in parts { decompose(part, into: &result) }
        } else {
            result.append(scalar)
        }
    }

    private static func compose(
        _ first: Unicode.Scalar, _ second: Unicode.Scalar
    ) -> Unicode.Scalar? {
        Hangul.compose(first, second) ?? table.pairs[Pair(first: first, second: second)]
    }

    private struct Pair: Hashable {
        let first: Unicode.Scalar
        let second: Unicode.Scalar
    }

    private struct Table: Sendable {
        var parts: [Unicode.Scalar: [Unicode.Scalar]] = [:]
        var pairs: [Pair: Unicode.Scalar] = [:]

        init() {
            for row in Rows(DecompositionData.rows) {
                let fields = row.utf8.split(separator: UInt8(ascii: " ")).map { Substring($0) }
                let scalars = fields.compactMap { UInt32($0, radix: 16) }
                    .compactMap { Unicode.Scalar($0) }
                parts[scalars[0]] = Array(scalars.dropFirst())
                if scalars.count == 3, fields.last != "!" {
                    pairs[Pair(first: scalars[1], second: scalars[2])] = scalars[0]
                }
            }
        }
    }

    private static let table = Table()
}

/// Korean syllables are composed by arithmetic: Unicode Standard, section 3.12.
private enum Hangul {
    static let syllables: UInt32 = 0xAC00
    static let leads: UInt32 = 0x1100
    static let vowels: UInt32 = 0x1161
    static let tails: UInt32 = 0x11A7

    static func syllableIndex(_ scalar: Unicode.Scalar) -> UInt32? {
        (syllables..<syllables + 11_172).contains(scalar.value) ? scalar.value - syllables : nil
    }

    static func parts(_ index: UInt32) -> [Unicode.Scalar] {
        var values = [leads + index / 588, vowels + index % 588 / 28]
        if index % 28 != 0 { values.append(tails + index % 28) }
        return values.compactMap { Unicode.Scalar($0) }
    }

    static func compose(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Unicode.Scalar? {
        if (leads..<leads + 19).contains(first.value),
            (vowels..<vowels + 21).contains(second.value)
        {
            return Unicode.Scalar(
                syllables + ((first.value - leads) * 21 + second.value - vowels) * 28)
        }
        if let index = syllableIndex(first), index % 28 == 0,
            (tails + 1..<tails + 28).contains(second.value)
        {
            return Unicode.Scalar(first.value + second.value - tails)
        }
        return nil
    }
}
