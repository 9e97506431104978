package import Asking
internal import Federation
package import HTTPService
internal import Notices
internal import Office
internal import Ports
internal import Station
internal import Traffic

/// REST: every operation of the catalogue under an address.
///
/// It holds no rules. It finds out who asks, reads the arguments of the operation, and prints the
/// answer.
package struct APIService: HTTPAnswering {
    private let node: any RunningNode
    private let repeats: Repeats
    private let rates: Rates
    /// Names that a `Host` field may have besides addresses of this machine.
    private let names: Set<String>

    /// The service of a node.
    ///
    /// - Parameter names: names by which programs call the listener, in small letters.
    package init(node: any RunningNode, names: [String] = []) {
        self.node = node
        self.names = Set(names)
        repeats = Repeats(context: node.context.station)
        rates = Rates()
    }

    /// Methods that reach the service. It refuses those that an address does not have, and names
    /// those that it has.
    package static let methods = HTTPRules.known
    /// The longest path and query, bytes.
    ///
    /// - Source: RFC 9112 section 3.
    package static let targetBytesMax = 8_000
    /// Fields of every answer.
    package static let headers = [
        (name: "Cache-Control", value: "no-store"), ("X-Content-Type-Options", "nosniff"),
    ]

    /// Writes a refusal of the server in the form of all others.
    @Sendable package static func write(_ refusal: HTTPRefusal) -> HTTPResponse {
        Problem.response(
            HeliographError(refusal.code, refusal.sentence), status: refusal.status,
            headers: refusal.headers)
    }

    /// Answers one request.
    package func answer(_ request: HTTPRequest, from caller: HTTPCaller) async -> HTTPResponse {
        do throws(HeliographError) {
            return try await answered(request, from: caller)
        } catch {
            node.context.log(
                .info, "api-refused",
                ["method": .string(request.method), "code": .string(error.code.rawValue)])
            return Problem.response(error)
        }
    }

    private func answered(
        _ request: HTTPRequest, from caller: HTTPCaller
    ) async throws(HeliographError) -> HTTPResponse {
        try checkOrigin(request, caller)
        guard rates.admits("address \(caller.address)", of: .address, at: now) else {
            throw Self.tooMany
        }
        let method = request.method == "HEAD" ? "GET" : request.method
        if request.path == Routes.base + "/openapi.json" {
            return method == "GET" ? OpenAPI.response : Self.otherMethod(request.method, ["GET"])
        }
        let principal = try await principal(request, caller)
        guard rates.admits("principal \(principal.actor)", of: .principal, at: now) else {
            throw Self.tooMany
        }
        guard let parts = PathText.parts(request.path, below: Routes.base) else {
            throw Self.nowhere
        }
        let routes = Routes.of(parts)
        guard !routes.isEmpty else { throw Self.nowhere }
        guard let (route, values) = routes.first(where: { $0.route.method == method }) else {
            return Self.otherMethod(request.method, routes.map(\.route.method))
        }
        try principal.check(route.operation.right)
        try checkType(request)
        let arguments = try RequestReading(route: route).arguments(request, values)
        try route.operation.check(arguments)
        let call = Call(route.operation.name, arguments)
        let key = route.operation.effect == .changes ? request.header("idempotency-key") : nil
        let answer = try await repeats.once(
            key, by: principal.actor,
            [Array(request.method.utf8), Array(request.head.target.utf8), request.body]
        ) {
            await perform(call, by: principal)
        }
        if route.operation.effect == .changes { try? await repeats.sweep() }
        return response(answer, to: request)
    }

    private var now: Duration { node.context.clock.uptime }

    private func perform(
        _ call: Call, by principal: Principal
    ) async -> (status: Int, body: [UInt8]) {
        switch await node.perform(call, by: principal) {
        case .done(let json):
            return (200, json.encoded())
        case .refused(let error):
            // The form was checked before: here the operation refuses what the form can say.
            let status = error.code == .usage ? 422 : Problem.status(of: error.code)
            return (status, Problem.json(error, status: status).encoded())
        }
    }

    private func response(
        _ answer: (status: Int, body: [UInt8], isRepeated: Bool), to request: HTTPRequest
    ) -> HTTPResponse {
        var headers = [
            (name: "Content-Type", value: answer.status < 400 ? "application/json" : Problem.type)
        ]
        if answer.isRepeated { headers.append(("Idempotent-Replayed", "true")) }
        if let seconds = Problem.retryAfter(answer.status) {
            headers.append(("Retry-After", seconds))
        }
        if answer.status == 200, request.method != "POST" {
            let tag = "\"\(node.context.sealer.digest(answer.body).description.prefix(32))\""
            headers.append(("ETag", tag))
            if request.header("if-none-match") == tag {
                return HTTPResponse(status: 304, headers: headers, body: .bytes([]))
            }
        }
        return HTTPResponse(status: answer.status, headers: headers, body: .bytes(answer.body))
    }

    // MARK: Who asks

    private func principal(
        _ request: HTTPRequest, _ caller: HTTPCaller
    ) async throws(HeliographError) -> Principal {
        if let field = request.header("authorization") {
            let words = field.split(separator: " ", omittingEmptySubsequences: true)
            guard words.count == 2, words[0].lowercased() == "bearer" else {
                throw HeliographError(
                    .accessRefused, "The `Authorization` field is no bearer token.",
                    next: "Send `Authorization: Bearer TOKEN`.")
            }
            let isLocal = caller.userID != nil
            return try await node.doorkeeper.principal(
                token: String(words[1]), from: isLocal ? nil : caller.address)
        }
        if let certificate = caller.certificate {
            return try await node.doorkeeper.principal(
                certificate: node.context.sealer.digest(certificate))
        }
        if let user = caller.userID {
            return try await node.doorkeeper.principal(
                claiming: request.header("heliograph-as"), user: user, way: .socket(user: user),
                takesNames: false)
        }
        throw HeliographError(
            .accessRefused, "No token came with the request.",
            next: "Send `Authorization: Bearer TOKEN`. An administrator makes one with "
                + "`heliograph token new`.")
    }

    // MARK: What a page elsewhere must not do

    /// A browser says from which page a request comes. No page is served here, so none may ask.
    private func checkOrigin(
        _ request: HTTPRequest, _ caller: HTTPCaller
    ) throws(HeliographError) {
        let site = request.header("sec-fetch-site")
        guard request.header("origin") == nil, site == nil || site == "none" else {
            throw HeliographError(
                .requestInvalid, "The request comes from a web page; this address serves programs.",
                next: "Ask from a program, without `Origin`.")
        }
        guard caller.userID == nil else { return }
        let host = (request.header("host") ?? "").lowercased()
        guard HostName.isOfThisMachine(host) || names.contains(HostName.name(of: host)) else {
            throw HeliographError(
                .requestInvalid, "The `Host` field names another machine.",
                next: "Use the address of the listener, or add the name to `api.names`.")
        }
    }

    private func checkType(_ request: HTTPRequest) throws(HeliographError) {
        guard !request.body.isEmpty, request.method == "POST" else { return }
        let type = (request.header("content-type") ?? "").lowercased()
        let parts = type.split(separator: ";").map { $0.trimmingPrefix(while: { $0 == " " }) }
        let isJSON = parts.first.map { $0 == "application/json" } ?? false
        let charsets = parts.dropFirst().filter { $0.hasPrefix("charset=") }
        guard isJSON, charsets.allSatisfy({ $0 == "charset=utf-8" || $0 == "charset=\"utf-8\"" })
        else {
            throw HeliographError(
                .mediaType, "The body must be `application/json` in UTF-8. Nothing was done.")
        }
    }

    /// The refusal of a method at an address that has others.
    private static func otherMethod(_ method: String, _ known: [String]) -> HTTPResponse {
        var all = Set(known)
        if all.contains("GET") { all.insert("HEAD") }
        let names = all.sorted().joined(separator: ", ")
        return Problem.response(
            HeliographError(
                .requestInvalid, "This address does not know \(method). Nothing was done.",
                next: "This address knows \(names)."),
            status: 405, headers: [("Allow", names)])
    }

    private static let nowhere = HeliographError(
        .notFound, "There is nothing at this address.",
        next: "`GET \(Routes.base)/openapi.json` lists every address.")

    private static let tooMany = HeliographError(
        .tooManyRequests, "Too many requests came in a short time. Nothing was done.")
}

/// The value of a `Host` field.
enum HostName {
    /// The name or address without its port.
    static func name(of host: String) -> String {
        if host.hasPrefix("["), let end = host.firstIndex(of: "]") {
            return String(host[host.index(after: host.startIndex)..<end])
        }
        return String(host.prefix { $0 != ":" })
    }

    /// True for an address in figures and for `localhost`: a name of another site leads a browser
    /// here only under that name.
    static func isOfThisMachine(_ host: String) -> Bool {
        let name = name(of: host)
        return name == "localhost" || Network(name) != nil && !name.contains("/")
    }
}
