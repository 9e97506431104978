import Federation
import Foundation
import Notices
import SpecimenFederation
import Testing

@testable import Asking
@testable import Office
@testable import Station

/// The catalogue holds everything that may be asked of a node.
@Suite("The catalogue of operations")
struct CatalogueTests {
    /// Verbs whose output the command line puts together from several answers, or to which it adds
    /// a file name. `Schemas/cli/make` writes their schemas.
    static let composed: Set<String> = [
        "notice send", "draft send", "statistics", "import forms", "import manifest", "import mrz",
        "inbox", "outbox", "evidence export", "inbox attachment", "trust forks", "notice new",
    ]

    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    @Test("each operation has a name, a verb, a sentence, and a meaning for every field")
    func whole() throws {
        #expect(Catalogue.all.count > 50)
        #expect(Set(Catalogue.all.map(\.name)).count == Catalogue.all.count)
        for operation in Catalogue.all {
            #expect(operation.name.wholeMatch(of: /[a-z]+(\.[a-z]+)?/) != nil)
            #expect(operation.summary.hasSuffix("."), "\(operation.name)")
            for field in operation.fields {
                #expect(!field.meaning.isEmpty, "\(operation.name) \(field.name)")
                #expect(field.name.wholeMatch(of: /[a-z][A-Za-z]*/) != nil)
            }
        }
    }

    @Test("each example is answered, or refused for what it asks and not for its form")
    func examples() async throws {
        let federation = try SpecimenFederation()
        let office = try await MemoryOffice("XA", in: federation)
        _ = try await office.node.submitAlert(to: ["XB"])
        for operation in Catalogue.all {
            let call = operation.example
            let principal = Principal(name: call.claim)
            let answer = await office.machinery.perform(call, by: principal)
            if case .refused(let error) = answer {
                #expect(
                    ![.internalFault, .rightMissing, .officerMissing].contains(error.code),
                    "\(operation.name): \(error.sentence)")
                // Only files and lists that no example can hold may be missing.
                #expect(
                    error.code != .usage
                        || ["import.forms", "import.passengers", "inbox.attachment"].contains(
                            operation.name),
                    "\(operation.name): \(error.sentence)")
            }
        }
    }

    @Test("no operation is carried out for a principal without its right")
    func rights() async throws {
        let office = try await MemoryOffice("XA", in: try SpecimenFederation())
        for operation in Catalogue.all {
            let others = Set(Right.allCases).subtracting([operation.right])
            let answer = await office.machinery.perform(
                operation.example, by: Principal(name: "officer-7", rights: others))
            guard case .refused(let error) = answer else {
                Issue.record("\(operation.name) was answered")
                continue
            }
            #expect(error.code == .rightMissing, "\(operation.name)")
        }
    }

    @Test("who asks for an operation of another version is told to use one version")
    func otherVersion() async throws {
        let office = try await MemoryOffice("XA", in: try SpecimenFederation())
        let answer = await office.machinery.perform(
            Call("operationOfTomorrow"), by: Principal(name: "officer-7"))
        guard case .refused(let error) = answer else {
            Issue.record("it was answered")
            return
        }
        #expect(error.code == .usage)
        #expect(error.next == Catalogue.oneVersion)
    }

    @Test("a field that an operation does not know is refused, and so is one that is missing")
    func fields() async throws {
        let office = try await MemoryOffice("XA", in: try SpecimenFederation())
        for operation in Catalogue.all {
            var arguments = operation.example.arguments
            arguments["nobodyKnowsThis"] = true
            let principal = Principal(name: "officer-7")
            let call = Call(operation.name, arguments)
            guard case .refused(let error) = await office.machinery.perform(call, by: principal)
            else {
                Issue.record("\(operation.name) took it")
                continue
            }
            #expect(error.code == .usage, "\(operation.name)")
            for field in operation.fields where field.isRequired {
                var fewer = JSONObject()
                for (key, value) in operation.example.arguments where key != field.name {
                    fewer[key] = value
                }
                let call = Call(operation.name, fewer)
                guard case .refused(let error) = await office.machinery.perform(call, by: principal)
                else {
                    Issue.record("\(operation.name) needs no \(field.name)")
                    continue
                }
                #expect(error.code == .usage, "\(operation.name) \(field.name)")
            }
        }
    }

    @Test("each answer has its schema in Schemas/cli, letter by letter what the catalogue says")
    func schemas() throws {
        for operation in Catalogue.all where !Self.composed.contains(operation.verb) {
            let file = Self.root.appendingPathComponent(
                "Schemas/cli/\(operation.verb.replacing(" ", with: "-")).schema.json")
            var schema: JSON = [
                "$schema": "https://json-schema.org/draft/2020-12/schema",
                "title": .string("heliograph \(operation.verb) --json"),
            ]
            for (key, value) in operation.answer.schema.objectValue ?? [:] { schema[key] = value }
            let text = schema.encodedPretty() + [0x0A]
            if ProcessInfo.processInfo.environment["HELIOGRAPH_WRITE_DOCS"] != nil {
                try Data(text).write(to: file)
            }
            #expect(try Array(Data(contentsOf: file)) == text, "\(operation.verb)")
        }
    }

    @Test("a value that is not of its form is refused, whatever the field")
    func forms() async throws {
        let office = try await MemoryOffice("XA", in: try SpecimenFederation())
        let principal = Principal(name: "officer-7")
        let wrong: [JSON] = [7, "seven", true, [1, [2]], ["a": ["b": 1]], .null]
        for operation in Catalogue.all {
            for field in operation.fields {
                for value in wrong {
                    var arguments = operation.example.arguments
                    arguments[field.name] = value
                    let call = Call(operation.name, as: "x", arguments)
                    #expect(Call(call.json) == call)
                    let answer = await office.machinery.perform(call, by: principal)
                    if case .refused(let error) = answer {
                        #expect(error.code != .internalFault, "\(operation.name) \(field.name)")
                    }
                }
            }
        }
    }
}
