import CStepper
import Notices
import TestKit

/// Runs every task and actor of this process on one thread, one job at a time, in an order drawn
/// from a seed, and moves the clocks when nothing is left to run. So whole nodes, with their actors
/// and tasks, do the same for the same seed.
///
/// Swift keeps sets and dictionaries in an order that is new for each process, unless
/// `SWIFT_DETERMINISTIC_HASHING` is set. Set it to get the same run in another process.
///
/// Code that runs here must not call `Task.yield()`: under the runtime's hook (Swift 6.3) its jobs
/// end the process.
enum Stepper {
    /// Jobs that could run now. Touched by one thread alone.
    nonisolated(unsafe) private static var ready: [UnsafeMutableRawPointer] = []

    private final class Box<T>: @unchecked Sendable {
        var value: T?
    }

    /// Runs `body` to its end.
    ///
    /// - Parameter clocks: they stand still while anything can run.
    static func run<T: Sendable>(
        seed: UInt64, clocks: Timeline, _ body: @escaping @Sendable () async -> T
    ) -> T {
        heliograph_stepper_take_jobs { job in
            if let job { Stepper.ready.append(job) }
        }
        precondition(heliograph_stepper_seed_openssl(seed) == 1, "OpenSSL takes a seed")
        var random = SeededGenerator(seed: seed ^ 0x53_5445_5050)
        let box = Box<T>()
        Task { box.value = await body() }
        while box.value == nil {
            if ready.isEmpty {
                precondition(clocks.step(), "nothing runs, and nobody waits for the time")
                continue
            }
            let index = Int.random(in: 0..<ready.count, using: &random)
            ready.swapAt(index, ready.count - 1)
            heliograph_stepper_run_job(ready.removeLast())
        }
        // Jobs that are left, of lives that are over, end here.
        while let job = ready.popLast() { heliograph_stepper_run_job(job) }
        guard let value = box.value else { preconditionFailure("the loop ends with a value") }
        return value
    }
}
