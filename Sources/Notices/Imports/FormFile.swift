/// A file of travel forms: its headings understood, its rows not judged yet.
public struct FormFile: Sendable {
    public let profile: FormProfile
    public let rows: [FormRow]

    /// - Throws: `bodyTooLarge` or `importMalformed`; nothing of the file is then used.
    public static func read(
        _ bytes: [UInt8], as profile: FormProfile
    ) throws(HeliographError) -> FormFile {
        let rows: [CSV.Row]
        do throws(CSV.Refusal) {
            rows = try CSV.read(bytes)
        } catch {
            throw HeliographError(
                error.reason == .tooLong ? .bodyTooLarge : .importMalformed,
                error.line == 0
                    ? "The file is not taken: \(error.reason.rawValue)."
                    : "The file is not taken: in line \(error.line), \(error.reason.rawValue).")
        }
        guard let headings = rows.first else {
            throw HeliographError(.importMalformed, "The file is not taken: it is empty.")
        }
        let columns = try columns(headings, profile)
        return FormFile(
            profile: profile, rows: rows.dropFirst().map { FormRow($0, columns) })
    }

    /// Which column stands where. A heading that is misspelled must not take what is under it away.
    private static func columns(
        _ row: CSV.Row, _ profile: FormProfile
    ) throws(HeliographError) -> [FormColumn] {
        var columns: [FormColumn] = []
        for heading in row.cells.map(trimmed) {
            guard let field = profile.fields.first(where: { $0.heading == heading }) else {
                throw HeliographError(
                    .importMalformed,
                    "The file is not taken: column \(columns.count + 1) has a heading that the profile "
                        + "\(profile.name) does not know.")
            }
            guard !columns.contains(field.column) else {
                throw HeliographError(
                    .importMalformed, "The file is not taken: `\(heading)` is there twice.")
            }
            columns.append(field.column)
        }
        let missing = profile.fields.filter { $0.isRequired && !columns.contains($0.column) }
        guard missing.isEmpty else {
            let names = missing.map { "`\($0.heading)`" }.joined(separator: ", ")
            throw HeliographError(
                .importMalformed, "The file is not taken: these headings are missing: \(names).")
        }
        return columns
    }

    /// Without blanks at the ends.
    static func trimmed(_ text: some StringProtocol) -> String {
        var text = Substring(text)
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}

/// One form of a file, as it was filled in.
public struct FormRow: Sendable, Hashable {
    /// The line of the file that it begins on, from 1.
    public let line: Int
    /// What was filled in; empty cells are left out.
    public let cells: [FormColumn: String]
    /// Whether it has a cell for each heading; else nobody knows which cell is which.
    public let isWhole: Bool

    init(_ row: CSV.Row, _ columns: [FormColumn]) {
        line = row.line
        isWhole = row.cells.count == columns.count
        var cells: [FormColumn: String] = [:]
        if isWhole {
            for (column, cell) in zip(columns, row.cells) {
                let text = FormFile.trimmed(cell)
                if !text.isEmpty { cells[column] = text }
            }
        }
        self.cells = cells
    }

    /// What tells this form from any other: equal for the same form in another file, or in another order
    /// of columns.
    public var identity: String {
        FormColumn.allCases.compactMap { column in
            // No cell holds a zero byte.
            cells[column].map { "\(column.rawValue)\u{0}\($0)" }
        }.joined(separator: "\u{0}\u{0}")
    }

    /// As it is handed to a node.
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
    public let code: FaultCode
    public let sentence: String

    public init(heading: String, code: FaultCode, sentence: String) {
        self.heading = heading
        self.code = code
        self.sentence = sentence
    }
}

/// What becomes of a form.
public enum FormVerdict: Sendable {
    /// A draft that could be sent as it is.
    case accepted(Notice, warnings: [FormFault])
    /// Every reason at once.
    case refused([FormFault])
}
