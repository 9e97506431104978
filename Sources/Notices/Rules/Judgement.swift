/// One document that passes through the schema and the rules, with the faults that they find.
///
/// Rules never stop at the first fault, and never trust that a field exists or has its type: the
/// schema has reported that already. Sentences about a received document hold none of its values,
/// so that they may be logged. Sentences for an author may hold the author's own words, and are
/// shown to the author alone; logs and the audit have the codes of faults.
struct Judgement {
    let json: JSON
    let rules: NoticeRules
    let kind: NoticeKind?
    let operation: NoticeOperation?
    /// The moment by which every rule judges, so that a verdict never changes with the day.
    let createdAt: Instant?
    /// The largest number of faults, or of warnings, in a list: nobody reads on.
    static let faultsMax = 200
    private(set) var faults: [Fault] = []
    private(set) var warnings: [Fault] = []
    private var schemaPointers: Set<String> = []
    private var emptyPointers: [String] = []
    /// The legs whose times and countries are known.
    var legs: [Leg] = []
    /// The legs of each person in a group who has an own journey, by the person's index in
    /// `members`.
    var ownLegs: [Int: [Leg]] = [:]

    init(_ json: JSON, rules: NoticeRules) {
        self.json = json
        self.rules = rules
        kind = json["type"]?.stringValue.flatMap { NoticeKind(rawValue: $0) }
        operation = json["operation"]?.stringValue.map { NoticeOperation(rawValue: $0) }
        createdAt = json["createdAt"]?.stringValue.flatMap { Instant(rfc3339: $0) }
        judgeSchema()
        // A document over its bounds is not judged further: that could cost far more than reading
        // it.
        guard !faults.contains(where: { $0.code == .listTooLong || $0.code == .textTooLong }) else {
            return
        }
        judgeEverywhere()
        judgeSpecimen()
        judgeMemberNames()
        judgeEnvelope()
        for person in personPointers { judgePerson(person) }
        switch kind {
        case .greenNotice: judgeGreenNotice()
        case .travelAlert: judgeTravelAlert()
        case .groupAlert: judgeGroupAlert()
        case .outcome: judgeOutcome()
        case .hit: judgeHit()
        case .useConsent: judgeUseConsent()
        case .certificate: judgeCertificate()
        case .criminalRecord: judgeCriminalRecord()
        case .operation: judgeOperation()
        case .intelligenceProduct: judgeIntelligenceProduct()
        case .directory: judgeDirectory()
        case .incident: judgeIncident()
        case .correction, .erasure, .informationRequest, nil: break
        }
    }

    /// The pointers of all persons in the document.
    var personPointers: [String] {
        ["/person"] + list("/members").indices.map { "/members/\($0)/person" }
    }

    var createdOn: CivilDate? { createdAt?.utcDate }

    /// True for a cancel. It withdraws everything else, so that no effect of time on it is a fault.
    var isCancel: Bool { operation?.isCancel ?? false }

    mutating func refuse(_ code: FaultCode, _ pointer: String, _ sentence: String) {
        // The schema's fault about a value is enough.
        guard !schemaPointers.contains(pointer), faults.count < Self.faultsMax,
            // As long as a part is empty, no rule judges the whole.
            !emptyPointers.contains(where: { $0.hasPrefix(pointer + "/") })
        else { return }
        faults.append(
            Fault(
                pointer: pointer, code: code, layer: .rule,
                sentence: sentence + valueShown(pointer, code, in: sentence)))
    }

    /// The value at a place, for the author alone: a fault is often one wrong letter, which a
    /// sentence about the kind of value does not show.
    ///
    /// - Returns: an empty text for a received document, which may be logged, and for a value that
    ///   is no word or number.
    private func valueShown(_ pointer: String, _ code: FaultCode, in sentence: String) -> String {
        guard rules.audience == .author, !pointer.isEmpty, !code.isOfWholeText else { return "" }
        let shown: String
        switch json.at(pointer: pointer) {
        case .string(let text): shown = "\"" + ShownText.brief(text) + "\""
        case .number(let number): shown = ShownText.brief(number.text)
        case .bool(let flag): shown = String(flag)
        case .array, .object, .null, nil: return ""
        }
        return sentence.contains(shown) ? "" : " The value is \(shown)."
    }

    mutating func warn(_ code: FaultCode, _ pointer: String, _ sentence: String) {
        guard warnings.count < Self.faultsMax else { return }
        warnings.append(Fault(pointer: pointer, code: code, layer: .rule, sentence: sentence))
    }

    /// Refuses a code that our lists do not know, or warns of it: see `NoticeRules.Audience`.
    mutating func refuseUnknown(_ code: FaultCode, _ pointer: String, _ sentence: String) {
        switch rules.audience {
        case .author: refuse(code, pointer, sentence)
        case .recipient: warn(code, pointer, sentence)
        }
    }

    mutating func judge(_ recognition: Country.Recognition, _ code: FaultCode, _ pointer: String) {
        switch recognition {
        case .known: break
        case .specimen where rules.allowSpecimens: break
        case .specimen:
            refuse(.specimenCode, pointer, "This code is for demonstrations only.")
        case .unknown:
            let near = text(pointer).map {
                Country.suggestion(for: $0, allowSpecimens: rules.allowSpecimens)
            }
            refuseUnknown(
                code, pointer,
                "No country or issuer has this code." + (near ?? ""))
        }
    }

    // MARK: Reading

    func text(_ pointer: String) -> String? { json.at(pointer: pointer)?.stringValue }

    func date(_ pointer: String) -> CivilDate? { text(pointer).flatMap { CivilDate(iso8601: $0) } }

    func instant(_ pointer: String) -> Instant? { text(pointer).flatMap { Instant(rfc3339: $0) } }

    func list(_ pointer: String) -> [JSON] { json.at(pointer: pointer)?.arrayValue ?? [] }

    func texts(_ pointer: String) -> [String] { list(pointer).compactMap(\.stringValue) }

    // MARK: Schema

    private mutating func judgeSchema() {
        let schema = kind.map { Schema.of($0) } ?? Schema.envelope
        var seen: Set<Fault> = []
        for breach in schema.breaches(in: json).prefix(Self.faultsMax) {
            let pointer = breach.pointer + (breach.member.map { "/" + $0 } ?? "")
            let fault: Fault
            if !pointer.isEmpty, json.at(pointer: pointer) == .null {
                // One fault for each place is enough: an empty value has no type, form or value to
                // be wrong.
                guard !schemaPointers.contains(pointer) else { continue }
                emptyPointers.append(pointer)
                fault = Fault(
                    pointer: pointer, code: .fieldEmpty, layer: .schema,
                    sentence: "This is empty. " + (breach.demand ?? FaultCode.fieldEmpty.next))
            } else {
                let sentence = breach.sentence
                var shown = ""
                if breach.member == nil {
                    shown = valueShown(pointer, breach.code, in: sentence)
                    if rules.audience == .author, let text = text(pointer) {
                        shown += Suggestion.question(to: text, among: breach.allowed)
                        if breach.keyword == "pattern", let date = CivilDate(asOnForm: text) {
                            shown += " Write \"\(date)\"."
                        }
                    }
                }
                fault = Fault(
                    pointer: pointer, code: breach.code, layer: .schema,
                    sentence: sentence + shown)
            }
            if seen.insert(fault).inserted { faults.append(fault) }
            schemaPointers.insert(fault.pointer)
        }
    }
}

extension SchemaBreach {
    var code: FaultCode {
        switch keyword {
        case "required": .fieldMissing
        case "false": .fieldForbidden
        case "enum", "const": .valueUnknown
        case "pattern": .formatWrong
        case "minLength": .textTooShort
        case "maxLength": .textTooLong
        case "minItems": .listTooShort
        case "maxItems", "maxProperties": .listTooLong
        case "uniqueItems": .listRepeats
        case "minimum", "maximum": .numberOutOfRange
        default: .valueType
        }
    }

    var sentence: String {
        if pointer.isEmpty, let found {
            return "A notice is an object in braces; this is \(found)."
        }
        return demand ?? code.meaning
    }

    /// The value that the schema demands, in words; nil if the schema has none.
    var demand: String? {
        guard code != .fieldForbidden, !pointer.isEmpty else { return nil }
        if let title { return "This must be \(title)." }
        if !allowed.isEmpty, allowed.count <= Self.valuesNamedMax {
            return "This must be one of \(allowed.joined(separator: ", "))."
        }
        guard let found, let wanted else { return nil }
        // An empty value is `null`, which has been reported.
        return found == "null"
            ? "This must be \(wanted)." : "This must be \(wanted); it is \(found)."
    }

    /// The longest list of codes that a sentence repeats.
    private static let valuesNamedMax = 24
}
