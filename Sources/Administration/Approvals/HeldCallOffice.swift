package import Asking
internal import Federation
package import Notices
internal import Ports
package import Station
internal import Traffic

/// Holds calls that need two officers, until the second has come in by a way of their own.
///
/// Where the way in proves a name, one officer cannot speak for another. The call of the first
/// waits; the second reads it and approves it.
///
/// A row is read, changed and written back under `Doorkeeper.changes`, so that no reading brings
/// back a state that was decided meanwhile.
package struct HeldCallOffice {
    let node: any RunningNode

    /// The calls that one node holds.
    package init(node: any RunningNode) {
        self.node = node
    }

    private var context: NodeContext { node.context.station }

    /// Holds a call, unless the second officer has approved the same one. A program that gives a
    /// document again, because it missed the answer, asks nobody a second time.
    ///
    /// - Returns: normally if the call may be carried out now.
    /// - Throws: `approvalWaits` once it is held; `approverIsAuthor`, `officerUnknown`,
    ///   `rightMissing`, `officerSuspended`.
    package func pass(
        _ call: Call, by principal: Principal, approver name: String, _ files: [HandedFile]
    ) async throws(HeliographError) {
        let author = try principal.officer()
        let approver = try await approver(name, besides: author)
        let digest = try await digest(call, by: author, files)
        try await node.doorkeeper.changes.withLock { () throws(HeliographError) in
            let now = context.clock.now.flooredToSecond
            let calls = try await context.store.heldCalls(limit: HeldCall.lookedAtMax)
            try await sweep(calls, at: now)
            let held = calls.first { $0.digest == digest && now < $0.expires }
            switch held?.state {
            case .approved?:
                guard var held else { return }
                held.state = .done
                return try await close(held, [])
            case .waiting?: throw Self.waits(held?.id ?? "", approver.name)
            // A document has its number and step, and was sent: the operation itself says so.
            case .done? where call.arguments["document"] != nil: return
            default: break
            }
            let (record, change) = try context.newRecord(JSON.object(call.arguments).encoded())
            let call = HeldCall(
                id: Self.id(digest, held), digest: digest, operation: call.operation,
                author: author,
                approver: approver.name, arguments: record, fileCount: files.count, made: now,
                expires: now + HeldCall.life)
            try await context.store.commit([
                change, .putHeldCall(call),
                context.audit(
                    .alteration, by: author, about: .principal(approver.name),
                    why: "\(call.operation) held for a second officer: \(call.id)"),
            ])
            throw Self.waits(call.id, approver.name)
        }
    }

    func list() async throws(HeliographError) -> Items<HeldCallView> {
        let now = context.clock.now
        return Items(
            try await context.store.heldCalls(limit: HeldCall.lookedAtMax)
                .map { HeldCallView($0, at: now) })
    }

    /// The call in full, for the officer who is to approve it.
    func show(
        _ id: String, to principal: Principal
    ) async throws(HeliographError) -> OpenedCallView {
        let officer = try principal.officer()
        return try await node.doorkeeper.changes.withLock { () throws(HeliographError) in
            var held = try await call(id)
            let arguments = try await arguments(of: held)
            if OfficerName(officer) == OfficerName(held.approver), held.state == .waiting {
                held.isRead = true
            }
            try await context.store.commit([
                .putHeldCall(held),
                context.audit(
                    .consultation, by: officer, about: .principal(held.author),
                    why: "held call shown: \(held.id)"),
            ])
            return OpenedCallView(
                call: HeldCallView(held, at: context.clock.now),
                arguments: Document(.object(arguments)),
                draft: try await draft(of: held.operation, arguments).map { Document($0) })
        }
    }

    /// Approves a call, and carries it out if no files belong to it.
    func give(
        _ id: String, by principal: Principal,
        _ perform: (Call, Principal) async throws(HeliographError) -> JSON
    ) async throws(HeliographError) -> GivenApprovalView {
        let officer = try principal.officer()
        return try await node.doorkeeper.changes.withLock { () throws(HeliographError) in
            var held = try await waiting(id)
            guard OfficerName(officer) != OfficerName(held.author) else {
                throw HeliographError(.approverIsAuthor, Code.approverIsAuthor.meaning)
            }
            guard OfficerName(officer) == OfficerName(held.approver) else {
                throw HeliographError(
                    .rightMissing,
                    "\(held.approver) was asked to approve \(held.id). Nothing was approved.")
            }
            guard held.isRead else {
                throw HeliographError(
                    .approvalUnread,
                    "\(officer) has not read \(held.id). Nothing was approved.",
                    next: "Read it first: `heliograph approval show \(held.id)`.")
            }
            let author = try await self.author(of: held)
            held.decidedBy = officer
            held.decided = context.clock.now.flooredToSecond
            var answer: JSON?
            if held.fileCount == 0 {
                let call = Call(
                    held.operation, as: author.name, try await arguments(of: held))
                guard try await digest(call, by: held.author, []) == held.digest else {
                    throw HeliographError(
                        .approvalNotDue,
                        "The draft has changed since \(held.author) asked for the approval. "
                            + "Nothing was approved.",
                        next: "\(held.author) asks again, and the approver reads it again.")
                }
                answer = try await perform(call, author)
                held.state = .done
            } else {
                held.state = .approved
            }
            try await close(
                held,
                [
                    context.audit(
                        .alteration, by: officer, about: .principal(held.author),
                        why: "held call approved: \(held.id)")
                ])
            return GivenApprovalView(
                call: HeldCallView(held, at: context.clock.now),
                answer: answer.map { Document($0) })
        }
    }

    func decline(
        _ id: String, because reason: String, by principal: Principal
    ) async throws(HeliographError) -> HeldCallView {
        let officer = try principal.officer()
        try Approvals.checkReason(reason)
        return try await node.doorkeeper.changes.withLock { () throws(HeliographError) in
            var held = try await waiting(id)
            guard
                [held.author, held.approver].contains(where: {
                    OfficerName($0) == OfficerName(officer)
                })
            else {
                throw HeliographError(
                    .rightMissing,
                    "\(held.author) and \(held.approver) alone may decline \(held.id). Nothing "
                        + "was declined.")
            }
            held.state = .declined
            held.decidedBy = officer
            held.decided = context.clock.now.flooredToSecond
            held.reason = reason
            try await close(
                held,
                [
                    context.audit(
                        .alteration, by: officer, about: .principal(held.author),
                        why: "held call declined: \(held.id)")
                ])
            return HeldCallView(held, at: context.clock.now)
        }
    }

    // MARK: Parts

    /// Keeps a decision. The words of a call that waits for nothing any more are destroyed.
    private func close(_ held: HeldCall, _ more: [Change]) async throws(HeliographError) {
        let isOver = held.state == .done || held.state == .declined
        try await context.store.commit(
            [.putHeldCall(held)] + more + (isOver ? [.eraseRecord(held.arguments)] : []))
        if isOver { try await context.store.shred() }
    }

    /// Destroys the words of calls that nobody decided on in time.
    private func sweep(
        _ calls: [HeldCall], at now: Instant
    ) async throws(HeliographError) {
        for var held in calls where now >= held.expires {
            guard held.state == .waiting || held.state == .approved else { continue }
            held.state = .declined
            held.decided = now
            held.reason = "nobody decided in time"
            try await close(held, [])
        }
    }

    private func approver(
        _ name: String, besides author: String
    ) async throws(HeliographError) -> Officer {
        let officer = try OfficerOffice.find(name, among: try await node.doorkeeper.officers())
        guard OfficerName(author)?.key != officer.key else {
            throw HeliographError(.approverIsAuthor, Code.approverIsAuthor.meaning)
        }
        guard officer.state == .active, officer.allRights.contains(.approve) else {
            throw HeliographError(
                officer.state == .active ? .rightMissing : .officerSuspended,
                officer.state == .active
                    ? "\(officer.name) has not the right `approve`. Nothing was done."
                    : "\(officer.name) is \(officer.state.rawValue). Nothing was done.",
                next: "Name a supervisor with `--approved-by`.")
        }
        return officer
    }

    /// The author as a principal, with the rights of now.
    private func author(of held: HeldCall) async throws(HeliographError) -> Principal {
        let officers = try await node.doorkeeper.officers()
        guard let officer = OfficerName(held.author).flatMap({ officers[$0.key] }),
            officer.state == .active
        else {
            throw HeliographError(
                .officerSuspended, "\(held.author) may ask nothing any more. Nothing was approved.")
        }
        return Principal(name: officer.name, rights: officer.allRights)
    }

    private func call(_ id: String) async throws(HeliographError) -> HeldCall {
        let found = try await context.store.heldCalls(limit: HeldCall.lookedAtMax)
            .filter { !id.isEmpty && $0.id.hasPrefix(id.lowercased()) }
        guard let held = found.first, found.count == 1 else {
            throw HeliographError(
                .notFound,
                "\(found.isEmpty ? "No call" : "More than one call") is held under "
                    + "`\(ShownText.brief(id))`.",
                next: "`heliograph approval list` shows the ids.")
        }
        return held
    }

    private func waiting(_ id: String) async throws(HeliographError) -> HeldCall {
        let held = try await call(id)
        guard held.state == .waiting, context.clock.now < held.expires else {
            throw HeliographError(
                .approvalNotDue,
                "\(held.id) waits no more: it is "
                    + "\(HeldCallView(held, at: context.clock.now).state.rawValue). Nothing was "
                    + "changed.")
        }
        return held
    }

    private func arguments(of held: HeldCall) async throws(HeliographError) -> JSONObject {
        let bytes = try await context.body(of: held.arguments)
        guard let arguments = (try? JSON.parse(bytes))?.objectValue else {
            throw HeliographError(.storeCorrupt, "A held call cannot be read.")
        }
        return arguments
    }

    /// The words that a call sends by a draft's number alone: they are approved as they stand.
    private func draft(
        of operation: String, _ arguments: JSONObject
    ) async throws(HeliographError) -> JSON? {
        guard operation == "draft.send", let number = arguments["number"]?.stringValue else {
            return nil
        }
        return try await node.drafts.lock.withLock { () throws(HeliographError) in
            try await node.drafts.draft(numbered: number).document
        }
    }

    private static let chunk = 1 << 20

    private func digest(
        _ call: Call, by author: String, _ files: [HandedFile]
    ) async throws(HeliographError) -> Digest {
        var parts: [JSON] = [.string(author), .string(call.operation), .object(call.arguments)]
        if let draft = try await draft(of: call.operation, call.arguments) { parts.append(draft) }
        for file in files {
            var (digests, offset): ([UInt8], Int) = ([], 0)
            while case let bytes = try await file.read(at: offset, count: Self.chunk),
                !bytes.isEmpty
            {
                digests += context.sealer.digest(bytes).bytes
                offset += bytes.count
            }
            parts.append(.string(context.sealer.digest(digests).description))
        }
        return context.sealer.digest(JSON.array(parts).encoded())
    }

    /// A call that was declined or done may be given again; it is another one then.
    private static func id(_ digest: Digest, _ former: HeldCall?) -> String {
        String(digest.description.dropFirst(former == nil ? 0 : 12).prefix(12))
    }

    /// - Parameter id: of the held call; it stands in `detail` too, where programs find it.
    private static func waits(_ id: String, _ approver: String) -> HeliographError {
        HeliographError(
            .approvalWaits,
            "Nothing was sent yet: \(approver) must read and approve \(id) within 24 hours.",
            next: "\(approver) reads it with `heliograph approval show \(id)`.", detail: [id])
    }
}
