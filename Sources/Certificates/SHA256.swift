internal import COpenSSL
public import Notices

extension Digest {
    /// The SHA-256 of these bytes, by OpenSSL.
    public init(sha256 bytes: some Collection<UInt8>) {
        var result = [UInt8](repeating: 0, count: 32)
        var count: UInt32 = 0
        let done =
            bytes.withContiguousStorageIfAvailable {
                EVP_Digest($0.baseAddress, $0.count, &result, &count, EVP_sha256(), nil)
            }
            ?? Array(bytes).withUnsafeBytes {
                EVP_Digest($0.baseAddress, $0.count, &result, &count, EVP_sha256(), nil)
            }
        guard done == 1, let digest = Digest(bytes: result) else {
            preconditionFailure("SHA-256 is always there")
        }
        self = digest
    }
}

/// HMAC-SHA-256 (RFC 2104) of these bytes, by OpenSSL: 32 bytes.
public func hmacSHA256(key: [UInt8], _ bytes: [UInt8]) -> [UInt8] {
    var result = [UInt8](repeating: 0, count: 32)
    var count: UInt32 = 0
    guard
        HMAC(EVP_sha256(), key, Int32(key.count), bytes, bytes.count, &result, &count) != nil,
        count == 32
    else { preconditionFailure("HMAC with SHA-256 is always there") }
    return result
}

/// OpenSSL's cryptographic random bytes. Without them the process stops.
public func randomBytes(_ count: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    guard RAND_bytes(&bytes, Int32(count)) == 1 else {
        preconditionFailure("no random bytes: the machine cannot be trusted")
    }
    return bytes
}

/// The version text of the OpenSSL library that is loaded at run time.
public func opensslVersion() -> String {
    String(cString: OpenSSL_version(OPENSSL_VERSION))
}
