import Foundation
import Notices
import Testing

/// `docs/forms.md` is written by this test and held against the code by it:
/// `HELIOGRAPH_WRITE_DOCS=1 swift test --filter FormsPageTests` writes it anew.
@Suite("The page of travel forms")
struct FormsPageTests {
    @Test("docs/forms.md is the mapping in force")
    func agrees() throws {
        try GeneratedPage.check("docs/forms.md", is: Self.page(), by: "FormsPageTests")
    }

    private static func page() -> String {
        var lines = [opening]
        for profile in FormProfile.all {
            let lead =
                profile.leadDays.map {
                    "A journey that was reported less than \($0) days ahead needs a reason."
                } ?? "No lead time is asked for."
            lines += [
                "## `\(profile.name)`: \(profile.title)", "",
                "\(lead) The law behind it: \(profile.legalText).", "",
                "| heading | in the published list | column |", "|---|---|---|",
            ]
            for field in profile.fields {
                let words: String
                switch field.origin {
                case .listed(let text): words = text
                case .added: words = "- (the register adds it)"
                }
                lines.append(
                    "| `\(field.heading)`\(field.isRequired ? " *" : "") | \(words) "
                        + "| `\(field.column.rawValue)` |"
                )
            }
            lines.append("")
        }
        return lines.dropLast().joined(separator: "\n") + "\n"
    }
}

/// The text before the tables of the page of travel forms.
private let opening = """
    # Travel forms

    `heliograph import forms FILE --profile NAME --as OFFICER` makes a draft of each form in a \
    CSV file, or
    says everything that is in the way of it. This page is generated from the profiles that the \
    program goes
    by. They are modelled on published lists of fields, which are named in the second column; \
    none of those
    offices publishes a file format.

    The file is as RFC 4180 has it, in UTF-8: commas, cells with commas, quotation marks or ends \
    of lines in
    quotation marks, the headings in the first line. Headings marked * must be there and be \
    filled in; others
    may be missing; one that is not listed is refused. Several things in one cell have `;` \
    between them.

    Taken besides: semicolons or tabs for commas (also named by a line `sep=;`; a cell with that \
    mark in it
    needs quotation marks), UTF-16, carriage returns alone, rows and columns with nothing in \
    them, and
    headings in capital letters or with blanks. A workbook (xlsx, ods, xls, Numbers) is not \
    read: save it
    as "CSV UTF-8". What is refused is told by line and column of the file.

    - A time is `2027-01-20T22:40`, by the clock there. Where a clock is put back and shows it \
    twice, the
      offset stands behind it: `2027-10-31T02:30+01:00`. Ports (UN/LOCODE) need their zone \
    behind all:
      `2027-01-20T22:40[Asia/Dubai]`. A day without a time is refused: nobody knows until when \
    to warn.
    - A further leg is `ZZ77 XBB 2027-01-21T09:10 XCC 2027-01-21T19:05`; where the flight stands \
    may stand
      `rail`, `road`, `foot`, or `sea/1234567` with the ship's IMO number.
    - An alias is `FAMILY, GIVEN`. Offences are the codes of the Lanzarote list. Dates are \
    `1969-03-14`.
    - Numbers of registers and notes stay in this country.

    The same form is recognised whenever it comes again. Drafts are looked at with `draft list` \
    and `draft
    show`, and leave with `draft send`, which takes two officers like any alert.

    No form says how a notice is to be handled, on which legal basis it stands, for what purpose \
    it is sent
    or how long it is kept. A draft takes these from `noticeDefaults` of the configuration. What \
    is not
    laid down there is empty in the draft (`null`); `draft send` refuses it by name \
    (`field-empty`) until an
    officer has written it with `draft change`.

    """
