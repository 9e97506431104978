package import Asking
internal import Exchange
internal import Federation
internal import Notices
internal import Ports
internal import Station
internal import Traffic

/// One fork: two lists with the same version.
package struct ForkView: View {
    let version: Int
    let held: Digest
    let other: Digest
    let seen: Instant
    let settled: Instant?
    let settledBy: String?

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<ForkView>] = [
        ViewMember("version", \.version), ViewMember("held", \.held), ViewMember("other", \.other),
        ViewMember("seen", \.seen), ViewMember("settled", \.settled),
        ViewMember("settledBy", \.settledBy),
    ]

    init(_ fork: StoredFork) {
        version = fork.version
        held = fork.heldDigest
        other = fork.otherDigest
        seen = fork.seen.flooredToSecond
        settled = fork.settled
        settledBy = fork.settledBy
    }
}

/// A member as the trust list names it.
package struct ListedMemberView: View {
    let member: MemberCode
    let authority: String
    let status: Member.Status
    let endpoints: [String]
    let telephone: String
    let hours: String
    /// The version of the list that this member last said it holds; nil if it has said none.
    let listVersion: Int?

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<ListedMemberView>] = [
        ViewMember("member", \.member), ViewMember("authority", \.authority),
        ViewMember("status", \.status), ViewMember("endpoints", \.endpoints),
        ViewMember("telephone", \.telephone), ViewMember("hours", \.hours),
        ViewMember("listVersion", \.listVersion),
    ]
}

/// The trust list in force.
package struct TrustListView: View {
    let federation: String
    let version: Int
    let digest: Digest
    let issued: Instant
    let expires: Instant
    let age: ListAge
    let staleFrom: Instant
    let daysLeft: Int
    let threshold: Int
    let signers: [String]
    let forks: [ForkView]
    let items: [ListedMemberView]

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<TrustListView>] = [
        ViewMember("federation", \.federation), ViewMember("version", \.version),
        ViewMember("digest", \.digest), ViewMember("issued", \.issued),
        ViewMember("expires", \.expires), ViewMember("age", \.age),
        ViewMember("staleFrom", \.staleFrom), ViewMember("daysLeft", \.daysLeft),
        ViewMember("threshold", \.threshold), ViewMember("signers", \.signers),
        ViewMember("forks", \.forks), ViewMember("items", \.items),
    ]
}

/// Lists that were taken in.
package struct TrustImportedView: View {
    let version: Int
    let accepted: Int
    let members: Int

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<TrustImportedView>] = [
        ViewMember("version", \.version), ViewMember("accepted", \.accepted),
        ViewMember("members", \.members),
    ]
}

/// One change that a list makes.
package struct ListChangeView: View {
    let version: Int
    let what: TrustListChange.Kind
    let member: MemberCode?
    let before: String?
    let after: String?
    let sentence: String

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<ListChangeView>] = [
        ViewMember("version", \.version), ViewMember("what", \.what),
        ViewMember("member", \.member), ViewMember("before", \.before),
        ViewMember("after", \.after), ViewMember("sentence", \.sentence),
    ]

    init(_ change: TrustListChange, version: Int) {
        self.version = version
        what = change.kind
        member = change.member
        before = change.before
        after = change.after
        sentence = change.sentence
    }
}

/// The changes that an import would make, and its verdict.
package struct TrustChangesView: View {
    let federation: String?
    let from: Int?
    let to: Int?
    let digest: Digest?
    let accepted: Int
    let verdict: ListVerdict
    let code: Code?
    let reason: String?
    let sentence: String
    let items: [ListChangeView]

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<TrustChangesView>] = [
        ViewMember("federation", \.federation), ViewMember("from", \.from), ViewMember("to", \.to),
        ViewMember("digest", \.digest), ViewMember("accepted", \.accepted),
        ViewMember("verdict", \.verdict), ViewMember("code", \.code),
        ViewMember("reason", \.reason), ViewMember("sentence", \.sentence),
        ViewMember("items", \.items),
    ]
}

/// One peer: its last contact, its last failure, and the deliveries that wait for it.
package struct PeerView: View {
    let member: MemberCode
    let authority: String
    let status: Member.Status
    let endpoints: [String]
    let telephone: String
    let queued: Int
    let lastContact: Instant?
    let lastFailure: Instant?
    let lastCode: Code?
    let encryptionKey: KeyID?

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<PeerView>] = [
        ViewMember("member", \.member), ViewMember("authority", \.authority),
        ViewMember("status", \.status), ViewMember("endpoints", \.endpoints),
        ViewMember("telephone", \.telephone), ViewMember("queued", \.queued),
        ViewMember("lastContact", \.lastContact), ViewMember("lastFailure", \.lastFailure),
        ViewMember("lastCode", \.lastCode), ViewMember("encryptionKey", \.encryptionKey),
    ]
}

/// The authority that answers for one member.
package struct DirectoryView: View {
    let member: MemberCode
    let authority: String
    let source: DirectorySource
    /// The authority that the trust list names.
    let listed: String
    let thread: String?
    let sequence: Int?
    let telephone: String
    let contacts: [Document]
    let hours: Document?

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<DirectoryView>] = [
        ViewMember("member", \.member), ViewMember("authority", \.authority),
        ViewMember("source", \.source), ViewMember("listed", \.listed),
        ViewMember("thread", \.thread), ViewMember("sequence", \.sequence),
        ViewMember("telephone", \.telephone), ViewMember("contacts", \.contacts),
        ViewMember("hours", \.hours),
    ]
}

/// The policy in force, and the fault of the file if the file is not in force.
package struct PolicyView: View {
    let file: String?
    let revision: Int
    let open: Bool
    let fault: String?
    let policy: Document?

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<PolicyView>] = [
        ViewMember("file", \.file), ViewMember("revision", \.revision), ViewMember("open", \.open),
        ViewMember("fault", \.fault), ViewMember("policy", \.policy),
    ]
}

/// The age of the trust list in force.
package enum ListAge: String, Printable, CaseIterable {
    case fresh, stale, expired
}

/// The result that an import would have.
package enum ListVerdict: String, Printable, CaseIterable {
    case accepted, known, refused
}

/// The source of an authority's name.
package enum DirectorySource: String, Printable, CaseIterable {
    case entry
    case trustList = "trust-list"
}

extension TrustListChange.Kind: Printable {}

/// Both lists of one fork, as files.
package struct ProofView: View {
    let files: [NamedFileView]

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<ProofView>] = [
        ViewMember("files", \.files)
    ]
}
