internal import Certificates
public import Federation
public import Notices
internal import Ports

extension TrustListSigning {
    /// The result of taking signatures from one document into another.
    public struct Collected: Sendable, Equatable {
        /// The SignedData with the signatures of both, in DER.
        public let document: [UInt8]
        /// The keys whose signatures the document gained.
        public let taken: [KeyID]
        /// The number of signatures that were left out: of an unknown key, of a key that has signed
        /// already, or false.
        public let ignoredCount: Int
    }

    /// Puts the signatures that count from one signed list beside those of another.
    ///
    /// Signers sign apart from each other, each on a machine of its own; this needs no key.
    ///
    /// - Parameters:
    ///   - document: the list as a signer sent it back.
    ///   - base: the very same list with the signatures collected so far; nil for the first.
    ///   - known: signers of the list before it.
    /// - Throws: `draftMismatch` if the two hold different lists; `listTooFewSigners` if the first
    ///   has no signature that counts.
    public static func collect(
        _ document: [UInt8], into base: [UInt8]?, known: [TrustList.Signer]
    ) throws(HeliographError) -> Collected {
        let arriving = try signatures(on: document, known: known)
        var counted: Set<KeyID> = []
        if let base {
            let before = try signatures(on: base, known: known)
            guard before.digest == arriving.digest else {
                throw HeliographError(.draftMismatch, Code.draftMismatch.meaning)
            }
            counted = before.signedBy
        }
        let source = try tree(document)
        var result =
            try base.map { bytes throws(HeliographError) in try tree(bytes) }
            ?? source.with([], at: Place.signers).with([], at: Place.certificates)
        var taken: [KeyID] = []
        let infos = source.children(at: Place.signers)
        for info in infos {
            guard let key = info[Place.signerID]?.bytes.flatMap({ KeyID(bytes: $0) }),
                arriving.signedBy.contains(key), !counted.contains(key),
                counted.count < SignedDataGate.listSignersMax
            else { continue }
            let alone = source.with([info], at: Place.signers).encoded
            // A false signature beside a good one of the same key is left out here.
            guard let judged = try? signatures(on: alone, known: known),
                judged.signedBy.contains(key)
            else { continue }
            result.append(info, at: Place.signers)
            for certificate in source.children(at: Place.certificates)
            where (try? Certificate(der: certificate.encoded))?.keyID == key
                && !result.children(at: Place.certificates).contains(certificate)
            {
                result.append(certificate, at: Place.certificates)
            }
            counted.insert(key)
            taken.append(key)
        }
        guard !taken.isEmpty || base != nil else {
            throw HeliographError(
                .listTooFewSigners, "No signer of the draft, or of the list in force, signed it.")
        }
        return Collected(
            document: try normal(result.encoded), taken: taken,
            ignoredCount: infos.count - taken.count)
    }

    /// Positions in a SignedData that has passed the gate.
    private enum Place {
        static let certificates = [1, 0, 3]
        static let signers = [1, 0, 4]
        /// Within a SignerInfo.
        static let signerID = [1]
    }

    private static func tree(_ bytes: [UInt8]) throws(HeliographError) -> DERTree {
        do throws(GateRefusal) {
            return try DERTree.read(bytes[...])
        } catch {
            throw error.asError
        }
    }

    /// The same document with its sets in the order of DER, as OpenSSL writes them.
    private static func normal(_ bytes: [UInt8]) throws(HeliographError) -> [UInt8] {
        do throws(OpenSSLFailure) {
            return try CMSDocument.decode(bytes).encoded()
        } catch {
            throw error.asError(.cryptoFailed, "The signatures could not be put together.")
        }
    }
}

extension DERTree {
    fileprivate func children(at path: [Int]) -> [DERTree] {
        guard case .constructed(_, let children)? = self[path] else { return [] }
        return children
    }

    fileprivate func with(_ children: [DERTree], at path: [Int]) -> DERTree {
        guard case .constructed(let tag, _)? = self[path] else { return self }
        var copy = self
        copy[path] = .constructed(tag: tag, children)
        return copy
    }

    fileprivate var bytes: [UInt8]? {
        guard case .primitive(_, let bytes) = self else { return nil }
        return bytes
    }
}
