import CCurl
package import Certificates
import Glibc
import HTTPService
package import Notices
package import Ports

/// Reads bytes as the client reads a peer's answer: libcurl with the client's settings, and the
/// result that follows. For fuzzing: without TLS, threads and a network.
package struct AnswerTrial: Sendable {
    private let check: ServerCheck
    private let bounds: ClientBounds

    /// Prepares a client of `member`.
    ///
    /// - Parameters:
    ///   - member: one of `trust`.
    ///   - bounds: small ones let a fuzzer reach them.
    package init?(
        member: MemberCode, identity: PeerIdentity, trust: PeerTrust, clock: any Clock,
        bounds: ClientBounds
    ) {
        guard curlIsReady,
            let check = ServerCheck(
                member: member, identity: identity, trust: TrustBox(trust, clock: clock), number: 1)
        else { return nil }
        self.check = check
        self.bounds = bounds
    }

    /// The result for the node when a peer answers with these bytes and closes.
    package func read(
        _ bytes: [UInt8], to method: PeerRequest.Method
    ) -> Result<PeerResponse, HeliographError>? {
        guard case (var own, let far)? = LocalSocket.pair() else { return nil }
        defer { close(far) }
        LocalSocket.send(bytes, to: far)
        endWriting(far)
        let order = Order(
            number: 1, member: check.member, endpoint: "http://peer",
            request: PeerRequest(method: method, path: "/", body: method == .post ? [1] : [])
        ) { _ in }
        guard
            let transfer = Transfer(
                order, check: check, bounds: bounds, sockets: SocketBook(), at: .zero)
        else {
            close(own)
            return nil
        }
        heliograph_curl_set_text(transfer.handle, CURLOPT_PROTOCOLS_STR, "http")
        heliograph_curl_set_text(transfer.handle, CURLOPT_URL, "http://127.0.0.1/")
        return withUnsafeMutablePointer(to: &own) { socket in
            heliograph_curl_give_socket(transfer.handle, socket)
            return transfer.outcome(curl_easy_perform(transfer.handle))
        }
    }
}
