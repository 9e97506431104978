public import Notices

/// One change between two trust lists, in words for the officers who decide about it.
public struct TrustListChange: Sendable, Hashable {
    /// The subject of a change; the raw values are kept in stored reports and answers.
    public enum Kind: String, Sendable, CaseIterable {
        case memberAdded = "member-added"
        case memberRemoved = "member-removed"
        case memberSuspended = "member-suspended"
        case memberRestored = "member-restored"
        case authority
        case endpoints
        case rootAdded = "root-added"
        case rootRemoved = "root-removed"
        /// Another certificate of the same key.
        case rootRenewed = "root-renewed"
        case contact
        case relays
        case suites
        case territories
        case disclaims
        case signerAdded = "signer-added"
        case signerRemoved = "signer-removed"
        /// Another certificate, or another name, of the same key.
        case signerRenewed = "signer-renewed"
        case threshold
        case expiry
        case federation
    }

    /// The subject of this change.
    public let kind: Kind
    /// The member that changes; nil if the list itself changes.
    public let member: MemberCode?
    /// The former value; nil if there was none.
    public let before: String?
    /// The new value; nil if there is none.
    public let after: String?

    /// Puts a change together as given.
    public init(_ kind: Kind, _ member: MemberCode?, before: String?, after: String?) {
        self.kind = kind
        self.member = member
        self.before = before
        self.after = after
    }

    /// The change in one plain sentence. Text that others wrote is made safe to show on a screen.
    public var sentence: String {
        let who = member.map(\.description) ?? ""
        let old = ShownText.foreign(before ?? "none")
        let new = ShownText.foreign(after ?? "none")
        return switch kind {
        case .memberAdded: "\(who) joins: \(new)."
        case .memberRemoved: "\(who) leaves the federation: nothing is sent to it or taken from it."
        case .memberSuspended:
            "\(who) is suspended: it sends and receives nothing until a later list restores it."
        case .memberRestored: "\(who) is restored: it sends and receives again."
        case .authority: "\(who)'s authority is called \(new), before \(old)."
        case .endpoints: "\(who) is reached at \(new), before at \(old)."
        case .rootAdded: "\(who) gets a root with key \(new)."
        case .rootRemoved: "\(who) loses the root with key \(old)."
        case .rootRenewed: "\(who)'s root with key \(new) has another certificate."
        case .contact: "\(who) is called at \(new), before at \(old)."
        case .relays: "\(who)'s relays are \(new), before \(old)."
        case .suites: "\(who)'s suites are \(new), before \(old)."
        case .territories: "\(who) answers for \(new), before for \(old)."
        case .disclaims: "\(who) does not answer for \(new), before not for \(old)."
        case .signerAdded: "\(new) may sign the lists that follow."
        case .signerRemoved: "\(old) may not sign the lists that follow."
        case .signerRenewed: "The signer \(old) is now \(new), with the same key."
        case .threshold:
            "The lists that follow need \(new) signature\(new == "1" ? "" : "s")"
                + (before == nil ? "." : ", before \(old).")
        case .expiry:
            "The list holds until \(new)" + (before == nil ? "." : ", before until \(old).")
        case .federation: "The list is of the federation \(new), not of \(old)."
        }
    }
}

extension TrustListChange {
    /// All differences between two lists, members first, in the order of their codes.
    ///
    /// - Parameters:
    ///   - old: nil for the first list, which adds everything.
    ///   - name: gives the name of a certificate in a sentence: its key id.
    public static func all(
        from old: TrustList?, to new: TrustList, naming name: (_ certificate: [UInt8]) -> String
    ) -> [TrustListChange] {
        var changes: [TrustListChange] = []
        if let old, old.federation != new.federation {
            changes.append(.init(.federation, nil, before: old.federation, after: new.federation))
        }
        let codes = Set((old?.members ?? []).map(\.code)).union(new.members.map(\.code))
        for code in codes.sorted() {
            switch (old?.member(code), new.member(code)) {
            case (let before?, let after?): changes += member(before, after, name)
            case (nil, let after?): changes.append(added(after, name))
            case (let before?, nil):
                changes.append(.init(.memberRemoved, code, before: before.authority, after: nil))
            case (nil, nil): break
            }
        }
        changes += signers(old?.signers ?? [], new.signers, name)
        changes += differing(
            .threshold, nil, (old?.threshold).map(String.init), String(new.threshold))
        changes += differing(
            .expiry, nil, (old?.expires).map(\.description), new.expires.description)
        return changes
    }

    private static func added(
        _ member: Member, _ name: ([UInt8]) -> String
    ) -> TrustListChange {
        // A reader compares these values by telephone, so they come before the text that the member
        // may write as it likes.
        var words = [
            "root key " + listed(member.roots.map(name)), "at " + listed(member.endpoints),
            "called at " + words(member.contact), member.authority,
        ]
        if member.status == .suspended { words.append("suspended") }
        if !member.territories.isEmpty {
            words.append("answers for " + listed(member.territories.map(\.description)))
        }
        if !member.disclaims.isEmpty {
            words.append("does not answer for " + listed(member.disclaims.map(\.description)))
        }
        return .init(.memberAdded, member.code, before: nil, after: words.joined(separator: ", "))
    }

    private static func member(
        _ old: Member, _ new: Member, _ name: ([UInt8]) -> String
    ) -> [TrustListChange] {
        var changes: [TrustListChange] = []
        let code = new.code
        if old.status != new.status {
            changes.append(
                .init(
                    new.status == .suspended ? .memberSuspended : .memberRestored, code,
                    before: old.status.rawValue, after: new.status.rawValue))
        }
        changes += differing(.authority, code, old.authority, new.authority)
        changes += differing(.endpoints, code, listed(old.endpoints), listed(new.endpoints))
        let roots = Keys(old.roots.map { ($0, name($0)) }, new.roots.map { ($0, name($0)) })
        changes += roots.changes(code, .rootAdded, .rootRemoved, .rootRenewed) { key, _ in key }
        changes += differing(.contact, code, words(old.contact), words(new.contact))
        changes += differing(
            .relays, code, listed(old.relays.map(\.description)),
            listed(new.relays.map(\.description)))
        changes += differing(.suites, code, listed(old.suites), listed(new.suites))
        changes += differing(
            .territories, code, listed(old.territories.map(\.description)),
            listed(new.territories.map(\.description)))
        changes += differing(
            .disclaims, code, listed(old.disclaims.map(\.description)),
            listed(new.disclaims.map(\.description)))
        return changes
    }

    private static func signers(
        _ old: [TrustList.Signer], _ new: [TrustList.Signer], _ name: ([UInt8]) -> String
    ) -> [TrustListChange] {
        func label(_ key: String, _ signers: [TrustList.Signer]) -> String {
            let signer = signers.first { name($0.certificate) == key }
            return "\(signer?.name ?? "?") (key \(key))"
        }
        let keys = Keys(
            old.map { ($0.certificate + Array($0.name.utf8), name($0.certificate)) },
            new.map { ($0.certificate + Array($0.name.utf8), name($0.certificate)) })
        return keys.changes(nil, .signerAdded, .signerRemoved, .signerRenewed) { key, isNew in
            label(key, isNew ? new : old)
        }
    }

    /// Keys that came, went, or stayed in another shape.
    private struct Keys {
        let old: [(shape: [UInt8], key: String)]
        let new: [(shape: [UInt8], key: String)]

        init(
            _ old: [(shape: [UInt8], key: String)], _ new: [(shape: [UInt8], key: String)]
        ) {
            self.old = old
            self.new = new
        }

        func changes(
            _ member: MemberCode?, _ added: Kind, _ removed: Kind, _ renewed: Kind,
            label: (_ key: String, _ isNew: Bool) -> String
        ) -> [TrustListChange] {
            var changes: [TrustListChange] = []
            for (shape, key) in new where !old.contains(where: { $0.shape == shape }) {
                let isHeld = old.contains { $0.key == key }
                changes.append(
                    .init(
                        isHeld ? renewed : added, member,
                        before: isHeld ? label(key, false) : nil, after: label(key, true)))
            }
            for (_, key) in old where !new.contains(where: { $0.key == key }) {
                changes.append(.init(removed, member, before: label(key, false), after: nil))
            }
            return changes
        }
    }

    private static func differing(
        _ kind: Kind, _ member: MemberCode?, _ old: String?, _ new: String
    ) -> [TrustListChange] {
        old == new ? [] : [.init(kind, member, before: old, after: new)]
    }

    private static func words(_ contact: Member.Contact) -> String {
        "\(contact.telephone) (\(contact.hours))"
    }

    private static func listed(_ values: [String]) -> String {
        values.isEmpty ? "none" : values.joined(separator: ", ")
    }
}
