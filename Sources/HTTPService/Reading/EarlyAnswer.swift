import CEvent

/// Answers a request of which evhttp has only the head, and shall have no more.
///
/// It takes evhttp's place at the connection and throws away all bytes that still come. So a far
/// end that is still sending gets the answer. When the far end leaves, evhttp gets its place back
/// and frees the connection. Lives on its loop's thread.
final class EarlyAnswer {
    private let bufferevent: OpaquePointer
    private var bytes: [UInt8]?
    /// Called when the whole answer has gone to the socket.
    private let sent: () -> Void

    private var (read, write): (bufferevent_data_cb?, bufferevent_data_cb?)
    private var event: bufferevent_event_cb?
    private var context: UnsafeMutableRawPointer?

    /// Takes evhttp's place. Called while a connection is read; the answer leaves at the end of
    /// that.
    ///
    /// - Parameter headers: fields that every answer of the server gets.
    init(
        _ refusal: HTTPResponse, with headers: [(name: String, value: String)],
        on bufferevent: OpaquePointer, sent: @escaping () -> Void
    ) {
        self.bufferevent = bufferevent
        self.sent = sent
        bytes = refusal.wholeAnswer(with: headers)
        bufferevent_getcb(bufferevent, &read, &write, &event, &context)
        bufferevent_setcb(
            bufferevent, { _, context in answering(context)?.arrived() },
            { _, context in answering(context)?.written() },
            { _, what, context in answering(context)?.ended(what) },
            Unmanaged.passUnretained(self).toOpaque())
    }

    /// Gives the connection's callbacks back to evhttp.
    func giveBack() {
        bufferevent_setcb(bufferevent, read, write, event, context)
    }

    private func arrived() {
        let input = bufferevent_get_input(bufferevent)
        evbuffer_drain(input, evbuffer_get_length(input))
        guard let answer = bytes else { return }
        bytes = nil
        _ = answer.withUnsafeBytes { bufferevent_write(bufferevent, $0.baseAddress, $0.count) }
        bufferevent_enable(bufferevent, Int16(EV_WRITE))
    }

    private func written() {
        guard bytes == nil else { return }
        sent()
    }

    private func ended(_ what: Int16) {
        let (event, context) = (event, context)
        giveBack()
        event?(bufferevent, what, context)
    }
}

extension HTTPResponse {
    /// The whole refusal, after which the connection ends.
    fileprivate func wholeAnswer(with others: [(name: String, value: String)]) -> [UInt8] {
        guard case .bytes(let body) = body else { return [] }
        let fields = (headers + others).map { "\($0): \($1)\r\n" }.joined()
        let head = """
            HTTP/1.1 \(status) Refused\r
            Content-Length: \(body.count)\r
            \(fields)Connection: close\r
            \r\n
            """
        return Array(head.utf8) + body
    }
}

/// The answer that a C callback's context stands for.
private func answering(_ context: UnsafeMutableRawPointer?) -> EarlyAnswer? {
    context.map { Unmanaged<EarlyAnswer>.fromOpaque($0).takeUnretainedValue() }
}
