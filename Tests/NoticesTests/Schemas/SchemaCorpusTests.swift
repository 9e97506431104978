import TestKit
import Testing

@testable import Notices

/// Documents made from a seed: valid ones, ones with a single fault, and garbage. Two validators
/// that share no code must find the same breaches in each of them.
@Suite("The generated corpus", .enabled(if: Judge.hasSchemas, "python3-jsonschema is absent"))
struct SchemaCorpusTests {
    static let documentsPerKind = 5_000

    @Test(
        "both validators agree on 5,000 documents of each kind",
        arguments: NoticeKind.allCases)
    func agreement(kind: NoticeKind) throws {
        let seed = UInt64(kind.rawValue.utf8.count)
        var random = SeededGenerator(seed: seed)
        let models = try Repository.names("Schemas/examples/valid")
            .filter { $0.hasPrefix(kind.rawValue + ".") }
            .map { try Repository.example("valid/" + $0) }
        try #require(models.count >= 3)
        let documents = (0..<Self.documentsPerKind).map { _ in
            Self.document(from: models, using: &random)
        }
        let theirs = try SchemaAgreementTests.theirBreaches(documents)
        try #require(theirs.count == documents.count)
        var validCount = 0
        for (document, their) in zip(documents, theirs) {
            #expect(
                SchemaAgreementTests.ours(document) == their,
                "seed \(seed): \(String(decoding: document.encoded(), as: UTF8.self).prefix(2_000))"
            )
            if their.isEmpty { validCount += 1 }
        }
        // The corpus must hold enough of both to prove anything.
        #expect(validCount > Self.documentsPerKind / 20)
        #expect(validCount < Self.documentsPerKind * 19 / 20)
    }

    private static func document(from models: [JSON], using random: inout SeededGenerator) -> JSON {
        let model = models[Int.random(in: models.indices, using: &random)]
        switch Int.random(in: 0..<20, using: &random) {
        case 0: return model
        case 1: return garbage(depth: 3, using: &random)
        default: break
        }
        let pointers = SchemaAgreementTests.pointers(model, "")
        let pointer = pointers[Int.random(in: pointers.indices, using: &random)]
        let old = model.at(pointer: pointer) ?? .null
        return SchemaAgreementTests.replacing(model, pointer, mutation(of: old, using: &random))
    }

    /// A value with one thing wrong, or nearly wrong; nil takes it away.
    private static func mutation(of value: JSON, using random: inout SeededGenerator) -> JSON? {
        let choice = Int.random(in: 0..<10, using: &random)
        switch (value, choice) {
        case (_, 0): return nil
        case (_, 1): return garbage(depth: 2, using: &random)
        case (.string(let text), 2): return .string(String(text.dropLast()))
        case (.string(let text), 3): return .string(text + text)
        case (.string(let text), 4): return .string(text.lowercased())
        case (.string(let text), 5): return .string(text.uppercased())
        case (.string(let text), 6): return .string(text + "\n")
        case (.string(let text), _): return .string(String(text.reversed()))
        case (.number(let number), 2...5): return .number(JSONNumber((number.int ?? 0) + 1))
        case (.number(let number), _): return .number(JSONNumber(0 - (number.int ?? 1)))
        case (.array(let elements), 2...5): return .array(elements + elements)
        case (.array(let elements), _): return .array(elements.dropLast())
        case (.object(var object), 2...6):
            object["unknownMember"] = garbage(depth: 1, using: &random)
            return .object(object)
        case (.object(let object), _): return .array(object.map { $0.1 })
        case (.bool(let flag), _): return .bool(!flag)
        case (.null, _): return ""
        }
    }

    private static func garbage(depth: Int, using random: inout SeededGenerator) -> JSON {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2: return .number(JSONNumber(Int.random(in: -9...999_999, using: &random)))
        case 3: return .string("")
        case 4:
            let length = Int.random(in: 1...40, using: &random)
            let scalars = (0..<length).compactMap { _ in
                Unicode.Scalar(UInt32.random(in: 0x20...0x2FF, using: &random))
            }
            return .string(String(String.UnicodeScalarView(scalars)))
        case 5: return .string("XB")
        case 6:
            return .array(
                (0..<Int.random(in: 0...3, using: &random)).map { _ in
                    garbage(depth: depth - 1, using: &random)
                })
        default:
            var object = JSONObject()
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                let key = ["type", "from", "x", "person", "legs"].randomElement(using: &random)
                object[key ?? "x"] = garbage(depth: depth - 1, using: &random)
            }
            return .object(object)
        }
    }
}
