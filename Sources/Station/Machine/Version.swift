internal import Certificates
internal import Exchange

/// The versions of this program.
public enum Version {
    /// The release, as semantic versioning counts.
    public static let number = "0.1.0"
    /// The version of the wire protocol.
    public static let wire = WireProtocol.version
    /// The name and version of the OpenSSL library that is loaded.
    public static let openssl = opensslVersion()
}
