import Foundation
import Testing

@testable import Notices

@Suite("The schema layer")
struct SchemaAgreementTests {
    /// The breaches that python3-jsonschema finds in each document.
    static func theirBreaches(_ documents: [JSON]) throws -> [Set<SchemaBreach>] {
        let lines = documents.map { String(decoding: $0.encoded(), as: UTF8.self) + "\n" }
        let script = Repository.root.appendingPathComponent("Schemas/check").path
        let (status, output) = try Judge.run([script, "--lines"], input: lines.joined())
        #expect(status == 0)
        return try output.split(separator: "\n").map { line in
            let rows = try JSON.parse(Array(line.utf8)).arrayValue ?? []
            return Set(
                rows.map {
                    SchemaBreach(
                        pointer: $0[0]?.stringValue ?? "", keyword: $0[1]?.stringValue ?? "",
                        member: $0[2]?.stringValue)
                })
        }
    }

    static let files = ["envelope"] + NoticeKind.allCases.map(\.rawValue)

    @Test("the schemas built in are the files, byte for byte")
    func texts() throws {
        #expect(SchemaTexts.all.map(\.name) == Self.files.map { $0 + ".schema.json" })
        for (name, text) in SchemaTexts.all {
            let built = text.withUTF8Buffer { Array($0) }
            #expect(try Repository.bytes("Schemas/" + name) == built, "run Schemas/embed")
        }
    }

    static func ours(_ json: JSON) -> Set<SchemaBreach> {
        let kind = json["type"]?.stringValue.flatMap { NoticeKind(rawValue: $0) }
        let schema = kind.map { Schema.of($0) } ?? Schema.envelope
        return Set(
            schema.breaches(in: json).map {
                SchemaBreach(pointer: $0.pointer, keyword: $0.keyword, member: $0.member)
            })
    }

    @Test(
        "every example breaks the same keywords at the same places here and in another validator",
        .enabled(if: Judge.hasSchemas, "python3-jsonschema is absent"))
    func examples() throws {
        var documents: [(String, JSON)] = []
        for folder in ["valid", "warned", "invalid"] {
            for name in try Repository.names("Schemas/examples/" + folder)
            where !name.hasPrefix("json-") {
                documents.append((name, try Repository.example(folder + "/" + name)))
            }
        }
        let theirs = try Self.theirBreaches(documents.map(\.1))
        for (document, their) in zip(documents, theirs) {
            #expect(Self.ours(document.1) == their, "\(document.0)")
        }
    }

    @Test(
        "so does every example with any one value removed or replaced",
        .enabled(if: Judge.hasSchemas, "python3-jsonschema is absent"))
    func mutations() throws {
        let replacements: [JSON] = [
            .null, true, 0, "", "XB\n", [], .object([:]), .number(JSONNumber(-1)), ["x", "x"],
            .string(String(repeating: "9", count: 5_000)), try JSON.parse(Array("1.0".utf8)),
            try JSON.parse(Array("1e300".utf8)),
        ]
        var documents: [JSON] = []
        var turn = 0
        for name in [
            "green-notice.photo-and-alias", "travel-alert.issue", "outcome.final",
            "green-notice.approved", "group-alert.issue", "hit.report", "correction.notify",
            "erasure.confirm", "information-request.extend", "use-consent.grant",
            "use-consent.onward-transfer", "certificate.trace-disclosed", "certificate.request",
            "criminal-record.reply", "criminal-record.own-request", "operation.close",
            "operation.observe", "intelligence-product.publish", "directory.publish",
            "incident.report",
        ] {
            let json = try Repository.example("valid/" + name)
            for pointer in Self.pointers(json, "") {
                documents.append(Self.replacing(json, pointer, nil))
                for _ in 0..<3 {
                    documents.append(
                        Self.replacing(json, pointer, replacements[turn % replacements.count]))
                    turn += 1
                }
            }
        }
        let theirs = try Self.theirBreaches(documents)
        #expect(theirs.count == documents.count)
        for (document, their) in zip(documents, theirs) {
            #expect(
                Self.ours(document) == their,
                "\(String(decoding: document.encoded(), as: UTF8.self).prefix(2_000))")
            // The rules reach a verdict on any document, and never a kinder one than the schema.
            let verdict = Notice.read(document, rules: .specimens)
            #expect(their.isEmpty || verdict.notice == nil)
        }
    }

    static func pointers(_ value: JSON, _ pointer: String) -> [String] {
        switch value {
        case .object(let object):
            object.flatMap { key, member in
                [pointer + "/" + key] + pointers(member, pointer + "/" + key)
            }
        case .array(let elements):
            elements.enumerated().flatMap { index, element in
                ["\(pointer)/\(index)"] + pointers(element, "\(pointer)/\(index)")
            }
        default: []
        }
    }

    /// A value with one part replaced.
    ///
    /// - Parameter new: nil removes the part.
    static func replacing(_ value: JSON, _ pointer: String, _ new: JSON?) -> JSON {
        func replaced(_ value: JSON, _ path: ArraySlice<String>) -> JSON? {
            guard let token = path.first else { return new }
            switch value {
            case .object(var object):
                object[token] = object[token].flatMap { replaced($0, path.dropFirst()) }
                return .object(object)
            case .array(var elements):
                guard let index = Int(token) else { return value }
                let element = replaced(elements[index], path.dropFirst())
                elements.replaceSubrange(index...index, with: element.map { [$0] } ?? [])
                return .array(elements)
            default: return value
            }
        }
        return replaced(value, (JSONPointer.tokens(pointer) ?? [])[...]) ?? .null
    }
}
