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

    /// The keys to look a name up by, in any script and spelling that `NameSpelling` knows.
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

    /// The key of a travel document; what is neither letter nor digit in the number is passed over.
    public static func document(issuer: String, number: String) -> SearchKey {
        let state = issuer == "DEU" ? "D" : issuer
        return SearchKey(.document, state + "/" + DocumentNumber.folded(number))
    }
}
