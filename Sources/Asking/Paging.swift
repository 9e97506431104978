package import Notices

/// Which part of a list is asked for.
package struct Paging: Sendable, Equatable {
    /// The most entries of one page, and of a page without a limit; the most pages.
    package static let limitMax = 10_000
    /// The most entries of a page without a limit that shows names: each opens a body.
    package static let namedLimitDefault = 1_000

    /// The most entries of a page; nil for as many as a page may have.
    package var limit: Int?
    /// The number of the page, from 1; nil for the first.
    package var page: Int?

    /// The first page, with as many entries as a page may have.
    package init(limit: Int? = nil, page: Int? = nil) {
        self.limit = limit
        self.page = page
    }

    /// Cuts the page out of a list.
    ///
    /// - Parameters:
    ///   - isNamed: true if the page shows names.
    ///   - ended: how many match that no longer hold, shown or not.
    ///   - isWhole: false if the node did not look at everything that it keeps.
    package func cut<Item>(
        _ items: [Item], isNamed: Bool, ended: Int, isWhole: Bool
    ) -> PageCut<Item> {
        let limit = limit ?? (isNamed ? Self.namedLimitDefault : Self.limitMax)
        let page = page ?? 1
        let start = min((page - 1) * limit, items.count)
        let end = min(start + limit, items.count)
        return PageCut(
            items: Array(items[start..<end]), total: items.count, page: page, start: start,
            more: end < items.count, ended: ended, complete: isWhole)
    }
}

/// One page of a list, with what is known of the whole.
package struct PageCut<Item: Sendable>: Sendable {
    /// The entries of the page, in the order of the list.
    package let items: [Item]
    /// Entries of the whole list.
    package let total: Int
    /// The number of the page, from 1.
    package let page: Int
    /// How many entries of the list come before this page.
    package let start: Int
    /// True if a later page has entries.
    package let more: Bool
    /// How many match that no longer hold, shown or not.
    package let ended: Int
    /// False if the node did not look at everything that it keeps.
    package let complete: Bool

    /// The same page with each entry in another form.
    package func with<Other>(_ items: [Other]) -> PageCut<Other> {
        PageCut<Other>(
            items: items, total: total, page: page, start: start, more: more, ended: ended,
            complete: complete)
    }
}

/// One page of a list, as it is printed.
package struct Page<Item: Printable>: View {
    /// The page.
    package let cut: PageCut<Item>
    /// The entries.
    package var items: [Item] { cut.items }

    /// A page of these entries.
    package init(_ cut: PageCut<Item>) {
        self.cut = cut
    }

    /// The members in the order in which they are printed.
    package static var members: [ViewMember<Page>] {
        [
            ViewMember("items", \.cut.items), ViewMember("total", \.cut.total),
            ViewMember("page", \.cut.page), ViewMember("start", \.cut.start),
            ViewMember("more", \.cut.more), ViewMember("ended", \.cut.ended),
            ViewMember("complete", \.cut.complete),
        ]
    }
}

/// A day in UTC, or a time, that begins or ends what a list shows.
package enum DayOrTime: FieldValue {
    /// A whole day in UTC.
    case day(CivilDate)
    /// A time.
    case time(Instant)

    /// A day, or a time; `read` lets its seconds be left out.
    package static var fieldShape: Shape { .either([.format("date"), .format("date-time")]) }

    /// The day, or the time in RFC 3339.
    package var fieldJSON: JSON? {
        switch self {
        case .day(let day): .string(day.description)
        case .time(let moment): .string(moment.description)
        }
    }

    /// Reads a day or a time with its offset.
    ///
    /// - Throws: `usage` for anything else, and says what is allowed.
    package static func read(_ json: JSON, as name: String) throws(HeliographError) -> DayOrTime {
        let text = try String.read(json, as: name)
        if let day = CivilDate(iso8601: text) { return .day(day) }
        if let moment = Instant(rfc3339: Moment.withSeconds(text)) { return .time(moment) }
        throw HeliographError(
            .usage, "`\(name)` does not take `\(ShownText.brief(text))`.",
            next: "`\(name)` takes a day in UTC such as 2027-02-03, or a time with its offset "
                + "such as 2027-02-03T05:20+01:00 or 2027-02-03T04:20Z.")
    }

    /// The first moment of the day; the time itself.
    package var first: Instant {
        switch self {
        case .day(let day): Instant(seconds: Int64(day.daysSinceEpoch) * 86_400)
        case .time(let moment): moment
        }
    }

    /// The last moment of the day; the time itself.
    package var last: Instant {
        switch self {
        case .day: first + .days(1) - .milliseconds(1)
        case .time(let moment): moment
        }
    }
}

/// From when until when a list shows; nil has no end.
package struct ListPeriod: Sendable, Equatable {
    /// The day or time that begins it.
    package var since: DayOrTime?
    /// The day or time that ends it; it is included.
    package var until: DayOrTime?

    /// No beginning and no end.
    package init() {}

    /// True for a moment within.
    package func contains(_ moment: Instant) -> Bool {
        since.map { $0.first <= moment } ?? true && until.map { moment <= $0.last } ?? true
    }

    /// Checks that it ends no earlier than it begins.
    ///
    /// - Throws: `usage`.
    package func check() throws(HeliographError) {
        guard let since, let until, until.last < since.first else { return }
        throw HeliographError(.usage, "`until` is before `since`: nothing lies between them.")
    }
}

/// Whether a list shows what holds, what no longer holds, or both.
package struct Holding: Sendable, Equatable {
    /// True to show only what still holds.
    package var live = false
    /// True to show only what no longer holds.
    package var withdrawn = false

    /// Both.
    package init() {}

    /// Checks that not both are asked for alone.
    ///
    /// - Throws: `usage`.
    package func check() throws(HeliographError) {
        guard live, withdrawn else { return }
        throw HeliographError(
            .usage, "`live` and `withdrawn` exclude each other.",
            next: "Leave both away to see everything.")
    }

    /// True if an entry is shown.
    ///
    /// - Parameter ended: true for an entry that no longer holds.
    package func shows(ended: Bool) -> Bool { ended ? !live : !withdrawn }
}
