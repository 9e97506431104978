import Testing

@testable import Notices

/// A reported event has happened. Two clocks may differ by five minutes, and no more.
@Suite("The time of an event")
struct EventTimeTests {
    /// Every example that reports an event, with the places of its times.
    private static func reports() throws -> [(name: String, pointers: [String])] {
        try Repository.names("Schemas/examples/valid").compactMap { name in
            let json = try Repository.example("valid/" + name)
            var pointers = json["at"] == nil ? [] : ["/at"]
            for index in (json["observations"]?.arrayValue ?? []).indices {
                pointers.append("/observations/\(index)/at")
            }
            return pointers.isEmpty ? nil : (name, pointers)
        }
    }

    private func setting(_ moment: Instant, at pointer: String, in json: JSON) -> JSON {
        var json = json
        let text = JSON.string(moment.description)
        if pointer == "/at" {
            json["at"] = text
        } else {
            var list = json["observations"]?.arrayValue ?? []
            let index = pointer.split(separator: "/").compactMap { Int($0) }.first ?? 0
            list[index]["at"] = text
            json["observations"] = .array(list)
        }
        return json
    }

    @Test("lies at most five minutes behind the moment of writing, to the second, in every report")
    func skew() throws {
        let reports = try Self.reports()
        #expect(reports.count > 8)
        for (name, pointers) in reports {
            let json = try Repository.example("valid/" + name)
            let created = moment(json["createdAt"]?.stringValue ?? "")
            for pointer in pointers {
                for (skew, isFuture) in [
                    (Duration.zero, false), (.minutes(5), false), (.seconds(301), true),
                ] {
                    let bent = setting(created + skew, at: pointer, in: json)
                    let faults = Notice.read(bent, rules: .specimens).faults
                    #expect(
                        faults.contains { $0.code == .eventFuture && $0.pointer == pointer }
                            == isFuture, "\(name) \(pointer) \(skew)")
                }
            }
        }
    }
}
