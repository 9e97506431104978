internal import COpenSSL

/// AES-256-GCM by OpenSSL, with nonces of 12 bytes and whole tags.
///
/// - Source: NIST SP 800-38D.
package enum GCM {
    /// Bytes of a nonce.
    package static let nonceBytes = 12
    /// Bytes of a tag.
    package static let tagBytes = 16

    /// - Parameters:
    ///   - start: bytes that stand in the result before the ciphertext, and are no part of it.
    ///   - associated: further bytes that the tag covers.
    /// - Returns: ciphertext and tag.
    package static func seal(
        _ plain: [UInt8], key: [UInt8], nonce: [UInt8], with associated: [UInt8],
        after start: [UInt8] = []
    ) throws(OpenSSLFailure) -> [UInt8] {
        let context = try begin(encrypting: true, key, nonce, associated)
        defer { EVP_CIPHER_CTX_free(context) }
        var output = start
        output.reserveCapacity(start.count + plain.count + tagBytes)
        output.append(contentsOf: repeatElement(0, count: plain.count + tagBytes))
        try output.withUnsafeMutableBufferPointer { output throws(OpenSSLFailure) in
            guard let sealed = output.baseAddress?.advanced(by: start.count) else {
                throw OpenSSLFailure(operation: "GCM", reasons: ["no room"])
            }
            try plain.withUnsafeBufferPointer { plain throws(OpenSSLFailure) in
                try run(context, plain, into: sealed)
            }
            try opensslOne("EVP_CTRL_AEAD_GET_TAG") {
                heliograph_gcm_get_tag(context, Int32(tagBytes), sealed + plain.count)
            }
        }
        return output
    }

    /// - Parameter sealed: ciphertext and tag.
    /// - Returns: the plaintext; no byte is given out before the tag has been checked.
    package static func open(
        _ sealed: ArraySlice<UInt8>, key: [UInt8], nonce: [UInt8], with associated: [UInt8]
    ) throws(OpenSSLFailure) -> [UInt8] {
        guard sealed.count >= tagBytes else {
            throw OpenSSLFailure(operation: "GCM", reasons: ["no tag"])
        }
        let context = try begin(encrypting: false, key, nonce, associated)
        defer { EVP_CIPHER_CTX_free(context) }
        let tag = Array(sealed.suffix(tagBytes))
        try opensslOne("EVP_CTRL_AEAD_SET_TAG") {
            heliograph_gcm_set_tag(context, Int32(tagBytes), tag)
        }
        var output = [UInt8](repeating: 0, count: sealed.count - tagBytes)
        try output.withUnsafeMutableBufferPointer { output throws(OpenSSLFailure) in
            try sealed.dropLast(tagBytes).withUnsafeBufferPointer { sealed throws(OpenSSLFailure) in
                try run(context, sealed, into: output.baseAddress)
            }
        }
        return output
    }

    private static func begin(
        encrypting: Bool, _ key: [UInt8], _ nonce: [UInt8], _ associated: [UInt8]
    ) throws(OpenSSLFailure) -> OpaquePointer {
        let context = try openssl("EVP_CIPHER_CTX_new") { EVP_CIPHER_CTX_new() }
        do throws(OpenSSLFailure) {
            try opensslOne("EVP_CipherInit_ex") {
                EVP_CipherInit_ex(
                    context, EVP_aes_256_gcm(), nil, key, nonce, encrypting ? 1 : 0)
            }
            var count: Int32 = 0
            try opensslOne("EVP_CipherUpdate") {
                EVP_CipherUpdate(context, nil, &count, associated, Int32(associated.count))
            }
        } catch {
            EVP_CIPHER_CTX_free(context)
            throw error
        }
        return context
    }

    private static func run(
        _ context: OpaquePointer, _ input: UnsafeBufferPointer<UInt8>,
        into output: UnsafeMutablePointer<UInt8>?
    ) throws(OpenSSLFailure) {
        var count: Int32 = 0
        if !input.isEmpty {
            try opensslOne("EVP_CipherUpdate") {
                EVP_CipherUpdate(context, output, &count, input.baseAddress, Int32(input.count))
            }
        }
        var (rest, left) = ([UInt8](repeating: 0, count: 16), Int32(0))
        try opensslOne("EVP_CipherFinal_ex") { EVP_CipherFinal_ex(context, &rest, &left) }
    }
}
