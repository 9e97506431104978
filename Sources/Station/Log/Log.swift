import Foundation
public import Notices
import Synchronization

/// A log of JSON lines, on stderr for journald. It takes ids, codes and counts; never a name, a
/// body or an address of a person, so there is no parameter for free text from outside.
public struct Log: Sendable {
    /// The weight of a line: news, something to look at, or something to act on.
    public enum Level: String, Sendable {
        case info, warning, alarm
    }

    private let member: MemberCode
    private let clock: @Sendable () -> Instant
    private let write: @Sendable ([UInt8]) -> Void

    /// A log of one node.
    ///
    /// - Parameters:
    ///   - member: stands in every line.
    ///   - clock: gives the time of each line.
    ///   - write: takes each line, with its newline; called on the thread that logs.
    public init(
        member: MemberCode, clock: @escaping @Sendable () -> Instant,
        write: @escaping @Sendable ([UInt8]) -> Void = Log.toStandardError
    ) {
        self.member = member
        self.clock = clock
        self.write = write
    }

    /// Writes one line.
    ///
    /// - Parameters:
    ///   - event: a fixed word of ours, such as `delivered`.
    ///   - fields: ids, codes, counts, member codes and times.
    public func callAsFunction(
        _ level: Level = .info, _ event: StaticString, _ fields: KeyValuePairs<String, JSON> = [:]
    ) {
        self(level, event, fields.map { ($0.key, $0.value) })
    }

    /// Writes one line whose fields are put together first.
    func callAsFunction(
        _ level: Level, _ event: StaticString, _ fields: [(String, JSON)]
    ) {
        let line = Line(member: member, at: clock())
        write(line(level, event, fields))
    }

    /// One line as it is written.
    private struct Line {
        /// nil for a line of the process, which may hold several members.
        let member: MemberCode?
        let at: Instant

        func callAsFunction(
            _ level: Level, _ event: StaticString, _ fields: [(String, JSON)]
        ) -> [UInt8] {
            var object: JSONObject = [
                "time": .string(at.descriptionWithMilliseconds),
                "level": .string(level.rawValue),
                "member": JSON(member?.description),
                "event": .string("\(event)"),
            ]
            for (key, value) in fields { object[key] = value }
            return ShownText.harmless(JSON.object(object).encoded()) + [0x0A]
        }
    }

    /// Writes one line with an error's code and causes.
    public func callAsFunction(_ level: Level, _ event: StaticString, _ error: HeliographError) {
        self(
            level, event,
            [
                "code": .string(error.code.rawValue),
                "detail": .array(error.detail.map { .string($0) }),
            ])
    }

    /// The one writer of the process.
    private static let standardError = LineWriter(to: STDERR_FILENO) { dropped in
        let log = Line(member: nil, at: SystemClock().now)
        return log(.alarm, "log-lines-dropped", [("count", .number(JSONNumber(dropped)))])
    }

    /// Hands a line to the one writer of stderr in this process; returns at once.
    @Sendable public static func toStandardError(_ line: [UInt8]) { standardError.write(line) }

    /// Waits until every line was written, at most one second; called before the process ends.
    public static func drain() { standardError.drain(within: .seconds(1)) }

    /// Drops a line.
    @Sendable public static func nowhere(_ line: [UInt8]) {}
}
