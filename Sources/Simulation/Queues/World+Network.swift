import Exchange
import Notices
import Ports

/// The network between the nodes: it loses, repeats, delays and is cut.
extension World {
    /// A sender waits this long for an answer.
    static let patience: Duration = .seconds(10)

    /// Puts a request on its way.
    ///
    /// - Returns: false if there was no connection; a probe's failure is handled here.
    @discardableResult
    mutating func post(
        _ body: Request.Body, _ keys: [DeliveryKey], to peer: Int, _ node: Int
    ) async -> Bool {
        requestCount += 1
        let number = requestCount
        var letters: [Letter] = []
        if case .letters(let some) = body { letters = some }
        let life = nodes[node].life
        let isRefused = strikes(percent: faults.refusedPercent)
        guard !isRefused, nodes[peer].isUp, cuts[link(node, peer), default: 0] <= 0 else {
            if letters.isEmpty {
                nodes[node].pending[number] = SimulatedNode.Pending(
                    peer: peer, keys: [], letters: [])
                await fail(number, node, .peerUnreachable)
            }
            return false
        }
        for letter in letters { ledger.left.insert(key(of: letter)) }
        nodes[node].pending[number] = SimulatedNode.Pending(
            peer: peer, keys: keys, letters: letters)
        let request = Request(number: number, from: node, to: peer, body: body)
        if !strikes(percent: faults.requestLossPercent) {
            agenda.add(.arrival(request), at: now + transit())
        }
        if strikes(percent: faults.duplicatePercent) {
            agenda.add(.arrival(request), at: now + transit() + some(upTo: 60_000))
        }
        agenda.add(.timeout(node: node, life: life, request: number), at: now + Self.patience)
        return true
    }

    private mutating func transit() -> Duration {
        let isSlow = strikes(percent: faults.slowPercent)
        return .milliseconds(5) + some(upTo: isSlow ? 90_000 : 200)
    }

    mutating func arrive(_ request: Request) async throws(Halt) {
        let isCut = cuts[link(request.from, request.to), default: 0] > 0
        guard nodes[request.to].isUp, !isCut else { return }
        note("arrival \(request.number)", request.to)
        feed(request.to, .contact(nodes[request.from].member))
        switch request.body {
        case .hello: reply(Answer(), to: request)
        case .letters(let letters): try await receive(letters, request)
        }
    }

    mutating func reply(_ answer: Answer, to request: Request) {
        guard !strikes(percent: faults.answerLossPercent) else { return }
        // An answer to an earlier life is not awaited by anybody.
        let life = nodes[request.from].life
        agenda.add(
            .answer(node: request.from, life: life, request: request.number, answer),
            at: now + transit())
    }
}
