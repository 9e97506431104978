public import Federation
public import Notices

extension TrustListChange {
    /// - Parameter version: of the list that changes it.
    public func json(version: Int) -> JSON {
        [
            "version": .number(JSONNumber(version)), "what": .string(kind.rawValue),
            "member": JSON(member?.description), "before": JSON(before), "after": JSON(after),
            "sentence": .string(sentence),
        ]
    }
}
