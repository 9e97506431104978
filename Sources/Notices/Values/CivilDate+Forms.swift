extension CivilDate {
    /// A day as many forms have it, day first, with points between: `30.11.2027`.
    ///
    /// - Returns: nil for anything else. A day with strokes between, such as `11/10/2027`, is read
    ///   in two ways, and is no day here.
    public init?(asOnForm text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, (1...2).contains(parts[0].utf8.count),
            (1...2).contains(parts[1].utf8.count), parts[2].utf8.count == 4,
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let day = Int(parts[0]), let month = Int(parts[1]), let year = Int(parts[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }
}
