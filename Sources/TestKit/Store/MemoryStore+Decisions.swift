public import Ports

extension MemoryStore {
    public func decisions(ofThread thread: String) -> [Decision] {
        tables.decisions.values.filter { $0.thread == thread }
            .sorted { Self.place($0) < Self.place($1) }
    }

    public func openDecisions() -> [Decision] {
        tables.decisions.values.filter { $0.due != nil && $0.settled == nil }
            .sorted {
                let (left, right) = (($0.due ?? $0.at, $0.thread), ($1.due ?? $1.at, $1.thread))
                return left == right ? Self.place($0) < Self.place($1) : left < right
            }
    }

    private static func place(_ decision: Decision) -> (Int, String, String) {
        (decision.sequence, decision.matter.rawValue, decision.subject)
    }
}
