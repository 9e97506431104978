public import Notices

/// The answer to `POST /exchange/v1/messages`: for each envelope, in order, evidence or "later".
public struct ExchangeAnswer: Sendable, Hashable {
    /// The result for one envelope.
    public enum Result: Sendable, Hashable {
        /// Settled by the evidence document at this index.
        case evidence(Int)
        /// Not now: nothing was kept, nothing was refused.
        case later(Code, after: Duration)
        /// The bytes are not a message of a member. Nobody signed for this; it is no evidence.
        case rejected(Code)
    }

    /// One envelope of the request with its result.
    public struct Item: Sendable, Hashable {
        /// SHA-256 of the envelope's bytes.
        public let envelope: Digest
        /// The result for that envelope.
        public let result: Result

        /// An item; an index of evidence must be one of the answer's documents.
        public init(envelope: Digest, result: Result) {
            self.envelope = envelope
            self.result = result
        }
    }

    /// The versions that the answering node holds.
    public let versions: HeldVersions
    /// One per envelope, in the order of the request; at most `WireProtocol.entriesMax`.
    public let items: [Item]
    /// Evidence SignedData, DER; at most `WireProtocol.entriesMax`, each at most 1 MiB.
    public let evidence: [[UInt8]]

    /// Takes the fields as they are; `read` checks those of a peer.
    public init(versions: HeldVersions, items: [Item], evidence: [[UInt8]]) {
        self.versions = versions
        self.items = items
        self.evidence = evidence
    }
}

/// The header of every answer: the versions that the answering node holds, so that a peer that is
/// behind notices.
public struct HeldVersions: Sendable, Hashable {
    /// The member that answers.
    public let member: MemberCode
    /// The answering node's clock.
    public let time: Instant
    /// The version of the trust list in force there.
    public let trustList: Int
    /// The version of its own key bundle.
    public let keyBundle: Int

    /// Takes the fields as they are.
    public init(member: MemberCode, time: Instant, trustList: Int, keyBundle: Int) {
        self.member = member
        self.time = time
        self.trustList = trustList
        self.keyBundle = keyBundle
    }

    static let members = ["version", "member", "time", "trustList", "keyBundle"]

    var json: JSONObject {
        [
            "version": JSON(integerLiteral: WireProtocol.version),
            "member": .string(member.description),
            "time": .string(time.description),
            "trustList": .number(JSONNumber(trustList)),
            "keyBundle": .number(JSONNumber(keyBundle)),
        ]
    }

    init(_ object: StrictObject) throws(StrictObject.Refusal) {
        self.init(
            member: try object.value("member") { MemberCode($0) },
            time: try object.value("time") { Instant(utcSecond: $0) },
            trustList: try object.int("trustList", in: 0...Int(Int32.max)),
            keyBundle: try object.int("keyBundle", in: 0...(1 << 53)))
    }
}

extension ExchangeAnswer {
    /// The body on the wire: a JSON header, a line feed, the evidence documents.
    public func encoded() -> [UInt8] {
        var object = versions.json
        object["answers"] = .array(
            items.map { item in
                var answer: JSONObject = ["envelope": .string(item.envelope.description)]
                switch item.result {
                case .evidence(let index):
                    answer["evidence"] = .number(JSONNumber(index))
                case .later(let code, let after):
                    answer["later"] = [
                        "code": .string(code.rawValue),
                        "afterSeconds": .number(JSONNumber(Int(after.wholeSeconds))),
                    ]
                case .rejected(let code):
                    answer["rejected"] = .string(code.rawValue)
                }
                return .object(answer)
            })
        object["evidenceBytes"] = .array(evidence.map { .number(JSONNumber($0.count)) })
        return HeaderedBytes.join(.object(object), evidence)
    }

    /// Reads a peer's answer; the inverse of `encoded`. Its evidence is not verified here.
    ///
    /// - Throws: `malformed` or `versionUnsupported`.
    public static func read(_ bytes: [UInt8]) throws(GrammarRefusal) -> ExchangeAnswer {
        let (json, rest) = try HeaderedBytes.split(bytes[...])
        try checkVersion(json)
        let (versions, items, lengths) = try grammar { () throws(StrictObject.Refusal) in
            let object = try StrictObject(
                json, members: HeldVersions.members + ["answers", "evidenceBytes"],
                path: "answer")
            let lengths = try object.array("evidenceBytes", countMax: WireProtocol.entriesMax)
                .map { $0.intValue ?? -1 }
            guard lengths.allSatisfy({ (1...(1 << 20)).contains($0) }) else {
                throw StrictObject.Refusal("answer.evidenceBytes is out of bounds")
            }
            var items: [Item] = []
            for json in try object.array("answers", countMax: WireProtocol.entriesMax) {
                items.append(try item(json, evidenceCount: lengths.count))
            }
            return (try HeldVersions(object), items, lengths)
        }
        let parts = try HeaderedBytes.cut(rest, into: lengths)
        return ExchangeAnswer(versions: versions, items: items, evidence: parts.map { Array($0) })
    }

    private static func item(_ json: JSON, evidenceCount: Int) throws(StrictObject.Refusal) -> Item
    {
        let object = try StrictObject(
            json, members: ["envelope", "evidence", "later", "rejected"], path: "answer.answers")
        guard ["evidence", "later", "rejected"].count(where: { object[$0] != nil }) == 1 else {
            throw StrictObject.Refusal("an answer has none or several results")
        }
        let envelope = try object.value("envelope") { Digest(hexadecimal: $0) }
        if object["evidence"] != nil {
            guard evidenceCount > 0 else {
                throw StrictObject.Refusal("an answer names evidence that is not there")
            }
            return Item(
                envelope: envelope,
                result: .evidence(try object.int("evidence", in: 0...(evidenceCount - 1))))
        }
        if object["rejected"] != nil {
            return Item(
                envelope: envelope,
                result: .rejected(try object.value("rejected") { Code(ofPeer: $0) }))
        }
        let later = try StrictObject(
            object["later"], members: ["code", "afterSeconds"], path: "answer.later")
        return Item(
            envelope: envelope,
            result: .later(
                try later.value("code") { Code(ofPeer: $0) },
                after: .seconds(try later.int("afterSeconds", in: 0...86_400))))
    }
}
