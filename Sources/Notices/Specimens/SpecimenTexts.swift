/// The free texts of all examples: no author writes them by chance.
enum SpecimenTexts {
    /// Texts with which an example's text begins or ends, beside the member's code.
    private static let ends = [" Offender Management Unit"]
    private static let beginnings = ["Specimen Police of "]
    /// Texts of examples that are true of many notices too.
    private static let ordinary: Set<String> = [
        "CETS 201, article 38", "Duty room", "Operations room", "key revoked",
        "conviction and supervision",
    ]

    static func holds(_ text: String) -> Bool {
        all.contains(text)
            || ends.contains { text.hasSuffix($0) && text.utf8.count == $0.utf8.count + 2 }
            || beginnings.contains { text.hasPrefix($0) }
    }

    /// Every text of two words or more in an example of any kind, the telephone number, and the
    /// digest of a form that nobody signed.
    private static let all: Set<String> = {
        var texts: Set<String> = []
        guard let from = MemberCode("XA"), let to = MemberCode("XB") else { return texts }
        let now = Instant(seconds: 1_800_000_000)
        for kind in NoticeKind.allCases {
            for operation in NoticeTemplate.operations(of: kind) {
                let specimen = Specimen(from: from, to: [to], now: now, arrival: now, number: 0)
                collect(.object(specimen.fields(kind, operation)), into: &texts)
            }
        }
        return texts.subtracting(ordinary)
    }()

    private static func collect(_ value: JSON, into texts: inout Set<String>) {
        switch value {
        case .string(let text):
            if text.contains(" ") || text.utf8.count == Specimen.formDigest.utf8.count {
                texts.insert(text)
            }
        case .array(let elements): for element in elements { collect(element, into: &texts) }
        case .object(let object):
            // The names of a specimen person are recognised together.
            guard object["primaryIdentifier"] == nil else { return }
            for (_, value) in object { collect(value, into: &texts) }
        case .null, .bool, .number: break
        }
    }
}
