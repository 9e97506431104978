import Foundation
import Notices
import Testing

/// `docs/systems.md` maps fields and steps of other systems to ours, and names the story that shows
/// each. Every name on the page must exist.
@Suite("The page of systems")
struct SystemsPageTests {
    private static let systems = [
        "green-notice", "angel-watch", "haven", "raven", "lanzarote", "fbi-csti", "nsotc", "icpc",
        "rcmp", "afp", "dutch", "vgt",
    ]

    private let page: String

    init() throws {
        page = try String(
            contentsOf: Checkout.root.appendingPathComponent("docs/systems.md"), encoding: .utf8)
    }

    /// The texts between backquotes.
    private var quoted: [String] {
        page.split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .filter { !$0.offset.isMultiple(of: 2) }.map { String($0.element) }
    }

    @Test("every one of the twelve has a story and the command that runs it")
    func twelve() {
        for system in Self.systems {
            #expect(quoted.contains("e2e/\(system)"), "\(system)")
            #expect(quoted.contains("./dev e2e \(system)"), "\(system)")
        }
        let sections = page.split(separator: "\n").filter { $0.hasPrefix("## ") }
        #expect(sections.count == Self.systems.count)
        for text in sections {
            let anchor = text.dropFirst(3).lowercased().replacing(" ", with: "-")
            #expect(page.contains("](#\(anchor))"), "\(text) is not in the list at the top")
        }
    }

    @Test("every story named there can be run, unless the page says that it is to come")
    func stories() {
        let places = page.matches(of: /`e2e\/([a-z0-9-]+)`(, to come|\s\(to come\))?/)
        #expect(places.count > Self.systems.count)
        for place in places {
            let story = Checkout.root.appendingPathComponent("e2e/\(place.1)/run.sh")
            let isThere = FileManager.default.isExecutableFile(atPath: story.path)
            #expect(isThere == (place.2 == nil), "\(place.1)")
        }
    }

    @Test("every field named there is in its schema")
    func fields() throws {
        let fields = quoted.filter { $0.contains("#/") }
        #expect(fields.count > 100)
        for field in fields {
            let parts = field.split(separator: "#", maxSplits: 1)
            let kind = try #require(NoticeKind(rawValue: String(parts[0])), "\(field)")
            #expect(try Self.isField(String(parts[1]), of: kind), "\(field)")
        }
        #expect(try !Self.isField("/person/dnaProfile", of: .greenNotice), "it finds anything")
    }

    @Test("every step named there is in the table of lifecycles")
    func steps() throws {
        let steps = quoted.compactMap { text -> (NoticeKind, String)? in
            let parts = text.split(separator: ".", maxSplits: 1).map(String.init)
            guard parts.count == 2, let kind = NoticeKind(rawValue: parts[0]) else { return nil }
            return (kind, parts[1])
        }.filter { $0.1 != "schema.json" }
        #expect(steps.count > 40)
        for (kind, step) in steps {
            let known = NoticeLifecycle.operations(of: kind).map(\.rawValue)
            #expect(known.contains(step), "\(kind.rawValue).\(step)")
        }
    }

    @Test("it claims to be modelled on them, and no more")
    func claims() {
        #expect(page.contains("modelled on"))
        let claims = page.matches(of: /[Cc]ompatible/)
        #expect(claims.count == 1 && page.contains("Nothing is compatible with any of them"))
    }

    // MARK: - Schemas

    /// True if a kind of notice has a field.
    ///
    /// - Parameter pointer: members by name, elements of a list by `*`.
    private static func isField(_ pointer: String, of kind: NoticeKind) throws -> Bool {
        let names = pointer.split(separator: "/").map(String.init)
        let file = kind.rawValue + ".schema.json"
        return try holds(try schema(file), in: file, names[...])
    }

    private static func schema(_ file: String) throws -> JSON {
        try JSON.parse(
            [UInt8](
                try Data(contentsOf: Checkout.root.appendingPathComponent("Schemas/\(file)"))))
    }

    private static func holds(
        _ node: JSON, in file: String, _ names: ArraySlice<String>
    ) throws -> Bool {
        guard let name = names.first else { return node.boolValue != false }
        if let reference = node["$ref"]?.stringValue {
            let parts = reference.split(separator: "#", omittingEmptySubsequences: false)
            let target = parts[0].isEmpty ? file : String(parts[0])
            let place = parts.count > 1 ? String(parts[1]) : ""
            let root = try schema(target)
            if let inner = place.isEmpty ? root : root.at(pointer: place),
                try holds(inner, in: target, names)
            {
                return true
            }
        }
        for part in node["allOf"]?.arrayValue ?? [] where try holds(part, in: file, names) {
            return true
        }
        let inner = name == "*" ? node["items"] : node["properties"]?[name]
        guard let inner else { return false }
        return try holds(inner, in: file, names.dropFirst())
    }
}
