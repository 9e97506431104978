/// A member that a schema does not know, as a misspelt one looks.
///
/// The schemas accept such members, because a later version may add some. An author is shown them:
/// a fact under a misspelt name is read by nobody.
struct UnknownMember: Sendable, Hashable {
    let pointer: String
    let name: String
    /// The known member of the same object whose name is nearest; nil if none is near.
    let nearest: String?
}

extension Schema {
    /// - Parameters:
    ///   - max: the largest number of members sought.
    ///   - isExempt: tells which members may be anywhere.
    func unknownMembers(
        in value: JSON, max: Int, isExempt: (String) -> Bool
    ) -> [UnknownMember] {
        var walk = MemberWalk(max: max)
        walk.visit(value, [self], isExempt)
        return walk.found
    }

    /// Collects this schema and all that it refers to, whatever the conditions are.
    fileprivate func parts(into parts: inout [Schema]) {
        parts.append(self)
        for part in all { part.parts(into: &parts) }
        if let condition {
            for part in [condition.test, condition.then, condition.otherwise].compactMap(\.self) {
                part.parts(into: &parts)
            }
        }
    }
}

private struct MemberWalk {
    let max: Int
    private(set) var found: [UnknownMember] = []
    private var path = JSONPath()

    init(max: Int) {
        self.max = max
    }

    mutating func visit(_ value: JSON, _ schemas: [Schema], _ isExempt: (String) -> Bool) {
        guard found.count < max, !schemas.isEmpty else { return }
        var parts: [Schema] = []
        for schema in schemas { schema.parts(into: &parts) }
        switch value {
        case .object(let object):
            // An object without known members is free for its author.
            guard parts.contains(where: { !$0.properties.isEmpty }) else { return }
            let others = parts.compactMap(\.otherProperties).filter { !$0.isNever }
            for (key, value) in object where !isExempt(key) && found.count < max {
                path.enter(key)
                let own = parts.compactMap { $0.properties[key] }
                if own.isEmpty, others.isEmpty {
                    let known = Set(parts.flatMap(\.properties.keys))
                    found.append(
                        UnknownMember(
                            pointer: path.pointer, name: key,
                            nearest: Suggestion.nearest(to: key, among: known)))
                } else {
                    visit(value, own.isEmpty ? others : own, isExempt)
                }
                path.leave()
            }
        case .array(let elements):
            let items = parts.compactMap(\.items)
            for (index, element) in elements.enumerated() {
                path.enter(index)
                visit(element, items, isExempt)
                path.leave()
            }
        case .null, .bool, .number, .string: break
        }
    }
}
