public import Notices

extension HeliographError {
    /// The error as REST, console and command line print it: `code`, `sentence`, `next`,
    /// `detail` and `faults`. Causes name no person: keys, names and bodies never stand in them.
    public var json: JSON {
        [
            "code": .string(code.rawValue),
            "sentence": .string(sentence),
            "next": .string(next),
            "detail": .array(detail.map { .string($0) }),
            "faults": .array(faults.map(\.json)),
        ]
    }

    /// Reads what `json` wrote; nil for anything else.
    package init?(_ json: JSON) {
        guard let code = json["code"]?.stringValue.flatMap(Code.init(rawValue:)),
            let sentence = json["sentence"]?.stringValue, let next = json["next"]?.stringValue
        else { return nil }
        self.init(
            code, sentence, next: next,
            detail: (json["detail"]?.arrayValue ?? []).compactMap(\.stringValue),
            faults: (json["faults"]?.arrayValue ?? []).compactMap { Fault($0) })
    }
}

extension Fault {
    /// The fault as an object of `pointer`, `code`, `layer` and `sentence`.
    public var json: JSON {
        [
            "pointer": .string(pointer), "code": .string(code.rawValue),
            "layer": .string(layer.rawValue), "sentence": .string(sentence),
        ]
    }

    /// Reads what `json` wrote; nil for anything else.
    package init?(_ json: JSON) {
        guard let pointer = json["pointer"]?.stringValue,
            let code = json["code"]?.stringValue.flatMap(FaultCode.init(rawValue:)),
            let layer = json["layer"]?.stringValue.flatMap(Layer.init(rawValue:)),
            let sentence = json["sentence"]?.stringValue
        else { return nil }
        self.init(pointer: pointer, code: code, layer: layer, sentence: sentence)
    }
}

extension JSON {
    /// A time as the command line prints it; null for none.
    package init(_ moment: Instant?) {
        self = moment.map { .string($0.description) } ?? .null
    }

    /// A text; null for none.
    package init(_ text: String?) {
        self = text.map { .string($0) } ?? .null
    }

    /// A whole number; null for none.
    package init(_ number: Int?) {
        self = number.map { .number(JSONNumber($0)) } ?? .null
    }

    /// A list, as every listing verb prints it.
    package static func items(_ items: [JSON]) -> JSON { ["items": .array(items)] }
}
