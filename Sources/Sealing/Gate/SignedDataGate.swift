internal import Federation
internal import Notices

/// The gate before any CMS parse of a SignedData: it says yes or no, and does no cryptography.
///
/// - Source: RFC 5652 section 5; the profile in `docs/wire-protocol.md`.
struct SignedDataGate {
    static let certificatesMax = 3
    /// A trust list may carry one certificate a signer.
    static let listCertificatesMax = 32
    static let listSignersMax = 16
    /// A DER certificate of the profile is under 1 KB.
    static let certificateBytesMax = 4_096

    let type: DocumentType

    /// A document that was let through, not yet verified.
    struct Passed {
        /// The encapsulated content.
        let content: ArraySlice<UInt8>
        /// The embedded certificates, each in DER.
        let certificates: [ArraySlice<UInt8>]
        /// The same document without its certificates, which no signature covers: OpenSSL would
        /// read each of them again.
        let bare: [UInt8]
    }

    func check(_ document: ArraySlice<UInt8>) throws(GateRefusal) -> Passed {
        var outer = try DERReader(document)
        var info = try outer.inside(Tag.sequence, "ContentInfo")
        try outer.end("the document")
        try info.objectIdentifier(ObjectIdentifier.signedData, "contentType")
        var explicit = try info.inside(Tag.constructed(0), "content")
        try info.end("ContentInfo")
        let whole = try explicit.element(Tag.sequence, "SignedData").content
        try explicit.end("content")
        var signed = try explicit.inside(whole)

        try signed.integer(3, "SignedData version")
        var digests = try signed.inside(Tag.set, "digestAlgorithms")
        try checkSHA256(&digests)
        try digests.end("digestAlgorithms")
        let content = try checkContent(&signed)
        let field = try signed.element(Tag.constructed(0), "certificates")
        let certificates = try checkCertificates(signed.inside(field.content))
        // Embedded revocation lists would stand here.
        try checkSigners(&signed)
        try signed.end("SignedData")
        let rest = whole[..<field.whole.startIndex] + whole[field.whole.endIndex...]
        return Passed(
            content: content, certificates: certificates,
            bare: derElement(
                Tag.sequence,
                derElement(Tag.objectIdentifier, ObjectIdentifier.signedData)
                    + derElement(Tag.constructed(0), derElement(Tag.sequence, Array(rest)))))
    }

    private func checkContent(_ signed: inout DERReader) throws(GateRefusal) -> ArraySlice<UInt8> {
        var encapsulated = try signed.inside(Tag.sequence, "encapContentInfo")
        let found = try encapsulated.element(Tag.objectIdentifier, "eContentType")
        guard let wanted = ObjectIdentifier.documentTypes[type],
            found.content.elementsEqual(wanted)
        else { throw GateRefusal("eContentType is not \(type.rawValue)", code: .typeWrong) }
        var explicit = try encapsulated.inside(Tag.constructed(0), "eContent")
        let content = try explicit.element(Tag.octetString, "eContent")
        try explicit.end("eContent")
        try encapsulated.end("encapContentInfo")
        return content.content
    }

    private func checkCertificates(
        _ reader: DERReader
    ) throws(GateRefusal) -> [ArraySlice<UInt8>] {
        var (certificates, found) = (reader, [ArraySlice<UInt8>]())
        var order = SetOrder()
        let countMax =
            type.hasSeveralSigners
            ? SignedDataGate.listCertificatesMax : SignedDataGate.certificatesMax
        while !certificates.isAtEnd {
            let certificate = try certificates.element(Tag.sequence, "a certificate")
            guard certificate.whole.count <= SignedDataGate.certificateBytesMax else {
                throw GateRefusal("a certificate is too large")
            }
            try order.next(certificate.whole, "certificates")
            found.append(certificate.whole)
            guard found.count <= countMax else { throw GateRefusal("too many certificates") }
        }
        return found
    }

    private func checkSigners(_ signed: inout DERReader) throws(GateRefusal) {
        var signers = try signed.inside(Tag.set, "signerInfos")
        let countMax = type.hasSeveralSigners ? SignedDataGate.listSignersMax : 1
        var count = 0
        var order = SetOrder()
        while !signers.isAtEnd {
            let signer = try signers.element(Tag.sequence, "SignerInfo")
            try checkSigner(signers.inside(signer.content))
            try order.next(signer.whole, "signerInfos")
            count += 1
            guard count <= countMax else { throw GateRefusal("too many signers") }
        }
        guard count > 0 else { throw GateRefusal("nobody signed") }
    }

    private func checkSigner(_ info: DERReader) throws(GateRefusal) {
        var signer = info
        try signer.integer(3, "SignerInfo version")
        guard try signer.element(Tag.primitive(0), "sid").content.count == 20 else {
            throw GateRefusal("sid is not a 20-byte key id")
        }
        try checkSHA256(&signer)
        var attributes = try signer.inside(Tag.constructed(0), "signedAttrs")
        try SignedAttributesGate(type: type).check(&attributes)
        var algorithm = try signer.inside(Tag.sequence, "signatureAlgorithm")
        try algorithm.objectIdentifier(ObjectIdentifier.ecdsaWithSHA256, "signatureAlgorithm")
        try algorithm.end("signatureAlgorithm")
        let signature = try signer.element(Tag.octetString, "signature")
        guard (8...72).contains(signature.content.count) else {
            throw GateRefusal("a signature has an odd length")
        }
        try signer.end("SignerInfo")
    }

    private func checkSHA256(_ reader: inout DERReader) throws(GateRefusal) {
        var algorithm = try reader.inside(Tag.sequence, "digestAlgorithm")
        try algorithm.objectIdentifier(ObjectIdentifier.sha256, "digestAlgorithm")
        if !algorithm.isAtEnd {
            guard try algorithm.element(Tag.null, "digest parameters").content.isEmpty else {
                throw GateRefusal("digest parameters are not NULL")
            }
        }
        try algorithm.end("digestAlgorithm")
    }
}
