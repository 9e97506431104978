/// Statements that ask or answer.
extension Specimen {
    /// The digest of a form that nobody signed.
    static let formDigest = String(repeating: "0123456789abcdef", count: 4)

    func hit(_ operation: NoticeOperation) -> JSONObject {
        switch operation {
        case .confirm: [:]
        case .reject: ["reason": "Another person of the same name; born in another year."]
        default:
            [
                "about": about(other, .greenNotice), "at": time(now), "where": "entry",
                "matchedBy": ["document", "name-and-birth"], "score": 97,
            ]
        }
    }

    func correction(_ operation: NoticeOperation) -> JSONObject {
        switch operation {
        case .confirm: ["at": time(now)]
        case .refuse: ["refusal": refusal]
        default:
            [
                "about": about(from, .travelAlert), "reason": "data-wrong",
                "statement": "The year of the conviction was wrong; the latest alert has it right.",
                "fields": ["/convictionSummary/year"], "due": time(now + .days(3)),
            ]
        }
    }

    func erasure(_ operation: NoticeOperation) -> JSONObject {
        switch operation {
        case .confirm: ["at": time(now), "copies": 2]
        case .refuse: ["refusal": ["basis": "ongoing-proceedings"]]
        default:
            [
                "about": about(from, .travelAlert), "reason": "wrong-person",
                "due": time(now + .days(3)),
            ]
        }
    }

    func informationRequest(_ operation: NoticeOperation) -> JSONObject {
        switch operation {
        case .accept: [:]
        case .partial, .reply: ["answer": "Two entries in the last year, both by air."]
        case .refuse: ["refusal": refusal]
        case .extend:
            ["due": time(now + .days(20)), "reason": "An archive on paper has to be asked."]
        default:
            [
                "question": "When did this person last enter your country, and where?",
                "person": person(), "due": time(now + .days(10)),
            ]
        }
    }

    func useConsent(_ operation: NoticeOperation) -> JSONObject {
        switch operation {
        case .grant:
            ["granted": ["uses": ["court-proceedings"], "conditions": "In closed session."]]
        case .deny: ["refusal": refusal]
        case .revoke: ["reason": "The proceedings have ended."]
        default:
            [
                "about": about(other, .greenNotice), "use": "court-proceedings",
                "justification": "An entry ban is before the administrative court.",
            ]
        }
    }

    func certificate(_ operation: NoticeOperation) -> JSONObject {
        let ours = JSON.string(certificateNumber(of: from))
        switch operation {
        case .accept: return [:]
        case .reply:
            return [
                "certificateNo": ours, "result": "no-trace",
                "validUntil": day(today.adding(years: 1)),
            ]
        case .refuse: return ["refusal": ["basis": "insufficient-identifiers"]]
        case .revoke:
            return ["certificateNo": ours, "reason": "A conviction was entered later."]
        case .confirm: return ["certificateNo": ours, "verification": "genuine"]
        case .verify:
            return [
                "person": person(), "certificateNo": .string(certificateNumber(of: other)),
            ]
        default:
            return [
                "person": person(),
                "consent": [
                    "signedAt": day(today),
                    "formSha256": .string(Self.formDigest),
                ],
                "requester": [
                    "organisation": "Imaginary School of Nowhere",
                    "country": .string(from.description),
                ],
                "role": "teacher", "contactLevel": "unsupervised", "due": time(now + .days(10)),
            ]
        }
    }

    private func certificateNumber(of member: MemberCode) -> String {
        let text =
            "\(member)-CP-\(padded(today.year, to: 4))-" + padded(number % 1_000_000, to: 6)
        return text + "-" + String(CheckCharacters.mod37_36(text) ?? "0")
    }

    func criminalRecord(_ operation: NoticeOperation) -> JSONObject {
        switch operation {
        case .accept: [:]
        case .reply: ["result": "record", "convictions": [conviction]]
        case .refuse: ["refusal": refusal]
        default:
            [
                "person": person(), "reason": "criminal-proceedings",
                "due": time(now + .days(20)),
            ]
        }
    }
}

/// Statements of a joint operation, and bulletins.
extension Specimen {
    func jointOperation(_ operation: NoticeOperation) -> JSONObject {
        switch operation {
        case .join: return ["officer": ["office": "Operations room", "telephone": "+00 000 000"]]
        case .decline: return ["refusal": ["basis": "no-capacity"]]
        case .observe:
            return [
                "observations": [["task": "T-01", "at": time(now), "count": 3]]
            ]
        case .statistics: return ["statistics": counts]
        default: break
        }
        var fields: JSONObject = [
            "title": "OP PAPER LANTERN",
            "window": ["from": time(now + .days(7)), "to": time(now + .days(8))],
            "places": [.string(Stop(country: other).code)],
            "objectives": "Checks of arrivals from known destinations, with interviews.",
            "legalFramework": "Police co-operation agreement",
        ]
        if operation == .task {
            fields["tasks"] = [
                [
                    "id": "T-01", "to": [.string(other.description)],
                    "what": "Check arrivals of these flights.", "flights": ["ZZ418"],
                    "due": time(now + .days(8)),
                ]
            ]
        }
        if operation == .consolidate || operation == .close {
            fields["statistics"] = counts
            fields["byCountry"] = [["member": .string(other.description), "statistics": counts]]
        }
        return fields
    }

    private var counts: JSON {
        [
            "personsChecked": 412, "interviews": 9, "secondaryInspections": 14, "refusals": 2,
            "arrests": 1, "victimsIdentified": 0, "devicesExamined": 5, "newCases": 1,
        ]
    }

    var intelligenceProduct: JSONObject {
        [
            "evaluation": ["scheme": "4x4", "source": "B", "info": "3"],
            "title": "Volunteering as a way to children", "topics": ["volunteering", "method"],
            "summary": "Short placements without any check are offered on general travel sites.",
            "period": ["from": day(today.adding(months: -6)), "to": day(today)],
            "indicators": ["Asks for work with the youngest children only."],
        ]
    }

    var directory: JSONObject {
        [
            "authority": .string("Specimen Police of \(from)"),
            "contacts": [
                ["for": "duty-officer", "office": "Duty room", "telephone": "+00 000 000"]
            ],
            "hours": ["always": true], "subscriptions": ["travel-alert"], "leadHours": 6,
        ]
    }

    var incident: JSONObject {
        [
            "category": "key-compromise", "at": time(now),
            "description": "A laptop with a transport key is missing; the key is revoked.",
            "measures": ["key revoked"],
        ]
    }
}
