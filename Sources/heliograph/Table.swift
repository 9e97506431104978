import Notices

/// Prints lists of JSON objects as columns.
enum Table {
    /// The `items` of a list, one line each, under a line of headings. No text from outside can
    /// break out of its cell.
    static func rows(_ list: JSON, _ columns: [String]) -> String {
        let items = list["items"]?.arrayValue ?? []
        guard !items.isEmpty else { return "Nothing." }
        let cells =
            [columns.map { $0.uppercased() }]
            + items.map { item in columns.map { ShownText.foreign(text(item[$0])) } }
        let widths = columns.indices.map { index in
            cells.map { ShownText.width(of: $0[index]) }.max() ?? 0
        }
        return cells.map { row in
            zip(row, widths).map { padded($0, $1) }.joined(separator: "  ")
                .trimmingTrailingSpaces
        }.joined(separator: "\n")
    }

    /// The members of an object, one line each; objects and lists inside are left to `--json`.
    static func object(_ json: JSON, _ keys: [String]) -> String {
        let width = keys.map(\.count).max() ?? 0
        return keys.map { "\(padded($0, width))  \(ShownText.foreign(text(json[$0])))" }.joined(
            separator: "\n")
    }

    static func text(_ value: JSON?) -> String {
        switch value {
        case nil, .null: "-"
        case .bool(let flag): flag ? "yes" : "no"
        case .number(let number): number.text
        case .string(let text): text
        case .array(let elements): elements.map { text($0) }.joined(separator: ",")
        case .object: "…"
        }
    }
}

extension String {
    var trimmingTrailingSpaces: String {
        var text = self
        while text.hasSuffix(" ") { text.removeLast() }
        return text
    }
}
