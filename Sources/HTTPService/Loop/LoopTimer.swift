import CEvent
import Notices

/// One timer of one owner, on the owner's loop.
struct LoopTimer: ~Copyable {
    private let event: OpaquePointer?

    /// - Parameter owner: not retained; it must outlive the timer.
    init(
        on base: OpaquePointer, owner: UnsafeMutableRawPointer,
        fire: @convention(c) (Int32, Int16, UnsafeMutableRawPointer?) -> Void
    ) {
        event = event_new(base, -1, 0, fire, owner)
    }

    deinit {
        if let event { event_free(event) }
    }

    /// Starts anew; the earlier setting is forgotten.
    func set(_ delay: Duration) {
        guard let event else { return }
        var value = delay.timeValue
        event_add(event, &value)
    }

    func clear() {
        guard let event else { return }
        event_del(event)
    }
}
