import Foundation
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

    /// The name without the part from `--` on.
    private static func code(of name: String) -> String {
        name.split(separator: "-", omittingEmptySubsequences: false)
            .split(separator: "").first.map { $0.joined(separator: "-") } ?? name
    }

    @Test("every warned example is valid with the one warning it is named after")
    func warned() throws {
        for name in try Repository.names(Self.folder + "/warned") {
            let verdict = Notice.read(
                try Repository.bytes("\(Self.folder)/warned/\(name).json"), rules: .specimens)
            #expect(verdict.faults == [], "\(name)")
            #expect(
                Set(verdict.warnings.map(\.code.rawValue)) == [Self.code(of: name)], "\(name)")
        }
    }

    @Test("every invalid example is refused for the one fault it is named after")
    func invalid() throws {
        for name in try Repository.names(Self.folder + "/invalid") {
            let code = Self.code(of: name)
            var rules = NoticeRules.specimens
            if code.hasPrefix("specimen") { rules.allowSpecimens = false }
            if code == "domestic-field" { rules.audience = .recipient }
            if code == "field-unknown" { rules.unknownMembers = .judged }
            let verdict = Notice.read(
                try Repository.bytes("\(Self.folder)/invalid/\(name).json"), rules: rules)
            #expect(Set(verdict.faults.map(\.code.rawValue)) == [code], "\(name)")
        }
    }

    @Test("every operation of every kind has a valid example", arguments: NoticeKind.allCases)
    func operations(kind: NoticeKind) throws {
        let shown = Set(
            try Repository.names(Self.folder + "/valid").compactMap {
                try Repository.example("valid/" + $0)
            }.filter { $0["type"]?.stringValue == kind.rawValue }
                .compactMap { $0["operation"]?.stringValue })
        #expect(shown == Set(NoticeLifecycle.operations(of: kind).map(\.rawValue)))
    }

    @Test("every kind has examples that are refused", arguments: NoticeKind.allCases)
    func twins(kind: NoticeKind) throws {
        let refused = try Repository.names(Self.folder + "/invalid")
            .filter { !$0.hasPrefix("json-") }
            .filter {
                try Repository.example("invalid/" + $0)["type"]?.stringValue == kind.rawValue
            }
        #expect(refused.count >= 3, "\(kind.rawValue): \(refused)")
    }

    /// `HELIOGRAPH_WRITE_DOCS=1` writes it anew; read the changes before you commit them.
    @Test("every invalid example is refused at the places that faults.txt names")
    func places() throws {
        var lines: [String] = []
        for name in try Repository.names(Self.folder + "/invalid") {
            var rules = NoticeRules.specimens
            if name.hasPrefix("specimen") { rules.allowSpecimens = false }
            if name == "domestic-field" { rules.audience = .recipient }
            if name == "field-unknown" { rules.unknownMembers = .judged }
            let bytes = try Repository.bytes("\(Self.folder)/invalid/\(name).json")
            for fault in Notice.read(bytes, rules: rules).faults {
                lines.append("\(name) \(fault.code.rawValue) \(fault.pointer)")
            }
        }
        let wanted = lines.joined(separator: "\n") + "\n"
        let file = Repository.root.appendingPathComponent(Self.folder + "/faults.txt")
        if ProcessInfo.processInfo.environment["HELIOGRAPH_WRITE_DOCS"] == "1" {
            try Data(wanted.utf8).write(to: file)
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == wanted)
    }

    @Test("every fault code has an example that shows it")
    func complete() throws {
        let shown =
            try Repository.names(Self.folder + "/invalid")
            + Repository.names(Self.folder + "/warned")
        for code in FaultCode.allCases where !FaultCode.ofForms.contains(code) {
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
            if name == "field-unknown" { rules.unknownMembers = .judged }
            for fault in Notice.read(json, rules: rules).faults {
                let parent = fault.pointer.split(separator: "/", omittingEmptySubsequences: false)
                    .dropLast().joined(separator: "/")
                #expect(json.at(pointer: parent) != nil, "\(name) \(fault.pointer)")
            }
        }
    }
}
