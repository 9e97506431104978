extension String {
    var isASCII: Bool { utf8.allSatisfy { $0 < 0x80 } }

    /// Blank to tilde alone.
    var isPrintingASCII: Bool { utf8.allSatisfy { (0x20...0x7E).contains($0) } }
}

/// Characters that have no business in a notice.
public enum TextInspection {
    /// Whether a screen shows all of it in one line, and nothing else happens.
    public static func isForDisplay(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy(isForDisplay)
    }

    /// Whether a screen shows this character, and nothing else happens: no control, no mark of direction, nothing
    /// that cannot be seen.
    static func isForDisplay(_ scalar: Unicode.Scalar) -> Bool {
        let text = String(Character(scalar))
        return !hasControl(text) && !hasHidden(text)
    }

    /// Control characters other than line feed and tab; they change what a screen or log shows.
    static func hasControl(_ text: String) -> Bool {
        text.unicodeScalars.contains {
            ($0.value < 0x20 && $0 != "\n" && $0 != "\t") || (0x7F...0x9F).contains($0.value)
        }
    }

    /// What changes how the text around it is shown, or shows nothing.
    static func isUnprintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: true
        default: false
        }
    }

    /// Line feeds, tabs, direction overrides and invisible characters: one name must not be able
    /// to look like another.
    static func hasHidden(_ text: String) -> Bool {
        text.unicodeScalars.contains {
            switch $0.value {
            case 0x0A, 0x09, 0x200B, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A...0x202E, 0x2060,
                0x2066...0x2069, 0xFEFF:
                true
            default: false
            }
        }
    }
}
