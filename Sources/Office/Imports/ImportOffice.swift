internal import Asking
internal import Federation
internal import Notices
internal import Ports
internal import Station
internal import Traffic

/// Makes drafts of travel forms. Each form is accepted or refused, and the same form is taken once.
struct ImportOffice {
    let context: TrafficContext
    let desk: DraftDesk

    /// The most forms, or passengers, of one call.
    static let batchMax = 500

    /// Makes drafts of forms, one after the other.
    ///
    /// - Throws: `usage`, or an error of the store or the disk. Forms before that one are kept, and
    ///   recognised when the file is imported again.
    func forms(
        _ request: ImportForms, by principal: Principal
    ) async throws(HeliographError) -> Items<FormView> {
        let officer = try principal.officer()
        let rows = request.rows.items
        guard let profile = FormProfile.named(request.profile), rows.count <= Self.batchMax else {
            throw HeliographError(.usage, "`profile` or `rows` is not as it must be.")
        }
        let members = try await activeMembers()
        return try await desk.lock.withLock { () throws(HeliographError) in
            var items: [FormView] = []
            for row in rows {
                guard let row = FormRow(row) else {
                    throw HeliographError(.usage, "A row is not as it must be.")
                }
                items.append(try await form(row, profile, officer, members))
            }
            return Items(items)
        }
    }

    private func form(
        _ row: FormRow, _ profile: FormProfile, _ officer: String, _ members: Set<MemberCode>
    ) async throws(HeliographError) -> FormView {
        let name = desk.name(of: profile.name + "\u{0}" + row.identity, .form)
        if row.isWhole, let known = try await desk.held(name) {
            return Self.item(row, "known", draft: known.number)
        }
        let now = context.clock.now.flooredToSecond
        let number = try await desk.freeNumber(at: now)
        let verdict = row.judge(
            as: profile, from: context.member, number: number, at: now, rules: context.authorRules)
        switch verdict {
        case .refused(let faults): return Self.item(row, "refused", faults: faults)
        case .accepted(let notice, let warnings):
            let told = notice.to.filter(members.contains)
            guard !told.isEmpty else {
                return Self.item(
                    row, "refused",
                    faults: [
                        FormFault(
                            heading: profile.heading(of: .arrivePlace), code: .nobodyToTell,
                            sentence: FaultCode.nobodyToTell.meaning)
                    ])
            }
            var document = notice.json
            context.noticeDefaults.write(into: &document, at: now)
            document["to"] = .array(told.map { .string($0.description) })
            var draft = Draft(
                name: name, number: notice.thread, source: .form,
                origin: "\(profile.name), line \(row.line)", officer: officer, created: now)
            draft.write(document, rules: context.authorRules, at: now)
            try await keep(draft, "taken from a form")
            return Self.item(row, "accepted", draft: draft.number, warnings: warnings)
        }
    }

    // MARK: Shared with manifests

    /// Keeps a draft. The audit record comes first, so that no draft is without its record.
    func keep(_ draft: Draft, _ why: String) async throws(HeliographError) {
        try await context.store.commit([
            context.station.audit(
                .collection, by: draft.officer, about: .draft(draft.number), why: why)
        ])
        try await desk.keep(draft)
    }

    func activeMembers() async throws(HeliographError) -> Set<MemberCode> {
        Set(
            try await context.trust.currentList().members.filter { $0.status == .active }
                .map(\.code))
    }

    private static func item(
        _ row: FormRow, _ status: String, draft: String? = nil, faults: [FormFault] = [],
        warnings: [FormFault] = []
    ) -> FormView {
        FormView(
            line: row.line, status: status, draft: draft, faults: faults.map { FormFaultView($0) },
            warnings: warnings.map { FormFaultView($0) })
    }
}

extension FormFaultView {
    /// A fault, named by the heading of its column.
    init(_ fault: FormFault) {
        self.init(column: fault.heading, code: fault.code.rawValue, sentence: fault.sentence)
    }
}
