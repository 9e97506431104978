import Federation
import Notices
import Testing

@testable import Asking
@testable import Office

/// `docs/rights.md` is written by this test and held against the code by it:
/// `HELIOGRAPH_WRITE_DOCS=1 swift test --filter RightsPageTests` writes it anew.
@Suite("The page of rights")
struct RightsPageTests {
    @Test("docs/rights.md is the table in force")
    func agrees() throws {
        try GeneratedPage.check("docs/rights.md", is: Self.page(), by: "RightsPageTests")
    }

    @Test("each right is somebody's, and an operation needs it or a document says what it is for")
    func used() {
        let held = Role.allCases.reduce(into: Set<Right>()) { $0.formUnion($1.rights) }
        #expect(held == Set(Right.allCases))
        let needed = Set(Catalogue.all.map(\.right))
        #expect(Set(Right.allCases).subtracting(needed) == [.override, .readForRecords])
        #expect(Role.administrator.rights.isDisjoint(with: [.readNotices, .readInbox, .screen]))
        #expect(Role.observer.rights.isDisjoint(with: [.readNotices, .readInbox, .screen]))
    }

    private static func page() -> String {
        var lines = [opening]
        let roles = Role.allCases
        lines += ["| role | who has it |", "|---|---|"]
        lines += roles.map { "| `\($0.rawValue)` | \($0.meaning) |" }
        lines += [
            "", "## Rights", "",
            "| right | it allows to | \(roles.map(\.rawValue).joined(separator: " | ")) |",
            "|---|---|" + roles.map { _ in "---|" }.joined(),
        ]
        for right in Right.allCases {
            let marks = roles.map { role in
                if role.rights.contains(right) { return "yes" }
                let mayBe = role == .integrator && Role.rightsOfPrograms.contains(right)
                return mayBe ? "if given" : ""
            }
            lines.append(
                "| `\(right.rawValue)` | \(right.meaning) | "
                    + "\(marks.joined(separator: " | ")) |")
        }
        lines += ["", "## Operations", "", "| operation | right | it |", "|---|---|---|"]
        lines += Catalogue.all.map {
            "| `\($0.name)` | `\($0.right.rawValue)` | \($0.effect.rawValue) |"
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

/// The text before the tables of the page of rights.
private let opening = """
    # Who may do what

    This page is generated from the table that the node goes by; a test holds the two together.

    A node finds out who asks by the way in:

    - A user of this machine is the officer to whom an administrator linked it (`officer link`).
      The kernel says which user asks.
    - A token or a client certificate is an officer or a program (`token new`, `officer link`).
    - The owner of the data folder and root look after the machine. They have the rights of an
      administrator, and no name.
    - A node with `officers: { trustNames: true }` takes the name of `--as` on trust. It is there
      to try things out; `doctor` and the log say so.

    An officer may have several roles, and has the rights of all of them. Two officers stand behind
    what takes two: nobody approves what is their own, whatever the roles. Where names are proven,
    `--approved-by` asks that officer: the call waits until the officer has read it
    (`approval show`) and approved it (`approval give`), or until 24 hours are over.

    A suspension holds from the next request on. A removed name is not given again. The last
    administrator stays. The audit record has every change.

    `records.read` opens a notice with `--reason` alone: the reason is recorded, and the issuer is
    not told that the notice was opened. `policy.override` is needed to override a block of the
    policy without a second officer; the policy names who may.

    ## Roles

    """
