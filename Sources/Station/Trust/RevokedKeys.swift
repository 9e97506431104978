internal import Certificates
internal import Federation
internal import Notices

/// The public keys that revocation lists took out of use.
///
/// A list names the serial number of a certificate. The key in it is known from the bundle that
/// announced the certificate, and stays revoked in any other certificate.
struct RevokedKeys {
    /// The place of a certificate: a serial number is its issuer's.
    private struct Place: Hashable {
        let issuer: KeyID
        let serial: String
    }

    /// Certificates that are remembered of one member: it may announce as many as it likes.
    static let certificatesMax = 2_048

    private var announced: [MemberCode: [Place: KeyID]] = [:]
    private var revoked: [MemberCode: Set<Place>] = [:]
    private(set) var keys: [MemberCode: Set<KeyID>] = [:]

    mutating func note(_ bundle: KeyBundle) {
        for bytes in bundle.certificates {
            guard let certificate = try? Certificate.read(bytes),
                let issuer = certificate.issuerKeyID
            else { continue }
            let place = Place(issuer: issuer, serial: certificate.serial)
            if announced[bundle.member, default: [:]].count >= Self.certificatesMax {
                announced[bundle.member] = [:]
            }
            announced[bundle.member, default: [:]][place] = certificate.keyID
            if revoked[bundle.member]?.contains(place) == true {
                keys[bundle.member, default: []].insert(certificate.keyID)
            }
        }
    }

    mutating func note(_ serials: Set<String>, by issuer: KeyID, of member: MemberCode) {
        let places = serials.map { Place(issuer: issuer, serial: $0) }
        revoked[member, default: []].formUnion(places)
        keys[member, default: []].formUnion(places.compactMap { announced[member]?[$0] })
    }
}
