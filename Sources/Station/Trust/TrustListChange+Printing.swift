public import Federation
public import Notices

extension TrustListChange {
    /// The change as an object, with its sentence for people.
    ///
    /// - Parameter version: of the list that makes the change.
    public func json(version: Int) -> JSON {
        [
            "version": .number(JSONNumber(version)), "what": .string(kind.rawValue),
            "member": JSON(member?.description), "before": JSON(before), "after": JSON(after),
            "sentence": .string(sentence),
        ]
    }
}
