internal import Federation
internal import Notices

/// The gate for signed attributes: exactly the four attributes of the profile, each once, each with
/// one value, in DER.
///
/// - Source: RFC 5652 sections 5.4 and 11, RFC 5035 section 3; the profile in
///   `docs/wire-protocol.md`.
struct SignedAttributesGate {
    let type: DocumentType

    func check(_ attributes: inout DERReader) throws(GateRefusal) {
        var wanted = [
            ObjectIdentifier.contentTypeAttribute, ObjectIdentifier.messageDigestAttribute,
            ObjectIdentifier.signingTimeAttribute, ObjectIdentifier.signingCertificateV2Attribute,
        ]
        var order = SetOrder()
        while !attributes.isAtEnd {
            let whole = try attributes.element(Tag.sequence, "an attribute")
            var attribute = try attributes.inside(whole.content)
            let name = try attribute.element(Tag.objectIdentifier, "an attribute").content
            guard let index = wanted.firstIndex(where: { name.elementsEqual($0) }) else {
                throw GateRefusal("a signed attribute is unknown or repeated")
            }
            let known = wanted.remove(at: index)
            var values = try attribute.inside(Tag.set, "attribute values")
            let value = try values.any()
            try values.end("attribute values")
            try attribute.end("an attribute")
            try checkValue(value, of: known, in: values)
            try order.next(whole.whole, "signed attributes")
        }
        guard wanted.isEmpty else { throw GateRefusal("a signed attribute is missing") }
    }

    private func checkValue(
        _ value: DERReader.Element, of name: [UInt8], in values: DERReader
    ) throws(GateRefusal) {
        switch name {
        case ObjectIdentifier.contentTypeAttribute:
            guard value.tag == Tag.objectIdentifier,
                let wanted = ObjectIdentifier.documentTypes[type],
                value.content.elementsEqual(wanted)
            else { throw GateRefusal("the contentType attribute is not \(type.rawValue)") }
        case ObjectIdentifier.messageDigestAttribute:
            guard value.tag == Tag.octetString, value.content.count == 32 else {
                throw GateRefusal("messageDigest is not 32 bytes")
            }
        case ObjectIdentifier.signingTimeAttribute:
            try checkTime(value)
        default:
            guard value.tag == Tag.sequence, value.whole.count <= 1_024 else {
                throw GateRefusal("signingCertificateV2 is not as the profile says")
            }
            try checkSigningCertificate(values.inside(value.content))
        }
    }

    /// A time to the second in UTC: UTCTime for the years 1950 to 2049, GeneralizedTime for all
    /// others.
    ///
    /// - Source: RFC 5652 section 11.3; X.690 sections 11.7 and 11.8.
    private func checkTime(_ value: DERReader.Element) throws(GateRefusal) {
        let yearDigits = value.tag == Tag.utcTime ? 2 : 4
        let isTime = value.tag == Tag.utcTime || value.tag == Tag.generalizedTime
        guard isTime, value.content.count == yearDigits + 11, value.content.last == 0x5A else {
            throw GateRefusal("signingTime is not a time in UTC to the second")
        }
        let digits = value.content.dropLast()
        guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw GateRefusal("signingTime is not a time in UTC to the second")
        }
        let year = number(digits.prefix(yearDigits))
        let parts = (0..<5).map { index in
            number(digits.dropFirst(yearDigits + 2 * index).prefix(2))
        }
        guard value.tag == Tag.utcTime || !(1950...2049).contains(year) else {
            throw GateRefusal("signingTime is a GeneralizedTime where DER has a UTCTime")
        }
        let fullYear = value.tag == Tag.utcTime ? (year < 50 ? 2000 : 1900) + year : year
        guard CivilDate(year: fullYear, month: parts[0], day: parts[1]) != nil, parts[2] < 24,
            parts[3] < 60, parts[4] < 60
        else { throw GateRefusal("signingTime is no moment") }
    }

    private func number(_ digits: ArraySlice<UInt8>) -> Int {
        digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    /// One certificate, named by its SHA-256: the digest that the attribute has by default, and
    /// which DER therefore leaves out.
    private func checkSigningCertificate(_ value: DERReader) throws(GateRefusal) {
        var value = value
        var certificates = try value.inside(Tag.sequence, "signingCertificateV2")
        try value.end("signingCertificateV2")
        var certificate = try certificates.inside(Tag.sequence, "ESSCertIDv2")
        try certificates.end("signingCertificateV2")
        guard certificate.nextTag != Tag.sequence else {
            throw GateRefusal("signingCertificateV2 names a digest algorithm")
        }
        guard try certificate.element(Tag.octetString, "certHash").content.count == 32 else {
            throw GateRefusal("certHash is not 32 bytes")
        }
        if !certificate.isAtEnd {
            _ = try certificate.element(Tag.sequence, "issuerSerial")
        }
        try certificate.end("ESSCertIDv2")
    }
}
