import Notices
import Testing

@Suite("Results of an outcome")
struct OutcomeResultTests {
    @Test("the results are those of the outcome's schema, in its order")
    func schema() throws {
        let schema = try JSON.parse(try Repository.bytes("Schemas/outcome.schema.json"))
        let codes = schema["properties"]?["result"]?["enum"]?.arrayValue?.compactMap(\.stringValue)
        #expect(codes == OutcomeResult.allCases.map(\.rawValue))
    }
}
