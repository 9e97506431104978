import CEvent
import Glibc

/// The socket of a client whose handshake was refused, kept open for a moment after its connection
/// is gone.
///
/// In TLS 1.3 a client may have sent its request before it is refused. If the socket were closed
/// with unread bytes, the system would report a broken connection to the client, and the alert with
/// the reason would be lost. Bytes that come are thrown away. Lives on its loop's thread.
final class LastWord {
    /// Bytes that are read and thrown away at most.
    static let bytesMax = 256 * 1_024
    /// The client has this long to take the alert.
    static let time = Duration.seconds(2)

    private let descriptor: Int32
    private var event: OpaquePointer?
    private var bytesLeft = LastWord.bytesMax
    private let ended: (LastWord) -> Void

    /// Keeps the socket of a refused client open.
    ///
    /// - Parameters:
    ///   - socket: stays its owner's; a descriptor of our own is made of it.
    ///   - ended: called when this object may be forgotten, which closes the descriptor.
    /// - Returns: nil if there is no descriptor left.
    init?(_ socket: Int32, on base: OpaquePointer, ended: @escaping (LastWord) -> Void) {
        descriptor = fcntl(socket, F_DUPFD_CLOEXEC, 0)
        self.ended = ended
        guard descriptor >= 0 else { return nil }
        endWriting(descriptor)
        event = event_new(
            base, descriptor, Int16(EV_READ | EV_PERSIST),
            { _, what, context in
                guard let context else { return }
                Unmanaged<LastWord>.fromOpaque(context).takeUnretainedValue()
                    .happened(isLate: what & Int16(EV_TIMEOUT) != 0)
            }, Unmanaged.passUnretained(self).toOpaque())
        guard let event else { return }
        event_priority_set(event, EventLoop.Rank.nobodys.rawValue)
        var time = Self.time.timeValue
        event_add(event, &time)
    }

    deinit {
        if let event { event_free(event) }
        if descriptor >= 0 { close(descriptor) }
    }

    private func happened(isLate: Bool) {
        guard !isLate else { return ended(self) }
        var bytes = [UInt8](repeating: 0, count: 16_384)
        let count = read(descriptor, &bytes, bytes.count)
        bytesLeft -= max(0, count)
        let isOver = count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR)
        if isOver || bytesLeft <= 0 { ended(self) }
    }
}
