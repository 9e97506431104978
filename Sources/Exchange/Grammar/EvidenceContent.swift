public import Notices

/// The content of an evidence SignedData: 1 to 256 entries under one signature.
public enum EvidenceContent {
    /// The content to sign, as JSON; the caller keeps to `WireProtocol.entriesMax` entries.
    public static func encode(_ entries: [EvidenceEntry]) -> [UInt8] {
        let json: JSON = [
            "version": JSON(integerLiteral: WireProtocol.version),
            "entries": .array(entries.map { $0.json }),
        ]
        return json.encoded()
    }

    /// Reads content whose signature was verified; `by` of its entries is not compared with the
    /// signer.
    ///
    /// - Throws: `malformed` or `versionUnsupported`.
    public static func read(_ content: [UInt8]) throws(GrammarRefusal) -> [EvidenceEntry] {
        let json: JSON
        do throws(JSONFault) {
            json = try JSON.parse(
                content, limits: JSONLimits(bytesMax: 1 << 20, depthMax: 4, valuesMax: 8_192))
        } catch {
            throw GrammarRefusal(.malformed, "the evidence is not strict JSON")
        }
        try checkVersion(json)
        return try grammar { () throws(StrictObject.Refusal) in
            let object = try StrictObject(json, members: ["version", "entries"], path: "evidence")
            var entries: [EvidenceEntry] = []
            for json in try object.array("entries", countMax: WireProtocol.entriesMax) {
                entries.append(try EvidenceEntry(json))
            }
            guard !entries.isEmpty else { throw StrictObject.Refusal("evidence has no entry") }
            return entries
        }
    }
}

extension EvidenceEntry {
    /// The entry as JSON: as it is signed, and as the command line prints it.
    public var json: JSON {
        var object: JSONObject = [
            "step": .string(step.rawValue),
            "by": .string(by.description),
            "from": .string(from.description),
            "id": .string(id.description),
            "seal": .number(JSONNumber(seal)),
            "recipient": .string(recipient.description),
            "contentDigest": .string(contentDigest.description),
            "at": .string(at.description),
        ]
        if let attachment { object["attachment"] = .string(attachment.description) }
        if let code { object["code"] = .string(code.rawValue) }
        return .object(object)
    }

    init(_ json: JSON) throws(StrictObject.Refusal) {
        let object = try StrictObject(
            json,
            members: [
                "step", "by", "from", "id", "seal", "recipient", "contentDigest", "at", "code",
                "attachment",
            ], path: "evidence.entries")
        let step = try object.value("step") { EvidenceStep(rawValue: $0) }
        let code = try object.ifPresent("code") { Code(ofPeer: $0) }
        guard (step == .refused) == (code != nil) else {
            throw StrictObject.Refusal("a code belongs to a refusal, and to nothing else")
        }
        let attachment = try object.ifPresent("attachment") { Digest(hexadecimal: $0) }
        guard attachment == nil || step == .delivered || step == .refused else {
            throw StrictObject.Refusal("an attachment is delivered or refused, and nothing else")
        }
        self.init(
            step: step,
            by: try object.value("by") { MemberCode($0) },
            from: try object.value("from") { MemberCode($0) },
            id: try object.value("id") { MessageID($0) },
            seal: try object.int("seal", in: 1...1_000_000),
            recipient: try object.value("recipient") { MemberCode($0) },
            contentDigest: try object.value("contentDigest") { Digest(hexadecimal: $0) },
            at: try object.value("at") { Instant(utcSecond: $0) },
            code: code, attachment: attachment)
    }
}
