import Exchange
import Notices
import Ports
import SpecimenFederation
import TestKit
import Testing

@testable import Administration
@testable import Asking
@testable import Attachments
@testable import Membership
@testable import Node
@testable import Office
@testable import Secretariat
@testable import Station
@testable import Traffic

@Suite("Totals of a joint operation")
struct OperationTotalsTests {
    let lead: MemoryNode
    let xb: MemoryNode
    let xc: MemoryNode

    init() async throws {
        let federation = try SpecimenFederation()
        lead = try await MemoryNode("XA", in: federation)
        xb = try await MemoryNode("XB", in: federation)
        xc = try await MemoryNode("XC", in: federation)
    }

    private func says(_ operation: NoticeOperation, _ sequence: Int) -> JSON {
        var document = NoticeTemplate.specimen(
            kind: .operation, operation: operation, from: lead.context.member,
            to: [xb.context.member, xc.context.member], at: lead.clock.now.flooredToSecond,
            number: 1, sequence: sequence)
        if sequence > 1 { document["change"] = ["reason": "The day goes on."] }
        return document
    }

    private func lead(_ document: JSON) async throws {
        for message in try await lead.submit(document).messages {
            for member in [xb, xc] {
                #expect(try await member.receive(lead.envelope(message.id)) == "delivered")
            }
        }
    }

    private func answer(
        _ operation: NoticeOperation, by member: MemoryNode, _ sequence: Int, checked: Int = 1
    ) async throws {
        var document = NoticeTemplate.specimen(
            kind: .operation, operation: operation, from: member.context.member,
            to: [lead.context.member], at: member.clock.now.flooredToSecond, number: 1,
            answering: "\(says(.announce, 1)["threadId"]?.stringValue ?? "")/1",
            sequence: sequence)
        if operation == .statistics { document["statistics"] = counts(checked) }
        let message = try await member.submit(document).messages[0]
        #expect(
            try await lead.receive(
                member.envelope(message.id), from: member.context.member.description)
                == "delivered")
    }

    private func counts(_ checked: Int) -> JSON {
        var counts: JSON = [
            "interviews": 0, "secondaryInspections": 0, "refusals": 0, "arrests": 0,
            "victimsIdentified": 0, "devicesExamined": 0, "newCases": 0,
        ]
        counts["personsChecked"] = JSON(checked)
        return counts
    }

    private func totals(_ lines: [(String, Int)], sequence: Int = 3) -> JSON {
        var document = says(.consolidate, sequence)
        document["statistics"] = counts(lines.map(\.1).reduce(0, +))
        document["byCountry"] = .array(
            lines.map { ["member": .string($0.0), "statistics": counts($0.1)] })
        return document
    }

    private func code(_ document: JSON) async throws -> Code? {
        do {
            _ = try await lead.submit(document)
            return nil
        } catch let error as HeliographError {
            return error.code
        }
    }

    @Test("are refused unless they are what each member sent last, and nobody is left out")
    func sums() async throws {
        try await lead(says(.announce, 1))
        try await answer(.join, by: xb, 1)
        try await answer(.join, by: xc, 1)
        try await lead(says(.task, 2))
        try await answer(.statistics, by: xb, 2, checked: 40)
        #expect(try await code(totals([("XB", 40), ("XC", 2)])) == .totalsMismatch)
        try await answer(.statistics, by: xc, 2, checked: 7)
        try await answer(.statistics, by: xc, 3, checked: 8)
        #expect(try await code(totals([("XB", 40), ("XC", 7)])) == .totalsMismatch)
        #expect(try await code(totals([("XB", 40)])) == .totalsMismatch)
        #expect(try await code(totals([("XB", 41), ("XC", 8)])) == .totalsMismatch)
        let found = try await TotalsOffice(context: lead.context).totals(
            ShowTotals(["id": says(.announce, 1)["threadId"] ?? ""])
        ).json
        #expect(found.at(pointer: "/statistics/personsChecked") == 48)
        #expect(found["silent"] == [])
        // The lead's own figures are in no message, so they are not compared.
        #expect(try await code(totals([("XA", 5), ("XB", 40), ("XC", 8)])) == nil)
        // A member counts again: the next totals have to follow.
        try await answer(.statistics, by: xb, 3, checked: 41)
        var close = totals([("XA", 5), ("XB", 40), ("XC", 8)], sequence: 4)
        close["operation"] = "close"
        #expect(try await code(close) == .totalsMismatch)
    }
}

@Suite("Who speaks for a country")
struct DirectoryTests {
    let xa: MemoryNode
    let xb: MemoryNode

    init() async throws {
        (xa, xb) = try await MemoryNode.pair()
    }

    private func entry(_ number: Int, _ authority: String) -> JSON {
        var document = NoticeTemplate.specimen(
            kind: .directory, from: xb.context.member, to: [xa.context.member],
            at: xb.clock.now.flooredToSecond, number: number)
        document["authority"] = .string(authority)
        return document
    }

    private func authorities(of member: String? = nil) async throws -> [String] {
        let request = try ListDirectory(member.map { ["member": .string($0)] } ?? [:])
        return
            (try await DirectoryOffice(context: xa.context).look(request).json["items"]?
            .arrayValue ?? [])
            .compactMap { $0["authority"]?.stringValue }
    }

    @Test("of two entries that are sent at once one stands")
    func twoAtOnce() async throws {
        for _ in 0..<20 {
            let (_, xb) = try await MemoryNode.pair()
            let documents = [entry(1, "One authority"), entry(2, "Another authority")]
            let taken = await withTaskGroup(of: Bool.self) { group in
                for document in documents {
                    group.addTask { (try? await xb.submit(document)) != nil }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(taken == 1)
        }
    }

    @Test("is one authority, by the trust list, by its entry, and by the later of two")
    func one() async throws {
        #expect(try await authorities(of: "XB") == ["Specimen authority"])
        let first = try await xb.submit(entry(1, "First authority"))
        #expect(
            try await xa.receive(xb.envelope(first.messages[0].id), from: "XB") == "delivered")
        #expect(try await authorities(of: "XB") == ["First authority"])
        await #expect(throws: HeliographError(.entryStands, "")) {
            _ = try await xb.submit(entry(2, "Second authority"))
        }
        // A faulty node may send a second entry; the directory shows one line all the same.
        xb.clock.advance(by: .seconds(10))
        let second = try await xb.forced(entry(2, "Second authority"), to: xa.context.member)
        #expect(try await xa.receive(second, from: "XB") == "delivered")
        #expect(try await authorities(of: "XB") == ["Second authority"])
        #expect(try await authorities().count == 3, "a line a member")
        await #expect(throws: HeliographError(.memberUnknown, "")) {
            _ = try await authorities(of: "XZ")
        }
    }
}
