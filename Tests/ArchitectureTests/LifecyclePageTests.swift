import Foundation
import Notices
import Testing

/// `docs/lifecycles.md` is written by this test and held against the code by it:
/// `HELIOGRAPH_WRITE_DOCS=1 swift test --filter LifecyclePageTests` writes it anew.
@Suite("The page of lifecycles")
struct LifecyclePageTests {
    @Test("docs/lifecycles.md is the table in force")
    func agrees() throws {
        try GeneratedPage.check("docs/lifecycles.md", is: Self.page(), by: "LifecyclePageTests")
    }

    private static func page() -> String {
        var lines = [opening]
        for kind in NoticeKind.allCases {
            let letters = kind.threadLetters.joined(separator: ", ")
            lines += ["## `\(kind.rawValue)`", "", "In threads with the letters \(letters).", ""]
            lines += [
                "| side | state | operation | leads to | while the issuer's side is | officers |",
                "|---|---|---|---|---|---|",
            ]
            for row in NoticeLifecycle.transitions(of: kind) {
                let needs = row.needs.map(\.rawValue).joined(separator: ", ")
                lines.append(
                    "| \(row.side.rawValue) | \(row.from.rawValue) | `\(row.operation)` "
                        + "| \(row.to.rawValue) | \(needs) "
                        + "| \(kind.approvalNeed(of: row.operation).rawValue) |")
            }
            for row in NoticeLifecycle.ageing(of: kind) {
                lines.append(
                    "| \(row.side.rawValue) | \(row.from.rawValue) | past `validUntil` "
                        + "| \(row.to.rawValue) | | |")
            }
            lines.append("")
        }
        return lines.dropLast().joined(separator: "\n") + "\n"
    }
}

/// The text before the tables of the page of lifecycles.
private let opening = """
    # Lifecycles

    What may be said in a thread, by whom and when, for every kind of notice. This page is
    generated from the table that the node goes by; a test holds the two together. Another
    (`TransitionTableTests`) walks the table in full between two nodes.

    A thread belongs to the member whose code its number begins with: the *issuer*. Everybody
    else in it is a *recipient*. Each member moves its own side, with sequence numbers of its
    own, and nobody moves another's. The last column says where the issuer's side must stand,
    by what has arrived, before a recipient may answer so. Whatever has no row is refused by
    name (`transition-refused`, or `thread-unknown` for a first statement).

    *Officers* says how many it takes before it leaves: two different persons, author and
    approver, for what discloses a person or has others do what cannot be undone; one for
    answers and for what takes back or repeats. A statement that the table leaves to one officer
    takes two as soon as it describes a person and is not word for word what this member said
    last in the thread (`docs/adr/0017-four-eyes.md`).

    `cancel` is the one operation that the exchange itself knows, the same for all kinds: what
    was not sent yet is not sent, and what was delivered is shown as cancelled. It holds for good:
    what comes after it in its thread, in whichever order, is kept as cancelled \
    (`docs/adr/0029-a-cancel-holds.md`).

    """
