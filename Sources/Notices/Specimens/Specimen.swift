/// The content of the examples of every kind: invented, whole, and valid at the moment when they
/// are made.
struct Specimen {
    /// The member of a document that marks it as an example.
    static let mark = "specimen"

    let from: MemberCode
    let to: [MemberCode]
    let now: Instant
    /// The landing of the traveller in the first country.
    let arrival: Instant
    let number: Int

    var today: CivilDate { now.utcDate }

    /// The members of the statement besides its envelope.
    func fields(_ kind: NoticeKind, _ operation: NoticeOperation) -> JSONObject {
        switch kind {
        case .greenNotice: greenNotice
        case .travelAlert: travelAlert
        case .groupAlert: groupAlert
        case .outcome: ["result": "admitted-monitored", "at": time(now)]
        case .hit: hit(operation)
        case .correction: correction(operation)
        case .erasure: erasure(operation)
        case .informationRequest: informationRequest(operation)
        case .useConsent: useConsent(operation)
        case .certificate: certificate(operation)
        case .criminalRecord: criminalRecord(operation)
        case .operation: jointOperation(operation)
        case .intelligenceProduct: intelligenceProduct
        case .directory: directory
        case .incident: operation == .acknowledge ? [:] : incident
        }
    }

    func time(_ moment: Instant) -> JSON { .string(moment.flooredToSecond.description) }

    func day(_ day: CivilDate) -> JSON { .string(day.description) }

    /// A reference to a notice of this member, or of the first member addressed.
    func about(_ owner: MemberCode, _ kind: NoticeKind) -> JSON {
        ["thread": .string(NoticeTemplate.noticeNumber(owner, kind, now, number)), "sequence": 1]
    }

    var other: MemberCode { to.first ?? from }

    var refusal: JSON {
        ["basis": "national-law", "text": "The register may not be used for this."]
    }

    func person(isWhole: Bool = false, offset: Int = 0) -> JSON {
        SpecimenPerson(number: number + offset, today: today).json(isWhole: isWhole)
    }

    // MARK: Warnings

    private var greenNotice: JSONObject {
        [
            "evaluation": evaluation, "validUntil": day(today.adding(years: 5)),
            "person": person(isWhole: true),
            "judicial": ["convictions": [conviction]],
            "threat": [
                "assessedBy": .string("\(from) Offender Management Unit"),
                "assessedOn": day(today.adding(months: -1)), "grade": "high",
                "basis": "conviction and supervision",
                "summary": "Sought voluntary work with children abroad twice since release.",
            ],
            "actions": [
                "requested": ["inform-issuer-of-entry"],
                "notTo": ["do-not-arrest", "do-not-publish"],
            ],
            "warnings": ["escape-risk"],
        ]
    }

    private var travelAlert: JSONObject {
        [
            "evaluation": evaluation, "person": person(), "convictionSummary": convictionSummary,
            "itinerary": itinerary, "requests": ["none-information-only"],
        ]
    }

    private var groupAlert: JSONObject {
        let members = (0..<2).map { index -> JSON in
            [
                "memberNo": .number(JSONNumber(index + 1)), "person": person(offset: index),
                "convictionSummary": convictionSummary,
            ]
        }
        return [
            "evaluation": evaluation, "members": .array(members), "itinerary": itinerary,
            "requests": ["none-information-only"],
        ]
    }

    private var evaluation: JSON { ["scheme": "4x4", "source": "A", "info": "1"] }

    private var convictionSummary: JSON {
        [
            "offences": ["LZ20.1e", "LZ23"], "year": .number(JSONNumber(today.year - 8)),
            "country": .string(from.description), "victimBand": "12-15",
        ]
    }

    var conviction: JSON {
        [
            "date": day(today.adding(years: -8)), "country": .string(from.description),
            "offences": [["code": "LZ18.1b-ii", "count": 2]],
            "sentence": ["kind": "custody", "days": 2_190], "victimBands": ["6-11"],
            "final": true,
        ]
    }
}
