import Foundation
import Synchronization

/// Writes lines to a descriptor from a thread of its own, so that no caller waits for the reader: a
/// reader that stands still costs lines, and never work.
///
/// Lines that find no room are counted. The first line that is written after them says how many
/// there were.
public final class LineWriter: Sendable {
    /// Bytes that wait to be written; beyond them lines are dropped.
    public static let waitingBytesMax = 4 << 20

    private struct State {
        var lines: [[UInt8]] = []
        var byteCount = 0
        var dropped = 0
        var isWriting = false
    }

    private let descriptor: Int32
    private let state = Mutex(State())
    private let filled = DispatchSemaphore(value: 0)
    private let note: @Sendable (_ dropped: Int) -> [UInt8]

    /// Starts the thread, which ends with this object.
    ///
    /// - Parameters:
    ///   - descriptor: stays open while the object lives; the caller closes it.
    ///   - note: makes the line that says how many were dropped.
    public init(to descriptor: Int32, note: @escaping @Sendable (_ dropped: Int) -> [UInt8]) {
        self.descriptor = descriptor
        self.note = note
        let thread = Thread { [weak self, filled] in
            while true {
                filled.wait()
                guard let self else { return }
                self.writeAll()
            }
        }
        thread.name = "heliograph.log"
        thread.start()
    }

    /// Queues a line, or counts it as dropped; returns at once.
    ///
    /// - Parameter line: bytes with their newline.
    public func write(_ line: [UInt8]) {
        let isFirst = state.withLock { state in
            guard state.byteCount + line.count <= Self.waitingBytesMax else {
                state.dropped += 1
                return false
            }
            state.lines.append(line)
            state.byteCount += line.count
            defer { state.isWriting = true }
            return !state.isWriting
        }
        if isFirst { filled.signal() }
    }

    /// Waits until all queued lines were written, at most for `limit`.
    public func drain(within limit: Duration) {
        let end = ContinuousClock.now + limit
        while state.withLock({ $0.isWriting }), ContinuousClock.now < end { usleep(1_000) }
    }

    private func writeAll() {
        while true {
            let (lines, dropped) = state.withLock { state in
                let taken = (state.lines, state.dropped)
                state.lines = []
                state.dropped = 0
                if taken.0.isEmpty, taken.1 == 0 { state.isWriting = false }
                return taken
            }
            guard !lines.isEmpty || dropped > 0 else { return }
            for line in lines {
                put(line)
                state.withLock { $0.byteCount -= line.count }
            }
            if dropped > 0 { put(note(dropped)) }
        }
    }

    /// One write for each line, so that lines of several processes do not mix. A descriptor that is
    /// gone takes nothing.
    private func put(_ line: [UInt8]) {
        var rest = line[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Foundation.write(descriptor, $0.baseAddress, $0.count)
            }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                usleep(10_000)
            } else if errno != EINTR {
                return
            }
        }
    }
}
