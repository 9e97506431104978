internal import COpenSSL

/// How OpenSSL begins in this process.
public enum OpenSSLStart {
    /// Without the system's configuration or anybody's own: what other programs are told about providers, protocols
    /// and ciphers is no rule for ours. Called before anything else speaks to OpenSSL; later calls change nothing.
    ///
    /// - Source: OPENSSL_init_crypto(3): the first of the two options that is given counts.
    public static func withoutConfiguration() {
        OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_LOAD_CONFIG), nil)
    }
}
