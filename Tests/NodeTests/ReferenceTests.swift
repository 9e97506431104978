import Notices
import Ports
import SpecimenFederation
import Testing

@testable import Asking
@testable import Node
@testable import Office
@testable import Station
@testable import Traffic

@Suite("Notices are named in every form in which they are printed")
struct ReferenceTests {
    private let office: MemoryOffice
    private let thread: String
    private let id: String

    init() async throws {
        office = try await MemoryOffice("XA", in: try SpecimenFederation())
        let sent = try await office.node.submitAlert(to: ["XB"], number: 7)
        thread = sent.notice.thread
        id = try #require(sent.messages.first).id.description
    }

    private func shown(_ name: String) async throws -> String? {
        try await office.ask("notice show", ["id": .string(name)])["thread"]?.stringValue
    }

    private func refusal(_ name: String) async -> HeliographError? {
        do {
            _ = try await shown(name)
            return nil
        } catch {
            return error as? HeliographError
        }
    }

    @Test("a notice of ours by its number, in any case, with its sequence, short, or its beginning")
    func numbers() async throws {
        let year = thread.dropFirst(6).prefix(4)
        for name in [
            thread, thread.lowercased(), thread + "/1", " \(thread)\n", "xa-ta-\(year)-7",
            "xa-ta-\(year)", id, id.uppercased(), String(id.prefix(20)),
        ] {
            #expect(try await shown(name) == thread, "\(name)")
        }
        for name in [thread, thread.lowercased() + "/1", id.uppercased(), String(id.prefix(13))] {
            let message = try await office.ask("outbox show", ["id": .string(name)])
            #expect(message["id"]?.stringValue == id, "\(name)")
        }
        #expect(await refusal("XA-GN")?.code == .notFound)
        await #expect(throws: HeliographError.self) {
            try await office.ask("outbox show", ["id": .string(thread + "/2")])
        }
    }

    @Test("a beginning that several have is refused, and some of them are named")
    func several() async throws {
        _ = try await office.node.submitAlert(to: ["XC"], number: 8)
        let refused = try #require(await refusal(String(thread.prefix(11))))
        #expect(refused.code == .usage)
        #expect(refused.next.contains(thread))
        #expect(try await shown(thread) == thread)
    }

    @Test("a number that is whole but for its zeros stands for itself, and never for a longer one")
    func short() async throws {
        _ = try await office.node.submitAlert(to: ["XC"], number: 100_000)
        let year = thread.dropFirst(6).prefix(4)
        for name in ["XA-TA-\(year)-1", "XA-TA-\(year)-00000", "XA-TA-\(year)-10", thread + "/9"] {
            #expect(await refusal(name)?.code == .notFound, "\(name)")
        }
        #expect(try await shown("XA-TA-\(year)-100000") == "XA-TA-\(year)-100000")
        // A message of ours is none of another member's.
        #expect(await refusal("XB/\(id)")?.code == .notFound)
        #expect(try await shown("XA/\(id)") == thread)
    }

    @Test("whoever acts on a notice names it whole, so that nothing happens to another")
    func acting() async throws {
        for (operation, fields) in [
            ("notice cancel", ["reason": "r"]), ("notice keep", ["reason": "r"]),
            ("notice retract", ["statement": "s"]), ("notice approve", [:]),
            ("outbox retry", [:]), ("evidence export", [:]),
        ] as [(String, JSONObject)] {
            for name in [String(thread.prefix(11)), "xa-ta", String(id.prefix(20))] {
                var arguments = fields
                arguments["id"] = .string(name)
                arguments["as"] = "officer-7"
                if operation == "notice keep" || operation == "notice retract" {
                    arguments["approvedBy"] = "chief-2"
                }
                do {
                    _ = try await office.ask(operation, arguments)
                    Issue.record("\(operation) acted on \(name)")
                } catch {
                    let refused = try #require(error as? HeliographError)
                    #expect(refused.code == .usage, "\(operation) \(name): \(refused)")
                    #expect(refused.sentence.contains("beginning"), "\(operation) \(name)")
                }
            }
        }
        // Whole, in whichever form, is enough.
        let year = thread.dropFirst(6).prefix(4)
        let ended = try await office.ask(
            "notice cancel",
            [
                "id": .string("xa-ta-\(year)-7/1"), "reason": "r", "as": "officer-7",
                "approvedBy": "chief-2",
            ])
        #expect(ended["thread"]?.stringValue == thread)
    }

    @Test("the next number is behind the highest of the kind and the year")
    func next() async throws {
        for (kind, number) in [("travel-alert", 8), ("green-notice", 1)] {
            let offered = try await office.ask("notice number", ["kind": .string(kind)])
            #expect(offered["number"]?.intValue == number)
        }
        let offered = try await office.ask("notice number", ["kind": "travel-alert"])
        #expect(offered["thread"]?.stringValue == String(thread.dropLast(1)) + "8")
    }
}
