/// The comparison of a zone with a name.
extension MRZ {
    /// True if the name field is a permitted spelling of a name.
    ///
    /// A field that is used up to its last place may be cut: parts of either name may be missing,
    /// and a part that is there may be only a beginning.
    ///
    /// - Parameter given: nil if there are no given names.
    /// - Source: Doc 9303 part 4, section 4.2.3, for passports; parts 5 to 7 for the others.
    func agrees(family: String, given: String?) -> Bool {
        guard let family = NameLetters(family) else { return false }
        let given = given.map { NameLetters($0) }
        if case .some(.none) = given { return false }
        return agrees(family, given.flatMap(\.self))
    }

    func agrees(_ family: NameLetters, _ given: NameLetters?) -> Bool {
        let fitsGiven = given.map { $0.fits(secondary) } ?? secondary.isEmpty
        if fitsGiven, family.fits(primary) { return true }
        guard mayBeTruncated else { return false }
        return Self.isCut(primary, of: family.parts)
            && Self.isCut(secondary, of: given?.parts ?? [])
    }

    /// True if the shown parts are beginnings of parts of the name, in their order.
    private static func isCut(_ shown: String, of parts: [NameLetters]) -> Bool {
        var rest = parts[...]
        return shown.split(separator: "<").allSatisfy { part in
            while let next = rest.popFirst() {
                if next.begins(with: part) { return true }
            }
            return false
        }
    }
}
