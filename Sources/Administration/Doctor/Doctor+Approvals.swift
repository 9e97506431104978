internal import Asking
internal import Exchange
internal import Notices
internal import Ports
internal import Traffic

extension Doctor {
    /// Whether the node knows who asks.
    func names() async -> Finding {
        guard !node.doorkeeper.trustsNames else {
            return Finding(
                check: "officers", isWell: false,
                sentence: "Names are taken on trust: anybody at this machine may be any officer.",
                next: "Add officers with `heliograph officer add`, then set "
                    + "`officers: { trustNames: false }` in `heliograph.json5`.")
        }
        let officers = (try? await node.doorkeeper.officers()) ?? [:]
        let active = officers.values.count { $0.state == .active }
        return Finding(
            check: "officers", isWell: active > 0,
            sentence: "\(active) officers and programs may ask this node.",
            next: active > 0
                ? nil : "Add the first: `heliograph officer add NAME --roles administrator`.")
    }

    /// Two findings: the approval of a second officer is enforced or not; tasks and emergency
    /// releases that wait.
    func approvals() async -> [Finding] {
        let isEnforced = context.fourEyes == .enforced
        let mode = Finding(
            check: "four-eyes", isWell: isEnforced,
            sentence: isEnforced
                ? "What discloses a person takes two officers."
                : "Nobody is asked for a second officer.",
            next: isEnforced ? nil : "Set `fourEyes: \"enforced\"` in `heliograph.json5`.")
        guard let duties = try? await DutyDesk(context: context, drafts: node.drafts).duties()
        else {
            return [
                mode,
                Finding(
                    check: "tasks", isWell: false, sentence: "The tasks cannot be read.",
                    next: nil),
            ]
        }
        let now = context.clock.now
        let listed = duties.listed(at: now)
        // The silence of other members is no fault of this node.
        let late = listed.count { $0.stage(at: now) == .overdue && $0.matter != .feedback }
        let releases = listed.count { $0.matter == .secondApproval }
        let silent = listed.count {
            $0.matter == .feedback && $0.stage(at: now) == .overdue
        }
        return [
            mode,
            Finding(
                check: "tasks", isWell: late == 0 && releases == 0,
                sentence:
                    "\(listed.count) tasks are due, \(late) of them late; \(releases) emergency "
                    + "releases wait for a second approval; "
                    + "\(silent) arrivals are without feedback.",
                next: late == 0 && releases == 0 ? nil : "Look at `heliograph tasks`."),
        ]
    }
}
