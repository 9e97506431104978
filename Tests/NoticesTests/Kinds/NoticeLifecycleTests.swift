import Testing

@testable import Notices

@Suite("The life of a notice")
struct NoticeLifecycleTests {
    /// Every operation of every kind, and one that no kind has.
    static let operations: [NoticeOperation] =
        NoticeKind.allCases.flatMap { NoticeLifecycle.operations(of: $0) }
        .reduce(into: [NoticeOperation(rawValue: "unheard-of")]) { found, operation in
            if !found.contains(operation) { found.append(operation) }
        }

    @Test(
        """
        every operation, in every state of either side, is allowed exactly where the table has a \
        row, and else refused by name
        """,
        arguments: NoticeKind.allCases)
    func table(kind: NoticeKind) {
        var allowedCount = 0
        for side in NoticeSide.allCases {
            for state in NoticeState.allCases {
                for issuer in NoticeState.allCases {
                    for operation in Self.operations {
                        let row = NoticeLifecycle.transitions(of: kind).first {
                            $0.side == side && $0.from == state && $0.operation == operation
                        }
                        let isMet = row.map { $0.needs.isEmpty || $0.needs.contains(issuer) }
                        let verdict = NoticeLifecycle.check(
                            operation, kind: kind, side: side, in: state, issuer: issuer)
                        switch verdict {
                        case .allowed(let next):
                            #expect(next == row?.to && isMet == true)
                            allowedCount += 1
                        case .refused(let sentence):
                            #expect(isMet != true)
                            #expect(sentence.hasSuffix(".") && sentence.hasPrefix(kind.phrase))
                            let isNamed = sentence.contains(operation.rawValue)
                            #expect(isNamed || state == .cancelled || state == .suspended)
                        }
                    }
                }
            }
        }
        let everywhere = NoticeState.allCases.count
        let expected = NoticeLifecycle.transitions(of: kind).map {
            $0.needs.isEmpty ? everywhere : $0.needs.count
        }
        #expect(allowedCount == expected.reduce(0, +))
    }

    @Test("every state of a table can be reached, and every row holds its own side's states")
    func reachable() {
        for kind in NoticeKind.allCases {
            for side in NoticeSide.allCases {
                let rows = NoticeLifecycle.transitions(of: kind).filter { $0.side == side }
                let ageing = NoticeLifecycle.ageing(of: kind).filter { $0.side == side }
                var reached: Set<NoticeState> = [.none]
                for _ in NoticeState.allCases {
                    reached.formUnion(rows.filter { reached.contains($0.from) }.map(\.to))
                    reached.formUnion(ageing.filter { reached.contains($0.from) }.map(\.to))
                }
                #expect(Set(rows.map(\.from)).isSubset(of: reached), "\(kind) \(side)")
            }
            let ends = Set(
                NoticeLifecycle.transitions(of: kind).filter { $0.side == .issuer }.map(\.to))
            for row in NoticeLifecycle.transitions(of: kind) {
                #expect(Set(row.needs).isSubset(of: ends), "\(kind) \(row.operation)")
            }
        }
    }

    @Test("letters are of one kind, and the schemas know exactly these")
    func letters() throws {
        let letters = NoticeKind.allCases.compactMap(\.profile.letters)
        #expect(Set(letters).count == letters.count)
        let envelope = try JSON.parse(try Repository.bytes("Schemas/envelope.schema.json"))
        for pointer in ["/$defs/noticeNumber/pattern", "/properties/inReplyTo/pattern"] {
            let pattern = envelope.at(pointer: pointer)?.stringValue ?? ""
            #expect(pattern.contains("-(" + letters.joined(separator: "|") + ")-"), "\(pattern)")
        }
    }

    @Test("no table holds two rows for one state and operation")
    func unambiguous() {
        for kind in NoticeKind.allCases {
            let rows = NoticeLifecycle.transitions(of: kind)
            let pairs = Set(rows.map { "\($0.side) \($0.from) \($0.operation)" })
            #expect(pairs.count == rows.count)
        }
    }

    @Test("the operations of the table are those of the schema", arguments: NoticeKind.allCases)
    func schema(kind: NoticeKind) throws {
        let schema = try JSON.parse(try Repository.bytes("Schemas/\(kind.rawValue).schema.json"))
        let allowed = schema.at(pointer: "/properties/operation/enum")?.arrayValue ?? []
        #expect(
            Set(allowed.compactMap(\.stringValue))
                == Set(NoticeLifecycle.operations(of: kind).map(\.rawValue)))
    }

    @Test("the illegal steps of the domain are refused")
    func illegal() {
        for (operation, kind, side, state) in [
            (.extend, .greenNotice, .issuer, .expired), (.modify, .greenNotice, .issuer, .none),
            (.updateItinerary, .travelAlert, .issuer, .cancelled),
            (.interim, .outcome, .recipient, .final), (.issue, .greenNotice, .issuer, .inForce),
            (.suspend, .travelAlert, .issuer, .inForce),
            (.cancel, .greenNotice, .recipient, .inForce),
            (.final, .outcome, .issuer, .none),
        ] as [(NoticeOperation, NoticeKind, NoticeSide, NoticeState)] {
            let verdict = NoticeLifecycle.check(operation, kind: kind, side: side, in: state)
            guard case .refused = verdict else {
                Issue.record("\(operation) \(kind) \(side) \(state)")
                continue
            }
        }
    }

    @Test("a recipient knows where a thread stands, whatever it has missed")
    func gaps() {
        func state(_ history: [NoticeOperation], _ kind: NoticeKind = .greenNotice) -> NoticeState {
            NoticeLifecycle.state(
                after: history, kind: kind, side: kind == .outcome ? .recipient : .issuer)
        }
        #expect(state([]) == .none)
        #expect(state([.issue, .modify, .suspend]) == .suspended)
        #expect(state([.modify]) == .inForce)
        #expect(state([.suspend, .extend]) == .inForce)
        #expect(state([.cancel]) == .cancelled)
        #expect(state([.cancel, .issue, .modify]) == .cancelled)
        #expect(state([.correct], .travelAlert) == .inForce)
        #expect(state([.cancel], .travelAlert) == .cancelled)
        #expect(state([.interim, .final, .final], .outcome) == .amended)
        #expect(state([.final], .outcome) == .final)
    }

    @Test("a notice expires the day after the last that it was valid on")
    func expiry() {
        let day = CivilDate(iso8601: "2031-11-30")
        func aged(_ state: NoticeState, _ now: String) -> NoticeState {
            NoticeLifecycle.aged(
                state, kind: .greenNotice, side: .issuer, validUntil: day, at: moment(now))
        }
        #expect(aged(.inForce, "2031-11-30T23:59:59Z") == .inForce)
        #expect(aged(.inForce, "2031-12-01T00:00:00Z") == .expired)
        #expect(aged(.suspended, "2031-12-01T00:00:00Z") == .expired)
        #expect(aged(.cancelled, "2031-12-01T00:00:00Z") == .cancelled)
        let never = NoticeLifecycle.aged(
            .inForce, kind: .greenNotice, side: .issuer, validUntil: nil,
            at: moment("2099-01-01T00:00:00Z"))
        #expect(never == .inForce)
    }

    @Test("a successor is the full statement, numbered on, and supersedes all before it")
    func successor() throws {
        let first = try NoticeTests.notice("valid/travel-alert.issue")
        let ids = [1, 2].map {
            MessageID(created: first.createdAt, random: [UInt8](repeating: $0, count: 10))
        }
        let update = first.successor(
            operation: .correct, at: moment("2027-01-19T08:00:00Z"), superseding: [ids[0]],
            reason: "year corrected",
            changes: ["convictionSummary": ["offences": ["LZ23"], "year": 2018, "country": "XA"]])
        let second = try #require(Notice.read(update, rules: .specimens).notice)
        #expect(second.sequence == 2 && second.operation == .correct)
        #expect(second.json["itinerary"] == first.json["itinerary"])
        #expect(second.json["deadline"] == nil && second.json["precedence"] == nil)
        let cancel = second.successor(
            operation: .cancel, at: moment("2027-01-19T09:00:00Z"), superseding: ids,
            reason: "wrong person", changes: ["deadline": .null])
        let last = try #require(Notice.read(cancel, rules: .specimens).notice)
        #expect(last.sequence == 3 && last.operation.isCancel)
        #expect(last.json["supersedes"] == .array(ids.map { .string($0.description) }))
        #expect(last.json.at(pointer: "/change/reason") == "wrong person")
    }

    @Test("a cancel is valid however long ago the notice was made")
    func lateCancel() throws {
        for name in ["valid/green-notice.issue", "valid/travel-alert.issue"] {
            let notice = try NoticeTests.notice(name)
            let cancel = notice.successor(
                operation: .cancel, at: moment("2040-01-01T00:00:00Z"), superseding: [],
                reason: "review")
            #expect(Notice.read(cancel, rules: .specimens).faults == [])
        }
    }

    @Test("an outcome answers the very statement that it was made from")
    func outcome() throws {
        let alert = try NoticeTests.notice("valid/travel-alert.update-itinerary")
        let by = try #require(MemberCode("XC"))
        let json = NoticeTemplate.outcome(
            answering: alert, by: by, operation: .interim,
            .init(result: "admitted", at: moment("2027-02-03T05:00:00Z")),
            at: moment("2027-02-03T05:00:00Z"))
        let outcome = try #require(Notice.read(json, rules: .specimens).notice)
        #expect(outcome.inReplyTo == "XA-TA-2027-000031/2")
        #expect(outcome.thread == alert.thread && outcome.to == [alert.from] && outcome.from == by)
        #expect(outcome.operation == .interim && outcome.sequence == 1)
    }
}
