internal import Asking
internal import Exchange
internal import Notices
internal import Ports
internal import Station
internal import Traffic

/// Shows the tasks of officers.
struct TaskOffice {
    let context: TrafficContext
    let desk: DutyDesk
    private let drafts: DraftDesk

    init(context: TrafficContext, drafts: DraftDesk) {
        self.context = context
        self.drafts = drafts
        desk = DutyDesk(context: context, drafts: drafts)
    }

    /// `heliograph tasks`: every task that is due now, or late.
    ///
    /// - Parameters:
    ///   - glances: opens the notices for an officer; nil shows numbers alone.
    ///   - officer: who asks; nil if nobody was named.
    func list(
        _ glances: GlanceDesk?, for officer: String?
    ) async throws(HeliographError) -> Items<TaskView> {
        let now = context.clock.now
        let duties = try await desk.duties().listed(at: now)
        let named = duties.prefix(Paging.namedLimitDefault)
        var notices =
            try await glances?.threads(
                named.filter { $0.matter != .draft && $0.matter != .approval }.map(\.thread),
                for: "names in the tasks")
            ?? [:]
        if let glances, glances.readsDrafts {
            let numbers = named.filter { $0.matter == .draft }.map(\.thread)
            for (number, draft) in try await proposed(numbers, to: glances.officer) {
                notices[number] = draft
            }
        }
        return Items(
            duties.map { duty in
                TaskView(
                    task: duty.matter, thread: duty.thread, sequence: duty.sequence,
                    member: duty.member, groupMember: duty.groupMember, since: duty.opens,
                    due: duty.due, overdue: duty.stage(at: now) == .overdue,
                    next: duty.next(for: officer),
                    glance: notices[duty.thread].map {
                        GlanceView(
                            $0, landing: landing($0, of: duty),
                            ofMember: duty.groupMember)
                    } ?? .nothing)
            })
    }
}

extension TaskOffice {
    /// The alerts that open drafts propose, and records the reading. A draft that is no whole alert
    /// yet has no name here: `draft show` prints it.
    private func proposed(
        _ numbers: [String], to officer: String
    ) async throws(HeliographError) -> [String: Notice] {
        let now = context.clock.now
        var found: [String: Notice] = [:]
        for number in numbers {
            guard let document = try await drafts.draft(numbered: number).document,
                let notice = Notice.read(
                    document.standingIn(at: now), rules: context.authorRules
                ).notice
            else { continue }
            found[number] = notice
        }
        guard !found.isEmpty else { return [:] }
        try await context.store.commit([
            context.station.audit(
                .consultation, by: officer, about: .threads(numbers.filter { found[$0] != nil }),
                why: "names of drafts in the tasks")
        ])
        return found
    }

    /// The landing that a task is about: in this country for what came here, and in the other
    /// country for what was sent there. Without another country it is the first.
    private func landing(_ notice: Notice, of duty: Duty) -> Leg? {
        guard NoticeSide(of: context.member, in: duty.thread) == .issuer else {
            return notice.landing(in: context.member)
        }
        return duty.member.flatMap { notice.landing(in: $0) } ?? notice.firstLeg
    }
}

extension Duty {
    /// True for a name that a shell takes as it stands.
    private static func isOneWord(_ name: String) -> Bool {
        name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                UInt8(ascii: "."):
                true
            default: false
            }
        }
    }

    /// The next step for the task, with commands that can be typed as they stand. A word in
    /// capital letters is the officer's to fill in.
    ///
    /// - Parameter officer: who asks; nil if nobody was named.
    func next(for officer: String?) -> String {
        let own = officer.flatMap { Self.isOneWord($0) ? $0 : nil } ?? "OFFICER"
        let other = member.map(\.description) ?? "the member"
        switch matter {
        case .secondApproval:
            return "Another officer reads it with `heliograph notice show \(thread) --as OFFICER`, "
                + "then runs `heliograph notice approve \(thread) --as OFFICER`."
        case .wrongPerson:
            return "Look at it with `heliograph notice show \(thread) --as \(own)`. Then run "
                + "`heliograph notice retract \(thread) --statement TEXT --as \(own)`, or "
                + "`heliograph notice keep \(thread) --reason TEXT --as \(own)`."
        case .refusal:
            return
                "Call \(other). `heliograph outbox \(thread)` says why. Once that is mended, run "
                + "`heliograph outbox retry \(thread)`, or send a corrected statement."
        case .confirmation:
            let verb = NoticeKind(opening: thread) == .correction ? "confirm" : "erase"
            return "`heliograph notice \(verb) \(thread) --as \(own)`."
        case .unconfirmed:
            return "Call \(other); `heliograph notice board \(thread)` says who has confirmed."
        case .outcome:
            return "`heliograph outcome \(thread) --result CODE --as \(own)`."
        case .feedback:
            return "Call \(other); after seven days silence counts as no feedback."
        case .reply:
            let kind = NoticeKind(opening: thread)?.rawValue ?? "KIND"
            return "`heliograph notice new \(kind) --operation reply --answers "
                + "\(thread)/\(sequence)`, edit it, and send it."
        case .unanswered:
            return "Call \(other); `heliograph peers` has its telephone number."
        case .draft:
            return "`heliograph draft show \(thread) --as \(own)`. Then run `heliograph draft send "
                + "\(thread) --as \(own) --approved-by OFFICER`, or `heliograph draft discard "
                + "\(thread) --reason TEXT --as \(own)`."
        case .approval:
            return "The second officer reads it with `heliograph approval show \(thread)`, then "
                + "runs `heliograph approval give \(thread)`, or `heliograph approval decline "
                + "\(thread) --reason TEXT`."
        case .review:
            return "Read it with `heliograph notice show \(thread) --as \(own)`. If it is still "
                + "needed, extend it; if not, `heliograph notice cancel \(thread) --as \(own)`."
        }
    }
}
