package import Ports

/// A generator that draws from a node's own source of randomness.
package struct EntropyGenerator: RandomNumberGenerator {
    private let entropy: any Entropy

    /// - Parameter entropy: asked for 8 bytes for each number.
    package init(_ entropy: any Entropy) {
        self.entropy = entropy
    }

    /// 64 random bits.
    package func next() -> UInt64 { entropy.bytes(8).reduce(0) { $0 << 8 | UInt64($1) } }
}
