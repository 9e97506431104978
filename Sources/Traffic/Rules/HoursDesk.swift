internal import Exchange
internal import Notices
internal import Ports
internal import Station

/// Keeps routine mail until its recipient's office answers. Anything more urgent goes at any hour.
///
/// A desk serves one load of envelopes: the hours of a member are read once.
struct HoursDesk {
    let context: TrafficContext
    private var hours: [MemberCode: OfficeHours?] = [:]

    /// The least time before its deadline or its expiry at which routine mail may come; mail that
    /// would come later is not kept.
    static let leastLeft = Duration.hours(24)

    init(context: TrafficContext) {
        self.context = context
    }

    /// The wait of a delivery.
    ///
    /// - Returns: the time until the office opens; nil if the delivery may go.
    mutating func wait(
        for delivery: Delivery
    ) async throws(HeliographError) -> DeliveryQueue.Later? {
        guard delivery.precedence == .routine else { return nil }
        let recipient = delivery.recipient
        if hours[recipient] == nil {
            hours.updateValue(
                try await DirectoryDesk(context: context).hours(of: recipient), forKey: recipient)
        }
        let now = context.clock.now
        guard let known = hours[recipient] ?? nil, let opening = known.opening(from: now),
            opening > now
        else { return nil }
        let latest = min(delivery.deadline ?? delivery.expires, delivery.expires) - Self.leastLeft
        guard opening <= latest else { return nil }
        return DeliveryQueue.Later(code: .outsideHours, after: opening.since(now))
    }
}
