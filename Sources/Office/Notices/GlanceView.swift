package import Asking
internal import Exchange
internal import Federation
internal import Notices
internal import Ports
internal import Traffic

/// What a list shows of a notice to an officer: the person, and one landing.
package struct GlanceView: View {
    /// The primary name; nil if the notice was not opened for the list, or describes nobody.
    let person: String?
    /// The flight, ship or train.
    let flight: String?
    /// The time of the landing.
    let lands: Instant?
    /// The code of the place of the landing.
    let landsAt: String?

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<GlanceView>] = [
        ViewMember("person", \.person), ViewMember("flight", \.flight),
        ViewMember("lands", \.lands), ViewMember("landsAt", \.landsAt),
    ]
}

/// One received notice in a list, with what an officer sees of it.
package struct ListedArrivalView: View {
    let line: InboxLineView
    let glance: GlanceView

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<ListedArrivalView>] = [
        ViewMember(allOf: \.line), ViewMember(allOf: \.glance),
    ]
}

/// One delivery in a list, with what an officer sees of its notice.
package struct ListedDeliveryView: View {
    let delivery: DeliveryView
    let glance: GlanceView

    /// The members in the order in which they are printed.
    package static let members: [ViewMember<ListedDeliveryView>] = [
        ViewMember(allOf: \.delivery), ViewMember(allOf: \.glance),
    ]
}
