internal import COpenSSL
internal import Certificates

/// A parsed CMS structure, which frees itself. Only documents that passed a gate are parsed.
struct CMSDocument: ~Copyable {
    let raw: OpaquePointer  // CMS_ContentInfo *

    init(adopting raw: OpaquePointer) { self.raw = raw }

    deinit { CMS_ContentInfo_free(raw) }

    static func decode(_ bytes: [UInt8]) throws(OpenSSLFailure) -> CMSDocument {
        let raw = try bytes.withUnsafeBufferPointer { buffer throws(OpenSSLFailure) in
            var cursor = buffer.baseAddress
            return try openssl("d2i_CMS_ContentInfo") {
                d2i_CMS_ContentInfo(nil, &cursor, buffer.count)
            }
        }
        return CMSDocument(adopting: raw)
    }

    func encoded() throws(OpenSSLFailure) -> [UInt8] {
        try der("i2d_CMS_ContentInfo") { i2d_CMS_ContentInfo(raw, $0) }
    }
}
