/// Rules for text of examples, which is no fact: if specimens are not allowed, it is reported in
/// every place where it was left.
extension Judgement {
    mutating func judgeSpecimen() {
        guard !rules.allowSpecimens else { return }
        if json[Specimen.mark] != nil {
            refuse(
                .specimenValue, "/" + Specimen.mark,
                "This is an example, and what it says is invented.")
        }
        // A recipient refuses the mark alone; single texts are for the author to explain.
        guard rules.audience == .author else { return }
        var path = JSONPath()
        lookForSpecimens(json, at: &path)
    }

    private mutating func lookForSpecimens(_ value: JSON, at path: inout JSONPath) {
        switch value {
        case .string(let text):
            if SpecimenTexts.holds(text) {
                refuse(.specimenValue, path.pointer, FaultCode.specimenValue.meaning)
            }
        case .array(let elements):
            for (index, element) in elements.enumerated() {
                path.enter(index)
                lookForSpecimens(element, at: &path)
                path.leave()
            }
        case .object(let object):
            if SpecimenPerson.isNamed(by: value) {
                refuse(
                    .specimenValue, path.pointer + "/primaryIdentifier",
                    FaultCode.specimenValue.meaning)
            }
            for (key, value) in object {
                path.enter(key)
                lookForSpecimens(value, at: &path)
                path.leave()
            }
        case .null, .bool, .number: break
        }
    }
}
