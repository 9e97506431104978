/// Keys of a person besides the spellings of a name.
extension SearchKey {
    /// Further keys under which a name is kept, so that no spelling is lost at the end of the list:
    /// its outline (`NameLetters.outline`), and again if it has more spellings than the list holds.
    static func outlines(kept name: String) -> [SearchKey] {
        guard let letters = NameLetters(name) else { return [] }
        let outline = SearchKey(.name, "~" + letters.outline)
        return letters.isManifold ? [outline, SearchKey(.name, "~~" + letters.outline)] : [outline]
    }

    /// Further keys by which a name is looked up: among names with more spellings than the list
    /// holds, or among all names if it is one of those itself.
    ///
    /// A find is only a candidate: `Traveller` compares letter by letter.
    static func outlines(sought name: String) -> [SearchKey] {
        guard let letters = NameLetters(name) else { return [] }
        return [SearchKey(.name, (letters.isManifold ? "~" : "~~") + letters.outline)]
    }

    /// The keys of a person's documents. A visa may carry the number of the holder's passport,
    /// which another state issued: its key under the holder's state is added.
    ///
    /// - Parameter person: as in `/person` of a notice.
    /// - Source: Doc 9303 part 7: the number in a visa's zone is that of the visa or of the
    ///   passport.
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
