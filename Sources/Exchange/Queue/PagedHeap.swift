internal import Notices

/// The least of a set that is larger than memory should hold; the store has all of it.
///
/// What is here reaches from the least to `extent`. What lies behind is left to the store, and asked for
/// a page at a time when what is here runs low. When too much has come, the greatest is left to the
/// store again.
struct PagedHeap<Element: Comparable & Sendable>: Sendable {
    /// Up to where everything is here.
    private enum Extent: Sendable {
        case all
        /// Up to this one, itself included; nil for nothing yet.
        case through(Element?)
    }

    private var heap = Heap<Element>()
    private var extent = Extent.all
    private var isLoading = false
    /// The page under way begins where what is here ends no longer.
    private var isStale = false
    /// A page could not be read; the next is not asked for before this.
    private var noPageBefore: Instant?
    /// How often in a row a page could not be read.
    private var misses = 0

    var first: Element? { heap.first }
    var count: Int { heap.count }
    var isEmpty: Bool { heap.isEmpty }

    /// Whether the store holds nothing that is not here.
    var isWhole: Bool { if case .all = extent { true } else { false } }

    /// Where the next page begins; nil for the least of all.
    var end: Element? { if case .through(let end) = extent { end } else { nil } }

    /// The store holds elements that were never here: the next page is the first.
    mutating func rewind() {
        extent = .through(nil)
        isStale = isLoading
    }

    /// - Returns: false if it is left to the store. While a page is under way everything is taken, because
    ///   the page may have been read before this was there.
    mutating func insert(_ element: Element) -> Bool {
        guard isLoading || covers(element) else { return false }
        heap.insert(element)
        return true
    }

    /// Takes it although those before it may not be here.
    mutating func force(_ element: Element) { heap.insert(element) }

    /// Whether it lies where everything is here: the store will not tell of it any more.
    func covers(_ element: Element) -> Bool {
        switch extent {
        case .all: true
        case .through(let end): end.map { element <= $0 } ?? false
        }
    }

    mutating func popFirst() -> Element? { heap.popFirst() }

    /// - Parameter low: how few may be here before more is asked for.
    func needsPage(low: Int, at now: Instant) -> Bool {
        guard !isLoading, case .through(let end) = extent, noPageBefore.map({ $0 <= now }) ?? true
        else { return false }
        return end == nil || heap.count < low
    }

    /// When a page that could not be read is asked for again.
    func nextWake(after now: Instant) -> Instant? { noPageBefore.flatMap { $0 > now ? $0 : nil } }

    mutating func beganPage() { isLoading = true }

    /// - Parameters:
    ///   - last: the last of the page; its elements are inserted by the caller.
    ///   - isAll: nothing comes behind the page.
    /// - Returns: false if the page is of no use any more.
    mutating func endedPage(last: Element?, isAll: Bool) -> Bool {
        isLoading = false
        misses = 0
        guard !isStale else {
            isStale = false
            return false
        }
        extent = isAll ? .all : .through(last)
        return true
    }

    /// The page could not be read: it is asked for again after a second, then two, at last eight minutes. A
    /// store that serves no longer is not to be asked every second until somebody starts the node again.
    mutating func missedPage(at now: Instant) {
        isLoading = false
        isStale = false
        noPageBefore = now + .seconds(1 << min(misses, 9))
        misses += 1
    }

    /// Leaves to the store what is beyond the least `kept`, if there are more than `most`.
    ///
    /// - Parameter isOver: true for what need not be kept anywhere.
    /// - Returns: what is here no longer.
    mutating func shed(
        above most: Int, keeping kept: Int, _ isOver: (Element) -> Bool
    ) -> [Element] {
        guard heap.count > most else { return [] }
        var sorted = heap.drain()
        let over = sorted.filter(isOver)
        sorted = sorted.filter { !isOver($0) }.sorted()
        for element in sorted.prefix(kept) { heap.insert(element) }
        guard sorted.count > kept else { return over }
        let last = sorted[kept - 1]
        switch extent {
        case .all: extent = .through(last)
        // One that was forced in stands behind what has not been seen.
        case .through(let end): extent = .through(end.map { min($0, last) })
        }
        isStale = isLoading
        return over + sorted[kept...]
    }
}
