internal import Certificates
internal import Exchange

/// What this program is.
public enum Version {
    public static let number = "0.1.0"
    /// The version of the wire protocol.
    public static let wire = WireProtocol.version
    /// The cryptographic library that is there at run time.
    public static let openssl = opensslVersion()
}
