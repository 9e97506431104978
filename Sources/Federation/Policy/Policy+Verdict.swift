public import Notices

/// The policy's answer for one notice and one recipient.
public enum PolicyVerdict: Hashable, Sendable {
    case allowed
    /// - Parameters:
    ///   - rule: the place of the rule in the policy, such as `recipients.XC.kinds`.
    ///   - because: the reason, without names.
    case refused(Code, rule: String, because: String)
}

extension Policy {
    /// The facts about a recipient that the notice does not hold.
    public struct RecipientFacts: Sendable {
        /// The authority that speaks for it in the trust list; nil if the list does not name it.
        public var authority: String?
        /// Kinds that it has asked for in its directory entries.
        public var asked: Set<NoticeKind>
        /// True if a supervisor has lifted the human-rights block for this notice and recipient.
        public var isOverridden: Bool

        /// The default is a recipient that nothing is known of.
        public init(
            authority: String? = nil, asked: Set<NoticeKind> = [], isOverridden: Bool = false
        ) {
            self.authority = authority
            self.asked = asked
            self.isOverridden = isOverridden
        }
    }

    /// The verdict of the first rule that refuses the notice, in the order below.
    ///
    /// A cancel is never refused: every country that got a notice hears that it no longer holds.
    /// Corrections and orders to erase are allowed as well, for the same reason.
    public func verdict(
        on facts: PolicyFacts, for recipient: MemberCode, knowing known: RecipientFacts
    ) -> PolicyVerdict {
        guard !facts.isCancel, facts.kind != .correction, facts.kind != .erasure else {
            return .allowed
        }
        let rule = rule(for: recipient)
        let place = recipients[recipient] == nil ? "everybody" : "recipients.\(recipient)"
        func refused(_ code: Code, _ name: String, _ because: String) -> PolicyVerdict {
            .refused(code, rule: "\(place).\(name)", because: because)
        }
        if let reason = rule.deny { return refused(.policyDenied, "deny", reason) }
        // A directory entry and an incident are about no person.
        let namesNobody = facts.kind == .directory || facts.kind == .incident
        if let reason = rule.humanRightsBlock, !known.isOverridden, !namesNobody {
            return refused(.policyHumanRights, "humanRightsBlock", reason)
        }
        if let only = rule.authorities, !(known.authority.map(only.contains) ?? false) {
            return refused(.policyAuthority, "authorities", "another authority speaks for it")
        }
        if let authority = known.authority, rule.withoutAuthorities.contains(authority) {
            return refused(.policyAuthority, "withoutAuthorities", "this authority speaks for it")
        }
        // An answer goes to the member that asked; that member decides what it asks for.
        guard !facts.isAnswer else { return .allowed }
        if let only = rule.kinds, !only.contains(facts.kind) {
            return refused(.policyKind, "kinds", "a \(facts.kind.rawValue) is not among them")
        }
        if rule.withoutKinds.contains(facts.kind) {
            return refused(.policyKind, "withoutKinds", "a \(facts.kind.rawValue) is among them")
        }
        if let only = rule.purposes, !only.contains(facts.purpose) {
            return refused(.policyPurpose, "purposes", "its purpose is \(facts.purpose)")
        }
        guard facts.isWarning, facts.kind != .intelligenceProduct else {
            return subscribed(facts, rule, known, refused)
        }
        if let only = rule.offences,
            !facts.offences.contains(where: { code in only.contains { code.hasPrefix($0) } })
        {
            return refused(.policyOffence, "offences", "no conviction is under one of them")
        }
        if facts.offences.contains(where: { code in
            rule.withoutOffences.contains { code.hasPrefix($0) }
        }) {
            return refused(.policyOffence, "withoutOffences", "a conviction is under one of them")
        }
        if let least = rule.riskGradeMin, facts.grade.map({ $0 < least }) ?? true {
            return refused(
                .policyRiskGrade, "riskGradeMin",
                "the grade is \(facts.grade?.rawValue ?? "not stated"), not \(least.rawValue) or "
                    + "higher"
            )
        }
        return subscribed(facts, rule, known, refused)
    }

    private func subscribed(
        _ facts: PolicyFacts, _ rule: Rule, _ known: RecipientFacts,
        _ refused: (Code, String, String) -> PolicyVerdict
    ) -> PolicyVerdict {
        guard rule.mustSubscribe, facts.isWarning, !known.asked.contains(facts.kind) else {
            return .allowed
        }
        let isAsked = rule.subscriptions.contains { subscription in
            subscription.kind == facts.kind
                && (subscription.origins.map { !$0.isDisjoint(with: facts.origins) } ?? true)
        }
        return isAsked
            ? .allowed
            : refused(
                .policyNotSubscribed, "mustSubscribe",
                "it has not asked for a \(facts.kind.rawValue) of this origin")
    }
}
