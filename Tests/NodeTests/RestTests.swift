import Federation
import Foundation
import HTTPService
import Notices
import Ports
import SpecimenFederation
import TestKit
import Testing

@testable import Administration
@testable import Asking
@testable import Attachments
@testable import Membership
@testable import Node
@testable import Office
@testable import RestAPI
@testable import Secretariat
@testable import Station
@testable import Traffic

/// REST answers with the operations of the catalogue, and with nothing else.
@Suite("REST")
struct RestTests {
    private let office: MemoryOffice
    private let service: APIService
    private let token: String

    init() async throws {
        office = try await MemoryOffice("XA", in: try SpecimenFederation())
        _ = try await office.ask(
            "officer add", ["name": "case", "roles": ["duty", "supervisor"], "as": "root"])
        let made = try await office.ask("token new", ["officer": "case", "as": "root"])
        token = try #require(made["token"]?.stringValue)
        service = APIService(node: office.machinery, names: ["heliograph.agency.example"])
    }

    private struct Reply {
        let status: Int
        let headers: [String: String]
        let json: JSON

        var code: String? { json["code"]?.stringValue }
    }

    private func ask(
        _ method: String, _ target: String, _ body: JSON? = nil, token: String? = nil,
        headers: [(name: String, value: String)] = [], raw: [UInt8]? = nil,
        from caller: HTTPCaller = HTTPCaller(address: "127.0.0.1")
    ) async throws -> Reply {
        var fields = headers
        if !fields.contains(where: { $0.name == "host" }) { fields.append(("host", "127.0.0.1:1")) }
        if !fields.contains(where: { $0.name == "authorization" }) {
            fields.append(("authorization", "Bearer \(token ?? self.token)"))
        }
        let bytes = raw ?? body?.encoded() ?? []
        if !bytes.isEmpty, !fields.contains(where: { $0.name == "content-type" }) {
            fields.append(("content-type", "application/json"))
        }
        let response = await service.answer(
            HTTPRequest(
                head: HTTPHead(method: method, target: target, headers: fields), body: bytes),
            from: caller)
        guard case .bytes(let bytes) = response.body else {
            Issue.record("a stream")
            return Reply(status: 0, headers: [:], json: .null)
        }
        return Reply(
            status: response.status,
            headers: Dictionary(response.headers.map { ($0.name, $0.value) }) { first, _ in first },
            json: bytes.isEmpty ? .null : try JSON.parse(bytes))
    }

    // MARK: Addresses

    @Test("every operation has one address of its own, whose fields are its fields")
    func addresses() {
        #expect(Routes.all.map(\.operation.name) == Catalogue.all.map(\.name))
        #expect(Set(Routes.all.map { "\($0.method) \($0.template)" }).count == Routes.all.count)
        for route in Routes.all {
            let names = Set(route.operation.fields.map(\.name))
            #expect(Set(route.pathFields).isSubset(of: names), "\(route.template)")
            #expect(
                route.operation.effect == .reads || route.method == "POST", "\(route.template)")
            // What is looked for is a person's: it stands in no URL, and so in no log of a proxy.
            if route.operation.right == .screen, !route.operation.fields.isEmpty {
                #expect(route.method == "POST" || route.pathFields == ["number"])
            }
        }
    }

    @Test("Schemas/openapi.json is what the catalogue says")
    func description() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let file = root.appending(path: "Schemas/openapi.json")
        let wanted = OpenAPI.document.encodedPretty()
        if ProcessInfo.processInfo.environment["HELIOGRAPH_WRITE_DOCS"] != nil {
            try Data(wanted).write(to: file)
        }
        #expect(try Array(Data(contentsOf: file)) == wanted)
    }

    @Test("each operation's example is understood at its address")
    func examples() async throws {
        for route in Routes.all {
            var arguments = route.operation.example.arguments
            var path = Routes.base + route.template
            for name in route.pathFields {
                let value = arguments[name]?.stringValue ?? "x"
                path = path.replacing("{\(name)}", with: value.replacing(" ", with: "%20"))
                arguments[name] = nil
            }
            var reply: Reply
            if route.method == "GET" {
                let query = arguments.map { name, value in
                    let text =
                        value.arrayValue.map { $0.compactMap(\.stringValue).joined(separator: ",") }
                        ?? value.stringValue ?? String(decoding: value.encoded(), as: UTF8.self)
                    return "\(name)=\(text.replacing(" ", with: "+"))"
                }
                reply = try await ask(
                    "GET", path + (query.isEmpty ? "" : "?" + query.joined(separator: "&")))
            } else {
                reply = try await ask("POST", path, .object(arguments))
            }
            let isNoForm = ["import.forms", "import.passengers", "inbox.attachment"].contains(
                route.operation.name)
            #expect(
                reply.status != 400 || isNoForm, "\(route.operation.name): \(reply.json)")
            #expect(reply.status != 401 && reply.status != 500, "\(route.operation.name)")
            if reply.status == 403 {
                #expect(
                    !Role.duty.rights.union(Role.supervisor.rights)
                        .contains(route.operation.right) || reply.code != "right-missing")
            }
        }
    }

    // MARK: Who asks

    @Test("without a token that holds, nothing is answered, known address or not")
    func tokens() async throws {
        for path in ["/api/v1/whoami", "/api/v1/nowhere", "/api/v1/notices/x", "/other"] {
            for authorization in ["", "Bearer", "Bearer x", "Basic eDp5", "Bearer \(token)x"] {
                let reply = try await ask(
                    "GET", path, headers: [("authorization", authorization)])
                #expect(reply.status == 401 && reply.code == "access-refused")
                #expect(reply.headers["WWW-Authenticate"]?.hasPrefix("Bearer") == true)
            }
        }
        _ = try await office.ask("officer suspend", ["name": "case", "reason": "x", "as": "root"])
        #expect(try await ask("GET", "/api/v1/whoami").status == 403)
    }

    @Test("a user of the machine is known by the kernel's word, and a name is not taken on trust")
    func users() async throws {
        let stranger = HTTPCaller(address: "unix", userID: 4_711)
        func asked(_ caller: HTTPCaller, _ name: String?) async throws -> Reply {
            let fields = name.map { [(name: "heliograph-as", value: $0)] } ?? []
            let response = await service.answer(
                HTTPRequest(
                    head: HTTPHead(method: "GET", target: "/api/v1/whoami", headers: fields)),
                from: caller)
            guard case .bytes(let bytes) = response.body else { throw CancellationError() }
            return Reply(status: response.status, headers: [:], json: try JSON.parse(bytes))
        }
        #expect(try await asked(stranger, nil).status == 401)
        #expect(try await asked(stranger, "case").code == "name-refused")
        _ = try await office.ask("officer link", ["name": "case", "user": 4_711, "as": "root"])
        #expect(try await asked(stranger, nil).json["name"] == "case")
        #expect(try await asked(stranger, "chief").code == "name-refused")
    }

    @Test("a web page elsewhere can do nothing")
    func pages() async throws {
        for (name, value) in [
            ("origin", "http://127.0.0.1:1"), ("origin", "null"), ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"), ("host", "evil.example"), ("host", "evil.example:80"),
            ("host", "127.0.0.1.evil.example"), ("host", ""), ("host", "localhost.evil"),
        ] {
            let reply = try await ask("GET", "/api/v1/whoami", headers: [(name, value)])
            #expect(reply.status == 400 && reply.code == "request-invalid", "\(name) \(value)")
        }
        for host in ["localhost:7", "[::1]:7", "::1", "heliograph.AGENCY.example:443"] {
            let reply = try await ask("GET", "/api/v1/whoami", headers: [("host", host)])
            #expect(reply.status == 200 || host == "::1", "\(host)")
        }
        for type in ["text/plain", "application/x-www-form-urlencoded", "", "application/jsonx"] {
            let reply = try await ask(
                "POST", "/api/v1/notices", [:], headers: [("content-type", type)])
            #expect(reply.status == 415, "\(type)")
        }
    }

    // MARK: What is asked

    @Test("paths, queries and bodies that are not of their form are refused, and nothing is done")
    func malformed() async throws {
        for (method, target, raw, status) in [
            ("GET", "/api/v1/inbox?limit=x", "", 400), ("GET", "/api/v1/inbox?limit=01", "", 400),
            ("GET", "/api/v1/inbox?limit=1&limit=2", "", 400),
            ("GET", "/api/v1/inbox?unknown=1", "", 400), ("GET", "/api/v1/inbox?%zz=1", "", 400),
            ("GET", "/api/v1/inbox?live=yes", "", 400), ("GET", "/api/v1/inbox?limit=%00", "", 400),
            ("GET", "/api/v1/inbox", "{}", 400), ("GET", "/api/v1/inbox/", "", 404),
            ("GET", "/api/v1/inbox/%ff", "", 404), ("GET", "/api/v1/../v1/inbox", "", 404),
            ("GET", "/api/v1/inbox/%2e%2e", "", 404), ("GET", "/api/v1//inbox", "", 404),
            ("GET", "/api/v1", "", 404), ("GET", "/api/v2/inbox", "", 404),
            ("POST", "/api/v1/inbox", "", 405), ("GET", "/api/v1/search", "", 405),
            ("POST", "/api/v1/notices?to=XB", "{}", 400), ("POST", "/api/v1/notices", "[]", 400),
            ("POST", "/api/v1/notices", "{", 400), ("POST", "/api/v1/notices", "{}", 400),
            ("POST", "/api/v1/notices", "{\"document\":1,\"document\":2}", 400),
            ("POST", "/api/v1/notices", "{\"document\":{},\"colour\":1}", 400),
            ("POST", "/api/v1/notices/x/cancel", "{\"id\":\"y\"}", 400),
            (
                "POST", "/api/v1/notices", String(repeating: "[", count: 200), 400
            ),
        ] as [(String, String, String, Int)] {
            let reply = try await ask(method, target, raw: Array(raw.utf8))
            #expect(reply.status == status, "\(method) \(target) \(raw.prefix(40)): \(reply.json)")
            #expect(reply.json["status"] == .number(JSONNumber(status)))
            #expect(reply.headers["Content-Type"] == "application/problem+json")
        }
        #expect(await office.node.store.notices(NoticeFilter()).isEmpty)
    }

    @Test("what has not the form of the description is 400, and what has it is never")
    func form() async throws {
        let made = try await office.ask(
            "officer add", ["name": "chief", "roles": ["administrator"], "as": "root"])
        #expect(made["state"] == "active")
        let token = try await office.ask("token new", ["officer": "chief", "as": "root"])
        for (method, target, raw, status) in [
            ("GET", "/api/v1/inbox?limit=0", "", 400), ("GET", "/api/v1/inbox?page=10001", "", 400),
            ("GET", "/api/v1/inbox?since=", "", 400), ("GET", "/api/v1/inbox?since=x", "", 400),
            ("GET", "/api/v1/inbox?live=true&withdrawn=true", "", 422),
            ("GET", "/api/v1/inbox?since=2027-02-03&until=2027-02-02", "", 422),
            ("GET", "/api/v1/keys/x/preflight", "", 400),
            ("POST", "/api/v1/imports/person", "{\"person\":[null]}", 400),
            ("POST", "/api/v1/imports/forms", "{\"profile\":\"sorna\",\"rows\":[{}]}", 422),
            ("POST", "/api/v1/imports/forms", "{\"profile\":\"x\",\"rows\":[]}", 400),
            ("POST", "/api/v1/notices/x/outcome", "{\"result\":\"admitted\",\"at\":\"x\"}", 400),
            (
                "POST", "/api/v1/notices/x/outcome",
                "{\"result\":\"admitted\",\"at\":\"now\",\"identifiedBy\":[1]}", 400
            ),
            ("POST", "/api/v1/notices/x/forward", "{\"to\":[\"XB\"],\"number\":1000000}", 400),
            ("POST", "/api/v1/notices/x/forward", "{\"to\":[\"XB\"],\"number\":1.0}", 404),
            ("POST", "/api/v1/notices/x/forward", "{\"to\":[\"XB\"],\"number\":1.5}", 400),
            ("POST", "/api/v1/trust/diff", "{\"lists\":[]}", 422),
        ] as [(String, String, String, Int)] {
            let reply = try await ask(method, target, raw: Array(raw.utf8))
            let other = try await ask(
                method, target, token: token["token"]?.stringValue, raw: Array(raw.utf8))
            #expect(
                reply.status == status || other.status == status,
                "\(method) \(target) \(raw): \(reply.json)")
            for one in [reply, other] where one.status == 403 {
                #expect(one.code == "right-missing")
            }
        }
    }

    @Test("a method that an address does not have is refused, and the refusal names those it has")
    func methods() async throws {
        for route in Routes.all {
            let path =
                Routes.base
                + route.template.replacing("{", with: "").replacing("}", with: "")
            let known = Set(Routes.all.filter { $0.template == route.template }.map(\.method))
            for method in APIService.methods
            where !known.contains(method == "HEAD" ? "GET" : method) {
                let reply = try await ask(method, path)
                #expect(reply.status == 405, "\(method) \(path)")
                let names = known.union(known.contains("GET") ? ["HEAD"] : []).sorted()
                #expect(reply.headers["Allow"] == names.joined(separator: ", "))
            }
        }
        #expect(try await ask("POST", "/api/v1/openapi.json", [:]).status == 405)
        #expect(try await ask("HEAD", "/api/v1/openapi.json").status == 200)
    }

    @Test("a refusal of the server itself has the form of all others")
    func serverRefusals() throws {
        let response = APIService.write(
            HTTPRefusal(status: 413, code: .bodyTooLarge, sentence: "Too long."))
        guard case .bytes(let bytes) = response.body else { throw CancellationError() }
        let json = try JSON.parse(bytes)
        #expect(json["status"] == 413 && json["code"] == "body-too-large")
        #expect(json["type"] == "urn:heliograph:error:body-too-large")
    }

    @Test("a notice's faults stand in the problem, by JSON Pointer")
    func faults() async throws {
        let reply = try await ask(
            "POST", "/api/v1/notices", ["document": ["type": "travel-alert"]])
        #expect(reply.status == 422 && reply.code == "notice-invalid")
        let pointers = reply.json["faults"]?.arrayValue?.compactMap { $0["pointer"]?.stringValue }
        #expect(pointers?.contains("/person") == true)
    }

    // MARK: Once

    @Test("the same key gives the first answer again; with another call it is refused")
    func repeats() async throws {
        let document = try NoticeTemplate.specimen(
            kind: .operation, from: #require(MemberCode("XA")), to: [#require(MemberCode("XB"))],
            at: office.node.clock.now, number: 1)
        let call: JSON = ["document": document]
        let key = [(name: "idempotency-key", value: "8e03978e-40d5-43e8-bc93-6894a57f9324")]
        let first = try await ask("POST", "/api/v1/notices", call, headers: key)
        #expect(first.status == 200, "\(first.json)")
        let again = try await ask("POST", "/api/v1/notices", call, headers: key)
        #expect(again.status == 200 && again.json == first.json)
        #expect(again.headers["Idempotent-Replayed"] == "true")
        let other = try await ask("POST", "/api/v1/notices", ["document": [:]], headers: key)
        #expect(other.status == 422 && other.code == "key-repeated")
        let elsewhere = try await ask("POST", "/api/v1/notices/preview", call, headers: key)
        #expect(elsewhere.headers["Idempotent-Replayed"] == nil)
        // Another principal has keys of its own.
        let made = try await office.ask("token new", ["officer": "case", "as": "root"])
        let twin = try await ask(
            "POST", "/api/v1/notices", call, token: made["token"]?.stringValue, headers: key)
        #expect(twin.json == first.json, "another token of the same officer is the same principal")
        #expect(await office.node.store.notices(NoticeFilter()).count == 1)
        for wrong in [" ", "a b", String(repeating: "k", count: 129), "\u{E4}"] {
            let reply = try await ask(
                "POST", "/api/v1/notices", call, headers: [("idempotency-key", wrong)])
            #expect(reply.status == 400, "\(wrong)")
        }
        office.node.clock.advance(by: .hours(48))
        let late = try await ask("POST", "/api/v1/notices", call, headers: key)
        #expect(late.status == 409 && late.code == "already-sent")
        #expect(await office.node.store.replies(before: office.node.clock.now, limit: 9).isEmpty)
    }

    @Test("a refused call may be given again under its key once it is right")
    func refusedIsNotKept() async throws {
        let key = [(name: "idempotency-key", value: "k")]
        let document = try NoticeTemplate.specimen(
            kind: .operation, from: #require(MemberCode("XA")), to: [#require(MemberCode("XB"))],
            at: office.node.clock.now, number: 2)
        #expect(
            try await ask("POST", "/api/v1/notices", ["document": [:]], headers: key).status == 422)
        #expect(
            try await ask("POST", "/api/v1/notices", ["document": document], headers: key).status
                == 200)
    }

    @Test("the status says whether to ask again: 429 and 5xx, and nothing else")
    func askAgain() {
        for code in Code.allCases {
            let status = Problem.status(of: code)
            #expect((400..<600).contains(status))
            if code.isWorthRetrying, code != .folderInUse { #expect(status >= 500, "\(code)") }
            if status == 503 { #expect(code.isWorthRetrying, "\(code)") }
            #expect((Problem.retryAfter(status) != nil) == (status == 429 || status == 503))
        }
        #expect(Problem.status(of: .tooManyRequests) == 429)
        #expect(Problem.status(of: .diskFull) == 507)
        #expect(Problem.status(of: .alreadySent) == 409)
        #expect(Problem.status(of: .approvalWaits) == 409)
    }

    @Test("an unchanged list is not sent again, and a HEAD is as its GET")
    func tags() async throws {
        let first = try await ask("GET", "/api/v1/inbox")
        let tag = try #require(first.headers["ETag"])
        let second = try await ask("GET", "/api/v1/inbox", headers: [("if-none-match", tag)])
        #expect(second.status == 304 && second.json == .null)
        #expect(try await ask("HEAD", "/api/v1/inbox").headers["ETag"] == tag)
    }

    @Test("who asks too often is told so, and may ask again later")
    func rates() {
        let rates = Rates()
        var admitted = 0
        for _ in 0..<5_000 where rates.admits("a", of: .principal, at: .zero) { admitted += 1 }
        #expect(admitted == 1_000)
        #expect(rates.admits("b", of: .principal, at: .zero))
        #expect(!rates.admits("a", of: .principal, at: .milliseconds(1)))
        #expect(rates.admits("a", of: .principal, at: .seconds(1)))
    }
}
