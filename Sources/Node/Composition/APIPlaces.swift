internal import HTTPService
internal import Notices
internal import RestAPI
internal import Station

/// Where the node listens for programs, and what stands between them.
struct APIPlaces {
    /// Each place with its transport.
    let all: [(HTTPPlace, HTTPTransport)]

    /// Reads the files that the settings name.
    ///
    /// - Throws: `fileUnreadable`, `configurationInvalid`.
    init(_ settings: APISettings) throws(HeliographError) {
        var all: [(HTTPPlace, HTTPTransport)] = []
        if !settings.listen.isEmpty {
            let (host, port) = try Configuration.address(settings.listen, "api.listen")
            var transport = HTTPTransport.plain
            if !settings.certificate.isEmpty {
                let authorities =
                    settings.clientAuthorities.isEmpty
                    ? nil : try Files.read(settings.clientAuthorities)
                transport = .tls(
                    HTTPCertificate(
                        chain: try Files.read(settings.certificate),
                        key: try Files.read(settings.key)), clientAuthorities: authorities)
            }
            all.append((.tcp(host: host, port: port), transport))
        }
        if !settings.socket.isEmpty {
            // The kernel says who asks; the folder of the socket says who may try.
            all.append((.unix(path: settings.socket, mode: 0o666), .plain))
        }
        self.all = all
    }

    /// What the listener takes of a request.
    static var rules: HTTPRules {
        var rules = HTTPRules(methods: APIService.methods)
        rules.headers = APIService.headers
        rules.targetBytesMax = APIService.targetBytesMax
        rules.write = APIService.write
        return rules
    }

    /// Bounds for programs of one country.
    static var bounds: ServerBounds {
        var bounds = ServerBounds()
        bounds.bodyBytesMax = 8 << 20
        bounds.headerBytesMax = 16 << 10
        return bounds
    }
}
