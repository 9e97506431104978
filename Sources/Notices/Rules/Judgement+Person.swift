/// Rules for the person of a notice.
extension Judgement {
    /// - Parameter person: the pointer of the person in the document.
    mutating func judgePerson(_ person: String) {
        judgeIdentities(person)
        judgeBirth(person)
        for (index, state) in texts("\(person)/nationalities").enumerated() {
            judge(
                Country.recognition(ofIssuer: state), .stateUnknown,
                "\(person)/nationalities/\(index)"
            )
        }
        for index in list("\(person)/documents").indices {
            judgeDocument("\(person)/documents/\(index)", of: person)
        }
        guard json.at(pointer: person)?.objectValue != nil else { return }
        switch kind?.profile.identifiers ?? .none {
        case .warning where !hasWarningIdentifiers(person):
            refuse(.identifiersInsufficient, person, FaultCode.identifiersInsufficient.meaning)
        case .birthOrDocument where !hasBirthOrDocument(person):
            refuse(
                .identifiersInsufficient, person,
                "This needs a date of birth or a travel document.")
        default: break
        }
    }

    private mutating func judgeIdentities(_ person: String) {
        let identities = list("\(person)/identities")
        let primaries = identities.filter { $0["kind"]?.stringValue == "primary" }
        if !identities.isEmpty, primaries.count != 1 {
            refuse(.identityPrimary, "\(person)/identities", FaultCode.identityPrimary.meaning)
        }
        for index in identities.indices {
            for member in ["primaryIdentifier", "secondaryIdentifier"] {
                let pointer = "\(person)/identities/\(index)/\(member)"
                guard let name = text(pointer) else { continue }
                if !TextInspection.hasHidden(name), NameLetters(name) == nil {
                    refuse(.nameUnspellable, pointer, FaultCode.nameUnspellable.meaning)
                }
            }
        }
    }

    private mutating func judgeBirth(_ person: String) {
        let birth = text("\(person)/birth/date").flatMap { PartialDate($0) }
        if let first = birth?.first, let today = createdOn, first > today {
            refuse(.birthFuture, "\(person)/birth/date", FaultCode.birthFuture.meaning)
        }
        if let country = text("\(person)/birth/country") {
            judge(
                Country.recognition(ofBirthplace: country), .stateUnknown, "\(person)/birth/country"
            )
        }
        let isApproximate = json.at(pointer: "\(person)/birth/approximate")?.boolValue ?? false
        let range = json.at(pointer: "\(person)/birth/range")
        if isApproximate != (range != nil) {
            refuse(.birthRange, "\(person)/birth", FaultCode.birthRange.meaning)
        }
        judgePeriod("\(person)/birth/range", "from", "to")
    }

    /// True if the person has names, sex and year of birth with one of description, prints, DNA or
    /// document; or a good photograph with one more fact.
    ///
    /// - Source: INTERPOL's Rules on the Processing of Data, article 89, as the domain notes give
    ///   it.
    private func hasWarningIdentifiers(_ person: String) -> Bool {
        let identities = list("\(person)/identities")
        let isNamed = identities.contains {
            $0["primaryIdentifier"]?.stringValue != nil
                && $0["secondaryIdentifier"]?.stringValue != nil
        }
        let sex = text("\(person)/sex")
        let hasBirth = text("\(person)/birth/date") != nil
        let description = json.at(pointer: "\(person)/description")?.objectValue
        let isDescribed = !(description?.isEmpty ?? true)
        let hasMarks = !list("\(person)/description/marks").isEmpty
        let biometrics = ["fingerprintsAvailable", "dnaAvailable"].contains {
            json.at(pointer: "\(person)/" + $0)?.boolValue == true
        }
        let hasDocument = !list("\(person)/documents").isEmpty
        if isNamed, sex != nil, sex != "U", hasBirth, isDescribed || biometrics || hasDocument {
            return true
        }
        let hasPhoto = list("\(person)/photos").contains { $0["quality"]?.stringValue == "good" }
        return hasPhoto
            && (identities.count > 1 || hasMarks || !list("\(person)/parents").isEmpty)
    }

    private func hasBirthOrDocument(_ person: String) -> Bool {
        text("\(person)/birth/date") != nil || !list("\(person)/documents").isEmpty
    }
}
