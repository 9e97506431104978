extension String {
    var isASCII: Bool { utf8.allSatisfy { $0 < 0x80 } }

    /// True if every character is one of ASCII from blank to tilde.
    var isPrintingASCII: Bool { utf8.allSatisfy { (0x20...0x7E).contains($0) } }
}

/// Characters that do not belong in a notice.
public enum TextInspection {
    /// True if a screen shows every character of the text in one line, without any other effect.
    public static func isForDisplay(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy(isForDisplay)
    }

    /// True if a screen shows this character without any other effect: it is no control, no mark of
    /// direction, and not invisible.
    static func isForDisplay(_ scalar: Unicode.Scalar) -> Bool {
        !isControl(scalar) && !isHidden(scalar)
    }

    /// True if the text has control characters other than line feed and tab; they change what a
    /// screen or log shows.
    static func hasControl(_ text: String) -> Bool {
        text.unicodeScalars.contains(where: isControl)
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        (scalar.value < 0x20 && scalar != "\n" && scalar != "\t")
            || (0x7F...0x9F).contains(scalar.value)
    }

    /// True for a character that changes how the text around it is shown, or that shows nothing.
    static func isUnprintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: true
        default: false
        }
    }

    /// True if the text has a character that is hidden.
    static func hasHidden(_ text: String) -> Bool {
        text.unicodeScalars.contains(where: isHidden)
    }

    /// Line feeds, tabs, direction overrides and invisible characters: one name must not be able to
    /// look like another. Not among them are the soft hyphen, which names are read without, the two
    /// joiners of Persian and Indian names, and the selectors of a form of a Chinese character.
    ///
    /// - Source: Unicode, `Default_Ignorable_Code_Point` (DerivedCoreProperties.txt), without
    ///   those.
    static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0A, 0x09, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF,
            // The joiner of graphemes, Arabic letter mark, fillers, vowels that are never shown.
            0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180F, 0x3164, 0xFFA0,
            // Marks of annotation, shorthand and music; tags.
            0xFFF9...0xFFFB, 0x1BCA0...0x1BCA3, 0x1D173...0x1D17A, 0xE0000...0xE00FF,
            0xE01F0...0xE0FFF:
            true
        default: false
        }
    }
}
