// What a list shows of a notice to an officer who may read it.

extension Notice {
    /// The name of the person, or of the first person of a group and how many more there are.
    ///
    /// It is a name: never for a log.
    ///
    /// - Parameter memberNo: the number of one person in a group; nil for all of them.
    /// - Returns: nil for a notice that describes nobody.
    public func shownName(ofMember memberNo: Int? = nil) -> String? {
        if let memberNo {
            let member = (json["members"]?.arrayValue ?? []).first {
                $0["memberNo"]?.intValue == memberNo
            }
            if let person = member?["person"] { return Self.name(of: person) }
        }
        guard let first = persons.first, let name = Self.name(of: first) else { return nil }
        return persons.count > 1 ? "\(name) and \(persons.count - 1) more" : name
    }

    /// The leg with the next landing in a member's country, seen from the time of writing; nil if
    /// nobody lands there.
    public func landing(in member: MemberCode) -> Leg? {
        let moment = nextLanding(in: member)
        return flown.first { $0.arrives == moment }
    }

    /// The first leg of the journey that was not cancelled.
    public var firstLeg: Leg? { flown.min { $0.departs < $1.departs } }

    private var flown: [Leg] {
        journeys.flatMap(\.legs).filter { $0.status != .cancelled }
    }

    /// The primary name of a person as people write it, such as `EXAMPLESSON, Dorvald`; in its own
    /// script if it has no other.
    static func name(of person: JSON) -> String? {
        let identities = person["identities"]?.arrayValue ?? []
        let identity = identities.first { $0["kind"]?.stringValue == "primary" } ?? identities.first
        guard let family = identity?["primaryIdentifier"]?.stringValue, !family.isEmpty else {
            return identity?["fullOriginalScript"]?["text"]?.stringValue
        }
        guard let given = identity?["secondaryIdentifier"]?.stringValue else { return family }
        return family + ", " + capitalised(given)
    }
}
