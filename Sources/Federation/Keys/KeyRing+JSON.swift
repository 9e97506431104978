public import Notices

extension KeyRing {
    /// More keys than a member makes in a century of monthly rotations.
    static let keysMax = 8_192

    /// The ring as JSON, as it is kept in `keys/ring.json`.
    public func encoded() -> [UInt8] {
        let json: JSON = [
            "format": 1,
            "bundleVersion": .number(JSONNumber(Int(bundleVersion))),
            "unattended": .array(unattended.map(\.rawValue).sorted().map { .string($0) }),
            "keys": .array(keys.map(\.json)),
        ]
        return json.encodedPretty()
    }

    /// Reads a ring as `encoded` writes it.
    ///
    /// - Throws: a refusal that names the place if the bytes are not strict JSON of this form, hold
    ///   more than `keysMax` keys, or hold one key twice.
    public static func read(_ bytes: [UInt8]) throws(StrictObject.Refusal) -> KeyRing {
        let json: JSON
        do throws(JSONFault) {
            json = try JSON.parse(
                bytes, limits: JSONLimits(bytesMax: 8 << 20, depthMax: 4, valuesMax: 1 << 18))
        } catch {
            throw StrictObject.Refusal("the key ring is not strict JSON: \(error.code)")
        }
        let object = try StrictObject(
            json, members: ["format", "bundleVersion", "unattended", "keys"], path: "ring")
        _ = try object.int("format", in: 1...1)
        var keys: [OwnKey] = []
        for json in try object.array("keys", countMax: keysMax) { keys.append(try OwnKey(json)) }
        guard Set(keys.map(\.id)).count == keys.count else {
            throw StrictObject.Refusal("a key stands in the ring twice")
        }
        return KeyRing(
            keys: keys, bundleVersion: Int64(try object.int("bundleVersion", in: 0...(1 << 53))),
            unattended: Set(
                try object.values("unattended", countMax: KeySlot.allCases.count) {
                    KeySlot(rawValue: $0)
                }))
    }
}

extension OwnKey {
    private static let members = [
        "id", "slot", "issuer", "file", "made", "starts", "ends", "state", "since", "version",
        "reason",
    ]

    fileprivate var json: JSON {
        [
            "id": .string(id.description),
            "slot": .string(slot.rawValue),
            "issuer": .string(issuer.description),
            "file": .string(file),
            "made": .string(made.description),
            "starts": .string(starts.description),
            "ends": .string(ends.description),
            "state": .string(state.rawValue),
            "since": .string(since.description),
            "version": .number(JSONNumber(Int(version))),
            "reason": reason.map { .string($0) } ?? .null,
        ]
    }

    fileprivate init(_ json: JSON) throws(StrictObject.Refusal) {
        let object = try StrictObject(json, members: Self.members, path: "ring.keys")
        self.init(
            id: try object.value("id") { KeyID(hexadecimal: $0) },
            slot: try object.value("slot") { KeySlot(rawValue: $0) },
            issuer: try object.value("issuer") { KeyID(hexadecimal: $0) },
            file: try object.value("file") { Self.isFileName($0) ? $0 : nil },
            made: try object.value("made") { Instant(utcSecond: $0) },
            starts: try object.value("starts") { Instant(utcSecond: $0) },
            ends: try object.value("ends") { Instant(utcSecond: $0) },
            state: try object.value("state") { KeyState(rawValue: $0) },
            since: try object.value("since") { Instant(utcSecond: $0) },
            version: Int64(try object.int("version", in: 0...(1 << 53))),
            reason: try object.optional("reason") { $0 })
    }

    /// Letters, digits and hyphens: it cannot lead out of its folder.
    private static func isFileName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 80
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D: true
                default: false
                }
            }
    }
}
