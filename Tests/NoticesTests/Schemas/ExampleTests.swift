import Testing

@testable import Notices

@Suite("Example notices")
struct ExampleTests {
    static let folder = "Schemas/examples"

    @Test("every valid example is read without a fault or warning")
    func valid() throws {
        for name in try Repository.names(Self.folder + "/valid") {
            let verdict = Notice.read(
                try Repository.bytes("\(Self.folder)/valid/\(name).json"), rules: .specimens)
            #expect(verdict.faults == [], "\(name)")
            #expect(verdict.warnings == [], "\(name)")
        }
    }

    @Test("every warned example is valid with the one warning it is named after")
    func warned() throws {
        for name in try Repository.names(Self.folder + "/warned") {
            let verdict = Notice.read(
                try Repository.bytes("\(Self.folder)/warned/\(name).json"), rules: .specimens)
            #expect(verdict.faults == [], "\(name)")
            #expect(Set(verdict.warnings.map(\.code.rawValue)) == [name], "\(name)")
        }
    }

    @Test("every invalid example is refused for the one fault it is named after")
    func invalid() throws {
        for name in try Repository.names(Self.folder + "/invalid") {
            let code = name.split(separator: "-", omittingEmptySubsequences: false)
                .split(separator: "").first.map { $0.joined(separator: "-") }
            var rules = NoticeRules.specimens
            if code == "specimen-code" { rules.allowSpecimens = false }
            if code == "domestic-field" { rules.audience = .recipient }
            let verdict = Notice.read(
                try Repository.bytes("\(Self.folder)/invalid/\(name).json"), rules: rules)
            #expect(Set(verdict.faults.map(\.code.rawValue)) == [code ?? ""], "\(name)")
        }
    }

    @Test("every fault code has an example that shows it")
    func complete() throws {
        let shown =
            try Repository.names(Self.folder + "/invalid")
            + Repository.names(Self.folder + "/warned")
        for code in FaultCode.allCases {
            #expect(
                shown.contains { $0 == code.rawValue || $0.hasPrefix(code.rawValue + "--") },
                "\(code.rawValue)")
        }
    }

    @Test("a fault points to a value in the document, or to where one is missing")
    func pointers() throws {
        for name in try Repository.names(Self.folder + "/invalid") where !name.hasPrefix("json-") {
            let json = try Repository.example("invalid/" + name)
            var rules = NoticeRules.specimens
            if name == "domestic-field" { rules.audience = .recipient }
            for fault in Notice.read(json, rules: rules).faults {
                let parent = fault.pointer.split(separator: "/", omittingEmptySubsequences: false)
                    .dropLast().joined(separator: "/")
                #expect(json.at(pointer: parent) != nil, "\(name) \(fault.pointer)")
            }
        }
    }
}
