import Testing

@testable import Notices

@Suite("The life of a notice")
struct NoticeLifecycleTests {
    static let operations: [NoticeOperation] = [
        .issue, .modify, .extend, .suspend, .resume, .cancel, .updateItinerary, .correct, .interim,
        .final,
    ]

    @Test("an operation is allowed exactly where the table has a row, and else refused in words")
    func table() {
        for kind in NoticeKind.allCases {
            for state in NoticeState.allCases {
                for operation in Self.operations {
                    let row = NoticeLifecycle.transitions(of: kind)
                        .first { $0.from == state && $0.operation == operation }
                    switch NoticeLifecycle.check(operation, kind: kind, in: state) {
                    case .allowed(let next): #expect(next == row?.to)
                    case .refused(let sentence):
                        #expect(row == nil)
                        #expect(sentence.hasSuffix(".") && sentence.hasPrefix(kind.phrase))
                    }
                }
            }
        }
    }

    @Test("no table holds two rows for one state and operation")
    func unambiguous() {
        for kind in NoticeKind.allCases {
            let rows = NoticeLifecycle.transitions(of: kind)
            let pairs = Set(rows.map { "\($0.from) \($0.operation)" })
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

    @Test("the table in the schemas' README is the one in force")
    func documented() throws {
        let text = String(decoding: try Repository.bytes("Schemas/README.md"), as: UTF8.self)
        let rows = text.split(separator: "\n").filter { line in
            NoticeKind.allCases.contains { line.hasPrefix("| \($0.rawValue) |") }
        }
        let expected = NoticeKind.allCases.flatMap { kind in
            NoticeLifecycle.transitions(of: kind).map {
                "| \(kind.rawValue) | \($0.from.rawValue) | \($0.operation) | \($0.to.rawValue) |"
            }
        }
        #expect(rows.map(String.init) == expected)
    }

    @Test("the illegal steps of the domain are refused")
    func illegal() {
        for (operation, kind, state) in [
            (.extend, .greenNotice, .expired), (.modify, .greenNotice, .none),
            (.updateItinerary, .travelAlert, .cancelled), (.interim, .outcome, .final),
            (.issue, .greenNotice, .inForce), (.suspend, .travelAlert, .inForce),
        ] as [(NoticeOperation, NoticeKind, NoticeState)] {
            guard case .refused = NoticeLifecycle.check(operation, kind: kind, in: state) else {
                Issue.record("\(operation) \(kind) \(state)")
                continue
            }
        }
    }

    @Test("a recipient knows where a thread stands, whatever it has missed")
    func gaps() {
        func state(_ history: [NoticeOperation], _ kind: NoticeKind = .greenNotice) -> NoticeState {
            NoticeLifecycle.state(after: history, kind: kind)
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
            NoticeLifecycle.aged(state, validUntil: day, at: moment(now))
        }
        #expect(aged(.inForce, "2031-11-30T23:59:59Z") == .inForce)
        #expect(aged(.inForce, "2031-12-01T00:00:00Z") == .expired)
        #expect(aged(.suspended, "2031-12-01T00:00:00Z") == .expired)
        #expect(aged(.cancelled, "2031-12-01T00:00:00Z") == .cancelled)
        let never = NoticeLifecycle.aged(
            .inForce, validUntil: nil, at: moment("2099-01-01T00:00:00Z"))
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
            answering: alert, by: by, operation: .interim, result: "admitted",
            at: moment("2027-02-03T05:00:00Z"))
        let outcome = try #require(Notice.read(json, rules: .specimens).notice)
        #expect(outcome.inReplyTo == "XA-TA-2027-000031/2")
        #expect(outcome.thread == alert.thread && outcome.to == [alert.from] && outcome.from == by)
        #expect(outcome.operation == .interim && outcome.sequence == 1)
    }
}
