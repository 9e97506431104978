extension JSON {
    /// One place in which two documents differ.
    public struct Difference: Sendable, Hashable {
        /// JSON Pointer.
        public let pointer: String
        /// The earlier value; nil if there was none.
        public let before: JSON?
        /// The later value; nil if there is none any more.
        public let after: JSON?
    }

    /// The differences of this document from an earlier one: the smallest values that changed, came
    /// or went. Elements of lists are compared by their places. Members that every notice has of
    /// its own are left out by their names.
    public func differences(
        from earlier: JSON, leavingOut members: Set<String> = []
    ) -> [Difference] {
        var found: [Difference] = []
        Self.compare(earlier, self, "", members, &found)
        return found
    }

    private static func compare(
        _ before: JSON, _ after: JSON, _ pointer: String, _ left: Set<String>,
        _ found: inout [Difference]
    ) {
        switch (before, after) {
        case (.object(let old), .object(let new)):
            for (key, value) in old where !(pointer.isEmpty && left.contains(key)) {
                compare(value, new[key], pointer + "/" + JSONPointer.escaped(key), left, &found)
            }
            for (key, value) in new
            where old[key] == nil && !(pointer.isEmpty && left.contains(key)) {
                found.append(
                    Difference(
                        pointer: pointer + "/" + JSONPointer.escaped(key), before: nil,
                        after: value))
            }
        case (.array(let old), .array(let new)):
            for index in 0..<max(old.count, new.count) {
                let place = pointer + "/\(index)"
                if index >= old.count {
                    found.append(Difference(pointer: place, before: nil, after: new[index]))
                } else {
                    compare(old[index], index < new.count ? new[index] : nil, place, left, &found)
                }
            }
        default:
            if before != after {
                found.append(Difference(pointer: pointer, before: before, after: after))
            }
        }
    }

    private static func compare(
        _ before: JSON, _ after: JSON?, _ pointer: String, _ left: Set<String>,
        _ found: inout [Difference]
    ) {
        guard let after else {
            found.append(Difference(pointer: pointer, before: before, after: nil))
            return
        }
        compare(before, after, pointer, left, &found)
    }
}
