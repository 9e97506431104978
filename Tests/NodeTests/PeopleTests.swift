import Federation
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

/// Who asks is found out by the way in, and what they may do by one table.
@Suite("People and programs")
struct PeopleTests {
    private let lists: ListTests
    private var xa: MemoryOffice { lists.xa }
    private var door: Doorkeeper { lists.xa.machinery.doorkeeper }
    private let owner = Principal(
        name: nil, rights: Role.administrator.rights, way: .socket(user: 0), isProven: true)

    init() async throws {
        lists = try await ListTests()
    }

    private func ask(
        _ name: String, _ arguments: JSONObject, by principal: Principal? = nil
    ) async throws -> JSON {
        let call = Call(name.replacing(" ", with: "."), arguments)
        switch await xa.machinery.perform(call, by: principal ?? owner) {
        case .done(let answer): return answer
        case .refused(let error): throw error
        }
    }

    private func refusal(_ body: () async throws -> some Any) async -> Code? {
        do {
            _ = try await body()
            return nil
        } catch {
            return (error as? HeliographError)?.code
        }
    }

    private func add(_ name: String, _ roles: JSON, user: Int? = nil) async throws {
        var arguments: JSONObject = ["name": .string(name), "roles": roles]
        if let user { arguments["user"] = .number(JSONNumber(user)) }
        _ = try await ask("officer add", arguments)
    }

    private func user(_ number: UInt32, _ claim: String? = nil) async throws -> Principal {
        try await door.principal(claiming: claim, user: number, way: .socket(user: number))
    }

    // MARK: The door

    @Test("a user of the machine is the officer to whom an administrator linked it")
    func users() async throws {
        #expect(await refusal { try await user(1_007) } == .accessRefused)
        #expect(await refusal { try await user(1_007, "anna") } == .nameRefused)
        #expect(await refusal { try await user(0, "anna") } == .nameRefused)
        #expect(try await user(0) == owner)
        try await add("Anna 7", ["duty"], user: 1_007)
        let anna = try await user(1_007)
        #expect(anna.name == "Anna 7" && anna.isProven && anna.rights == Role.duty.rights)
        #expect(try await user(1_007, " anna  7").name == "Anna 7")
        #expect(await refusal { try await user(1_007, "carmen") } == .nameRefused)
        #expect(await refusal { try await add("Carmen", ["duty"], user: 1_007) } == .officerExists)
        try await add("Carmen", ["supervisor"])
        #expect(
            await refusal { try await ask("officer link", ["name": "carmen", "user": 1_007]) }
                == .officerExists)
        _ = try await ask("officer unlink", ["name": "ANNA 7"])
        _ = try await ask("officer link", ["name": "carmen", "user": 1_007])
        #expect(try await user(1_007).name == "Carmen")
    }

    @Test("a suspension holds from the next request on, and a removed name is not given again")
    func suspension() async throws {
        try await add("anna", ["duty"], user: 1_007)
        let held = try await user(1_007)
        #expect(held.may(.writeNotices))
        #expect(
            await refusal { try await ask("officer suspend", ["name": "anna", "reason": " "]) }
                == .reasonMissing)
        _ = try await ask("officer suspend", ["name": "anna", "reason": "lost the card"])
        #expect(await refusal { try await user(1_007) } == .officerSuspended)
        _ = try await ask("officer resume", ["name": "anna", "reason": "card found"])
        #expect(try await user(1_007).name == "anna")
        _ = try await ask("officer remove", ["name": "anna", "reason": "retired"])
        #expect(await refusal { try await user(1_007) } == .accessRefused)
        #expect(await refusal { try await add("Anna", ["duty"]) } == .officerExists)
        #expect(
            await refusal { try await ask("officer resume", ["name": "anna", "reason": "x"]) }
                == .officerSuspended)
        let entries = await xa.node.store.audit(after: 0, limit: 99)
            .filter { $0.subject == .principal("anna") }
        #expect(entries.map(\.actor) == Array(repeating: "user 0", count: 4))
        #expect(entries[1].justification == "officer suspended: lost the card")
    }

    @Test("the last administrator stays")
    func lastAdministrator() async throws {
        try await add("root-1", ["administrator"])
        for (operation, more) in [
            ("officer suspend", ["reason": "x"]), ("officer remove", ["reason": "x"]),
            ("officer change", ["roles": ["duty"]]),
        ] as [(String, JSONObject)] {
            var arguments = more
            arguments["name"] = "root-1"
            #expect(
                await refusal { try await ask(operation, arguments) } == .lastAdministrator,
                "\(operation)")
        }
        try await add("root-2", ["administrator", "duty"])
        _ = try await ask("officer remove", ["name": "root-1", "reason": "left"])
        #expect(
            await refusal { try await ask("officer suspend", ["name": "root-2", "reason": "x"]) }
                == .lastAdministrator)
    }

    @Test("names, roles and rights that the record cannot carry are refused, and nothing is kept")
    func refused() async throws {
        for (arguments, code) in [
            (["name": " ", "roles": ["duty"]], .usage),
            (["name": "node", "roles": ["duty"]], .usage),
            (["name": "User 0", "roles": ["duty"]], .usage),
            (["name": "a\u{202E}b", "roles": ["duty"]], .usage),
            (["name": .string(String(repeating: "x", count: 81)), "roles": ["duty"]], .usage),
            (["name": "anna", "roles": []], .usage),
            (["name": "anna", "roles": ["king"]], .usage),
            (["name": "anna", "roles": ["duty"], "rights": ["inbox.read"]], .usage),
            (["name": "case", "roles": ["integrator"]], .usage),
            (["name": "case", "roles": ["integrator"], "rights": ["administer"]], .usage),
            (["name": "anna", "roles": ["duty"], "user": -1], .usage),
        ] as [(JSONObject, Code)] {
            #expect(
                await refusal { try await ask("officer add", arguments) } == code, "\(arguments)")
        }
        #expect(await xa.node.store.officers().isEmpty)
        #expect(
            await refusal { try await ask("officer show", ["name": "nobody"]) } == .officerUnknown)
    }

    // MARK: Tokens

    @Test("a token stands for its officer, for the rights and the time that it was made for")
    func tokens() async throws {
        try await add("anna", ["duty"])
        let made = try await ask(
            "token new",
            ["officer": "anna", "days": 30, "rights": ["inbox.read", "lists.read"]])
        let secret = try #require(made["token"]?.stringValue)
        #expect(secret.hasPrefix("heliograph_") && secret.utf8.count == 11 + 43)
        let principal = try await door.principal(token: secret, from: "192.0.2.1")
        #expect(principal.name == "anna" && principal.isProven)
        #expect(principal.rights == [.readInbox, .list])
        let listed = try await ask("token list", [:])
        #expect(listed["items"]?.arrayValue?.first?["lastUsed"] != .null)
        #expect(!String(decoding: listed.encoded(), as: UTF8.self).contains(secret.suffix(20)))
        for wrong in ["", "heliograph_", String(secret.dropLast()), secret + "x", "x" + secret] {
            #expect(
                await refusal { try await door.principal(token: wrong, from: nil) }
                    == .accessRefused)
        }
        // A right that the officer loses is lost to the token too.
        _ = try await ask("officer change", ["name": "anna", "roles": ["observer"]])
        #expect(try await door.principal(token: secret, from: nil).rights == [.list])
        _ = try await ask("officer suspend", ["name": "anna", "reason": "x"])
        #expect(
            await refusal { try await door.principal(token: secret, from: nil) }
                == .officerSuspended)
        _ = try await ask("officer resume", ["name": "anna", "reason": "x"])
        xa.node.clock.advance(by: .days(30))
        #expect(
            await refusal { try await door.principal(token: secret, from: nil) } == .accessRefused)
    }

    @Test("a token that was revoked, or comes from elsewhere, is refused")
    func revoked() async throws {
        try await add("anna", ["duty"])
        let made = try await ask(
            "token new",
            ["officer": "anna", "days": 1, "networks": ["192.0.2.0/24", "2001:db8::/32"]])
        let secret = try #require(made["token"]?.stringValue)
        for address in ["192.0.2.77", "::ffff:192.0.2.1", "2001:db8:1::9"] {
            #expect(try await door.principal(token: secret, from: address).name == "anna")
        }
        for address in [nil, "192.0.3.1", "2001:db9::1", "unix", "192.0.2"] {
            #expect(
                await refusal { try await door.principal(token: secret, from: address) }
                    == .accessRefused)
        }
        let id = try #require(made["id"]?.stringValue)
        _ = try await ask("token revoke", ["id": .string(String(id.prefix(6)))])
        #expect(
            await refusal { try await door.principal(token: secret, from: "192.0.2.77") }
                == .accessRefused)
        for (days, networks) in [
            (0, []), (366, []), (1, ["192.0.2.1/24"]), (1, ["192.0.2.0/33"]), (1, ["example"]),
        ] as [(Int, JSON)] {
            #expect(
                await refusal {
                    try await ask(
                        "token new",
                        [
                            "officer": "anna", "days": .number(JSONNumber(days)),
                            "networks": networks,
                        ])
                } == .usage)
        }
        #expect(
            await refusal { try await ask("token new", ["officer": "nobody", "days": 1]) }
                == .officerUnknown)
    }

    // MARK: Rights

    @Test("each operation is allowed to each role as the table says", arguments: Role.allCases)
    func table(_ role: Role) async throws {
        for operation in Catalogue.all {
            let answer = await xa.machinery.perform(
                Call(operation.name, operation.example.arguments),
                by: Principal(name: "officer-7", rights: role.rights))
            var isRefused = false
            if case .refused(let error) = answer {
                isRefused = error.sentence.hasPrefix("This needs the right")
            }
            #expect(isRefused == !role.rights.contains(operation.right), "\(operation.name)")
        }
    }

    @Test(
        "who may not open notices gets no name by any operation",
        arguments: [Role.administrator, .observer])
    func noBody(_ role: Role) async throws {
        let alert = try await lists.send(.travelAlert, 1).notice
        let thread = JSON.string(alert.thread)
        let family = try #require(alert.shownName()?.split(separator: " ").last)
        for office in [xa, lists.xb] {
            let known = await office.machinery.perform(
                Call("inbox.list"), by: Principal(name: "officer-7"))
            let own = await office.machinery.perform(
                Call("notice.list"), by: Principal(name: "officer-7"))
            let shown = [known, own].map { String(decoding: $0.json.encoded(), as: UTF8.self) }
            #expect(shown.contains { $0.contains(family) }, "the search must be able to find it")
            for operation in Catalogue.all where role.rights.contains(operation.right) {
                var arguments = operation.example.arguments
                if arguments["id"] != nil { arguments["id"] = thread }
                if arguments["thread"] != nil { arguments["thread"] = thread }
                for more in [[:], ["reason": "curious", "withdrawn": true]] as [JSONObject] {
                    var all = arguments
                    for (name, value) in more
                    where operation.fields.contains(where: { $0.name == name }) {
                        all[name] = value
                    }
                    let answer = await office.machinery.perform(
                        Call(operation.name, all),
                        by: Principal(name: "officer-7", rights: role.rights))
                    let text = String(decoding: answer.json.encoded(), as: UTF8.self)
                    #expect(!text.contains(family), "\(operation.name)")
                }
            }
        }
    }

    @Test("the records office opens a notice with a reason, which is logged and not told abroad")
    func records() async throws {
        let alert = try await lists.send(.travelAlert, 1).notice
        let records = Principal(name: "records-1", rights: Role.records.rights)
        func show(_ office: MemoryOffice, _ operation: String, _ reason: JSON?) async -> Answer {
            var arguments: JSONObject = ["id": .string(alert.thread)]
            arguments["reason"] = reason
            return await office.machinery.perform(Call(operation, arguments), by: records)
        }
        for (office, operation) in [(xa, "notice.show"), (lists.xb, "inbox.show")] {
            guard case .refused(let error) = await show(office, operation, nil),
                case .done(let opened) = await show(office, operation, "correction of 3 March")
            else {
                Issue.record("\(operation)")
                continue
            }
            #expect(error.code == .reasonMissing)
            #expect(opened["notice"] != .null)
            let last = await office.node.store.audit(after: 0, limit: 999).last
            #expect(last?.actor == "records-1")
            #expect(last?.justification.hasSuffix(": correction of 3 March") == true)
        }
        #expect(await lists.xb.node.store.pendingEvidence(limitPerMember: 9).isEmpty)
    }
}
