internal import COpenSSL
public import Notices

/// The SHA-256 of bytes that arrive one after the other, by OpenSSL.
public final class RunningDigest {
    private let context: OpaquePointer  // EVP_MD_CTX *

    /// A digest that has taken no bytes yet.
    public init() {
        guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1
        else { preconditionFailure("SHA-256 is always there") }
        self.context = context
    }

    deinit { EVP_MD_CTX_free(context) }

    /// Takes the next bytes.
    public func take(_ bytes: [UInt8]) {
        guard EVP_DigestUpdate(context, bytes, bytes.count) == 1 else {
            preconditionFailure("SHA-256 takes any bytes")
        }
    }

    /// The digest of all bytes that were taken. It is called once, at the end.
    public func finish() -> Digest {
        var result = [UInt8](repeating: 0, count: 32)
        guard EVP_DigestFinal_ex(context, &result, nil) == 1, let digest = Digest(bytes: result)
        else { preconditionFailure("SHA-256 ends") }
        return digest
    }
}
