/// A value by which a notice can be found, for an index that keeps only keyed hashes.
public struct SearchKey: Sendable, Hashable {
    /// The fields of a notice that the index knows.
    public enum Field: String, Sendable, CaseIterable {
        /// `EXAMPLESSON<<DORVALD`, and the family name alone.
        case name
        /// Issuer and number: `UTO/D23145890`.
        case document
        /// A day of birth, day and month exchanged or not: `1981-05-11`.
        case birth
        /// The number of a certificate that was issued or revoked: `XA-CP-2027-000001-K`.
        case certificate
        /// The certificate number together with the holder's marks, as a member that is shown it
        /// can state them.
        case holder
    }

    /// The field that the value belongs to.
    public let field: Field
    /// The normalised value; both sides of a search take it from here.
    public let value: String

    init(_ field: Field, _ value: String) {
        self.field = field
        self.value = value
    }

    /// The keys by which a name is looked up, in any script and spelling that `NameSpelling` knows.
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

    /// The key of a travel document; characters of the number that are neither letters nor digits
    /// are ignored.
    public static func document(issuer: String, number: String) -> SearchKey {
        let state = issuer == "DEU" ? "D" : issuer
        return SearchKey(.document, state + "/" + DocumentNumber.folded(number))
    }
}
