/// A file of travel forms with its headings understood; its rows are not judged yet.
public struct FormFile: Sendable {
    /// The profile by which the headings were read.
    public let profile: FormProfile
    /// The forms of the file, in their order.
    public let rows: [FormRow]
    /// The column under each heading; nil under an empty heading.
    private let columns: [FormColumn?]

    /// The number of cells in each row that does not fit the headings, by the row's line.
    public let widths: [Int: Int]

    /// The number of headings.
    public var headingCount: Int { columns.count }

    /// The number of a column in the file, from 1; nil if it is not there.
    public func number(ofColumn heading: String) -> Int? {
        columns.firstIndex { $0.map(profile.heading) == heading }.map { $0 + 1 }
    }

    /// Reads a file; nothing is used of a file that is refused.
    ///
    /// - Throws: `bodyTooLarge`; `importMalformed` for a file of another kind, unknown, repeated or
    ///   missing headings, or a cell without a heading.
    public static func read(
        _ bytes: [UInt8], as profile: FormProfile
    ) throws(HeliographError) -> FormFile {
        try refuseOthers(bytes)
        let rows: [CSV.Row]
        do throws(CSV.Refusal) {
            rows = try CSV.read(TextForm.utf8(bytes) ?? bytes)
        } catch {
            throw refusal(error)
        }
        let filled = rows.filter { !$0.cells.allSatisfy { trimmed($0).isEmpty } }
        guard let headings = filled.first else {
            throw HeliographError(.importMalformed, "The file is not taken: it is empty.")
        }
        let columns = try columns(headings, profile)
        for row in filled.dropFirst() { try refuseNameless(row, columns) }
        var widths: [Int: Int] = [:]
        let forms = filled.dropFirst().map { row in
            let form = FormRow(row, columns)
            if !form.isWhole { widths[row.line] = row.cells.count }
            return form
        }
        return FormFile(profile: profile, rows: forms, columns: columns, widths: widths)
    }

    private static let saveAsCSV =
        "Open it in the program that it is of, and save it as \"CSV UTF-8\"; then import that file."

    /// Refuses files of other kinds, and names the kind.
    private static func refuseOthers(_ bytes: [UInt8]) throws(HeliographError) {
        guard let kind = FileKind(bytes) else { return }
        let next: String? =
            switch kind {
            case .edifact: "`heliograph import manifest` reads passenger lists."
            case .gzip, .archive: "Take the file out of the archive; then import that."
            case _ where kind.isSpreadsheet: saveAsCSV
            default: "Ask for the forms as a table, saved as \"CSV UTF-8\"."
            }
        throw HeliographError(
            .importMalformed, "The file is not taken: it is \(kind.rawValue), and no CSV file.",
            next: next)
    }

    private static func refusal(_ refusal: CSV.Refusal) -> HeliographError {
        let place =
            refusal.line == 0 ? "" : "in line \(refusal.line), column \(refusal.column), "
        let sentence = "The file is not taken: \(place)\(refusal.reason.rawValue)"
        switch refusal.reason {
        case .tooLong: return HeliographError(.bodyTooLarge, sentence + ".")
        case .notUTF8:
            return HeliographError(
                .importMalformed, sentence + "; it may be in Windows-1252 (\"ANSI\").",
                next: saveAsCSV)
        case .zeroByte, .tooManyRows, .tooManyCells, .cellTooLong, .quoteOpen, .quoteInside,
            .afterQuote, .carriageReturn:
            return HeliographError(.importMalformed, sentence + ".")
        }
    }

    /// The columns in the order of the headings. A misspelled heading is refused, so that its cells
    /// are not lost; capital letters, blanks and hyphens are no misspelling.
    private static func columns(
        _ row: CSV.Row, _ profile: FormProfile
    ) throws(HeliographError) -> [FormColumn?] {
        var columns: [FormColumn?] = []
        let known = profile.fields.map(\.heading)
        guard row.cells.map(folded).contains(where: known.contains) else {
            let needed = shown(profile.fields.filter(\.isRequired))
            let further = shown(profile.fields.filter { !$0.isRequired })
            let names = FormProfile.all.map(\.name).joined(separator: ", ")
            throw HeliographError(
                .importMalformed,
                "The file is not taken: line \(row.line) holds no heading that the profile "
                    + "\(profile.name) knows. The file may have no line of headings, or be a "
                    + "form of another profile.",
                next:
                    "Begin the file with a line of headings, with commas between them, or name its "
                    + "profile with `--profile` (\(names)). The profile \(profile.name) needs "
                    + "these headings: \(needed). These may stand too: \(further).")
        }
        for heading in row.cells.map(folded) {
            guard !heading.isEmpty else {
                columns.append(nil)
                continue
            }
            guard let field = profile.fields.first(where: { $0.heading == heading }) else {
                throw HeliographError(
                    .importMalformed,
                    "The file is not taken: line \(row.line), column \(columns.count + 1) has a "
                        + "heading that the profile \(profile.name) does not know."
                        + Suggestion.question(to: heading, among: known),
                    next: "Correct the heading, or take its column out; then import the whole file "
                        + "again. The headings of \(profile.name) are "
                        + known.joined(separator: ", ") + ".")
            }
            if let first = columns.firstIndex(of: field.column) {
                throw HeliographError(
                    .importMalformed,
                    "The file is not taken: `\(heading)` is there twice, in columns \(first + 1) "
                        + "and \(columns.count + 1).")
            }
            columns.append(field.column)
        }
        while columns.last == .some(nil) { columns.removeLast() }
        let missing = profile.fields.filter { $0.isRequired && !columns.contains($0.column) }
        guard missing.isEmpty else {
            let names = missing.map { "`\($0.heading)`" }.joined(separator: ", ")
            throw HeliographError(
                .importMalformed, "The file is not taken: these headings are missing: \(names).",
                next:
                    "Add a column with each of these headings to line \(row.line); then import the "
                    + "whole file again.")
        }
        return columns
    }

    private static func shown(_ fields: [FormProfile.Field]) -> String {
        fields.map(\.heading).joined(separator: ", ")
    }

    private static func folded(_ heading: String) -> String {
        trimmed(heading).lowercased().map { $0 == " " || $0 == "-" ? "_" : String($0) }.joined()
    }

    /// Refuses a filled cell under an empty heading: nobody knows its column.
    private static func refuseNameless(
        _ row: CSV.Row, _ columns: [FormColumn?]
    ) throws(HeliographError) {
        for (index, cell) in row.cells.enumerated()
        where index < columns.count && columns[index] == nil && !trimmed(cell).isEmpty {
            throw HeliographError(
                .importMalformed,
                "The file is not taken: in line \(row.line), column \(index + 1) is filled in, and "
                    + "the column has no heading.",
                next: "Write its heading, or empty it; then import all of it.")
        }
    }

    /// The text without blanks and ends of lines at its ends.
    static func trimmed(_ text: some StringProtocol) -> String {
        var text = Substring(text)
        while let first = text.first, isBlank(first) { text.removeFirst() }
        while let last = text.last, isBlank(last) { text.removeLast() }
        return String(text)
    }

    private static func isBlank(_ character: Character) -> Bool {
        [" ", "\t", "\n", "\r", "\r\n", "\u{A0}"].contains(character)
    }
}

/// One form of a file, as it was filled in.
public struct FormRow: Sendable, Hashable {
    /// The line of the file on which it begins, from 1.
    public let line: Int
    /// The filled cells by their column.
    public let cells: [FormColumn: String]
    /// True if the row has a cell for each heading; otherwise nobody knows which cell is which.
    public let isWhole: Bool

    /// - Parameter columns: the columns that the headings name; nil under an empty heading.
    init(_ row: CSV.Row, _ columns: [FormColumn?]) {
        line = row.line
        let texts = row.cells.map { Self.text($0) }
        // Empty cells behind the last heading do not count.
        isWhole =
            texts.count >= columns.count && texts.dropFirst(columns.count).allSatisfy(\.isEmpty)
        var cells: [FormColumn: String] = [:]
        if isWhole {
            for (column, text) in zip(columns, texts) where !text.isEmpty {
                if let column { cells[column] = text }
            }
        }
        self.cells = cells
    }

    /// A cell without blanks at its ends, with the line ends of a notice.
    private static func text(_ cell: String) -> String {
        FormFile.trimmed(cell).map { $0 == "\r\n" || $0 == "\r" ? "\n" : String($0) }.joined()
    }

    /// A text that is equal only for the same form, also in another file or in another order of
    /// columns.
    public var identity: String {
        FormColumn.allCases.compactMap { column in
            // No cell holds a zero byte, so it can part the texts.
            cells[column].map { "\(column.rawValue)\u{0}\($0)" }
        }.joined(separator: "\u{0}\u{0}")
    }

    /// The form as JSON, for a node.
    public var json: JSON {
        [
            "line": .number(JSONNumber(line)), "whole": .bool(isWhole),
            "cells": .object(
                JSONObject(
                    FormColumn.allCases.compactMap { column in
                        cells[column].map { (column.rawValue, .string($0)) }
                    })),
        ]
    }

    /// Reads a form as `json` writes it; nil for anything else.
    public init?(_ json: JSON) {
        guard let line = json["line"]?.intValue, let isWhole = json["whole"]?.boolValue,
            let object = json["cells"]?.objectValue
        else { return nil }
        var cells: [FormColumn: String] = [:]
        for (key, value) in object {
            guard let column = FormColumn(rawValue: key), let text = value.stringValue else {
                return nil
            }
            cells[column] = text
        }
        self.line = line
        self.isWhole = isWhole
        self.cells = cells
    }
}

/// One reason why a form is refused, or one thing to look at.
public struct FormFault: Sendable, Hashable {
    /// The heading in the file; empty for the whole form.
    public let heading: String
    /// The code of the fault, listed in `docs/errors.md`.
    public let code: FaultCode
    /// The fault in one plain sentence.
    public let sentence: String

    /// Puts a fault together as given.
    public init(heading: String, code: FaultCode, sentence: String) {
        self.heading = heading
        self.code = code
        self.sentence = sentence
    }
}

/// The verdict on a form.
public enum FormVerdict: Sendable {
    /// A draft that can be sent once its handling and legal basis are written, which only have
    /// placeholders.
    case accepted(Notice, warnings: [FormFault])
    /// Every reason for the refusal.
    case refused([FormFault])
}
