import Exchange
import Federation
import Notices

extension FuzzTarget {
    /// The documents inside requests, answers and signed documents.
    static let protocolDocuments: [FuzzTarget] = [
        FuzzTarget("frame") { bytes in
            guard let (header, envelope) = try? FrameHeader.read(bytes[...]) else { return }
            let again = try? FrameHeader.read(header.frame(envelope: Array(envelope))[...])
            holds(again?.header == header, "a frame header is not read as it was written")
        },
        FuzzTarget("notice-content", bytesMax: 32_768) { bytes in
            guard let content = try? NoticeContent.read(bytes[...]) else { return }
            holds(
                (try? NoticeContent.read(content.encoded()[...])) == content,
                "a notice's content is not read as it was written")
        },
        FuzzTarget("evidence") { bytes in
            guard let entries = try? EvidenceContent.read(bytes) else { return }
            holds(
                (try? EvidenceContent.read(EvidenceContent.encode(entries))) == entries,
                "evidence is not read as it was written")
        },
        FuzzTarget("answer") { bytes in
            if let answer = try? ExchangeAnswer.read(bytes) {
                holds(
                    (try? ExchangeAnswer.read(answer.encoded())) == answer,
                    "an answer is not read as it was written")
            }
            if let answer = try? EvidenceAnswer.read(bytes) {
                holds(
                    (try? EvidenceAnswer.read(answer.encoded())) == answer,
                    "an answer about evidence is not read as it was written")
            }
        },
        FuzzTarget("attachment") { bytes in
            if let piece = try? AttachmentPiece.read(bytes) {
                holds(
                    (try? AttachmentPiece.read(piece.encoded())) == piece,
                    "a piece is not read as it was written")
            }
            if let request = AttachmentRequest(path: String(decoding: bytes, as: UTF8.self)) {
                holds(
                    Array(request.path.utf8) == bytes,
                    "a path to a piece has two ways to be written")
            }
        },
        FuzzTarget("hello") { bytes in
            guard let hello = try? Hello.read(bytes) else { return }
            holds((try? Hello.read(hello.encoded())) == hello, "a hello is not read as written")
        },
        FuzzTarget("probe") { bytes in
            guard let probe = try? ProbeContent.read(bytes) else { return }
            holds(
                (try? ProbeContent.read(probe.encoded())) == probe,
                "a probe is not read as it was written")
        },
        FuzzTarget("trust-list", bytesMax: 65_536) { bytes in
            guard let list = try? TrustList.read(bytes) else { return }
            holds(
                (try? TrustList.read(list.encoded())) == list,
                "a trust list is not read as it was written")
        },
        FuzzTarget("key-bundle", bytesMax: 65_536) { bytes in
            guard let bundle = try? KeyBundle.read(bytes) else { return }
            holds(
                (try? KeyBundle.read(bundle.encoded())) == bundle,
                "a key bundle is not read as it was written")
        },
        FuzzTarget("der-row") { bytes in
            guard let documents = try? ConcatenatedDER.split(bytes) else { return }
            holds(documents.flatMap { $0 } == bytes, "a row of documents lost a byte")
        },
    ]
}
