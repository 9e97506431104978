internal import Exchange
internal import Federation
package import Notices
package import Ports
internal import Station

/// Asks the policy: at submission, who may be told what; and at every attempt, if a message may
/// still be sent.
package struct PolicyDesk {
    let context: TrafficContext

    /// - Parameter context: the node whose policy file is asked.
    package init(context: TrafficContext) {
        self.context = context
    }

    /// Recipients that see the same: one rendition, one message.
    package struct Rendition: Sendable {
        /// The recipients, in the order of the statement.
        package var recipients: [MemberCode]
        /// The fields that the rendition leaves out.
        package let removing: [FieldPath]
        /// For the audit record: a block that a supervisor lifted.
        var override: String?
        /// The supervisor who lifted it.
        var supervisor: String?
    }

    // MARK: - At submission

    /// The renditions of a statement, in the order of its recipients.
    ///
    /// - Parameter override: the supervisor who lifts the human-rights block, and the reason.
    /// - Throws: the code of the first rule that stands against a recipient; all are named.
    ///   `policyFieldRequired` if the fields that are left are no valid notice; `overrideRefused`.
    package func renditions(
        of notice: Notice, to recipients: [MemberCode], override: Override? = nil
    ) async throws(HeliographError) -> [Rendition] {
        let policy = context.policies.current(context.log).policy
        if policy.isOpen { return [Rendition(recipients: recipients, removing: [])] }
        if let override, override.officer == nil {
            throw HeliographError(.overrideRefused, Code.overrideRefused.meaning)
        }
        var refusals: [(to: MemberCode, code: Code, sentence: String)] = []
        var found: [(rendition: Rendition, document: JSON)] = []
        let facts = PolicyFacts(notice)
        for recipient in recipients {
            var known = try await knownFacts(of: recipient, facts, policy)
            var verdict = policy.verdict(on: facts, for: recipient, knowing: known)
            var lifted: String?
            if case .refused(.policyHumanRights, let rule, _) = verdict, let override {
                known.isOverridden = true
                verdict = policy.verdict(on: facts, for: recipient, knowing: known)
                lifted =
                    "\(rule) lifted by \(override.officer ?? ""): \(override.reason)"
            }
            if case .refused(let code, let rule, let because) = verdict {
                refusals.append(
                    (
                        recipient, code,
                        "The policy of this node does not let the notice go to \(recipient): "
                            + "\(because) (rule \(rule))."
                    ))
                continue
            }
            let removing = removals(policy, recipient, notice)
            let document = notice.rendition(for: [], removing: removing)
            if let place = found.firstIndex(where: {
                $0.document == document && $0.rendition.override == lifted
            }) {
                found[place].rendition.recipients.append(recipient)
            } else {
                found.append(
                    (
                        Rendition(
                            recipients: [recipient], removing: removing, override: lifted,
                            supervisor: lifted == nil ? nil : override?.officer), document
                    ))
            }
        }
        if let first = refusals.first {
            let left = recipients.filter { code in !refusals.contains { $0.to == code } }
            throw HeliographError(
                first.code, refusals.map(\.sentence).joined(separator: " "),
                next: Self.next(after: first.code, leaving: left))
        }
        for (rendition, _) in found where !rendition.removing.isEmpty {
            try check(notice, rendition)
        }
        return found.map(\.rendition)
    }

    /// The next step after a refusal.
    ///
    /// - Parameter left: the recipients that no rule refuses.
    private static func next(after code: Code, leaving left: [MemberCode]) -> String {
        let plain = "Send it to the other countries with `--to`."
        guard code.next.hasPrefix(plain) else { return code.next }
        let rest = code.next.dropFirst(plain.count)
        let list = left.map(\.description).joined(separator: ",")
        return left.isEmpty
            ? "No recipient is left: warn another country with `--to`, or reach this one by "
                + "telephone (`heliograph peers`)." + rest
            : "Send it to the others alone: add `--to \(list)`." + rest
    }

    /// The fields that a recipient does not see of a statement. A cancel must reach every country
    /// that got something: the fields that a cancel cannot be read without stay.
    private func removals(
        _ policy: Policy, _ recipient: MemberCode, _ notice: Notice
    ) -> [FieldPath] {
        let all = policy.removals(for: recipient)
        guard notice.operation.isCancel else { return all }
        return all.reduce(into: []) { kept, path in
            let rendition = notice.rendition(for: [recipient], removing: kept + [path])
            if Notice.read(rendition, rules: context.recipientRules).notice != nil {
                kept.append(path)
            }
        }
    }

    /// A supervisor's word; `officer` is nil if none of the officers behind the statement is a
    /// supervisor.
    package struct Override: Sendable {
        let officer: String?
        let reason: String
    }

    /// - Throws: `reasonMissing`.
    func override(_ request: SubmissionRequest) throws(HeliographError) -> Override? {
        guard let reason = request.override else { return nil }
        try Approvals.checkReason(reason)
        let supervisors = context.policies.current(context.log).policy.supervisors
        let officer = [request.approver, request.author].compactMap(\.self).first { name in
            OfficerName(name).map { supervisors.contains($0) } ?? false
        }
        return Override(officer: officer, reason: reason)
    }

    private func check(
        _ notice: Notice, _ rendition: Rendition
    ) throws(HeliographError) {
        let document = notice.rendition(for: rendition.recipients, removing: rendition.removing)
        let faults = Notice.read(document, rules: context.recipientRules).faults
        guard !faults.isEmpty else { return }
        let names = rendition.recipients.map(\.description).joined(separator: ", ")
        throw HeliographError(
            .policyFieldRequired,
            "Without the fields that \(names) may not see it is no valid notice.", faults: faults)
    }

    // MARK: - Liaison posts

    /// The posts that a statement is copied to now: active, and not refused by a rule. A copy that
    /// cannot go never holds up its original.
    func posts(
        for document: JSON, kind: NoticeKind, to recipients: [MemberCode], rules: NoticeRules
    ) async throws(HeliographError) -> [MemberCode] {
        let policy = context.policies.current(context.log).policy
        let posts = policy.posts(for: kind, to: recipients).filter { $0 != context.member }
        guard !posts.isEmpty else { return [] }
        let active = await context.trust.activeCodes
        // A document that is no valid notice is refused elsewhere, with its faults.
        guard let notice = Notice.read(document, rules: rules).notice else { return posts }
        let facts = PolicyFacts(notice)
        var found: [MemberCode] = []
        for post in posts {
            let known = try await knownFacts(of: post, facts, policy)
            let verdict = policy.verdict(on: facts, for: post, knowing: known)
            if active.contains(post), case .allowed = verdict {
                found.append(post)
            } else {
                context.log(
                    .warning, "copy-not-sent",
                    [
                        "thread": .string(notice.thread), "peer": .string(post.description),
                        "active": .bool(active.contains(post)),
                    ])
            }
        }
        return found
    }

    /// The rules for documents of this member's officers, with the posts of the policy in force.
    var authorRules: NoticeRules {
        var rules = context.authorRules
        rules.hosts = context.policies.current(context.log).policy.hosts
        return rules
    }

    // MARK: - At every attempt

    /// The active members that may have this message now.
    func entitled(to message: OutgoingMessage) async throws(HeliographError) -> Set<MemberCode> {
        let active = await context.trust.activeCodes
        guard !context.policies.current(context.log).policy.isOpen else { return active }
        var found: Set<MemberCode> = []
        for recipient in message.recipients where active.contains(recipient) {
            if try await refusal(of: message, for: recipient) == nil { found.insert(recipient) }
        }
        return found
    }

    /// The reason why a recipient may not have a message any more; nil if it may.
    func refusal(
        of message: OutgoingMessage, for recipient: MemberCode
    ) async throws(HeliographError) -> Code? {
        let held = context.policies.current(context.log)
        guard !held.policy.isOpen, message.operation != NoticeOperation.cancel.rawValue else {
            return nil
        }
        let isLive = held.policy.rule(for: recipient).mustSubscribe
        let question = PolicyShelf.Question(
            id: message.id, recipient: recipient, revision: held.revision,
            listVersion: await context.trust.list?.version ?? 0)
        if !isLive, let known = context.policies.verdict(question) { return known }
        let code = try await judge(message, recipient, held.policy)
        context.policies.remember(code, question)
        return code
    }

    private func judge(
        _ message: OutgoingMessage, _ recipient: MemberCode, _ policy: Policy
    ) async throws(HeliographError) -> Code? {
        let versions = try await context.store.notices(NoticeFilter(thread: message.thread))
        guard let version = versions.first(where: { $0.sequence == message.sequence }),
            let notice = try await context.keptNotice(version.document)
        else { throw HeliographError(.storeCorrupt, "A stored notice cannot be read.") }
        let facts = PolicyFacts(notice)
        var known = try await knownFacts(of: recipient, facts, policy)
        known.isOverridden = try await context.store.decisions(ofThread: message.thread)
            .contains {
                $0.matter == .override && $0.sequence == message.sequence
                    && $0.subject == recipient.description
            }
        if case .refused(let code, _, _) = policy.verdict(
            on: facts, for: recipient, knowing: known)
        {
            return code
        }
        let removing = policy.removals(for: recipient)
        guard !removing.isEmpty else { return nil }
        let signed = try await signedNotice(message)
        return signed.removing(removing) == signed ? nil : .policyField
    }

    /// The notice as it was signed for this message's recipients.
    ///
    /// - Throws: `erased`, `storeCorrupt`.
    package func signedNotice(_ message: OutgoingMessage) async throws(HeliographError) -> JSON {
        let inner = try await context.station.body(of: message.inner)
        let content = try context.sealer.content(of: inner, as: .notice)
        let bytes = try readingGrammar { () throws(GrammarRefusal) in
            try NoticeContent.read(content[...]).notice
        }
        guard let json = try? JSON.parse(bytes) else {
            throw HeliographError(.storeCorrupt, "A stored notice cannot be read.")
        }
        return json
    }

    // MARK: - What is known of a recipient

    private func knownFacts(
        of recipient: MemberCode, _ facts: PolicyFacts, _ policy: Policy
    ) async throws(HeliographError) -> Policy.RecipientFacts {
        let needsEntry = policy.rule(for: recipient).mustSubscribe && facts.isWarning
        return Policy.RecipientFacts(
            authority: await context.trust.list?.member(recipient)?.authority,
            asked: needsEntry ? try await asked(by: recipient) : [])
    }

    /// The kinds that a member asks for in its directory entries that stand.
    private func asked(by member: MemberCode) async throws(HeliographError) -> Set<NoticeKind> {
        var kinds: Set<NoticeKind> = []
        for entry in try await DirectoryDesk(context: context).entries(of: member) {
            let names = entry.json["subscriptions"]?.arrayValue ?? []
            kinds.formUnion(names.compactMap { $0.stringValue.flatMap(NoticeKind.init(rawValue:)) })
        }
        return kinds
    }
}
