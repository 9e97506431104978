internal import Asking
internal import Notices

/// Fields that several lists have, each with one meaning.
extension RequestField {
    typealias Path<Value> = any WritableKeyPath<Root, Value> & Sendable

    /// The kind of notice.
    static func kind(_ path: Path<String?>) -> RequestField {
        RequestField(
            "kind", path, oneOf: NoticeKind.allCases.map(\.rawValue), "only this kind of notice")
    }

    /// The urgency.
    static func precedence(_ path: Path<String?>) -> RequestField {
        RequestField(
            "precedence", path, oneOf: Precedence.allCases.map(\.rawValue),
            "only this precedence")
    }

    /// The day or time that begins the list.
    static func since(_ path: Path<DayOrTime?>, _ meaning: String) -> RequestField {
        RequestField("since", path, meaning)
    }

    /// The day or time that ends the list.
    static func until(_ path: Path<DayOrTime?>, _ meaning: String) -> RequestField {
        RequestField("until", path, meaning)
    }

    /// Only what still holds.
    static func live(_ path: Path<Bool>) -> RequestField {
        RequestField("live", path, "only what still holds, as text shows it; for programs")
    }

    /// Only what no longer holds.
    static func withdrawn(_ path: Path<Bool>) -> RequestField {
        RequestField("withdrawn", path, "only what was withdrawn, replaced or closed")
    }

    /// No names, also for an officer.
    static func numbers(_ path: Path<Bool>) -> RequestField {
        RequestField(
            "numbers", path, "numbers alone, also with --as: nobody's name is read or recorded")
    }

    /// The length of a page.
    static func limit(_ path: Path<Int?>) -> RequestField {
        RequestField(
            "limit", path, in: 1...Paging.limitMax, "so many at most, 1 to \(Paging.limitMax)")
    }

    /// The number of the page.
    static func page(_ path: Path<Int?>) -> RequestField {
        RequestField("page", path, in: 1...Paging.limitMax, "which page, from 1")
    }
}
