internal import BenchFloor
internal import Foundation
internal import Synchronization

/// Measures the floor now and then while nodes are measured, because a machine that others use too
/// changes its speed. The probe takes about a hundredth of the cores.
final class FloorProbe: Sendable {
    private static let messages = 10
    private static let pause = 0.4

    private struct Found {
        var cpu = 0.0
        var count = 0
        var hasEnded = false
    }

    private let isWanted = Atomic(true)
    private let found = Mutex(Found())

    init() throws(BenchFailure) {
        guard let floor = heliograph_floor_new() else { throw BenchFailure("OpenSSL failed.") }
        nonisolated(unsafe) let mine = floor
        Thread.detachNewThread { [self] in
            measure(mine)
            heliograph_floor_free(mine)
            found.withLock { $0.hasEnded = true }
        }
    }

    private func measure(_ floor: OpaquePointer) {
        while isWanted.load(ordering: .relaxed) {
            let start = threadSeconds()
            for _ in 0..<Self.messages {
                guard heliograph_floor_message(floor, Floor.contentBytes) == 1 else { return }
            }
            found.withLock { found in
                found.cpu += threadSeconds() - start
                found.count += Self.messages
            }
            Thread.sleep(forTimeInterval: Self.pause)
        }
    }

    /// CPU seconds of a message.
    func end() throws(BenchFailure) -> Double {
        isWanted.store(false, ordering: .relaxed)
        while !found.withLock({ $0.hasEnded }) { Thread.sleep(forTimeInterval: 0.01) }
        let (cpu, count) = found.withLock { ($0.cpu, $0.count) }
        guard count > 0 else { throw BenchFailure("OpenSSL failed.") }
        return cpu / Double(count)
    }
}
