import Synchronization

/// Tells the fetcher of attachments that there are some; without a hearer, nobody looks.
package final class AttachmentBell: Sendable {
    private let hearer = Mutex<(@Sendable () async -> Void)?>(nil)

    /// Sets the one hearer.
    package func whenRung(_ hearer: @escaping @Sendable () async -> Void) {
        self.hearer.withLock { $0 = hearer }
    }

    /// Calls the hearer, if there is one.
    package func ring() async {
        await hearer.withLock { $0 }?()
    }
}
