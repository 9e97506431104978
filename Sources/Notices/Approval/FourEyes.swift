/// Whether a statement may leave, by who stands behind it.
public enum FourEyes {
    /// What an administrator may choose, `fourEyes` in the configuration.
    public enum Mode: String, Sendable, CaseIterable {
        /// A statement that takes two officers is refused with one.
        case enforced
        /// Approvers are written down when they are named, and nobody is asked for one. `doctor`,
        /// the log and the audit record say so each time.
        case recorded
    }

    /// How soon after an emergency release somebody else must have approved it.
    public static let secondApprovalWithin = Duration.hours(4)

    public enum Verdict: Sendable, Hashable {
        /// One officer is enough.
        case alone
        /// Two officers stand behind it.
        case approved
        /// One officer released it; the second approval is due.
        case emergency
        /// It should have had a second officer, and the configuration asks for none.
        case unapproved
        case refused(Code)
    }

    /// - Parameters:
    ///   - author, approver: names as given.
    ///   - isEmergency: the author asks to release it alone.
    ///   - isFlash: it is flash for a recipient, so that waiting may be too late.
    public static func judge(
        _ need: ApprovalNeed, author: String, approver: String?, isEmergency: Bool, isFlash: Bool,
        mode: Mode
    ) -> Verdict {
        guard let writer = OfficerName(author) else { return .refused(.officerMissing) }
        if let approver {
            guard let second = OfficerName(approver) else { return .refused(.officerMissing) }
            return second == writer ? .refused(.approverIsAuthor) : .approved
        }
        switch need {
        case .one: return .alone
        case .two where isEmergency: return isFlash ? .emergency : .refused(.emergencyRefused)
        case .two: return mode == .recorded ? .unapproved : .refused(.approverMissing)
        }
    }
}
