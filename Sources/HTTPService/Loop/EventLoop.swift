import CEvent
import Glibc
import Notices
import Synchronization

/// A thread that waits for sockets and timers, and runs jobs that other threads hand it.
///
/// `@unchecked Sendable`: `base`, `wakeEvent` and whatever jobs touch are used on the loop's own
/// thread only, once it runs; the queue of jobs is under its lock.
final class EventLoop: @unchecked Sendable {
    let base: OpaquePointer  // event_base *
    private let wakeDescriptor: Int32
    private var wakeEvent: OpaquePointer?
    private let state = Mutex(State())

    private struct State {
        var jobs: [@Sendable () -> Void] = []
        var isEnded = false
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private init(base: OpaquePointer, wakeDescriptor: Int32) {
        self.base = base
        self.wakeDescriptor = wakeDescriptor
    }

    deinit {
        close(wakeDescriptor)
    }

    /// Makes a loop and its thread.
    static func start() throws(HeliographError) -> EventLoop {
        let wakeDescriptor = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
        guard wakeDescriptor >= 0, let base = makeBase() else {
            if wakeDescriptor >= 0 { close(wakeDescriptor) }
            throw HeliographError(.internalFault, "No event loop could be made.")
        }
        let loop = EventLoop(base: base, wakeDescriptor: wakeDescriptor)
        var thread = pthread_t()
        let held = Unmanaged.passRetained(loop)
        let failed = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<EventLoop>.fromOpaque(context).takeRetainedValue().main()
                return nil
            }, held.toOpaque())
        guard failed == 0 else {
            held.release()
            event_base_free(base)
            throw HeliographError(.internalFault, "No thread could be made for an event loop.")
        }
        pthread_detach(thread)
        return loop
    }

    /// Connections of known parties are served before handshakes of strangers: a handshake takes a
    /// millisecond, and a thousand of them must not delay an answer. Between two events of a lower
    /// rank libevent looks for events of a higher one.
    enum Rank: Int32 {
        case parties, usual, nobodys
    }

    private static func makeBase() -> OpaquePointer? {
        guard let configuration = event_config_new() else { return nil }
        defer { event_config_free(configuration) }
        event_config_set_max_dispatch_interval(
            configuration, nil, 1, Rank.usual.rawValue)
        guard let base = event_base_new_with_config(configuration) else { return nil }
        // An event without a rank of its own gets the middle one.
        guard event_base_priority_init(base, 3) == 0 else {
            event_base_free(base)
            return nil
        }
        return base
    }

    /// Runs `job` on the loop's thread, in the order of the calls; after the end it is dropped.
    func run(_ job: @escaping @Sendable () -> Void) {
        let mustWake = state.withLock { state in
            guard !state.isEnded else { return false }
            state.jobs.append(job)
            return state.jobs.count == 1
        }
        if mustWake { _ = eventfd_write(wakeDescriptor, 1) }
    }

    /// Ends the loop after the jobs that are queued, and waits until its thread has left.
    func stop() async {
        run { event_base_loopbreak(self.base) }
        await withCheckedContinuation { waiter in
            let isEnded = state.withLock { state in
                if !state.isEnded { state.waiters.append(waiter) }
                return state.isEnded
            }
            if isEnded { waiter.resume() }
        }
    }

    private func main() {
        refuseBrokenPipeSignals()
        wakeEvent = event_new(
            base, wakeDescriptor, Int16(EV_READ | EV_PERSIST),
            { _, _, context in
                guard let context else { return }
                Unmanaged<EventLoop>.fromOpaque(context).takeUnretainedValue().runJobs()
            }, Unmanaged.passUnretained(self).toOpaque())
        if let wakeEvent {
            event_priority_set(wakeEvent, Rank.parties.rawValue)
            event_add(wakeEvent, nil)
        }
        event_base_dispatch(base)
        if let wakeEvent { event_free(wakeEvent) }
        event_base_free(base)
        let waiters = state.withLock { state in
            state.isEnded = true
            state.jobs = []
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    private func runJobs() {
        var count: eventfd_t = 0
        _ = eventfd_read(wakeDescriptor, &count)
        let jobs = state.withLock { state in
            let jobs = state.jobs
            state.jobs = []
            return jobs
        }
        for job in jobs { job() }
    }
}

extension Duration {
    /// For `event_add`; never below zero.
    var timeValue: timeval {
        let milliseconds = max(0, wholeMilliseconds)
        return timeval(
            tv_sec: Int(milliseconds / 1_000), tv_usec: Int(milliseconds % 1_000) * 1_000)
    }
}
