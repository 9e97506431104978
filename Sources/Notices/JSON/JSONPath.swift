/// The place that a walk through a value has reached. The pointer is written out only for a fault:
/// a fault is seldom, and a walk passes every value.
struct JSONPath {
    private enum Step {
        case member(String)
        case element(Int)
    }

    private var steps: [Step] = []

    mutating func enter(_ member: String) { steps.append(.member(member)) }

    mutating func enter(_ element: Int) { steps.append(.element(element)) }

    mutating func leave() { steps.removeLast() }

    /// JSON Pointer, RFC 6901.
    var pointer: String {
        steps.reduce(into: "") { pointer, step in
            switch step {
            case .member(let key): pointer += "/" + JSONPointer.escaped(key)
            case .element(let index): pointer += "/\(index)"
            }
        }
    }

    /// True if these are the last two members entered.
    func ends(in first: String, _ second: String) -> Bool {
        guard steps.count > 1, case .member(second) = steps[steps.count - 1],
            case .member(first) = steps[steps.count - 2]
        else { return false }
        return true
    }
}
