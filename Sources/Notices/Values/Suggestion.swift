/// Finds the word that a person probably meant, so that a refusal can name it.
public enum Suggestion {
    /// The longest name that is compared, in bytes of UTF-8.
    static let nameBytesMax = 48
    /// The largest distance at which a name counts as near.
    static let distanceMax = 3

    /// The nearest of some names, capitals and small letters being equal; of several the first by
    /// the alphabet. The distance is that of Damerau and Levenshtein: letters too many, too few or
    /// changed, and neighbours exchanged.
    ///
    /// Costs no more than `nameBytesMax` times seven steps a name: the lengths are compared first.
    ///
    /// - Returns: nil if none is near: a quarter of the letters may differ, one at least and three
    ///   at most; two letters may only be exchanged with each other, or be small.
    public static func nearest(to name: String, among names: some Sequence<String>) -> String? {
        let wanted = folded(name)
        guard (1...nameBytesMax).contains(wanted.count) else { return nil }
        var best: (name: String, distance: Int)?
        for other in names.sorted() {
            let bytes = folded(other)
            let shorter = min(wanted.count, bytes.count)
            let isTurned = shorter == 2 && wanted == bytes.reversed()
            let limit = shorter < 3 && !isTurned ? 0 : min(distanceMax, max(1, shorter / 4))
            guard bytes.count <= nameBytesMax, abs(bytes.count - wanted.count) <= limit,
                let distance = distance(wanted, bytes, limit: limit),
                distance < best?.distance ?? .max
            else { continue }
            best = (other, distance)
        }
        return best?.name
    }

    /// The question for a message, ` Did you mean NAME?` with the space before it.
    ///
    /// - Returns: an empty text if no name is near.
    public static func question(
        to name: String, among names: some Sequence<String>
    ) -> String {
        nearest(to: name, among: names).map { " Did you mean \($0)?" } ?? ""
    }

    private static func folded(_ name: String) -> [UInt8] {
        name.utf8.prefix(nameBytesMax + 1).map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
    }

    /// The number of letters inserted, left out, changed, or exchanged with the next.
    ///
    /// - Returns: nil if there are more than `limit`.
    static func distance(_ left: [UInt8], _ right: [UInt8], limit: Int) -> Int? {
        guard abs(left.count - right.count) <= limit else { return nil }
        let far = limit + 1
        var before: [Int] = []
        var row = (0...right.count).map { min($0, far) }
        for i in left.indices.map({ $0 + 1 }) {
            var next = [Int](repeating: far, count: right.count + 1)
            if i <= limit { next[0] = i }
            // A cell further from the diagonal than `limit` has a greater distance too.
            let (first, last) = (max(1, i - limit), min(right.count, i + limit))
            for j in first..<max(first, last + 1) {
                var cost = row[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1)
                cost = min(cost, row[j] + 1, next[j - 1] + 1)
                if i > 1, j > 1, left[i - 1] == right[j - 2], left[i - 2] == right[j - 1] {
                    cost = min(cost, before[j - 2] + 1)
                }
                next[j] = min(cost, far)
            }
            before = row
            row = next
        }
        return row[right.count] <= limit ? row[right.count] : nil
    }
}
