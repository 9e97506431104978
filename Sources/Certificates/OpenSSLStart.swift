internal import COpenSSL
public import Notices

/// How OpenSSL begins in this process.
public enum OpenSSLStart {
    /// Without the system's configuration or anybody's own: what other programs are told about
    /// providers, protocols and ciphers is no rule for ours. Called before anything else speaks to
    /// OpenSSL; later calls change nothing.
    ///
    /// - Source: OPENSSL_init_crypto(3): the first of the two options that is given counts.
    public static func withoutConfiguration() {
        OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_LOAD_CONFIG), nil)
    }

    /// What every verb stands on, fetched once before the first of them: from here on it is there.
    ///
    /// - Throws: `cryptoFailed`, with what the library does not have.
    public static func check(
        digests: [String] = ["SHA256"], ciphers: [String] = ["AES-256-GCM", "AES-256-WRAP"]
    ) throws(HeliographError) {
        for name in digests {
            guard let digest = EVP_MD_fetch(nil, name, nil) else { throw missing(name) }
            EVP_MD_free(digest)
        }
        for name in ciphers {
            guard let cipher = EVP_CIPHER_fetch(nil, name, nil) else { throw missing(name) }
            EVP_CIPHER_free(cipher)
        }
        guard let key = EVP_KEYMGMT_fetch(nil, "EC", nil) else { throw missing("EC keys") }
        EVP_KEYMGMT_free(key)
        var byte: UInt8 = 0
        guard RAND_bytes(&byte, 1) == 1 else { throw missing("random bytes") }
    }

    private static func missing(_ name: String) -> HeliographError {
        HeliographError(
            .cryptoFailed, "This machine's OpenSSL (\(opensslVersion())) has no \(name).",
            next: "Install Debian's libssl3 as the README says, unchanged.")
    }
}
