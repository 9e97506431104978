import Foundation
import Testing

@testable import Administration
@testable import Asking
@testable import Attachments
@testable import Membership
@testable import Node
@testable import Office
@testable import Secretariat
@testable import Station
@testable import Traffic

@Suite("The writer of the log")
struct LineWriterTests {
    /// Both ends of a pipe that nobody reads yet.
    private static func pipe() -> (read: Int32, write: Int32) {
        var ends: [Int32] = [0, 0]
        _ = Foundation.pipe(&ends)
        return (ends[0], ends[1])
    }

    /// Reads lines up to the one that begins so.
    private static func read(_ descriptor: Int32, until end: String) -> [String] {
        var text: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let last = String(decoding: text.suffix(200), as: UTF8.self)
                .split(separator: "\n", omittingEmptySubsequences: false).dropLast().last
            if last?.hasPrefix(end) == true { break }
            let count = Foundation.read(descriptor, &chunk, chunk.count)
            guard count > 0 else { break }
            text += chunk[..<count]
        }
        return String(decoding: text, as: UTF8.self).split(separator: "\n").map { String($0) }
    }

    @Test("a reader that stands still holds nobody up, and is told how many lines it missed")
    func stalled() {
        let ends = Self.pipe()
        let writer = LineWriter(to: ends.write) { Array("dropped \($0)\n".utf8) }
        let line = String(repeating: "x", count: 999)
        // Twice the bytes that may wait. A writer that waits for its reader would never end here.
        let count = 2 * LineWriter.waitingBytesMax / 1_000
        for number in 0..<count {
            writer.write(Array((padded(number, to: 6) + line.dropFirst(6) + "\n").utf8))
        }
        // The writer may say in several notes how many it dropped: one after each batch.
        var lines: [String] = []
        var dropped = 0
        while lines.count + dropped < count {
            let said = Self.read(ends.read, until: "dropped ")
            guard !said.isEmpty else { break }
            lines += said.filter { !$0.hasPrefix("dropped") }
            dropped += said.filter { $0.hasPrefix("dropped") }
                .compactMap { Int($0.dropFirst("dropped ".count)) }.reduce(0, +)
        }
        #expect(lines.count + dropped == count)
        #expect(dropped > 0)
        #expect(lines.map { $0.prefix(6) } == lines.map { $0.prefix(6) }.sorted())
        writer.write(Array("after\n".utf8))
        #expect(Self.read(ends.read, until: "after") == ["after"])
    }

    @Test("everything that was said in time is written in order")
    func order() {
        let ends = Self.pipe()
        let writer = LineWriter(to: ends.write) { _ in [] }
        for number in 0..<500 { writer.write(Array("line \(number)\n".utf8)) }
        #expect(Self.read(ends.read, until: "line 499") == (0..<500).map { "line \($0)" })
        writer.drain(within: .seconds(5))
    }
}

/// `7` -> `000007`.
private func padded(_ number: Int, to width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
}
