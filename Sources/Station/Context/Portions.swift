extension Array {
    /// The elements in their order, in portions that weigh at most so much: what is read of a store
    /// for one portion is held in memory at once.
    ///
    /// - Parameters:
    ///   - weightMax: of one portion; an element that weighs more is a portion of its own.
    ///   - weight: of an element; 1 unless said otherwise.
    package func portions(
        _ weightMax: Int, weight: (Element) -> Int = { _ in 1 }
    ) -> [ArraySlice<Element>] {
        var portions: [ArraySlice<Element>] = []
        var (start, sum) = (startIndex, 0)
        for index in indices {
            let own = weight(self[index])
            if index > start, sum + own > weightMax {
                portions.append(self[start..<index])
                (start, sum) = (index, 0)
            }
            sum += own
        }
        if start < endIndex { portions.append(self[start...]) }
        return portions
    }
}
