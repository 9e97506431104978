internal import COpenSSL
internal import Certificates
internal import Federation

/// The content octets of the object identifiers that the gate lets through; nothing else passes.
enum ObjectIdentifier {
    /// The content type that `openssl cms -encrypt` gives to any content, so that the tool can
    /// write our envelopes.
    static let data = octets("1.2.840.113549.1.7.1")
    static let signedData = octets("1.2.840.113549.1.7.2")
    static let authEnvelopedData = octets("1.2.840.113549.1.9.16.1.23")
    static let sha256 = octets("2.16.840.1.101.3.4.2.1")
    static let ecdsaWithSHA256 = octets("1.2.840.10045.4.3.2")
    static let ecPublicKey = octets("1.2.840.10045.2.1")
    /// dhSinglePass-stdDH-sha256kdf-scheme, RFC 5753.
    static let ecdhSHA256KDF = octets("1.3.132.1.11.1")
    static let aes256Wrap = octets("2.16.840.1.101.3.4.1.45")
    static let aes256GCM = octets("2.16.840.1.101.3.4.1.46")
    static let contentTypeAttribute = octets("1.2.840.113549.1.9.3")
    static let messageDigestAttribute = octets("1.2.840.113549.1.9.4")
    static let signingTimeAttribute = octets("1.2.840.113549.1.9.5")
    static let signingCertificateV2Attribute = octets("1.2.840.113549.1.9.16.2.47")

    static let documentTypes: [DocumentType: [UInt8]] = Dictionary(
        uniqueKeysWithValues: DocumentType.allCases.map { ($0, octets($0.oid)) })

    static func octets(_ dotted: String) -> [UInt8] {
        guard let object = OBJ_txt2obj(dotted, 1) else {
            preconditionFailure("\(dotted) is not an object identifier")
        }
        defer { ASN1_OBJECT_free(object) }
        return Array(
            UnsafeBufferPointer(start: OBJ_get0_data(object), count: OBJ_length(object)))
    }
}
