import Synchronization

/// Tells whoever fetches attachments that there are some; without it, nobody looks.
package final class AttachmentBell: Sendable {
    private let hearer = Mutex<(@Sendable () async -> Void)?>(nil)

    package func whenRung(_ hearer: @escaping @Sendable () async -> Void) {
        self.hearer.withLock { $0 = hearer }
    }

    package func ring() async {
        await hearer.withLock { $0 }?()
    }
}
