/// The content of a notice as a page in words: sections of labelled lines. The program that shows
/// the page decides its look.
public struct CardPage: Sendable, Equatable {
    /// Sentences that must be seen before anything else: withdrawn, replaced, expired, an example.
    public var banner: [String] = []
    /// The sections of the page, in their order.
    public var sections: [Section] = []

    /// A part of the page under one heading.
    public struct Section: Sendable, Equatable {
        /// The heading of the section.
        public let heading: String
        /// The lines of the section; a section without lines is not shown.
        public var rows: [Row]

        init(_ heading: String, _ rows: [Row] = []) {
            self.heading = heading
            self.rows = rows
        }
    }

    /// One labelled line.
    public struct Row: Sendable, Equatable {
        /// The label of the text; empty for a line that continues the one above.
        public let label: String
        /// The text itself, safe to show on a screen.
        public let text: String
        /// The number of levels by which the line lies below the label above it.
        public var depth = 0
        /// True if the text is shown as it is and never wrapped: machine-readable zones, commands.
        public var isVerbatim = false

        init(_ label: String, _ text: String, depth: Int = 0, isVerbatim: Bool = false) {
            self.label = label
            self.text = text
            self.depth = depth
            self.isVerbatim = isVerbatim
        }
    }

    /// The page as plain text of at most so many columns, verbatim lines excepted.
    public func text(columns: Int = 80) -> String {
        var lines: [String] = []
        if !banner.isEmpty {
            let rule = String(repeating: "*", count: columns)
            lines.append(rule)
            for sentence in banner {
                lines += ShownText.wrapped(sentence, columns: columns - 4).map { "* " + $0 }
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
            let room = columns - ShownText.width(of: row.text)
            guard room < left.count else { return lines + [left + row.text] }
            // A text too wide for the place beside its label stands below it, as far to the left as
            // it needs.
            if !label.isEmpty { lines.append(indent + label) }
            return lines + [String(repeating: " ", count: max(0, room)) + row.text]
        }
        for (index, part) in ShownText.wrapped(row.text, columns: columns - left.count).enumerated()
        {
            lines.append((index == 0 ? left : blank) + part)
        }
        return lines
    }
}
