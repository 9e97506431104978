import Testing

@testable import Notices

@Suite("Counts of an operation")
struct OperationRulesTests {
    private func faults(_ edit: (inout JSON) -> Void) throws -> Set<String> {
        var json = try Repository.example("valid/operation.consolidate")
        edit(&json)
        return Set(
            Notice.read(json, rules: .specimens).faults.map {
                "\($0.code.rawValue) \($0.pointer)"
            })
    }

    /// Puts a count with this name into the line of the first country and into the total.
    private func add(_ name: String, _ own: JSON, _ total: JSON?, _ json: inout JSON) {
        var lines = json["byCountry"]?.arrayValue ?? []
        lines[0]["statistics"]?[name] = own
        json["byCountry"] = .array(lines)
        json["statistics"]?[name] = total
    }

    @Test("one more count is held to its bounds and to the sum, like any other")
    func more() throws {
        #expect(try faults { add("extra", 3, 3, &$0) } == [])
        #expect(try faults { add("extra", 3, 4, &$0) } == ["statistics-sum /statistics/extra"])
        #expect(try faults { add("extra", 3, nil, &$0) } == ["statistics-sum /statistics/extra"])
        #expect(
            try faults { $0["statistics"]?["extra"] = 123 } == ["statistics-sum /statistics/extra"],
            "nobody counted it")
    }

    @Test("no count is so large that a sum could overflow, or below nothing, whatever its name")
    func bounds() throws {
        for count: JSON in [9_223_372_036_854_775_807, 100_000_001, -1, "7"] {
            let found = try faults { add("extra", count, count, &$0) }
            #expect(found.contains { $0.hasSuffix("/byCountry/0/statistics/extra") }, "\(count)")
            #expect(found.contains { $0.hasSuffix(" /statistics/extra") }, "\(count)")
        }
    }
}
