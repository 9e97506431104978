import Exchange

/// The faults that make a broken rule show, and the checker that sees it.
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
            // Needs a rare sequence: a delivery leaves, a power cut forgets it, it is refused, then
            // cancelled.
            faults.statementCount = 400
            faults.refusedPercent = 60
            faults.answerLossPercent = 50
        }
        if self == .refusalForgotten {
            // Needs a rare sequence too: a refusal for the date, a lost answer, and another attempt
            // at a time when the date would be right.
            faults.statementCount = 1_000
            faults.poisonPercent = 0
            faults.skewSecondsMax = 620
            faults.answerLossPercent = 40
        }
        if self == .onePageIsAll { faults.limits.pageMax = 2 }
        faults.cutCount = 6
        return faults
    }

    /// The checker that must see it: how its violations begin.
    public var checker: String {
        switch self {
        case .acknowledgeBeforeCommit: "delivered:"
        case .noDuplicateCheck: "twice:"
        case .firstInFirstOut: "order:"
        case .lateStatementHolds: "thread:"
        case .warnsNobody: "warning:"
        case .refusalForgotten: "refused:"
        case .forgetOnRestart, .onePageIsAll: "open:"
        case .cancelStaysHome, .takeBackByCount: "last:"
        case .cancelledIsSent: "cancel:"
        }
    }
}
