internal import COpenSSL
public import Notices

/// An EC P-256 key pair.
///
/// `@unchecked Sendable`: we never change the `EVP_PKEY` after `init`; OpenSSL guards its reference
/// count with atomics and its caches with a lock.
public final class PrivateKey: @unchecked Sendable {
    /// OpenSSL's object, which this key frees; valid as long as the key lives.
    package let raw: OpaquePointer  // EVP_PKEY *

    private init(adopting raw: OpaquePointer) { self.raw = raw }

    /// A key whose private half is on a token; this object frees the `EVP_PKEY`.
    init(onToken raw: OpaquePointer) { self.raw = raw }

    deinit { EVP_PKEY_free(raw) }

    /// Makes a new key in memory.
    ///
    /// - Throws: `cryptoFailed` if OpenSSL cannot.
    public static func generate() throws(HeliographError) -> PrivateKey {
        do throws(OpenSSLFailure) {
            return PrivateKey(adopting: try openssl("EVP_EC_gen") { heliograph_ec_keygen_p256() })
        } catch {
            throw error.asError(.cryptoFailed, "No key could be made.")
        }
    }

    /// Reads an unencrypted PEM (PKCS#8).
    ///
    /// - Throws: `keyUnusable` unless it is one EC P-256 private key.
    public convenience init(pem: [UInt8]) throws(HeliographError) {
        do throws(OpenSSLFailure) {
            let bio = try MemoryBIO.holding(pem)
            self.init(
                adopting: try openssl("PEM_read_bio_PrivateKey") {
                    PEM_read_bio_PrivateKey(bio.raw, nil, nil, nil)
                })
        } catch {
            throw error.asError(.keyUnusable, "A private key could not be read.")
        }
        guard isP256(raw) else {
            throw HeliographError(.keyUnusable, "A private key is not EC P-256.")
        }
    }

    /// The key as PKCS#8 in PEM, unencrypted: for a file with mode 0600.
    ///
    /// - Throws: `cryptoFailed` if OpenSSL cannot write it.
    public func pem() throws(HeliographError) -> [UInt8] {
        do throws(OpenSSLFailure) {
            let bio = try MemoryBIO.empty()
            try opensslOne("PEM_write_bio_PKCS8PrivateKey") {
                PEM_write_bio_PKCS8PrivateKey(bio.raw, raw, nil, nil, 0, nil, nil)
            }
            return bio.contents()
        } catch {
            throw error.asError(.cryptoFailed, "A private key could not be written out.")
        }
    }

    /// The SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7), DER.
    public func publicKeyInfo() throws(HeliographError) -> [UInt8] {
        try publicKeyDER(raw)
    }

    /// The first 20 bytes of the SHA-256 of `publicKeyInfo`.
    public func keyID() throws(HeliographError) -> KeyID {
        makeKeyID(publicKeyInfo: try publicKeyInfo())
    }
}

func publicKeyDER(_ key: OpaquePointer) throws(HeliographError) -> [UInt8] {
    do {
        return try der("i2d_PUBKEY") { i2d_PUBKEY(key, $0) }
    } catch {
        throw error.asError(.cryptoFailed, "A public key could not be written out.")
    }
}

/// The first 20 bytes of the SHA-256 of a SubjectPublicKeyInfo.
func makeKeyID(publicKeyInfo: [UInt8]) -> KeyID {
    guard let id = KeyID(bytes: Digest(sha256: publicKeyInfo).bytes.prefix(20)) else {
        preconditionFailure("a SHA-256 has at least 20 bytes")
    }
    return id
}

func isP256(_ key: OpaquePointer) -> Bool {
    var name = [CChar](repeating: 0, count: 64)
    var count = 0
    guard EVP_PKEY_get_group_name(key, &name, name.count, &count) == 1 else { return false }
    let text = name.prefix(count).map(UInt8.init(bitPattern:))
    return String(decoding: text, as: UTF8.self) == "prime256v1"
}
