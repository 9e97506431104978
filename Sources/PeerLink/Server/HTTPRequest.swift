import CEvent
import Notices
import Ports

/// A whole request as evhttp has read it; it lives until it is answered or its connection ends.
///
/// evhttp accepts more than a peer needs. A request that two readers could understand in two ways
/// is refused here, and its connection ends, so that no remaining bytes are read as a request.
struct HTTPRequest {
    let raw: OpaquePointer  // evhttp_request *

    static let pathBytesMax = 1_024

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
    func head() throws(Refusal) -> (method: PeerRequest.Method, path: String) {
        let method: PeerRequest.Method =
            switch evhttp_request_get_command(raw) {
            case EVHTTP_REQ_GET: .get
            case EVHTTP_REQ_POST: .post
            default: throw .methodUnknown
            }
        guard let uri = evhttp_request_get_uri(raw) else {
            throw .malformed("The request has no path.")
        }
        let path = String(cString: uri)
        guard path.utf8.first == UInt8(ascii: "/"), path.utf8.count <= Self.pathBytesMax,
            path.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw .malformed("The path is not one.") }
        var (hosts, lengths) = (0, 0)
        var next = evhttp_request_get_input_headers(raw)?.pointee.tqh_first
        while let field = next {
            next = field.pointee.next.tqe_next
            switch try name(of: field) {
            case "host": hosts += 1
            case "content-length": lengths += 1
            case "transfer-encoding": throw .lengthRequired
            default: break
            }
        }
        guard hosts == 1 else { throw .malformed("A request needs one Host.") }
        guard lengths <= 1 else { throw .malformed("A request has one Content-Length at most.") }
        guard method == .get || lengths == 1 else { throw .lengthRequired }
        return (method, path)
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
    func answer(status: Int, type: String, body: [UInt8], isLast: Bool) {
        let output = evbuffer_new()
        defer { evbuffer_free(output) }
        _ = body.withUnsafeBytes { evbuffer_add(output, $0.baseAddress, $0.count) }
        let headers = evhttp_request_get_output_headers(raw)
        evhttp_add_header(headers, "Content-Type", type)
        if isLast { evhttp_add_header(headers, "Connection", "close") }
        evhttp_send_reply(raw, Int32(status), status < 400 ? "OK" : "Refused", output)
    }

    /// - Returns: the field's name in lower case.
    private func name(of field: UnsafeMutablePointer<evkeyval>) throws(Refusal) -> String {
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
