/// A document altered in a way that some CMS library has accepted, or might.
struct Forgery {
    let name: String
    let bytes: [UInt8]
}

/// The forgeries of an AuthEnvelopedData that the receive path must refuse.
///
/// - Source: measured on OpenSSL 3.0.19 and 3.0.22 (`docs/adr/0004-receive-path.md`);
///   CVE-2026-34182; RFC 5083, 5084.
enum EnvelopeForgeries {
    // Positions inside ContentInfo > [0] > AuthEnvelopedData with one recipient.
    private static let enveloped = [1, 0]
    private static let recipient = enveloped + [1, 0]
    private static let content = enveloped + [2]
    private static let algorithm = content + [1]
    private static let parameters = algorithm + [1]
    private static let mac = enveloped + [3]

    static func all(of envelope: [UInt8]) throws(GateRefusal) -> [Forgery] {
        let tree = try DERTree.read(envelope[...])
        var forgeries: [Forgery] = []
        func forge(_ name: String, _ change: (inout DERTree) -> Void) {
            var forged = tree
            change(&forged)
            forgeries.append(Forgery(name: name, bytes: forged.encoded))
        }
        for count in [0, 1, 2, 3, 4, 8, 11, 12, 15] {
            forge("GCM tag cut to \(count) bytes") { tree in
                tree.mutate(mac) { $0 = Array($0.prefix(count)) }
            }
            forge("GCM tag cut to \(count) bytes, and ICVLen says so") { tree in
                tree.mutate(mac) { $0 = Array($0.prefix(count)) }
                tree.mutate(parameters + [1]) { $0 = [UInt8(count)] }
            }
        }
        forge("ICVLen left out") { $0[parameters + [1]] = nil }
        forge("nonce of 13 bytes") { tree in tree.mutate(parameters + [0]) { $0.append(0) } }
        for (name, oid) in [
            ("AES-256-OFB", "2.16.840.1.101.3.4.1.43"), ("AES-256-CBC", "2.16.840.1.101.3.4.1.42"),
        ] {
            forge("cipher swapped for \(name)") { tree in
                tree[algorithm] = .constructed(
                    tag: Tag.sequence,
                    [
                        .primitive(tag: Tag.objectIdentifier, ObjectIdentifier.octets(oid)),
                        .primitive(tag: Tag.octetString, [UInt8](repeating: 7, count: 16)),
                    ])
            }
        }
        forge("ciphertext bit flipped") { tree in tree.mutate(content + [2]) { $0[0] ^= 1 } }
        forge("GCM tag bit flipped") { tree in tree.mutate(mac) { $0[15] ^= 1 } }
        forge("key derivation by SHA-1") { tree in
            tree.mutate(recipient + [2, 0]) {
                $0 = ObjectIdentifier.octets("1.3.133.16.840.63.0.2")
            }
        }
        forge("wrapped key bit flipped") { tree in
            tree.mutate(recipient + [3, 0, 1]) { $0[0] ^= 1 }
        }
        forge("the recipient twice") { tree in
            if let twin = tree[recipient] { tree.append(twin, at: enveloped + [1]) }
        }
        for (number, name) in [(UInt8(1), "authAttrs"), (UInt8(2), "unauthAttrs")] {
            let attributes = DERTree.constructed(
                tag: Tag.constructed(number),
                [
                    .constructed(
                        tag: Tag.sequence,
                        [
                            .primitive(
                                tag: Tag.objectIdentifier, ObjectIdentifier.contentTypeAttribute),
                            .constructed(
                                tag: Tag.set,
                                [.primitive(tag: Tag.objectIdentifier, ObjectIdentifier.data)]),
                        ])
                ])
            forge("\(name) added") { $0.append(attributes, at: enveloped) }
        }
        forgeries.append(Forgery(name: "a byte behind it", bytes: envelope + [0]))
        forgeries.append(Forgery(name: "its last byte missing", bytes: Array(envelope.dropLast())))
        forgeries.append(
            Forgery(
                name: "indefinite length",
                bytes: [0x30, 0x80] + (tree[[0]]?.encoded ?? []) + (tree[[1]]?.encoded ?? [])
                    + [0, 0]))
        return forgeries
    }
}

/// The forgeries of a SignedData that the receive path must refuse.
enum SignatureForgeries {
    private static let signed = [1, 0]
    private static let signer = signed + [4, 0]

    static func all(of document: [UInt8]) throws(GateRefusal) -> [Forgery] {
        let tree = try DERTree.read(document[...])
        var forgeries: [Forgery] = []
        func forge(_ name: String, _ change: (inout DERTree) -> Void) {
            var forged = tree
            change(&forged)
            forgeries.append(Forgery(name: name, bytes: forged.encoded))
        }
        forge("content altered") { tree in tree.mutate(signed + [2, 1, 0]) { $0[0] ^= 1 } }
        forge("signer appended twice") { tree in
            if let twin = tree[signer] { tree.append(twin, at: signed + [4]) }
        }
        forge("no signer") { $0[signer] = nil }
        forge("signed attributes left out") { $0[signer + [3]] = nil }
        for index in 0..<4 {
            forge("signed attribute \(index + 1) left out") { $0[signer + [3, index]] = nil }
        }
        forge("signing certificate left out") { $0[signed + [3, 0]] = nil }
        forge("unsigned attribute added") { tree in
            tree.append(.constructed(tag: Tag.constructed(1), []), at: signer)
        }
        forge("another content type outside") { tree in
            tree.mutate(signed + [2, 0]) { $0 = ObjectIdentifier.data }
        }
        forge("signed attributes in another order") { tree in
            tree.swapFirstTwo(at: signer + [3])
        }
        forge("certificates in another order") { $0.swapFirstTwo(at: signed + [3]) }
        forge("a certificate twice") { tree in
            if let twin = tree[signed + [3, 0]] { tree.append(twin, at: signed + [3]) }
        }
        forge("digest named SHA-1") { tree in
            tree.mutate(signer + [2, 0]) { $0 = ObjectIdentifier.octets("1.3.14.3.2.26") }
        }
        forge("a revocation list embedded") { tree in
            guard case .constructed(let tag, var parts)? = tree[signed] else { return }
            parts.insert(.constructed(tag: Tag.constructed(1), []), at: 4)
            tree[signed] = .constructed(tag: tag, parts)
        }
        forgeries.append(Forgery(name: "a byte behind it", bytes: document + [0]))
        forgeries.append(Forgery(name: "its last byte missing", bytes: Array(document.dropLast())))
        return forgeries
    }
}
