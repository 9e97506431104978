import Exchange
import Notices
import Testing

@testable import Office

@Suite("The next step of a task")
struct TaskTextTests {
    @Test("is a command with the real number, kind and officer", arguments: Duty.Matter.allCases)
    func typed(_ matter: Duty.Matter) throws {
        let now = Instant(seconds: 1_800_000_000)
        let duty = Duty(
            matter, thread: "XB-IR-2027-000007", sequence: 3, member: MemberCode("XB"),
            opens: now, due: now)
        let next = duty.next(for: "carmen")
        for word in ["ID", "KIND", "NUMBER", "N"] {
            #expect(!next.split { !$0.isLetter }.contains(Substring(word)), "\(next)")
        }
        // Whatever stands between ticks can be typed.
        let commands = next.split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset % 2 == 1 }.map(\.element)
        #expect(commands.allSatisfy { $0.hasPrefix("heliograph ") }, "\(next)")
        #expect(next.hasSuffix("."))
    }

    @Test("names one way for each kind, and nobody whose name cannot be typed")
    func alternatives() {
        let now = Instant(seconds: 1_800_000_000)
        func next(_ matter: Duty.Matter, _ thread: String, _ officer: String?) -> String {
            Duty(matter, thread: thread, sequence: 3, opens: now, due: now).next(for: officer)
        }
        #expect(
            next(.confirmation, "XB-ER-2027-000007", "carmen")
                == "`heliograph notice erase XB-ER-2027-000007 --as carmen`.")
        #expect(
            next(.confirmation, "XB-CN-2027-000007", nil)
                == "`heliograph notice confirm XB-CN-2027-000007 --as OFFICER`.")
        #expect(
            next(.reply, "XB-IR-2027-000007", nil).hasPrefix(
                "`heliograph notice new information-request --operation reply --answers "
                    + "XB-IR-2027-000007/3`"))
        for officer in ["two words", "$(reboot)", "a`b", "‮x"] {
            #expect(next(.outcome, "XB-TA-2027-000007", officer).hasSuffix("--as OFFICER`."))
        }
    }
}
