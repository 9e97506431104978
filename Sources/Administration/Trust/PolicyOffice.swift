internal import Asking
internal import Federation
public import Notices
internal import Ports
internal import Station

/// The policy as administrators ask for it.
public struct PolicyOffice {
    let policies: PolicyShelf
    let log: Log

    init(policies: PolicyShelf, log: Log) {
        self.policies = policies
        self.log = log
    }

    /// The policy in force, and whether it is the policy of the file as the file is now.
    func show() throws(HeliographError) -> PolicyView {
        let held = policies.current(log)
        return PolicyView(
            file: policies.path, revision: held.revision, open: held.policy.isOpen,
            fault: held.fault, policy: held.json.map { Document($0) })
    }

    /// Judges a file without using it.
    ///
    /// - Throws: `policyInvalid`, naming the place; `fileUnreadable`.
    public static func check(file: String) throws(HeliographError) -> JSON {
        let (policy, _) = try PolicyShelf.read(file)
        return [
            "valid": true, "open": .bool(policy.isOpen),
            "recipients": .array(
                policy.recipients.keys.sorted().map { .string($0.description) }),
            "supervisors": .number(JSONNumber(policy.supervisors.count)),
        ]
    }
}
