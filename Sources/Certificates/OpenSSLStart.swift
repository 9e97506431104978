internal import COpenSSL
public import Notices

/// The start of OpenSSL in this process.
public enum OpenSSLStart {
    /// Starts OpenSSL without a configuration file: settings of the system or of other programs
    /// about providers, protocols and ciphers do not hold here. This call comes before every other
    /// call of OpenSSL; later calls change nothing.
    ///
    /// - Source: OPENSSL_init_crypto(3): the first of the two options that is given counts.
    public static func withoutConfiguration() {
        OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_LOAD_CONFIG), nil)
    }

    /// Checks that OpenSSL has the algorithms that every verb needs, before the first of them runs.
    ///
    /// - Throws: `cryptoFailed`, which names the missing algorithm.
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
