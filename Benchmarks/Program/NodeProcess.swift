internal import Foundation
internal import Node
internal import Notices
internal import Station
internal import Synchronization

/// A member's data folder, and at times a process of the measured program on it. The log is read as
/// it is written, and gives each event its time.
final class NodeProcess: Sendable {
    let folder: DataFolder
    private let program: String
    private let process = Mutex<Process?>(nil)
    private let seen = Mutex(Seen())
    private let condition = NSCondition()

    /// Everything that the log has said since it was last looked at.
    private struct Seen {
        var counts: [String: Int] = [:]
        /// The time at which each event with an id was logged.
        var times: [String: Double] = [:]
        var keepsTimes = false
        var rest: [UInt8] = []
    }

    init(_ program: String, _ folder: DataFolder) {
        self.program = program
        self.folder = folder
    }

    var pid: Int32 { process.withLock { $0?.processIdentifier ?? 0 } }
    var use: ProcessUse { ProcessUse(pid) }

    /// Starts the process and waits until it listens.
    ///
    /// - Returns: the seconds from start to listening.
    @discardableResult
    func start() throws -> Double {
        let (child, output, errors) = (Process(), Pipe(), Pipe())
        child.executableURL = URL(fileURLWithPath: program)
        child.arguments = ["run", "--dir", folder.path]
        child.standardOutput = output
        child.standardError = errors
        child.standardInput = FileHandle.nullDevice
        let start = seconds()
        try Leavings.starting(self) {
            try child.run()
            process.withLock { $0 = child }
        }
        let log = errors.fileHandleForReading
        Thread.detachNewThread { [self] in
            while true {
                let data = log.availableData
                guard !data.isEmpty else { return }
                take(data)
            }
        }
        guard !output.fileHandleForReading.availableData.isEmpty else {
            throw BenchFailure("The node in \(folder.path) ended instead of listening.")
        }
        return seconds() - start
    }

    /// Sends SIGTERM and waits for the end of the process.
    func stop() {
        let child = process.withLock { process in
            defer { process = nil }
            return process
        }
        Leavings.stopped(self)
        guard let child, child.isRunning else { return }
        child.terminate()
        child.waitUntilExit()
    }

    private func take(_ data: Data) {
        let now = seconds()
        seen.withLock { seen in
            seen.rest += data
            while let end = seen.rest.firstIndex(of: 0x0A) {
                let line = String(decoding: seen.rest[..<end], as: UTF8.self)
                seen.rest.removeSubrange(...end)
                guard let event = Self.value("event", line) else { continue }
                seen.counts[event, default: 0] += 1
                if seen.keepsTimes, let id = Self.value("id", line) {
                    seen.times[event + " " + id] = now
                }
            }
        }
        condition.lock()
        condition.broadcast()
        condition.unlock()
    }

    private static func value(_ key: String, _ line: String) -> String? {
        guard let start = line.range(of: "\"\(key)\":\"") else { return nil }
        let rest = line[start.upperBound...]
        return rest.firstIndex(of: "\"").map { String(rest[..<$0]) }
    }

    func count(_ event: String) -> Int { seen.withLock { $0.counts[event] ?? 0 } }

    /// Keeps the time of each event with an id from now on.
    func keepTimes() { seen.withLock { $0.keepsTimes = true } }

    func time(of event: String, _ id: String) -> Double? {
        seen.withLock { $0.times[event + " " + id] }
    }

    /// Waits until the log makes a condition true.
    func wait(_ what: String, within limit: Double = 600, until isSo: () -> Bool) throws {
        let end = Date(timeIntervalSinceNow: limit)
        condition.lock()
        defer { condition.unlock() }
        while !isSo() {
            guard condition.wait(until: min(end, Date(timeIntervalSinceNow: 0.2))) || Date() < end
            else { throw BenchFailure("Not in \(limit) s: \(what).") }
        }
    }

    /// Runs the program to its end.
    static func run(_ program: String, _ arguments: [String]) throws -> String {
        Leavings.waitIfOver()
        let (child, output) = (Process(), Pipe())
        child.executableURL = URL(fileURLWithPath: program)
        child.arguments = arguments
        child.standardOutput = output
        child.standardInput = FileHandle.nullDevice
        try child.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        child.waitUntilExit()
        guard child.terminationStatus == 0 else {
            throw BenchFailure("`\(arguments.joined(separator: " "))` failed.")
        }
        return String(decoding: data, as: UTF8.self)
    }
}
