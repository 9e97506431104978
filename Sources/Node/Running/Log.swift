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
        var object: JSONObject = [
            "time": .string(clock().descriptionWithMilliseconds),
            "level": .string(level.rawValue),
            "member": .string(member.description),
            "event": .string("\(event)"),
        ]
        for (key, value) in fields { object[key] = value }
        write(JSON.object(object).encoded() + [0x0A])
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

    @Sendable public static func toStandardError(_ line: [UInt8]) {
        // One write a line, so that lines of several threads do not mix.
        _ = line.withUnsafeBytes { Foundation.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    @Sendable public static func nowhere(_ line: [UInt8]) {}
}
