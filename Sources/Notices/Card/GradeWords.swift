/// The grades by which police say how sure a report is: a letter for the source, a digit for the
/// information.
public enum GradeWords {
    /// The letters and digits of one scheme, in words.
    private struct Scheme {
        let name: String
        let sources: [String: String]
        let informations: [String: String]
    }

    /// - Source: 4x4 as Europol's handling codes have it; 6x6 as NATO's AJP-2.1 has it.
    private static let schemes = [
        Scheme(
            name: "4x4",
            sources: [
                "A": "always reliable", "B": "mostly reliable", "C": "mostly unreliable",
                "X": "reliability cannot be assessed",
            ],
            informations: [
                "1": "not in doubt", "2": "known to the source, not to the officer",
                "3": "not known to the source, but corroborated",
                "4": "not known, not corroborated",
            ]),
        Scheme(
            name: "6x6",
            sources: [
                "A": "completely reliable", "B": "usually reliable", "C": "fairly reliable",
                "D": "not usually reliable", "E": "unreliable",
                "F": "reliability cannot be judged",
            ],
            informations: [
                "1": "confirmed by other sources", "2": "probably true", "3": "possibly true",
                "4": "doubtful", "5": "improbable", "6": "truth cannot be judged",
            ]),
    ]

    /// The words for a grade of a scheme; nil for a grade that it does not have.
    static func words(_ source: String, _ information: String, of scheme: String) -> String? {
        guard let scheme = schemes.first(where: { $0.name == scheme }),
            let reliability = scheme.sources[source],
            let doubt = scheme.informations[information]
        else { return nil }
        return "source \(reliability); information \(doubt)"
    }

    /// Every meaning of a grade such as `A1`, with the scheme that has it.
    public static func meanings(of grade: String) -> [(scheme: String, words: String)] {
        let letters = grade.uppercased().map { String($0) }
        guard letters.count == 2 else { return [] }
        return schemes.compactMap { scheme in
            words(letters[0], letters[1], of: scheme.name).map { (scheme.name, $0) }
        }
    }
}
