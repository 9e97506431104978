package import Notices

/// The gate before any CMS parse of an AuthEnvelopedData. OpenSSL 3.0 accepts shortened GCM tags,
/// and older versions a swapped cipher; the gate refuses both.
///
/// - Source: RFC 5083, 5084 section 3.2, 5753 section 3.1; CVE-2026-34182.
package struct EnvelopeGate {
    /// A gate; it keeps nothing between two checks.
    package init() {}

    static let recipientsMax = 256
    static let nonceBytes = 12
    static let tagBytes = 16

    /// Checks the form of one envelope, in strict DER.
    ///
    /// - Returns: the key ids of the recipients, in order, each once.
    /// - Throws: a refusal with the first rule that the envelope breaks.
    package func check(_ envelope: ArraySlice<UInt8>) throws(GateRefusal) -> [KeyID] {
        var outer = try DERReader(envelope)
        var info = try outer.inside(Tag.sequence, "ContentInfo")
        try outer.end("the envelope")
        try info.objectIdentifier(ObjectIdentifier.authEnvelopedData, "contentType")
        var explicit = try info.inside(Tag.constructed(0), "content")
        try info.end("ContentInfo")
        var enveloped = try explicit.inside(Tag.sequence, "AuthEnvelopedData")
        try explicit.end("content")

        try enveloped.integer(0, "AuthEnvelopedData version")
        guard enveloped.nextTag != Tag.constructed(0) else {
            throw GateRefusal("originatorInfo is present")
        }
        let recipients = try checkRecipients(&enveloped)
        try checkEncryptedContent(&enveloped)
        // Authenticated attributes would stand here.
        guard try enveloped.element(Tag.octetString, "mac").content.count == EnvelopeGate.tagBytes
        else { throw GateRefusal("mac is not 16 bytes") }
        try enveloped.end("AuthEnvelopedData")
        return recipients
    }

    private func checkRecipients(_ enveloped: inout DERReader) throws(GateRefusal) -> [KeyID] {
        var infos = try enveloped.inside(Tag.set, "recipientInfos")
        var recipients: [KeyID] = []
        var points: Set<ArraySlice<UInt8>> = []
        var order = SetOrder()
        while !infos.isAtEnd {
            guard recipients.count < EnvelopeGate.recipientsMax else {
                throw GateRefusal("too many recipients")
            }
            let info = try infos.element(Tag.constructed(1), "KeyAgreeRecipientInfo")
            let (keyID, point) = try checkRecipient(infos.inside(info.content))
            guard !recipients.contains(keyID) else { throw GateRefusal("a recipient comes twice") }
            guard points.insert(point).inserted else {
                throw GateRefusal("two recipients share an ephemeral key")
            }
            try order.next(info.whole, "recipientInfos")
            recipients.append(keyID)
        }
        guard !recipients.isEmpty else { throw GateRefusal("there is no recipient") }
        return recipients
    }

    private func checkRecipient(
        _ info: DERReader
    ) throws(GateRefusal) -> (KeyID, point: ArraySlice<UInt8>) {
        var agreement = info
        try agreement.integer(3, "KeyAgreeRecipientInfo version")
        let point = try checkOriginator(&agreement)
        guard agreement.nextTag != Tag.constructed(1) else { throw GateRefusal("ukm is present") }
        try checkKeyEncryption(&agreement)

        var keys = try agreement.inside(Tag.sequence, "recipientEncryptedKeys")
        var key = try keys.inside(Tag.sequence, "RecipientEncryptedKey")
        try keys.end("recipientEncryptedKeys")
        var identifier = try key.inside(Tag.constructed(0), "rKeyId")
        let octets = try identifier.element(Tag.octetString, "subjectKeyIdentifier").content
        try identifier.end("rKeyId")
        guard let keyID = KeyID(bytes: octets) else {
            throw GateRefusal("a recipient's key id is not 20 bytes")
        }
        // AES key wrap of a 32-byte key.
        guard try key.element(Tag.octetString, "encryptedKey").content.count == 40 else {
            throw GateRefusal("an encrypted key is not 40 bytes")
        }
        try key.end("RecipientEncryptedKey")
        try agreement.end("KeyAgreeRecipientInfo")
        return (keyID, point)
    }

    /// An uncompressed P-256 point, the curve implied by the recipient's key.
    private func checkOriginator(
        _ agreement: inout DERReader
    ) throws(GateRefusal) -> ArraySlice<UInt8> {
        var originator = try agreement.inside(Tag.constructed(0), "originator")
        var key = try originator.inside(Tag.constructed(1), "originatorKey")
        try originator.end("originator")
        var algorithm = try key.inside(Tag.sequence, "originatorKey algorithm")
        try algorithm.objectIdentifier(ObjectIdentifier.ecPublicKey, "originatorKey algorithm")
        try algorithm.end("originatorKey algorithm")
        let point = try key.element(Tag.bitString, "originatorKey").content
        guard point.count == 66, point.prefix(2).elementsEqual([0x00, 0x04]) else {
            throw GateRefusal("the ephemeral key is not an uncompressed P-256 point")
        }
        try key.end("originatorKey")
        return point
    }

    private func checkKeyEncryption(_ agreement: inout DERReader) throws(GateRefusal) {
        var algorithm = try agreement.inside(Tag.sequence, "keyEncryptionAlgorithm")
        try algorithm.objectIdentifier(ObjectIdentifier.ecdhSHA256KDF, "key agreement")
        var wrap = try algorithm.inside(Tag.sequence, "key wrap")
        try wrap.objectIdentifier(ObjectIdentifier.aes256Wrap, "key wrap")
        try wrap.end("key wrap")
        try algorithm.end("keyEncryptionAlgorithm")
    }

    private func checkEncryptedContent(_ enveloped: inout DERReader) throws(GateRefusal) {
        var content = try enveloped.inside(Tag.sequence, "authEncryptedContentInfo")
        try content.objectIdentifier(ObjectIdentifier.data, "encrypted content type")
        var algorithm = try content.inside(Tag.sequence, "contentEncryptionAlgorithm")
        try algorithm.objectIdentifier(ObjectIdentifier.aes256GCM, "content encryption")
        var parameters = try algorithm.inside(Tag.sequence, "GCMParameters")
        guard
            try parameters.element(Tag.octetString, "nonce").content.count
                == EnvelopeGate.nonceBytes
        else { throw GateRefusal("the nonce is not 12 bytes") }
        try parameters.integer(UInt8(EnvelopeGate.tagBytes), "ICVLen")
        try parameters.end("GCMParameters")
        try algorithm.end("contentEncryptionAlgorithm")
        guard try !content.element(Tag.primitive(0), "encryptedContent").content.isEmpty else {
            throw GateRefusal("nothing is encrypted")
        }
        try content.end("authEncryptedContentInfo")
    }
}
