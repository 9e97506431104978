package import Asking
internal import Exchange
internal import Federation
internal import Notices
internal import Ports
internal import Traffic

/// The number of messages that one member has sealed to a key, and the time of the last.
package struct KeyUseView: View {
    let member: MemberCode
    let count: Int
    let last: Instant

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<KeyUseView>] = [
        ViewMember("member", \.member), ViewMember("count", \.count), ViewMember("last", \.last),
    ]
}

/// One key of this member.
package struct KeyView: View {
    let id: KeyID
    let role: KeySlot
    let state: KeyState
    let since: Instant
    let ends: Instant
    let daysLeft: Int
    let issuer: KeyID
    let place: String
    let file: String
    let reason: String?
    let notShownBy: [MemberCode]
    let usedBy: [KeyUseView]

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<KeyView>] = [
        ViewMember("id", \.id), ViewMember("role", \.role), ViewMember("state", \.state),
        ViewMember("since", \.since), ViewMember("ends", \.ends),
        ViewMember("daysLeft", \.daysLeft), ViewMember("issuer", \.issuer),
        ViewMember("place", \.place), ViewMember("file", \.file), ViewMember("reason", \.reason),
        ViewMember("notShownBy", \.notShownBy), ViewMember("usedBy", \.usedBy),
    ]
}

/// The cause for which a rotation waits.
package struct WaitView: View {
    let role: KeySlot
    let id: KeyID
    let cause: WaitCause
    let notShownBy: [MemberCode]
    let until: Instant?

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<WaitView>] = [
        ViewMember("role", \.role), ViewMember("id", \.id), ViewMember("for", \.cause),
        ViewMember("notShownBy", \.notShownBy), ViewMember("until", \.until),
    ]
}

/// Every key of this member.
package struct KeysView: View {
    let bundleVersion: Int
    let unattended: [KeySlot]
    let waiting: [WaitView]
    let items: [KeyView]

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<KeysView>] = [
        ViewMember("bundleVersion", \.bundleVersion), ViewMember("unattended", \.unattended),
        ViewMember("waiting", \.waiting), ViewMember("items", \.items),
    ]
}

/// The state of one key.
package struct KeyStandView: View {
    let id: KeyID
    let state: KeyState
    let ends: Instant

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<KeyStandView>] = [
        ViewMember("id", \.id), ViewMember("state", \.state), ViewMember("ends", \.ends),
    ]
}

/// The keys of a role and their states, the newest first.
package struct RoleKeysView: View {
    let role: KeySlot
    let unattended: Bool
    /// The file of a certificate request that the root must certify.
    let request: String?
    /// The file that the secretariat must have.
    let proposal: String?
    let items: [KeyStandView]

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<RoleKeysView>] = [
        ViewMember("role", \.role), ViewMember("unattended", \.unattended),
        ViewMember("request", \.request), ViewMember("proposal", \.proposal),
        ViewMember("items", \.items),
    ]
}

/// The causes for which a rotation waits.
package enum WaitCause: String, Printable, CaseIterable {
    case preflight, drain, certified
    case trustList = "trust-list"
    case kept
}
