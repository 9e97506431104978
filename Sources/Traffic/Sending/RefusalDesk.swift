internal import Exchange
package import Notices
internal import Ports
internal import Station

/// Issues messages anew that recipients refused: by itself, if only a clock was the cause and this
/// clock agrees with its peers' now; on an officer's word, for any other cause.
package struct RefusalDesk {
    let node: any SendingNode

    /// - Parameter node: sends the new messages.
    package init(node: any SendingNode) {
        self.node = node
    }
    private var context: TrafficContext { node.context }

    /// Causes that go away when a clock is set.
    private static let clockCauses: Set<Code> = [.futureDated, .expired]
    /// The most messages that carry one statement; after that a person decides.
    private static let messagesMax = 5
    /// The time between two looks.
    package static let pause = Duration.minutes(1)

    /// Issues every message anew whose refusal had a clock as its cause; does nothing while this
    /// clock is in doubt.
    package func renewAfterClock() async {
        guard node.clocks.isTrusted else { return }
        do throws(HeliographError) {
            for decision in try await context.store.openDecisions()
            where decision.matter == .refusedDelivery {
                guard let code = Code(rawValue: decision.reason), Self.clockCauses.contains(code)
                else { continue }
                let carriers = try await context.store.messages(ofThread: decision.thread)
                    .filter { $0.sequence == decision.sequence }
                guard carriers.count < Self.messagesMax else { continue }
                for message in carriers { _ = try await renew(message.id, for: [code]) }
            }
        } catch {
            context.log(.warning, "tasks-not-read", error)
        }
    }

    /// - Returns: the deliveries that were queued in its place.
    func renew(_ id: MessageID, for codes: Set<Code>) async throws(HeliographError) -> [Delivery] {
        guard
            let result = try await Reissue(context: context, refusedFor: codes).reissue(id)
        else { return [] }
        await node.queued(result.queued, express: [], closed: result.closed)
        return result.queued
    }

    /// Tries a message again on an officer's word: open deliveries at once, refused ones as a new
    /// message.
    ///
    /// - Returns: the number of deliveries that are tried.
    /// - Throws: `deliveryClosed` if there are none of either kind.
    package func retry(_ id: MessageID) async throws(HeliographError) -> Int {
        let deliveries = try await context.store.deliveries(of: id)
        let open = deliveries.filter { !$0.state.isClosed }
        let codes = Set(deliveries.filter { $0.state == .refused }.compactMap(\.lastCode))
        if await node.isServing {
            for delivery in open { await node.dispatcher.retryNow(delivery) }
        }
        let renewed = codes.isEmpty ? [] : try await renew(id, for: codes)
        guard !open.isEmpty || !renewed.isEmpty else {
            throw HeliographError(
                .deliveryClosed, "No delivery of this message is open or refused.",
                next: "Do not send it again: `heliograph outbox ID` says who has it.")
        }
        return open.count + renewed.count
    }
}
