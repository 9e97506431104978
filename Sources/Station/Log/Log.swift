import Foundation
public import Notices
import Synchronization

/// Writes JSON lines to stderr, for journald. Takes ids, codes and counts; never a name, a body or
/// an address of a person, so there is no parameter for free text from outside.
public struct Log: Sendable {
    public enum Level: String, Sendable {
        case info, warning, alarm
    }

    private let member: MemberCode
    private let clock: @Sendable () -> Instant
    private let write: @Sendable ([UInt8]) -> Void

    public init(
        member: MemberCode, clock: @escaping @Sendable () -> Instant,
        write: @escaping @Sendable ([UInt8]) -> Void = Log.toStandardError
    ) {
        self.member = member
        self.clock = clock
        self.write = write
    }

    /// - Parameters:
    ///   - event: a fixed word of ours, such as `delivered`.
    ///   - fields: ids, codes, counts, member codes and times.
    public func callAsFunction(
        _ level: Level = .info, _ event: StaticString, _ fields: KeyValuePairs<String, JSON> = [:]
    ) {
        self(level, event, fields.map { ($0.key, $0.value) })
    }

    /// The same, for a line that is put together.
    func callAsFunction(
        _ level: Level, _ event: StaticString, _ fields: [(String, JSON)]
    ) {
        let line = Line(member: member, at: clock())
        write(line(level, event, fields))
    }

    /// One line as it is written.
    private struct Line {
        /// nil for a line of the process, whoever its member is.
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

    /// An error's code and causes.
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

    @Sendable public static func toStandardError(_ line: [UInt8]) { standardError.write(line) }

    /// Before the process ends: what was said is written, unless nobody reads.
    public static func drain() { standardError.drain(within: .seconds(1)) }

    @Sendable public static func nowhere(_ line: [UInt8]) {}
}
