/// The four-eyes rule: whether a statement may leave, by the officers who approved it.
public enum FourEyes {
    /// The setting of an administrator, `fourEyes` in the configuration.
    public enum Mode: String, Sendable, CaseIterable {
        /// A statement that needs two officers is refused with one.
        case enforced
        /// Approvers are recorded when they are named, and none is required. `doctor`, the log and
        /// the audit record warn of it each time.
        case recorded
    }

    /// The time after an emergency release within which another officer must approve it.
    public static let secondApprovalWithin = Duration.hours(4)

    /// The answer for one statement.
    public enum Verdict: Sendable, Hashable {
        /// One officer is enough.
        case alone
        /// Two officers stand behind it.
        case approved
        /// One officer released it; the second approval is due.
        case emergency
        /// It needs a second officer, but the configuration does not require one.
        case unapproved
        case refused(Code)
    }

    /// Judges one statement.
    ///
    /// - Parameters:
    ///   - author, approver: names as given.
    ///   - isEmergency: true if the author asks to release it alone.
    ///   - isFlash: true if it is flash for a recipient, so that waiting may be too late.
    public static func judge(
        _ need: ApprovalNeed, author: String, approver: String?, isEmergency: Bool, isFlash: Bool,
        mode: Mode
    ) -> Verdict {
        guard let writer = OfficerName(readable: author) else {
            return .refused(.officerMissing)
        }
        if let approver {
            guard let second = OfficerName(readable: approver) else {
                return .refused(.officerMissing)
            }
            return second == writer ? .refused(.approverIsAuthor) : .approved
        }
        switch need {
        case .one: return .alone
        case .two where isEmergency: return isFlash ? .emergency : .refused(.emergencyRefused)
        case .two: return mode == .recorded ? .unapproved : .refused(.approverMissing)
        }
    }
}
