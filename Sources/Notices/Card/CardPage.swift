/// A page that says what a notice says, in words: sections of labelled lines. Whoever shows it decides how.
public struct CardPage: Sendable, Equatable {
    /// What must be seen before anything else: withdrawn, replaced, expired, an example.
    public var banner: [String] = []
    public var sections: [Section] = []

    public struct Section: Sendable, Equatable {
        public let heading: String
        public var rows: [Row]

        init(_ heading: String, _ rows: [Row] = []) {
            self.heading = heading
            self.rows = rows
        }
    }

    public struct Row: Sendable, Equatable {
        /// What the text is; empty for a line that goes on.
        public let label: String
        public let text: String
        /// How deep it lies in what is above it.
        public var depth = 0
        /// Shown as it is, never wrapped: machine-readable zones, commands.
        public var isVerbatim = false

        init(_ label: String, _ text: String, depth: Int = 0, isVerbatim: Bool = false) {
            self.label = label
            self.text = text
            self.depth = depth
            self.isVerbatim = isVerbatim
        }
    }

    /// Plain text of so many columns.
    public func text(columns: Int = 80) -> String {
        var lines: [String] = []
        if !banner.isEmpty {
            let rule = String(repeating: "*", count: columns)
            lines.append(rule)
            for sentence in banner {
                lines += CardText.wrapped(sentence, columns: columns - 4).map { "* " + $0 }
            }
            lines += [rule, ""]
        }
        for section in sections where !section.rows.isEmpty {
            lines.append(section.heading.uppercased())
            lines += section.rows.flatMap { Self.lines($0, columns) }
            lines.append("")
        }
        while lines.last == "" { lines.removeLast() }
        return lines.joined(separator: "\n") + "\n"
    }

    private static let labelColumns = 18

    private static func lines(_ row: Row, _ columns: Int) -> [String] {
        let indent = String(repeating: " ", count: 2 + row.depth * 2)
        var label = row.label
        let width = max(0, labelColumns - indent.count)
        // A long label has a line of its own.
        var lines: [String] = []
        if label.count >= width {
            lines.append(indent + label)
            label = ""
        }
        let left = indent + label + String(repeating: " ", count: max(0, width - label.count))
        let blank = String(repeating: " ", count: left.count)
        guard !row.text.isEmpty else { return lines.isEmpty ? [indent + label] : lines }
        if row.isVerbatim {
            let room = columns - CardText.width(of: row.text)
            guard room < left.count else { return lines + [left + row.text] }
            // Too wide to stand beside its label: below it, as far to the left as it takes.
            if !label.isEmpty { lines.append(indent + label) }
            return lines + [String(repeating: " ", count: max(0, room)) + row.text]
        }
        for (index, part) in CardText.wrapped(row.text, columns: columns - left.count).enumerated()
        {
            lines.append((index == 0 ? left : blank) + part)
        }
        return lines
    }
}

/// Texts of other people on a page of ours.
public enum CardText {
    /// Begins and ends a text whose direction is its own (Unicode Annex 9).
    private static let isolate: (first: Character, last: Character) = ("\u{2068}", "\u{2069}")

    /// A text that somebody wrote: control characters and marks of direction replaced, and its direction kept to
    /// itself.
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

    /// Breaks a text at blanks; a word that is too long is broken anywhere.
    static func wrapped(_ text: String, columns: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        var used = 0
        for word in text.split(separator: " ", omittingEmptySubsequences: true) {
            var word = String(word)
            var width = width(of: word)
            if used > 0, used + 1 + width > columns {
                lines.append(line)
                (line, used) = ("", 0)
            }
            while width > columns {
                let (head, tail) = split(word, columns: columns)
                lines.append(head)
                word = tail
                width = self.width(of: word)
            }
            line += (used > 0 ? " " : "") + word
            used += (used > 0 ? 1 : 0) + width
        }
        if !line.isEmpty || lines.isEmpty { lines.append(line) }
        return lines
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

    /// Columns of a terminal: none for marks, two for East Asian letters.
    static func width(of text: String) -> Int {
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
