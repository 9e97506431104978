import CEvent
import Notices
import Ports

extension ServerConnection {
    /// Takes what has arrived, until there is a request to answer or nothing is left.
    func readable() {
        let input = bufferevent_get_input(bufferevent)
        if phase == .lingering || phase == .writing {
            // Refused: an answered connection does not read while it writes.
            evbuffer_drain(input, evbuffer_get_length(input))
            return
        }
        // The owner's scratch space: one loop runs one connection at a time.
        while phase == .idle || phase == .header || phase == .body {
            let copied = evbuffer_copyout(input, host.scratch.baseAddress, host.scratch.count)
            guard copied > 0 else { return }
            if phase == .idle {
                phase = .header
                setTimer(host.bounds.headerTime)
            }
            var rest = UnsafeRawBufferPointer(rebasing: host.scratch.prefix(copied))
            var taken = 0
            while phase == .header || phase == .body {
                let (outcome, count) = parser.feed(rest)
                taken += count
                rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
                if outcome == .needsMore { break }
                handle(outcome)
            }
            evbuffer_drain(input, taken)
        }
    }

    private func handle(_ outcome: RequestParser.Outcome) {
        switch outcome {
        case .needsMore: break
        case .header(let byteCount, let wantsContinue):
            guard holdBody(byteCount) else { return refuse(.busy) }
            phase = .body
            setTimer(host.bounds.bodyTime)
            if wantsContinue { send(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)) }
        case .complete(let request, let keepAlive):
            if !keepAlive { closesAfterAnswer = true }
            ask(request)
        case .refused(let refusal): refuse(refusal)
        }
    }

    private func ask(_ request: PeerRequest) {
        guard let standing = standing() else { return refuse(.unknownPeer) }
        if case .stale = standing, !host.stalePaths.contains(request.path) {
            return refuse(.helloOnly)
        }
        phase = .answering
        setTimer(host.bounds.answerTime)
        // What comes meanwhile waits in the socket.
        bufferevent_disable(bufferevent, Int16(EV_READ))
        requestNumber += 1
        let (host, number, requestNumber) = (host, number, requestNumber)
        let inbound = InboundRequest(carrier: standing, request: request)
        task = Task {
            let response = await host.service.answer(inbound)
            host.loop.run { host.answer(response, connection: number, request: requestNumber) }
        }
    }

    func answer(_ response: PeerResponse) {
        task = nil
        releaseBody()
        write(status: response.status, type: "application/octet-stream", body: response.body)
    }

    /// Says no, and ends the connection once that is heard.
    func refuse(_ refusal: Refusal) {
        isRefused = true
        closesAfterAnswer = true
        bufferevent_enable(bufferevent, Int16(EV_READ))
        write(status: refusal.status, type: "application/json", body: refusal.body)
    }

    private func write(status: Int, type: String, body: [UInt8]) {
        phase = .writing
        setTimer(host.bounds.bodyTime)
        let closes = closesAfterAnswer || host.isStopping
        closesAfterAnswer = closes
        let head = """
            HTTP/1.1 \(status) \(status < 400 ? "OK" : "Refused")\r
            Content-Type: \(type)\r
            Content-Length: \(body.count)\r
            Connection: \(closes ? "close" : "keep-alive")\r
            \r\n
            """
        send(Array(head.utf8))
        send(body)
    }

    private func send(_ bytes: [UInt8]) {
        let output = bufferevent_get_output(bufferevent)
        _ = bytes.withUnsafeBytes { evbuffer_add(output, $0.baseAddress, $0.count) }
    }

    /// Everything that was to be sent has gone to the socket.
    func written() {
        guard phase == .writing, evbuffer_get_length(bufferevent_get_output(bufferevent)) == 0
        else { return }
        // A stop may have come while the answer was on its way.
        guard !closesAfterAnswer, !host.isStopping else {
            guard isRefused else { return close() }
            phase = .lingering
            setTimer(host.bounds.lingerTime)
            finishSending()
            return
        }
        phase = .idle
        setTimer(host.bounds.idleTime)
        bufferevent_enable(bufferevent, Int16(EV_READ))
        // The next request may be here already; nothing would announce it again.
        readable()
    }
}
