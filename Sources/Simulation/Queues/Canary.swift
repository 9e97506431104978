import Exchange

/// A rule that is broken on purpose: what must strike for it to show, and which checker sees it.
extension Faults.Breach {
    /// The faults of a seed, strong enough that the broken rule has a chance to do harm.
    public func strained(seed: UInt64) -> Faults {
        var faults = Faults.drawn(seed: seed)
        faults.breach = self
        faults.answerLossPercent = 20
        faults.duplicatePercent = 20
        faults.crashesPerMille = 20
        faults.refusedPercent = 15
        faults.skewSecondsMax = 400
        faults.slowPercent = 30
        if self == .takeBackByCount {
            // Left, forgotten in a power cut, refused, cancelled: a rare row of events.
            faults.statementCount = 400
            faults.refusedPercent = 60
            faults.answerLossPercent = 50
        }
        if self == .refusalForgotten {
            // Refused for its date, its answer lost, and sent again when it would be right: a rare
            // row of events too.
            faults.statementCount = 1_000
            faults.poisonPercent = 0
            faults.skewSecondsMax = 620
            faults.answerLossPercent = 40
        }
        if self == .onePageIsAll { faults.limits.pageMax = 2 }
        faults.cutCount = 6
        return faults
    }

    /// How the violations of the checker begin that must see it.
    public var checker: String {
        switch self {
        case .acknowledgeBeforeCommit: "delivered:"
        case .noDuplicateCheck: "twice:"
        case .firstInFirstOut: "order:"
        case .lateStatementHolds: "thread:"
        case .pagesNobody: "page:"
        case .refusalForgotten: "refused:"
        case .forgetOnRestart, .onePageIsAll: "open:"
        case .cancelStaysHome, .takeBackByCount: "last:"
        case .cancelledIsSent: "cancel:"
        }
    }
}
