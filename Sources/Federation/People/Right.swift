/// A right that an operation needs.
public enum Right: String, Sendable, Hashable, CaseIterable {
    /// Look at lists: numbers, kinds, states, countries and times. No name stands in them.
    case list = "lists.read"
    /// Open this member's own notices.
    case readNotices = "notices.read"
    /// Write, send, change, withdraw and pass on notices.
    case writeNotices = "notices.write"
    /// Approve, and find that a notice stands.
    case approve
    /// Let a statement go where the policy stands in the way, with a reason.
    case override = "policy.override"
    /// Open what has arrived.
    case readInbox = "inbox.read"
    /// Report outcomes.
    case report
    /// Carry out orders to erase, and confirm corrections.
    case keepRecords = "records.keep"
    /// Open a notice for the records, with a reason that is logged.
    case readForRecords = "records.read"
    /// Read the audit record.
    case readAudit = "audit.read"
    /// Take forms and passenger lists in, and look persons up.
    case screen
    /// Count.
    case count
    /// Take evidence out for a court.
    case exportEvidence = "evidence.export"
    /// Look at keys, trust lists, policy, peers and the node's health.
    case observe
    /// Change keys, trust lists and hand-overs.
    case administer
    /// Add, change, suspend and remove officers, programs and their tokens.
    case manageOfficers = "officers.manage"

    /// The right in a sentence: what it allows.
    public var meaning: String {
        switch self {
        case .list: "look at lists: numbers, kinds, states, countries and times, no names"
        case .readNotices: "open this member's own notices"
        case .writeNotices: "write, send, change, withdraw and pass on notices"
        case .approve: "approve, and find that a notice stands"
        case .override: "let a statement go where the policy stands in the way, with a reason"
        case .readInbox: "open what has arrived"
        case .report: "report outcomes"
        case .keepRecords: "carry out orders to erase, and confirm corrections"
        case .readForRecords: "open a notice for the records, with a reason that is logged"
        case .readAudit: "read the audit record"
        case .screen: "take forms and passenger lists in, and look persons up"
        case .count: "count"
        case .exportEvidence: "take evidence out for a court"
        case .observe: "look at keys, trust lists, policy, peers and the node's health"
        case .administer: "change keys, trust lists and hand-overs"
        case .manageOfficers: "add, change, suspend and remove officers, programs and tokens"
        }
    }
}
