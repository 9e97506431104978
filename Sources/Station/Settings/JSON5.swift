import Foundation
internal import Notices

/// Reads JSON5, as an administrator writes it, into the strict value that everything else works on.
///
/// Foundation's reader keeps no order of members and does not tell equal keys apart.
enum JSON5 {
    /// - Returns: nil if the bytes are no JSON5, or hold a number that is no whole one.
    static func read(_ bytes: [UInt8]) -> JSON? {
        // Foundation's reader ends the process on bytes that are no UTF-8.
        guard String(validating: bytes, as: UTF8.self) != nil else { return nil }
        let decoder = JSONDecoder()
        decoder.allowsJSON5 = true
        return (try? decoder.decode(Value.self, from: Data(bytes)))?.json
    }

    private struct Value: Decodable {
        let json: JSON

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                json = .null
            } else if let flag = try? container.decode(Bool.self) {
                json = .bool(flag)
            } else if let number = try? container.decode(Int.self) {
                json = .number(JSONNumber(number))
            } else if let text = try? container.decode(String.self) {
                json = .string(text)
            } else if let elements = try? container.decode([Value].self) {
                json = .array(elements.map(\.json))
            } else {
                let members = try container.decode([String: Value].self)
                json = .object(
                    JSONObject(members.sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) }))
            }
        }
    }
}
