internal import Certificates
public import Ports

/// OpenSSL's random bytes.
public struct SystemEntropy: Entropy {
    /// Needs nothing: the library seeds itself.
    public init() {}

    /// Random bytes, fit for keys.
    public func bytes(_ count: Int) -> [UInt8] { randomBytes(count) }
}
