import CStepper
import Notices
import TestKit

/// Runs every task and actor of this process on one thread, one job at a time, in an order drawn from
/// a seed; moves the clocks when there is nothing left to run. So whole nodes, with their actors and
/// tasks, do the same for the same seed.
///
/// Swift keeps sets and dictionaries in an order of its own choice, new for each process, unless
/// `SWIFT_DETERMINISTIC_HASHING` is set: whoever wants the same run in another process sets it.
///
/// What runs here must not call `Task.yield()`: under the runtime's hook (Swift 6.3) its jobs end the process.
enum Stepper {
    /// Jobs that could run now. Touched by one thread alone.
    nonisolated(unsafe) private static var ready: [UnsafeMutableRawPointer] = []

    private final class Box<T>: @unchecked Sendable {
        var value: T?
    }

    /// - Parameter clocks: those that stand still while anything can run.
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
        // What is still under way in lives that are over ends here.
        while let job = ready.popLast() { heliograph_stepper_run_job(job) }
        guard let value = box.value else { preconditionFailure("the loop ends with a value") }
        return value
    }
}
