/// An invented traveller. The same number gives the same person and passport.
struct SpecimenPerson {
    let family: String
    let given: String
    let sex: String
    let birth: CivilDate
    let number: String
    let expires: CivilDate
    private let reference: Int

    private static let families = [
        "EXAMPLESSON", "SPECIMEN-VANDERTEST", "PLACEHOLDEROV", "DUMMYBERG", "O'TESTERLY",
        "AL MITHAL", "FICTIVSKÝ", "MÜSTERLING", "INVENTADO", "NOBODYKINEN", "SAMPLETON",
    ]
    private static let given = [
        ("DORVALD", "M"), ("ORRIN QUILL", "M"), ("ASTRA NULL", "F"), ("FERGAL BLANK", "M"),
        ("TASTIR", "M"), ("MINNA VOID", "F"), ("CORVIN", "M"),
    ]

    /// - Parameter number: any number; a negative one counts as positive.
    init(number: Int, today: CivilDate) {
        let pick = Int(number.magnitude % 1_000_000)
        reference = pick
        family = Self.families[pick % Self.families.count]
        (given, sex) = Self.given[pick % Self.given.count]
        birth = CivilDate(daysSinceEpoch: -5_500 + pick * 37 % 9_000)
        self.number = "D" + padded(10_000_000 + pick * 7_919 % 90_000_000, to: 8)
        expires = today.adding(years: 5)
    }

    /// - Parameter isWhole: true to add the particulars that a green notice needs.
    func json(isWhole: Bool) -> JSON {
        var person: JSON = [:]
        if isWhole { person["personRef"] = .string("P-" + padded(reference, to: 6)) }
        person["dataSubjectCategory"] = "convicted"
        person["identities"] = [
            [
                "kind": "primary", "primaryIdentifier": .string(family),
                "secondaryIdentifier": .string(given),
            ]
        ]
        person["sex"] = .string(sex)
        person["birth"] = ["date": .string(birth.description)]
        person["nationalities"] = ["UTO"]
        person["documents"] = [
            [
                "code": "P", "number": .string(number), "issuer": "UTO",
                "expires": .string(expires.description), "mrz": .array(zone.map { .string($0) }),
            ]
        ]
        if isWhole {
            person["description"] = [
                "heightCm": 183, "hair": "grey", "eyes": "blue", "marks": ["scar left forearm"],
            ]
        }
        return person
    }

    /// True if an identity has a family name and a given name of these persons.
    static func isNamed(by identity: JSON) -> Bool {
        guard let family = identity["primaryIdentifier"]?.stringValue, families.contains(family),
            let name = identity["secondaryIdentifier"]?.stringValue
        else { return false }
        return given.contains { $0.0 == name }
    }

    private var zone: [String] {
        let name =
            (NameSpelling.all(of: family).first ?? "") + "<<"
            + (NameSpelling.all(of: given).first ?? "")
        return MRZ.passportLines(
            issuer: "UTO", number: number, birth: Self.shortDate(birth), sex: Character(sex),
            expiry: Self.shortDate(expires), name: name)
    }

    private static func shortDate(_ day: CivilDate) -> String {
        padded(day.year % 100, to: 2) + padded(day.month, to: 2) + padded(day.day, to: 2)
    }
}
