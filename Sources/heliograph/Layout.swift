import Foundation
import Node
import Notices
import Station

/// The way in which text is laid out for whoever reads it: a person at a terminal, or a program
/// behind a pipe.
struct Layout {
    /// The widest page on a terminal, in columns.
    static let columnsMax = 80

    /// The most columns of a line; nil for no bound.
    var width: Int?
    /// True to write times, spans and headings for people; false to leave values as `--json` has
    /// them.
    var isForPeople: Bool
    /// True if headings and refusals may have colour.
    var isColoured: Bool
    /// The reader's zone, shown beside UTC; nil for none.
    var zone: IANAZone?
    /// The moment at which the text is read; spans count from it.
    var now: Instant

    /// Values as they are, one row a line.
    static let plain = Layout(
        width: nil, isForPeople: false, isColoured: false, zone: nil, now: Instant(seconds: 0))

    /// The layout of standard output: `plain` unless it is a terminal.
    static let current: Layout = {
        let words = CommandLine.arguments.prefix { $0 != "--" }
        guard isatty(STDOUT_FILENO) == 1, !words.contains("--json") else { return .plain }
        let isWide = words.contains("--wide")
        let columns = min(Terminal.size?.columns ?? columnsMax, columnsMax)
        return Layout(
            width: isWide ? nil : max(columns, 40), isForPeople: true,
            isColoured: Terminal.mayColour(STDOUT_FILENO),
            zone: readersZone, now: SystemClock().now)
    }()

    /// The zone of whoever types (`TZ`), else the one that the node's configuration names, else
    /// that of the machine.
    static let readersZone: IANAZone? = {
        let system = IANAZone(TimeZone.current.identifier)
        guard ProcessInfo.processInfo.environment["TZ"] == nil else { return system }
        let words = CommandLine.arguments.prefix { $0 != "--" }
        let folder = Arguments.folder(named: Arguments.folderName(in: Array(words)))
        let configured = (try? NodeDoor.configuration(of: folder))?.timeZone ?? ""
        return IANAZone(configured) ?? system
    }()
}

// MARK: - Cells

extension Layout {
    /// Columns about a moment that somebody waits for; the time until then stands beside it.
    private static let awaited: Set<String> = [
        "deadline", "due", "nextAttempt", "ends", "staleFrom", "lands",
    ]

    /// A value as it stands in a cell.
    func cell(_ value: JSON?, of column: String) -> String {
        var text = Table.text(value)
        // A line is broken between the elements of a list.
        if isForPeople, let elements = value?.arrayValue {
            text = elements.map { Table.text($0) }.joined(separator: ", ")
        }
        guard isForPeople, let moment = Instant(rfc3339: text) else {
            return ShownText.foreign(text)
        }
        let time = Wording.short(moment, zone: zone, year: now.utcDate.year)
        return Self.awaited.contains(column)
            ? "\(time) (\(Wording.distance(to: moment, from: now)))" : time
    }

    /// The heading of a column: `DELIVERED AT` for people, `DELIVERED-AT` in a pipe, where a
    /// heading is one word.
    func heading(_ column: String) -> String {
        let words = Self.words(column).uppercased()
        return isForPeople ? words : words.replacing(" ", with: "-")
    }

    /// The order of a list, and the zone that stands beside UTC in it.
    func order(_ text: String) -> String {
        guard isForPeople, let zone, zone.offsetMinutes(at: now) != 0 else { return text }
        return text + " Times are UTC = \(zone.name)."
    }

    /// `deliveredAt` as `delivered at`.
    static func words(_ column: String) -> String {
        column.reduce(into: "") { text, letter in
            text += letter.isUppercase ? " " + letter.lowercased() : String(letter)
        }.replacing("-", with: " ")
    }

    /// A heading in bold, where colour is allowed.
    func strong(_ text: String) -> String {
        isColoured ? Terminal.bold.first + text + Terminal.bold.last : text
    }
}

// MARK: - Lines

extension Layout {
    /// Breaks the lines that are too wide at blanks; what follows is indented below its line.
    /// Lines of a document, such as JSON, are left whole, so that they can be copied.
    func fitted(_ text: String) -> String {
        guard let width else { return text }
        // What is escaped is wider than it was.
        return ShownText.harmless(text).replacing("\t", with: " ").split(
            separator: "\n", omittingEmptySubsequences: false
        ).map { line in
            let indent = line.prefix { $0 == " " }.count
            let isDocument = line.dropFirst(indent).first.map { "\"{}[]".contains($0) } ?? false
            let isHeading = isColoured && line.hasPrefix(Terminal.bold.first)
            guard !isDocument, !isHeading, ShownText.width(of: String(line)) > width else {
                return String(line)
            }
            let hanging = String(repeating: " ", count: min(indent + 2, width / 2))
            let lines = ShownText.wrapped(
                String(line.dropFirst(indent)), columns: width - hanging.count)
            return lines.enumerated().map { place, line in
                (place == 0 ? String(repeating: " ", count: min(indent, width / 2)) : hanging)
                    + line
            }.joined(separator: "\n")
        }.joined(separator: "\n")
    }
}
