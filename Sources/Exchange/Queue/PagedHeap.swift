internal import Notices

/// The least elements of a set that is larger than memory should hold; the store has all of it.
///
/// Memory holds everything from the least element to `extent`. Elements beyond are left to the
/// store, and asked for a page at a time when few are held. When too many are held, the greatest
/// are left to the store again.
struct PagedHeap<Element: Comparable & Sendable>: Sendable {
    /// The range in which memory holds every element.
    private enum Extent: Sendable {
        case all
        /// Up to this element, itself included; nil for nothing yet.
        case through(Element?)
    }

    private var heap = Heap<Element>()
    private var extent = Extent.all
    private var isLoading = false
    /// The page being read no longer starts where our entries end.
    private var isStale = false
    /// A page could not be read; the next is not asked for before this.
    private var noPageBefore: Instant?
    /// Pages in a row that could not be read.
    private var misses = 0

    var first: Element? { heap.first }
    var count: Int { heap.count }
    var isEmpty: Bool { heap.isEmpty }

    /// True if the store holds nothing that is not here.
    var isWhole: Bool { if case .all = extent { true } else { false } }

    /// The element behind which the next page begins; nil for the least of all.
    var end: Element? { if case .through(let end) = extent { end } else { nil } }

    /// The store holds elements that were never here: the next page is the first.
    mutating func rewind() {
        extent = .through(nil)
        isStale = isLoading
    }

    /// Takes an element if it lies where everything is here. While a page is being read every
    /// element is taken, because the page may have been read before the element was there.
    ///
    /// - Returns: false if the element is left to the store.
    mutating func insert(_ element: Element) -> Bool {
        guard isLoading || covers(element) else { return false }
        heap.insert(element)
        return true
    }

    /// Takes the element although elements before it may not be here.
    mutating func force(_ element: Element) { heap.insert(element) }

    /// True if the element lies where everything is here: the store will not tell of it any more.
    func covers(_ element: Element) -> Bool {
        switch extent {
        case .all: true
        case .through(let end): end.map { element <= $0 } ?? false
        }
    }

    mutating func popFirst() -> Element? { heap.popFirst() }

    /// True if the store should be asked for a page now.
    ///
    /// - Parameter low: a page is needed when fewer elements than this are here.
    func needsPage(low: Int, at now: Instant) -> Bool {
        guard !isLoading, case .through(let end) = extent, noPageBefore.map({ $0 <= now }) ?? true
        else { return false }
        return end == nil || heap.count < low
    }

    /// The time at which a page that could not be read is asked for again.
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

    /// The page could not be read: it is asked for again after a second, then two, at last eight
    /// minutes. A broken store should not be asked every second until somebody starts the node
    /// again.
    mutating func missedPage(at now: Instant) {
        isLoading = false
        isStale = false
        noPageBefore = now + .seconds(1 << min(misses, 9))
        misses += 1
    }

    /// Leaves to the store all but the least `kept` elements, if there are more than `most`.
    ///
    /// - Parameter isOver: true for an element that need not be kept anywhere.
    /// - Returns: the elements that are no longer here.
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
        // An element that was forced in may stand behind elements that have not been seen.
        case .through(let end): extent = .through(end.map { min($0, last) })
        }
        isStale = isLoading
        return over + sorted[kept...]
    }
}
