/// Something a notice can be found by, for an index that keeps only keyed hashes.
public struct SearchKey: Sendable, Hashable {
    public enum Field: String, Sendable, CaseIterable {
        /// `EXAMPLESSON<<DORVALD`, and the family name alone.
        case name
        /// Issuer and number: `UTO/D23145890`.
        case document
        /// A day of birth, day and month exchanged or not: `1981-05-11`.
        case birth
        /// The number of a certificate that was issued or revoked: `XA-CP-2027-000001-K`.
        case certificate
        /// The same with the person it is about, as whoever is shown it can say.
        case holder
    }

    public let field: Field
    /// Normalised: both sides of a search must come from here.
    public let value: String

    init(_ field: Field, _ value: String) {
        self.field = field
        self.value = value
    }

    /// The keys to look a name up by, in any script and spelling that `NameSpelling` lists.
    ///
    /// - Parameter given: nil searches by family name alone.
    public static func name(family: String, given: String?) -> [SearchKey] {
        let families = NameSpelling.all(of: family)
        guard let given else { return families.map { SearchKey(.name, $0) } }
        let givens = NameSpelling.all(of: given)
        return families.prefix(8).flatMap { family in
            givens.prefix(8).map { SearchKey(.name, family + "<<" + $0) }
        }
    }

    /// What a name is kept under besides, so that no spelling is lost at the end of the list: its
    /// outline (`NameLetters.outline`), and again if it has more spellings than the list holds.
    static func outlines(kept name: String) -> [SearchKey] {
        guard let letters = NameLetters(name) else { return [] }
        let outline = SearchKey(.name, "~" + letters.outline)
        return letters.isManifold ? [outline, SearchKey(.name, "~~" + letters.outline)] : [outline]
    }

    /// What a name is looked up by besides: among names with more spellings than the list holds;
    /// if it is one of them itself, among all.
    ///
    /// What is found is only a candidate: `Traveller` compares letter by letter.
    static func outlines(sought name: String) -> [SearchKey] {
        guard let letters = NameLetters(name) else { return [] }
        return [SearchKey(.name, (letters.isManifold ? "~" : "~~") + letters.outline)]
    }

    /// The key of a travel document, its number as `DocumentNumber` folds it.
    public static func document(issuer: String, number: String) -> SearchKey {
        let state = issuer == "DEU" ? "D" : issuer
        return SearchKey(.document, state + "/" + DocumentNumber.folded(number))
    }

    /// The keys of the documents of a person. A visa may carry the number of the holder's passport,
    /// which another state issued: it is looked for under the state of its holder, too.
    ///
    /// - Parameter person: as in `/person` of a notice.
    /// - Source: Doc 9303 part 7: the number in a visa's zone is that of the visa or of the passport.
    static func documents(of person: JSON) -> [SearchKey] {
        let own = (person["nationalities"]?.arrayValue ?? []).compactMap(\.stringValue)
        return (person["documents"]?.arrayValue ?? []).flatMap { document -> [SearchKey] in
            guard let issuer = document["issuer"]?.stringValue,
                let number = document["number"]?.stringValue,
                !DocumentNumber.folded(number).isEmpty
            else { return [] }
            let isVisa = document["code"]?.stringValue?.hasPrefix("V") ?? false
            let stated = document["nationality"]?.stringValue
            let states = [issuer] + (isVisa ? [stated].compactMap(\.self) + own : [])
            return states.map { SearchKey.document(issuer: $0, number: number) }
        }
    }
}
