extension MRZ {
    /// A line as it was pasted, changed to the characters of a machine-readable zone.
    ///
    /// Blanks of every kind and characters of no width are removed: a zone has none. Small and
    /// full-width letters become capitals. Characters that programs put in place of `<` become `<`
    /// again.
    static func cleaned(_ line: some StringProtocol) -> String {
        var result = String.UnicodeScalarView()
        for scalar in line.unicodeScalars {
            switch scalar {
            case "a"..."z", "\u{FF41}"..."\u{FF5A}":
                result.append(ascii(scalar, "a", "\u{FF41}", "A"))
            case "\u{FF01}"..."\u{FF5E}": result.append(ascii(scalar, "!", "\u{FF01}", "!"))
            case "«", "≪": result.append(contentsOf: "<<".unicodeScalars)
            case "‹", "〈": result.append("<")
            default:
                let properties = scalar.properties
                guard !properties.isWhitespace, properties.generalCategory != .format,
                    properties.generalCategory != .control
                else { continue }
                result.append(scalar)
            }
        }
        let text = String(result)
        // A line pasted from the source of a page has `&lt;`.
        guard text.contains("&LT;") else { return text }
        return text.split(separator: "&LT;", omittingEmptySubsequences: false)
            .joined(separator: "<")
    }

    private static func ascii(
        _ scalar: Unicode.Scalar, _ narrow: Unicode.Scalar, _ wide: Unicode.Scalar,
        _ target: Unicode.Scalar
    ) -> Unicode.Scalar {
        let base = scalar.value >= wide.value ? wide.value : narrow.value
        return Unicode.Scalar(target.value + scalar.value - base) ?? scalar
    }
}
