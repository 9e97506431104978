import Notices

/// Prints lists of JSON objects as columns.
enum Table {
    /// A list under the order that it is in.
    ///
    /// - Parameter order: a sentence such as `Newest first.`
    static func rows(
        _ list: JSON, _ columns: [String], in order: String, layout: Layout = .current
    ) -> String {
        let rows = rows(list, columns, layout: layout)
        return list["items"]?.arrayValue?.isEmpty == false
            ? layout.order(order) + "\n" + rows : rows
    }

    /// The `items` of a list, one line each, under a line of headings. No text from outside can
    /// break out of its cell.
    ///
    /// Where a line has a bound, the columns that do not fit stand below their row, each with its
    /// name, so that nothing is left out.
    static func rows(
        _ list: JSON, _ columns: [String], layout: Layout = .current
    ) -> String {
        let items = list["items"]?.arrayValue ?? []
        guard !items.isEmpty else { return "Nothing." }
        let cells = items.map { item in columns.map { layout.cell(item[$0], of: $0) } }
        let headings = columns.map { layout.heading($0) }
        let widths = columns.indices.map { index in
            ([headings] + cells).map { ShownText.width(of: $0[index]) }.max() ?? 0
        }
        guard let width = layout.width,
            widths.reduce(0, +) + gap * (columns.count - 1) > width
        else {
            return ([layout.strong(line(headings, widths))] + cells.map { line($0, widths) })
                .joined(separator: "\n")
        }
        return stacked(cells, columns, headings, widths, width, layout)
    }

    /// The members of an object, one line each; objects and lists inside are left to `--json`.
    static func object(
        _ json: JSON, _ keys: [String], layout: Layout = .current
    ) -> String {
        let names = keys.map { layout.isForPeople ? Layout.words($0) : $0 }
        let width = names.map(\.count).max() ?? 0
        return zip(keys, names).map { key, name in
            let value = layout.cell(json[key], of: key)
            let head = padded(name, width) + "  "
            guard let bound = layout.width, bound - width - 2 >= 20 else { return head + value }
            let blank = String(repeating: " ", count: width + 2)
            return ShownText.wrapped(value, columns: bound - width - 2).enumerated()
                .map { ($0 == 0 ? head : blank) + $1 }.joined(separator: "\n")
        }.joined(separator: "\n")
    }

    /// A number with its noun: `1 member`, `2 members`.
    static func counted(_ count: Int, _ noun: String, _ nouns: String? = nil) -> String {
        "\(count) \(count == 1 ? noun : nouns ?? noun + "s")"
    }

    /// A value inside a sentence: a text that others wrote keeps its direction to itself.
    static func shown(_ value: JSON?) -> String { ShownText.foreign(text(value)) }

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

    /// Columns whose values name themselves.
    private static let named: Set<String> = ["sentence"]

    /// The blank columns between two cells.
    private static let gap = 2

    private static func line(_ cells: [String], _ widths: [Int]) -> String {
        zip(cells, widths).map { padded($0, $1) }
            .joined(separator: String(repeating: " ", count: gap)).trimmingTrailingSpaces
    }

    /// Rows of as many columns as fit, from the left; the others stand below each row. If none
    /// fits, a blank line divides the rows.
    private static func stacked(
        _ cells: [[String]], _ columns: [String], _ headings: [String], _ widths: [Int],
        _ width: Int, _ layout: Layout
    ) -> String {
        var first: [Int] = []
        var used = 0
        for index in columns.indices {
            // The first column names the row, and may be as wide as the line.
            guard widths[index] <= (index == 0 ? width : width / 2),
                used + widths[index] <= width
            else { break }
            first.append(index)
            used += widths[index] + gap
        }
        let below = columns.indices.filter { !first.contains($0) }
        let inLine = first.map { widths[$0] }
        var lines =
            first.isEmpty ? [] : [layout.strong(line(first.map { headings[$0] }, inLine))]
        for row in cells {
            if !first.isEmpty {
                lines.append(line(first.map { row[$0] }, inLine))
            } else if !lines.isEmpty {
                lines.append("")
            }
            lines += packed(
                below.filter { !["-", ""].contains(row[$0]) }.map {
                    named.contains(columns[$0])
                        ? row[$0] : "\(Layout.words(columns[$0])): \(row[$0])"
                }, width)
        }
        return lines.joined(separator: "\n")
    }

    /// Texts one behind the other, on indented lines that have room for them.
    private static func packed(_ texts: [String], _ width: Int) -> [String] {
        let indent = "    "
        let room = width - indent.count
        var lines: [String] = []
        for text in texts {
            if let last = lines.last,
                ShownText.width(of: last) + 3 + ShownText.width(of: text) <= room
            {
                lines[lines.count - 1] = last + " · " + text
            } else {
                lines += ShownText.wrapped(text, columns: room)
            }
        }
        return lines.map { indent + $0 }
    }
}

extension String {
    var trimmingTrailingSpaces: String {
        var text = self
        while text.hasSuffix(" ") { text.removeLast() }
        return text
    }
}
