internal import Foundation
internal import Notices

/// The cost of a notice before any cryptography: to read it, to judge it, and to write it.
enum Judging {
    static func measure(_ options: Options, _ report: inout Report) async throws {
        guard let from = MemberCode("XA"), let to = MemberCode("XB") else { return }
        let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
            .flooredToSecond
        let rules = NoticeRules(allowSpecimens: true, leadTime: .minutes(30))
        for kind in [NoticeKind.greenNotice, .travelAlert] {
            let document = NoticeTemplate.specimen(
                kind: kind, from: from, to: [to], at: now,
                arrival: kind == .greenNotice ? nil : now + .hours(3), number: 1)
            let bytes = document.encoded()
            guard Notice.read(bytes, rules: rules).notice != nil else {
                throw BenchFailure("The specimen of \(kind.rawValue) is not valid.")
            }
            let name = kind == .greenNotice ? "notice" : "alert"
            let count = options.isQuick ? 2_000 : 20_000
            let read = perRun(count) { Notice.read(bytes, rules: rules).notice != nil }
            let parse = perRun(count) { (try? JSON.parse(bytes, limits: .notice)) != nil }
            let write = perRun(count) { document.encoded().count > 1 }
            report.add(
                "judging", name + "Read", read * 1e6, "us CPU",
                about: "\(bytes.count) bytes: parsed, schema and rules")
            report.add("judging", name + "Parse", parse * 1e6, "us CPU")
            report.add("judging", name + "Write", write * 1e6, "us CPU")
        }
    }

    private static func perRun(_ count: Int, _ body: () -> Bool) -> Double {
        for _ in 0..<20 where !body() { return .infinity }
        let start = threadSeconds()
        for _ in 0..<count where !body() { return .infinity }
        return (threadSeconds() - start) / Double(count)
    }
}
