/// Texts for a screen: text that others wrote has no effect on the screen besides being shown.
public enum ShownText {
    /// The marks around a text that has a direction of its own (Unicode Annex 9).
    private static let isolate: (first: Character, last: Character) = ("\u{2068}", "\u{2069}")

    /// A text of somebody else: control characters and marks of direction are replaced, and its
    /// direction ends with it.
    public static func foreign(_ text: String) -> String {
        guard !text.isPrintingASCII else { return text }
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isBlank = scalar == "\n" || scalar == "\t"
            scalars.append(
                isBlank ? " " : TextInspection.isForDisplay(scalar) ? scalar : "\u{FFFD}")
        }
        guard !String(scalars).isASCII else { return String(scalars) }
        return String(isolate.first) + String(scalars) + String(isolate.last)
    }

    /// A text for a terminal or a log. A character that has an effect besides being shown is
    /// written as JSON writes it, `\u001B`. A JSON text keeps its value.
    public static func harmless(_ text: String) -> String {
        guard !text.utf8.allSatisfy({ (0x20...0x7E).contains($0) || $0 == 0x0A }) else {
            return text
        }
        var shown = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isOurs =
                scalar == "\n" || scalar == "\t"
                || isolate.first.unicodeScalars.contains(scalar)
                || isolate.last.unicodeScalars.contains(scalar)
            guard !isOurs, !TextInspection.isForDisplay(scalar) else {
                shown.append(scalar)
                continue
            }
            for unit in String(scalar).utf16 {
                let digits = String(unit, radix: 16, uppercase: true)
                let zeros = String(repeating: "0", count: 4 - digits.count)
                shown.append(contentsOf: ("\\u" + zeros + digits).unicodeScalars)
            }
        }
        return String(shown)
    }

    /// The most characters of a text that a sentence repeats.
    public static let briefMax = 40

    /// A text of somebody else inside a sentence: on one line, and no longer than `briefMax`
    /// characters.
    public static func brief(_ text: String) -> String {
        let start = text.unicodeScalars.prefix(briefMax + 1)
        let shown = foreign(String(String.UnicodeScalarView(start.prefix(briefMax))))
        return start.count > briefMax ? shown + "…" : shown
    }

    /// A text for one line: line breaks and tabs are replaced.
    public static func line(_ text: String) -> String {
        guard text.contains(where: { $0.isNewline || $0 == "\t" }) else { return text }
        var shown = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": shown += "\\n"
            case "\r": shown += "\\r"
            case "\t": shown += "\\t"
            default: shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }

    /// The same for bytes that are meant as UTF-8.
    public static func harmless(_ bytes: [UInt8]) -> [UInt8] {
        guard !bytes.allSatisfy({ (0x20...0x7E).contains($0) || $0 == 0x0A }) else { return bytes }
        return Array(harmless(String(decoding: bytes, as: UTF8.self)).utf8)
    }

    /// What becomes of a word that is longer than a line.
    public enum LongWord: Sendable {
        /// It is broken anywhere.
        case isBroken
        /// It stands whole on a line of its own: a path or a number that is to be copied.
        case staysWhole
    }

    /// Breaks a text at blanks. A text with a direction of its own keeps it on each line.
    ///
    /// - Parameters:
    ///   - indent: stands before every line but the first.
    ///   - longWord: for `staysWhole`, blanks at the start of the text stay too.
    public static func wrapped(
        _ text: String, columns: Int, indent: String = "", longWord: LongWord = .isBroken
    ) -> [String] {
        var lines: [String] = []
        let isWhole = longWord == .staysWhole
        var line = isWhole ? String(text.prefix { $0 == " " }) : ""
        var used = line.utf8.count
        var isEmpty = true
        for word in text.split(separator: " ", omittingEmptySubsequences: true) {
            var word = String(word)
            var width = width(of: word)
            if !isEmpty, used + 1 + width > columns {
                lines.append(line)
                (line, used, isEmpty) = (indent, indent.utf8.count, true)
            }
            while !isWhole, used + width > columns, columns > used {
                let (head, tail) = split(word, columns: columns - used)
                lines.append(line + head)
                word = tail
                (line, used) = (indent, indent.utf8.count)
                width = self.width(of: word)
            }
            line += (isEmpty ? "" : " ") + word
            used += (isEmpty ? 0 : 1) + width
            isEmpty = false
        }
        if !isEmpty || lines.isEmpty { lines.append(line) }
        return isolated(lines)
    }

    /// Lines of one text, each with its own marks of direction: a mark that was opened on one line
    /// and closed on a later one has no effect on a screen, where each line stands alone.
    public static func isolated(_ lines: [String]) -> [String] {
        var isOpen = false
        return lines.map { line in
            let begins = isOpen
            for character in line where character == isolate.first || character == isolate.last {
                isOpen = character == isolate.first
            }
            return (begins ? String(isolate.first) : "") + line
                + (isOpen ? String(isolate.last) : "")
        }
    }

    private static func split(_ word: String, columns: Int) -> (String, String) {
        var head = ""
        var used = 0
        for character in word {
            let wide = width(of: String(character))
            if used + wide > columns { break }
            head.append(character)
            used += wide
        }
        if head.isEmpty { head = String(word.prefix(1)) }
        return (head, String(word.dropFirst(head.count)))
    }

    /// The width of a text in columns of a terminal: none for marks, two for East Asian letters.
    public static func width(of text: String) -> Int {
        text.unicodeScalars.reduce(0) { sum, scalar in
            switch scalar.value {
            case 0x300...0x36F, 0x200B...0x200F, 0x202A...0x202E, 0x2066...0x2069, 0x64B...0x65F,
                0xFE00...0xFE0F:
                sum
            case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
                0xFE30...0xFE6F, 0xFF00...0xFF60, 0x20000...0x3FFFD:
                sum + 2
            default: sum + 1
            }
        }
    }
}
