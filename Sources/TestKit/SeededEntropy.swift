public import Ports
import Synchronization

/// Bytes that look random and are the same for the same seed. For tests only.
public final class SeededEntropy: Entropy {
    private let generator: Mutex<SeededGenerator>

    /// The same seed gives the same bytes.
    public init(seed: UInt64) {
        generator = Mutex(SeededGenerator(seed: seed))
    }

    /// The next bytes of the sequence.
    public func bytes(_ count: Int) -> [UInt8] {
        generator.withLock { generator in
            (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
        }
    }
}
