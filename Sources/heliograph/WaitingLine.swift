import Foundation
import Notices
import Synchronization

/// Says on a terminal that work goes on, from the third second on: one line on stderr, which goes
/// away at the end. A file or pipe in the place of the terminal gets nothing.
///
/// The line is written by a thread of its own, because a command line that waits for a node blocks.
final class WaitingLine: Sendable {
    private static let silentSeconds = 2

    private let ended = DispatchSemaphore(value: 0)
    private let isGone = DispatchSemaphore(value: 0)

    /// Does work, and says so if it takes long.
    ///
    /// - Parameters:
    ///   - what: the work, such as `exporting evidence`.
    ///   - done: how far the work is, such as `12 of 40 MB`; nil if nobody knows.
    static func during<Result>(
        _ what: String, done: @escaping @Sendable () -> String? = { nil },
        _ work: () async -> Result
    ) async -> Result {
        guard isatty(STDERR_FILENO) == 1 else { return await work() }
        let line = WaitingLine(what, done)
        let result = await work()
        line.end()
        return result
    }

    private init(_ what: String, _ done: @escaping @Sendable () -> String?) {
        Thread.detachNewThread { [self] in
            var seconds = Self.silentSeconds
            var width = 0
            var wait = DispatchTime.now() + .seconds(seconds)
            while ended.wait(timeout: wait) == .timedOut {
                let text = Self.text(what, seconds: seconds, done: done())
                width = max(width, ShownText.width(of: text))
                Self.write("\r" + padded(text, width))
                seconds += 1
                wait = wait + .seconds(1)
            }
            if width > 0 { Self.write("\r" + String(repeating: " ", count: width) + "\r") }
            isGone.signal()
        }
    }

    private func end() {
        ended.signal()
        isGone.wait()
    }

    /// The line: the work, how far it is, and how long it has taken.
    static func text(_ what: String, seconds: Int, done: String?) -> String {
        let far = done.map { ", \($0)" } ?? ""
        return String(ShownText.line("\(what)\(far), \(seconds) s").prefix(Layout.columnsMax - 1))
    }

    private static func write(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}
