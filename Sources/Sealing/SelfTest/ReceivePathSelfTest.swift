internal import Certificates
internal import Federation
public import Notices

/// Runs forged messages through gate and library at every start. A node that accepts one of them
/// does not start.
public enum ReceivePathSelfTest {
    /// The result of a self-test that passed.
    public struct Report: Sendable, Equatable {
        /// The number of forgeries tried.
        public let tried: Int
        /// Forged envelopes that the library alone, without the gate, would have opened.
        public let openedByLibraryAlone: [String]
    }

    /// Makes a message with throw-away keys, forges it in every known way, and tries each forgery.
    ///
    /// - Throws: `selfTestFailed` if a forgery passes, or the genuine message does not.
    public static func run(at now: Instant) throws(HeliographError) -> Report {
        guard let member = MemberCode("XZ") else {
            throw HeliographError(.internalFault, "XZ is a member code.")
        }
        let tree = try MemberKeyTree.make(member, at: now)
        let signing = tree.leaf(.signing)
        let opening = tree.leaf(.encryption)
        let content = Array("heliograph self-test".utf8)
        let identity = SigningIdentity(
            key: signing.key, certificate: signing.certificate,
            issuers: [tree.issuing.certificate])
        let document: [UInt8]
        let envelope: [UInt8]
        do throws(OpenSSLFailure) {
            document = try SignedData.sign(content, as: .notice, by: [identity], at: now)
            envelope = try AuthEnvelopedData.seal(content, to: [opening.certificate])
        } catch {
            throw error.asError(.selfTestFailed, "The self-test could not make its message.")
        }
        let forgedDocuments: [Forgery]
        let forgedEnvelopes: [Forgery]
        do throws(GateRefusal) {
            forgedDocuments = try SignatureForgeries.all(of: document)
            forgedEnvelopes = try EnvelopeForgeries.all(of: envelope)
        } catch {
            throw HeliographError(
                .selfTestFailed, "The self-test cannot read its own message.",
                detail: [error.description])
        }
        let trust = try MemberTrust(
            member: member, roots: [tree.root.certificate], revocationLists: [])
        func verifies(_ bytes: [UInt8]) -> Bool {
            guard let checked = try? SignedData.check(bytes, as: .notice),
                let signature = checked.signatures.first, checked.content == content
            else { return false }
            let verdict = trust.judge(
                signature.certificate, with: checked.certificates, role: .signing, at: now)
            if case .trusted = verdict { return true } else { return false }
        }
        func opensInLibrary(_ bytes: [UInt8]) -> Bool {
            (try? AuthEnvelopedData.open(
                bytes, with: opening.key, certificate: opening.certificate)) != nil
        }
        func opens(_ bytes: [UInt8]) -> Bool {
            (try? EnvelopeGate().check(bytes[...])) != nil && opensInLibrary(bytes)
        }
        guard verifies(document), opens(envelope) else {
            throw HeliographError(.selfTestFailed, "The genuine message of the self-test failed.")
        }
        let passed =
            forgedDocuments.filter { verifies($0.bytes) }
            + forgedEnvelopes.filter { opens($0.bytes) }
        guard passed.isEmpty else {
            throw HeliographError(
                .selfTestFailed, "A forged message passed the receive path.",
                detail: passed.map(\.name))
        }
        return Report(
            tried: forgedDocuments.count + forgedEnvelopes.count,
            openedByLibraryAlone: forgedEnvelopes.filter { opensInLibrary($0.bytes) }.map(\.name))
    }
}
