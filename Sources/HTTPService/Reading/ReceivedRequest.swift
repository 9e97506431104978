import CEvent
import Notices

/// A whole request as evhttp has read it; it lives until it is answered or its connection ends.
///
/// evhttp accepts more than a server needs. A request that two readers could understand in two ways
/// is refused here, and its connection ends, so that no remaining bytes are read as a request.
struct ReceivedRequest {
    let raw: OpaquePointer  // evhttp_request *

    var connection: OpaquePointer? { evhttp_request_get_connection(raw) }

    var bodyByteCount: Int { evbuffer_get_length(evhttp_request_get_input_buffer(raw)) }

    /// True if the far end wants no other request on this connection.
    var isLast: Bool {
        guard let headers = evhttp_request_get_input_headers(raw),
            let value = evhttp_find_header(headers, "Connection")
        else { return false }
        return String(cString: value).lowercased().contains("close")
    }

    /// The request without its body.
    ///
    /// - Source: RFC 9112 sections 3.2, 5.1 and 6.1.
    func head(by rules: HTTPRules) throws(HTTPRefusal) -> HTTPHead {
        guard let method, rules.methods.contains(method) else { throw rules.otherMethod }
        guard let uri = evhttp_request_get_uri(raw) else {
            throw .malformed("The request has no path.")
        }
        let target = String(cString: uri)
        guard target.utf8.first == UInt8(ascii: "/"), target.utf8.count <= rules.targetBytesMax,
            target.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw .malformed("The path is not one.") }
        var (hosts, lengths) = (0, 0)
        var kept: [(name: String, value: String)] = []
        var next = evhttp_request_get_input_headers(raw)?.pointee.tqh_first
        while let field = next {
            next = field.pointee.next.tqe_next
            let name = try name(of: field)
            switch name {
            case "host": hosts += 1
            case "content-length":
                lengths += 1
                // evhttp does not read the body of these: it would be the next request.
                let isBare = method == "HEAD" || method == "TRACE"
                guard !isBare || Self.isZero(field.pointee.value) else {
                    throw .malformed("A \(method) request has no body.")
                }
            case "transfer-encoding": throw .lengthRequired
            default: break
            }
            if rules.keepsHeaders { kept.append((name, String(cString: field.pointee.value))) }
        }
        guard hosts == 1 else { throw .malformed("A request needs one Host.") }
        guard lengths <= 1 else { throw .malformed("A request has one Content-Length at most.") }
        guard lengths == 1 || !needsLength else { throw .lengthRequired }
        return HTTPHead(method: method, target: target, headers: kept)
    }

    private static func isZero(_ digits: UnsafePointer<CChar>) -> Bool {
        String(cString: digits).utf8.allSatisfy { $0 == UInt8(ascii: "0") }
    }

    /// nil for a method that this server does not know.
    private var method: String? {
        switch evhttp_request_get_command(raw) {
        case EVHTTP_REQ_GET: "GET"
        case EVHTTP_REQ_HEAD: "HEAD"
        case EVHTTP_REQ_POST: "POST"
        case EVHTTP_REQ_PUT: "PUT"
        case EVHTTP_REQ_PATCH: "PATCH"
        case EVHTTP_REQ_DELETE: "DELETE"
        case EVHTTP_REQ_OPTIONS: "OPTIONS"
        case EVHTTP_REQ_TRACE: "TRACE"
        default: nil
        }
    }

    /// True for the methods that have a body, be it an empty one. Others may announce one.
    private var needsLength: Bool {
        [EVHTTP_REQ_POST, EVHTTP_REQ_PUT, EVHTTP_REQ_PATCH]
            .contains(evhttp_request_get_command(raw))
    }

    /// Takes the body out of evhttp's buffer: it is copied once, and held once.
    func takeBody() -> [UInt8] {
        let buffer = evhttp_request_get_input_buffer(raw)
        let count = evbuffer_get_length(buffer)
        return [UInt8](unsafeUninitializedCapacity: count) { bytes, taken in
            taken = max(0, Int(evbuffer_remove(buffer, bytes.baseAddress, count)))
        }
    }

    /// Hands the answer to evhttp; from then on the request is evhttp's alone.
    func answer(
        status: Int, headers: [(name: String, value: String)],
        and others: [(name: String, value: String)] = [], body: [UInt8]?, isLast: Bool
    ) {
        let output = evbuffer_new()
        defer { evbuffer_free(output) }
        let fields = add(headers, and: others, isLast: isLast)
        if let body, hasBody(status: status) {
            _ = body.withUnsafeBytes { evbuffer_add(output, $0.baseAddress, $0.count) }
        } else if let body, isHead {
            evhttp_add_header(fields, "Content-Length", String(body.count))
        }
        evhttp_send_reply(raw, Int32(status), Self.phrase(of: status), output)
    }

    private var isHead: Bool { evhttp_request_get_command(raw) == EVHTTP_REQ_HEAD }

    /// True if an answer with this status has a body, be it an empty one.
    func hasBody(status: Int) -> Bool { !isHead && status != 204 && status != 304 }

    /// Sends the head of an answer in pieces. The request stays ours until `end`.
    ///
    /// - Parameter isOld: true for HTTP/1.0, which knows no chunks: the connection ends with the
    ///   answer.
    func begin(
        status: Int, headers: [(name: String, value: String)],
        and others: [(name: String, value: String)], isLast: Bool, isOld: Bool
    ) {
        if isOld { evhttp_remove_header(evhttp_request_get_input_headers(raw), "Connection") }
        _ = add(headers, and: others, isLast: isLast || isOld)
        evhttp_send_reply_start(raw, Int32(status), Self.phrase(of: status))
    }

    /// Sends a piece of an answer.
    ///
    /// - Parameter taken: called whenever the far end has taken so much that no more waits than the
    ///   bufferevent's low mark.
    func send(
        _ piece: [UInt8], owner: UnsafeMutableRawPointer,
        taken: @convention(c) (OpaquePointer?, UnsafeMutableRawPointer?) -> Void
    ) {
        let output = evbuffer_new()
        defer { evbuffer_free(output) }
        _ = piece.withUnsafeBytes { evbuffer_add(output, $0.baseAddress, $0.count) }
        evhttp_send_reply_chunk_with_cb(raw, output, taken, owner)
    }

    /// Ends an answer in pieces; from then on the request is evhttp's alone.
    ///
    /// - Parameter isLast: true if the connection ends with it, whatever its head said.
    func end(isLast: Bool) {
        if isLast {
            evhttp_add_header(evhttp_request_get_output_headers(raw), "Connection", "close")
        }
        evhttp_send_reply_end(raw)
    }

    /// Frees a request whose connection has ended before its answer: evhttp has left it to us.
    func free() { evhttp_request_free(raw) }

    private func add(
        _ headers: [(name: String, value: String)], and others: [(name: String, value: String)],
        isLast: Bool
    ) -> UnsafeMutablePointer<evkeyvalq>? {
        let fields = evhttp_request_get_output_headers(raw)
        for (name, value) in headers where !Self.isOurs(name) {
            evhttp_add_header(fields, name, value)
        }
        for (name, value) in others where !Self.isOurs(name) {
            evhttp_add_header(fields, name, value)
        }
        if isLast { evhttp_add_header(fields, "Connection", "close") }
        return fields
    }

    private static func phrase(of status: Int) -> String { status < 400 ? "OK" : "Refused" }

    /// True for the fields that say how the answer stands on the wire.
    private static func isOurs(_ name: String) -> Bool {
        // Most names differ in their length already.
        switch name.utf8.count {
        case 10: name.lowercased() == "connection"
        case 14: name.lowercased() == "content-length"
        case 17: name.lowercased() == "transfer-encoding"
        default: false
        }
    }

    /// - Returns: the field's name in lower case.
    private func name(of field: UnsafeMutablePointer<evkeyval>) throws(HTTPRefusal) -> String {
        let name = String(cString: field.pointee.key)
        guard !name.isEmpty, name.utf8.allSatisfy(Self.isTokenByte) else {
            throw .malformed("A header field's name is not one.")
        }
        return name.lowercased()
    }

    /// - Source: RFC 9110 section 5.6.2.
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
