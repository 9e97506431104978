package import Certificates
package import Federation
package import Notices
internal import Ports
internal import Sealing
internal import Station

/// Makes keys, certificates, revocation lists and bundles, and reads them back.
package struct KeyMaker {
    let member: MemberCode
    let folder: KeyFolder
    let lives: KeyLives

    /// - Parameters:
    ///   - folder: holds the keys in use and takes the new ones.
    ///   - lives: the lives of new certificates.
    package init(
        member: MemberCode, folder: KeyFolder, lives: KeyLives
    ) {
        self.member = member
        self.folder = folder
        self.lives = lives
    }

    // MARK: - Making

    /// Makes a key for a leaf slot and has the issuing CA in use certify it.
    func makeLeaf(
        _ slot: KeySlot, _ ring: KeyRing, at now: Instant
    ) throws(HeliographError) -> OwnKey {
        guard let role = slot.role, let issuing = ring.active(.issuing) else {
            throw HeliographError(.keyMissing, "There is no issuing CA in use.")
        }
        guard issuing.ends > now else {
            throw HeliographError(
                .certificateUntrusted, "The issuing CA's certificate ended at \(issuing.ends).",
                next: "Make a new one with the root: `heliograph keys rotate issuing`.")
        }
        let name = KeyFolder.name(slot, randomBytes(8))
        let issuer = try folder.load(issuing.file)
        let key = try folder.custody.make(name)
        let certificate = try issuer.issue(
            .leaf(role), member: member, subject: key,
            validity: Validity(from: now - .minutes(5), to: min(now + lives.leaf, issuing.ends)))
        return try keep(certificate, slot, issuer: issuing.id, name, at: now)
    }

    /// Makes a key for an issuing CA, with a request for the root, which is elsewhere.
    ///
    /// - Returns: the path of the request, PKCS#10 in DER.
    func requestIssuing(at now: Instant) throws(HeliographError) -> String {
        let name = KeyFolder.name(.issuing, randomBytes(8))
        let file = folder.requestFile(name)
        // The name is taken before the key is: a key without a request is swept away.
        try Files.write([], to: file, mode: 0o644)
        let key: PrivateKey
        do throws(HeliographError) {
            key = try folder.custody.make(name)
        } catch {
            try? Files.destroy(file)
            throw error
        }
        try Files.write(
            try CertificateRequest.make(.issuing, member: member, key: key).bytes, to: file,
            mode: 0o644)
        return file
    }

    /// Takes in the certificate for a request that is waiting.
    func takeIssuing(
        _ certificate: Certificate, _ ring: KeyRing, at now: Instant
    ) throws(HeliographError) -> OwnKey {
        guard certificate.member == member, certificate.isAuthority,
            let root = try rootCertificates(ring).first(where: { certificate.isIssued(by: $0) })
        else {
            throw HeliographError(
                .certificateUntrusted, "The certificate is not one by a root of this member.")
        }
        for file in Files.names(in: folder.path) where file.hasSuffix(".csr") {
            let name = String(file.dropLast(4))
            guard folder.custody.holds(name), certificate.matches(try folder.custody.load(name))
            else { continue }
            return try keep(certificate, .issuing, issuer: root.keyID, name, at: now)
        }
        throw HeliographError(
            .notFound, "No request is waiting for this certificate.",
            next: "Make one with `heliograph keys stage issuing`.")
    }

    /// Makes an issuing CA under the root in use, whose private key must be here.
    func makeIssuing(_ ring: KeyRing, at now: Instant) throws(HeliographError) -> OwnKey {
        guard let root = ring.active(.root) else {
            throw HeliographError(.keyMissing, "There is no root.")
        }
        let issuer = try folder.load(root.file)
        let name = KeyFolder.name(.issuing, randomBytes(8))
        let key = try folder.custody.make(name)
        let certificate = try issuer.issue(
            .issuing, member: member, subject: key,
            validity: Validity(from: now - .minutes(5), to: min(now + lives.issuing, root.ends)))
        return try keep(certificate, .issuing, issuer: root.id, name, at: now)
    }

    /// Makes a new root; it counts once a trust list names it.
    func makeRoot(at now: Instant) throws(HeliographError) -> OwnKey {
        let name = KeyFolder.name(.root, randomBytes(8))
        let key = try folder.custody.make(name)
        let certificate = try CertificateIssuer.selfSigned(
            .root, member: member, key: key, validity: Validity(at: now, for: lives.root))
        return try keep(certificate, .root, issuer: certificate.keyID, name, at: now)
    }

    private func keep(
        _ certificate: Certificate, _ slot: KeySlot, issuer: KeyID, _ name: String, at now: Instant
    ) throws(HeliographError) -> OwnKey {
        try Files.write(certificate.der, to: folder.certificateFile(name))
        let now = now.flooredToSecond
        return OwnKey(
            id: certificate.keyID, slot: slot, issuer: issuer, file: name, made: now,
            starts: certificate.notBefore, ends: certificate.notAfter, since: now)
    }

    /// Replaces leaves whose certificate has ended: nobody takes them any more, so there is nothing
    /// to rehearse.
    ///
    /// - Returns: true if any was replaced.
    func replaceEnded(_ ring: inout KeyRing, at now: Instant) throws(HeliographError) -> Bool {
        var isChanged = false
        for slot in KeySlot.leaves {
            guard let key = ring.active(slot), key.ends <= now,
                let issuing = ring.active(.issuing), issuing.ends > now
            else { continue }
            // A rotation that was begun before a long absence: its key has ended as well.
            if let next = ring.successor(slot), next.ends <= now {
                try ring.undo(slot, at: now)
                try folder.custody.destroy(next.file)
            }
            if ring.successor(slot) == nil {
                try ring.stage(try makeLeaf(slot, ring, at: now))
            }
            try ring.activate(slot, at: now, isUrgent: true)
            isChanged = true
        }
        return isChanged
    }

    // MARK: - Reading

    func rootCertificates(_ ring: KeyRing) throws(HeliographError) -> [Certificate] {
        try certificates(ring.keys.filter { $0.slot == .root && $0.state != .destroyed })
    }

    func certificates(_ keys: [OwnKey]) throws(HeliographError) -> [Certificate] {
        var found: [Certificate] = []
        for key in keys { found.append(try folder.certificate(key.file)) }
        return found
    }

    /// The keys and certificates that the node uses, as the ring says; signs the bundle and the
    /// revocation lists if they are not on file yet.
    ///
    /// - Throws: `keyMissing` if a role has no key in use; `keyExposed`, `keyUnusable`, or the
    ///   trouble of the folder or token.
    package func material(
        _ ring: KeyRing, at now: Instant
    ) throws(HeliographError) -> KeyDesk.Material {
        guard let signing = ring.active(.signing), let transport = ring.active(.transport),
            let encryption = ring.active(.encryption)
        else { throw HeliographError(.keyMissing, "A key of some role is not in use.") }
        let signer = try folder.load(signing.file)
        let identity = SigningIdentity(
            key: signer.key, certificate: signer.certificate, issuers: try issuers(signing, ring))
        var opening: [OpeningKey] = []
        let published = ring.successor(.encryption).map { [$0] } ?? []
        for key in [encryption] + published.filter({ $0.state == .published })
            + ring.draining(.encryption)
        {
            let loaded = try folder.load(key.file)
            opening.append(OpeningKey(key: loaded.key, certificate: loaded.certificate))
        }
        let door = try folder.load(transport.file)
        return KeyDesk.Material(
            signing: identity, opening: opening,
            signers: try certificates(
                ring.keys.filter { $0.slot == .signing && $0.state != .staged }),
            transport: try PeerIdentity(
                certificate: door.certificate, authorities: try issuers(transport, ring),
                key: door.key),
            announcement: TrustDesk.OwnAnnouncement(
                bundle: try bundle(ring, by: identity, at: now),
                revocationLists: try revocationLists(ring, at: now)))
    }

    private func issuers(_ key: OwnKey, _ ring: KeyRing) throws(HeliographError) -> [Certificate] {
        try certificates(ring.keys.filter { $0.slot == .issuing && $0.id == key.issuer })
    }

    // MARK: - Announcing

    /// The signed bundle of the ring's version: the one on file, or made now.
    private func bundle(
        _ ring: KeyRing, by signing: SigningIdentity, at now: Instant
    ) throws(HeliographError) -> [UInt8] {
        if Files.exists(folder.bundleFile) {
            let der = try Files.read(folder.bundleFile)
            let content = try? CMSSealer.ownContent(of: der, as: .keyBundle)
            if let held = content.flatMap({ try? KeyBundle.read($0) }),
                held.version == ring.bundleVersion, held.member == member
            {
                return der
            }
        }
        let bundle = KeyBundle(
            member: member, version: ring.bundleVersion, issued: now.flooredToSecond,
            certificates: try certificates(ring.announced).map(\.der))
        let der = try CMSSealer(member: member, signing: signing, opening: []).sign(
            bundle.encoded(), as: .keyBundle, at: now)
        try Files.write(der, to: folder.bundleFile)
        return der
    }

    /// Issuing CAs that still have to list their revoked certificates.
    private func listing(_ ring: KeyRing, at now: Instant) -> [OwnKey] {
        ring.listing.filter { $0.ends > now && folder.custody.holds($0.file) }
    }

    /// The revocation list of each issuing CA, made anew where an entry is missing or where two
    /// thirds of its life are over.
    private func revocationLists(
        _ ring: KeyRing, at now: Instant
    ) throws(HeliographError) -> [[UInt8]] {
        var lists: [[UInt8]] = []
        for issuing in listing(ring, at: now) {
            let file = folder.revocationListFile(issuing.file)
            let held = try heldList(file)
            let revoked = ring.keys.filter { $0.issuer == issuing.id && $0.reason != nil }
            if let held, isFresh(held, at: now), held.revokedSerials.count == revoked.count {
                lists.append(held.der)
                continue
            }
            var entries: [(certificate: Certificate, at: Instant)] = []
            for key in revoked {
                entries.append((try folder.certificate(key.file), key.since))
            }
            let made = try folder.load(issuing.file).revocationList(
                entries, number: max((held?.number ?? 0) + 1, now.milliseconds),
                validity: Validity(at: now, for: lives.revocationList))
            try Files.write(made.der, to: file)
            lists.append(made.der)
        }
        return lists
    }

    /// True if a revocation list should be made anew though nothing else changes.
    func needsRevocationList(_ ring: KeyRing, at now: Instant) throws(HeliographError) -> Bool {
        for issuing in listing(ring, at: now) {
            guard let held = try heldList(folder.revocationListFile(issuing.file)),
                isFresh(held, at: now)
            else { return true }
        }
        return false
    }

    private func heldList(_ file: String) throws(HeliographError) -> RevocationList? {
        guard Files.exists(file) else { return nil }
        let bytes = try Files.read(file)
        guard let list = try? RevocationList(der: bytes) else {
            throw HeliographError(
                .keyUnusable, "\(file) holds no revocation list.",
                next: "Take that file away: the node makes it anew from keys/ring.json.")
        }
        return list
    }

    private func isFresh(_ list: RevocationList, at now: Instant) -> Bool {
        now.since(list.issued) < list.nextUpdate.since(list.issued) * 2 / 3
    }
}

extension KeyFolder {
    /// The version of the bundle on file; nil if there is none.
    func bundleVersion() throws(HeliographError) -> Int64? {
        guard Files.exists(bundleFile) else { return nil }
        let content = try CMSSealer.ownContent(of: try Files.read(bundleFile), as: .keyBundle)
        return try? KeyBundle.read(content).version
    }
}
