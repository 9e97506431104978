package import Asking
internal import Federation
internal import Notices
package import Ports

extension Role: Printable {}
extension Right: Printable {}
extension Officer.State: Printable {}

/// An officer or a program.
package struct OfficerView: View {
    let officer: Officer

    init(_ officer: Officer) {
        self.officer = officer
    }

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<OfficerView>] = [
        ViewMember("name", \.officer.name), ViewMember("state", \.officer.state),
        ViewMember("roles") { $0.officer.roles.sorted { $0.rawValue < $1.rawValue } },
        ViewMember("rights") { $0.officer.allRights.sorted { $0.rawValue < $1.rawValue } },
        ViewMember("user") { $0.officer.user.map(Int.init) },
        ViewMember("certificate", \.officer.certificate), ViewMember("added", \.officer.added),
        ViewMember("addedBy", \.officer.addedBy), ViewMember("changed", \.officer.changed),
        ViewMember("changedBy", \.officer.changedBy), ViewMember("reason", \.officer.reason),
    ]
}

/// A token, without its text.
package struct TokenView: View {
    let token: AccessToken
    let officer: String
    let state: TokenState

    init(_ token: AccessToken, of officer: String, at now: Instant) {
        self.token = token
        self.officer = officer
        state = token.revoked != nil ? .revoked : now < token.expires ? .inForce : .ended
    }

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<TokenView>] = [
        ViewMember("id", \.token.id), ViewMember("officer", \.officer),
        ViewMember("state", \.state),
        ViewMember("rights") { $0.token.rights.sorted { $0.rawValue < $1.rawValue } },
        ViewMember("networks", \.token.networks), ViewMember("made", \.token.made),
        ViewMember("madeBy", \.token.madeBy), ViewMember("expires", \.token.expires),
        ViewMember("lastUsed", \.token.lastUsed), ViewMember("revoked", \.token.revoked),
        ViewMember("revokedBy", \.token.revokedBy),
    ]
}

/// Whether a token is taken.
enum TokenState: String, CaseIterable, Printable {
    /// The token is taken.
    case inForce = "in-force"
    /// The token's life is over.
    case ended
    /// An administrator revoked it.
    case revoked
}

/// A token that was made now, with its text.
package struct NewTokenView: View {
    let token: TokenView
    let secret: String

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<NewTokenView>] = [
        ViewMember(allOf: \.token), ViewMember("token", \.secret),
    ]
}

/// The principal for which the node takes whoever asks.
package struct PrincipalView: View {
    let name: String?
    let way: String
    let isProven: Bool
    let rights: [Right]

    init(_ principal: Principal) {
        name = principal.name
        isProven = principal.isProven
        rights = principal.rights.sorted { $0.rawValue < $1.rawValue }
        way =
            switch principal.way {
            case .socket(let user), .folder(let user): "user \(user)"
            case .token(let id): "token \(id)"
            case .certificate(let digest): "certificate \(digest)"
            case .node: "node"
            }
    }

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<PrincipalView>] = [
        ViewMember("name", \.name), ViewMember("way", \.way), ViewMember("proven", \.isProven),
        ViewMember("rights", \.rights),
    ]
}
