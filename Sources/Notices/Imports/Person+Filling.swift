extension JSON {
    /// The person of this object, with the travel document of another and the fields that were
    /// unknown before.
    public func filled(in other: JSON) -> JSON {
        var person = self
        for key in ["identities", "sex", "birth", "nationalities"] where person[key] == nil {
            person[key] = other[key]
        }
        var documents = person["documents"]?.arrayValue ?? []
        for document in other["documents"]?.arrayValue ?? [] {
            let own = Traveller(["documents": [document]])
            if let index = documents.firstIndex(where: {
                !Traveller(["documents": [$0]]).documents.isDisjoint(with: own.documents)
            }) {
                documents[index] = document
            } else {
                documents.append(document)
            }
        }
        if !documents.isEmpty { person["documents"] = .array(documents) }
        return person
    }
}
