internal import COpenSSL
internal import Certificates
internal import Federation
internal import Notices

extension SignedData {
    /// The same SignedData without its content: certificates, signature and the signed digest stay.
    /// Together with the content it verifies as before (`openssl cms -verify -content`).
    static func withoutContent(
        _ bytes: [UInt8], as type: DocumentType
    ) throws(HeliographError) -> [UInt8] {
        _ = try check(bytes, as: type)
        do throws(OpenSSLFailure) {
            let document = try CMSDocument.decode(bytes)
            guard CMS_set_detached(document.raw, 1) == 1 else {
                throw OpenSSLFailure(operation: "CMS_set_detached", reasons: [])
            }
            return try document.encoded()
        } catch {
            throw error.asError(.cryptoFailed, "The content could not be taken out of a document.")
        }
    }
}
