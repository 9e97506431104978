import Notices

/// The size of the next piece of an attachment to ask for, chosen by the time the last piece took.
///
/// A more urgent message shares the line with one piece at most. So a piece takes only seconds on
/// any line; on a fast line it is so large that the round trip hardly counts.
public struct PiecePace: Sendable, Hashable {
    /// The smallest piece, bytes: eight seconds of a line of 64 kbit/s.
    public static let bytesMin = 64 << 10
    /// A piece that takes longer than this halves the next one.
    public static let slow = Duration.seconds(4)
    /// A piece that takes less than this doubles the next one.
    public static let quick = Duration.seconds(1)

    /// Size of the next piece, bytes of ciphertext; `bytesMin...WireProtocol.pieceBytesMax`.
    public private(set) var byteCount = 128 << 10

    /// Starts at 128 KiB.
    public init() {}

    /// A piece arrived; `time` is the time from its request to its last byte.
    public mutating func took(_ time: Duration) {
        if time < Self.quick {
            byteCount = min(byteCount * 2, WireProtocol.pieceBytesMax)
        } else if time > Self.slow {
            byteCount = max(byteCount / 2, Self.bytesMin)
        }
    }

    /// The connection broke, perhaps because the piece was too large for the line: the next one is
    /// halved.
    public mutating func failed() {
        byteCount = max(byteCount / 2, Self.bytesMin)
    }
}
