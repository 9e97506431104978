import Dispatch
package import Notices

/// Carries out calls that wait for a disk, one after the other, on a thread that may block.
package struct DiskThread: Sendable {
    private let queue: DispatchQueue

    /// - Parameter label: the name of the queue, for a debugger.
    package init(_ label: String) {
        queue = DispatchQueue(label: label)
    }

    /// Runs a call behind those that were given before; suspends the caller meanwhile.
    ///
    /// - Throws: the error of `body`.
    package func run<T: Sendable>(
        _ body: @escaping @Sendable () throws(HeliographError) -> T
    ) async throws(HeliographError) -> T {
        let result = await withCheckedContinuation {
            (done: CheckedContinuation<Result<T, HeliographError>, Never>) in
            queue.async {
                do throws(HeliographError) {
                    done.resume(returning: .success(try body()))
                } catch {
                    done.resume(returning: .failure(error))
                }
            }
        }
        return try result.get()
    }
}
