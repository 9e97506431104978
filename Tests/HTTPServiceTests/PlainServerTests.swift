import Foundation
import Glibc
import HTTPService
import Notices
import Synchronization
import TestKit
import Testing

/// A server without TLS, and what a request brings to its answerer.
@Suite struct PlainServerTests {
    @Test("a request reaches its answerer whole, with its caller, and the answer goes back")
    func whole() async throws {
        var rules = HTTPRules(methods: Doorway.methods)
        rules.headers = [("X-Content-Type-Options", "nosniff")]
        let doorway = try await Doorway.at(rules: rules) { request, caller in
            HTTPResponse(
                status: 201,
                headers: [
                    ("Content-Type", "text/plain"), ("Content-Length", "3"),
                    ("transfer-encoding", "chunked"), ("ETag", "\"1\""),
                ],
                body: .bytes(
                    Array(
                        """
                        \(request.method) \(request.path) \(request.query ?? "none") \
                        \(request.header("accept") ?? "none") \(request.headers.count) \
                        \(String(decoding: request.body, as: UTF8.self)) \(caller.address) \
                        \(caller.userID == nil) \(caller.certificate == nil) \
                        \(caller.identity as? String ?? "none")
                        """.utf8)))
        }
        let client = try doorway.client()
        let answer = await client.ask("PUT /a/b?c=d?e", ["Accept: text/html"], body: "abc")
        #expect(answer.hasPrefix("HTTP/1.1 201 "))
        #expect(
            answer.body
                == "PUT /a/b c=d?e text/html 4 abc 127.0.0.1 true true 127.0.0.1 asks PUT")
        #expect(answer.field("content-length") == String(answer.body.utf8.count))
        #expect(answer.field("etag") == "\"1\"")
        #expect(answer.field("x-content-type-options") == "nosniff")
        #expect(answer.field("transfer-encoding") == nil)
        client.close()
        await doorway.server.stop()
        #expect(doorway.server.connectionCount == 0)
    }

    @Test("requests follow each other on one connection")
    func keptAlive() async throws {
        let doorway = try await Doorway.at { request, _ in text(request.path) }
        let client = try doorway.client()
        for number in 0..<5 {
            client.send("GET /\(number) HTTP/1.1\r\nHost: x\r\n\r\n")
            let answer = await client.read { $0.hasSuffix("\r\n\r\n/\(number)") }
            #expect(answer.body == "/\(number)")
        }
        #expect(doorway.server.connectionCount == 1)
        client.close()
        try await eventually("the connection is given back") {
            doorway.server.connectionCount == 0
        }
        await doorway.server.stop()
    }

    @Test("HEAD gets the fields of GET, with the length, and no body")
    func head() async throws {
        let doorway = try await Doorway.at { request, _ in
            request.path == "/stream"
                ? HTTPResponse(status: 200, body: .stream(HTTPStream { [1] })) : text("12345")
        }
        let client = try doorway.client()
        client.send("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n")
        let answer = await client.read { $0.hasSuffix("\r\n\r\n") }
        #expect(answer.status == 200)
        #expect(answer.field("content-length") == "5")
        #expect(answer.body == "")
        let streamed = await client.ask("HEAD /stream")
        #expect(streamed.status == 200)
        #expect(streamed.field("transfer-encoding") == nil)
        #expect(streamed.body == "")
        client.close()
        await doorway.server.stop()
    }

    @Test("an answer without content has no body, and the connection goes on")
    func noContent() async throws {
        let doorway = try await Doorway.at { request, _ in
            text("never", status: request.path == "/1" ? 204 : 304)
        }
        let client = try doorway.client()
        client.send("DELETE /1 HTTP/1.1\r\nHost: x\r\n\r\n")
        let first = await client.read { $0.hasSuffix("\r\n\r\n") }
        #expect(first.status == 204 && first.body == "")
        let second = await client.ask("GET /2")
        #expect(second.status == 304 && second.body == "")
        client.close()
        await doorway.server.stop()
    }

    @Test("a method outside the rules is refused, and the refusal names those inside")
    func methods() async throws {
        var rules = HTTPRules(methods: ["GET", "PUT"])
        for (method, status) in [
            ("GET", 200), ("PUT", 200), ("POST", 405), ("DELETE", 405), ("TRACE", 405),
            ("CONNECT", 405), ("OPTIONS", 405), ("HEAD", 405), ("BREW", 405),
        ] {
            rules.namesMethods = method != "DELETE"
            let doorway = try await Doorway.at(rules: rules) { _, _ in text("yes") }
            let client = try doorway.client()
            let answer = await client.ask("\(method) /", body: method == "PUT" ? "a" : nil)
            #expect(answer.status == status, "\(method)")
            #expect(
                answer.field("allow")
                    == (status == 405 && rules.namesMethods ? "GET, PUT" : nil))
            client.close()
            await doorway.server.stop()
        }
    }

    @Test("a body needs its length, for every method that may have one")
    func lengths() async throws {
        let doorway = try await Doorway.at { _, _ in text("yes") }
        for (method, status) in [
            ("GET", 200), ("DELETE", 200), ("OPTIONS", 200), ("POST", 411), ("PUT", 411),
            ("PATCH", 411),
        ] {
            let client = try doorway.client()
            #expect(await client.ask("\(method) /").status == status, "\(method)")
            client.close()
        }
        await doorway.server.stop()
    }

    @Test("a body that is announced is read, and one behind HEAD is not read as a request")
    func anyBody() async throws {
        let doorway = try await Doorway.at { request, _ in text("\(request.body.count)") }
        let inner = "GET /inner HTTP/1.1\r\nHost: x\r\n\r\n"
        for method in Doorway.methods {
            let client = try doorway.client()
            let answer = await client.ask("\(method) /", body: inner)
            #expect(answer.status == (method == "HEAD" ? 400 : 200), "\(method)")
            #expect(answer.body == "\(inner.utf8.count)" || method == "HEAD")
            client.close()
        }
        let client = try doorway.client()
        client.send("HEAD / HTTP/1.1\r\nHost: x\r\nContent-Length: 32\r\n\r\n" + inner)
        let answer = await client.readAll()
        #expect(answer.components(separatedBy: "HTTP/1.1 ").count == 2, "\(answer)")
        client.close()
        await doorway.server.stop()
    }

    @Test("the rules judge a head before its body is read")
    func judged() async throws {
        var rules = HTTPRules(methods: Doorway.methods)
        rules.headers = [("Cache-Control", "no-store")]
        rules.judgesHead = { head, caller in
            guard head.header("content-type") != "text/plain", caller.address == "127.0.0.1" else {
                return nil
            }
            return HTTPRefusal(
                status: 415, code: .requestInvalid, sentence: "\(head.method) \(head.path)",
                headers: [("Accept-Post", "text/plain")])
        }
        let doorway = try await Doorway.at(rules: rules) { _, _ in text("yes") }
        let refused = try doorway.client()
        // The body never comes.
        refused.send(
            "POST /a?b HTTP/1.1\r\nHost: x\r\nContent-Type: image/png\r\nContent-Length: 9\r\n\r\n")
        let answer = await refused.readAll()
        #expect(answer.status == 415)
        #expect(answer.body.contains("\"sentence\":\"POST /a\""))
        #expect(answer.field("accept-post") == "text/plain")
        #expect(answer.field("cache-control") == "no-store")
        let taken = try doorway.client()
        #expect(await taken.ask("POST /", ["Content-Type: text/plain"], body: "a").status == 200)
        let bodiless = try doorway.client()
        #expect(await bodiless.ask("GET /").status == 200)
        for client in [refused, taken, bodiless] { client.close() }
        await doorway.server.stop()
    }

    @Test("who may not stay is refused on an open connection, and a waiting one is closed")
    func review() async throws {
        let doorway = try await Doorway.at { _, _ in text("yes") }
        let (asking, waiting) = (try doorway.client(), try doorway.client())
        for client in [asking, waiting] {
            client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(await client.read { $0.hasSuffix("yes") }.status == 200)
        }
        doorway.door.isOpen = false
        #expect(await asking.ask("GET /").status == 403)
        doorway.server.review()
        #expect(await waiting.readAll() == "")
        let late = try doorway.client()
        #expect(await late.ask("GET /") == "")
        for client in [asking, waiting, late] { client.close() }
        await doorway.server.stop()
        #expect(doorway.server.connectionCount == 0)
    }

    @Test("a party has its share of connections, and is told so beyond it")
    func shares() async throws {
        var bounds = ServerBounds()
        bounds.connectionsPerPartyMax = 1
        let doorway = try await Doorway.at(bounds: bounds) { _, _ in text("yes") }
        let first = try doorway.client()
        first.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(await first.read { $0.hasSuffix("yes") }.status == 200)
        let second = try doorway.client()
        #expect(await second.ask("GET /").status == 503)
        first.close()
        second.close()
        try await eventually("both are given back") { doorway.server.connectionCount == 0 }
        let third = try doorway.client()
        #expect(await third.ask("GET /").status == 200)
        third.close()
        await doorway.server.stop()
    }

    @Test("whoever is slow, or says nothing, is cut off")
    func slow() async throws {
        var bounds = ServerBounds()
        (bounds.headerTime, bounds.idleTime) = (.milliseconds(200), .milliseconds(200))
        let doorway = try await Doorway.at(bounds: bounds) { _, _ in text("yes") }
        for piece in ["", "GET / HT", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab"] {
            let client = try doorway.client()
            client.send(piece)
            #expect(await client.readAll() == "")
            client.close()
        }
        await doorway.server.stop()
    }

    @Test("a stop finishes what is in hand, and takes nothing new")
    func stop() async throws {
        let gate = AsyncStream<Void>.makeStream()
        let begun = AsyncStream<Void>.makeStream()
        let doorway = try await Doorway.at { _, _ in
            begun.continuation.yield()
            for await _ in gate.stream { break }
            return text("done")
        }
        let (busy, waiting) = (try doorway.client(), try doorway.client())
        busy.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        for await _ in begun.stream { break }
        let stopped = Task { await doorway.server.stop() }
        #expect(await waiting.readAll() == "")
        gate.continuation.yield()
        let answer = await busy.readAll()
        #expect(answer.body == "done" && answer.field("connection") == "close")
        await stopped.value
        #expect(doorway.server.connectionCount == 0)
        #expect(throws: LineClient.Unreachable.self) { try doorway.client() }
        busy.close()
        waiting.close()
    }

    @Test(
        "callers leave at any moment, and the server stops: all is given back",
        arguments: 0..<4 as Range<UInt64>)
    func turmoil(_ seed: UInt64) async throws {
        var bounds = ServerBounds()
        bounds.answerTime = .milliseconds(40)
        let doorway = try await Doorway.at(bounds: bounds) { request, _ in
            try? await Task.sleep(for: .milliseconds(request.body.count % 60))
            guard request.path == "/stream" else { return text("yes") }
            return HTTPResponse(
                status: 200,
                body: .stream(
                    HTTPStream {
                        try await Task.sleep(for: .milliseconds(2))
                        return Array(repeating: 7, count: 50_000)
                    }))
        }
        await withTaskGroup { group in
            for number in 0..<6 {
                group.addTask {
                    var generator = SeededGenerator(seed: seed * 100 + UInt64(number))
                    for _ in 0..<30 {
                        guard let client = try? doorway.client() else { return }
                        let path = Bool.random(using: &generator) ? "/stream" : "/"
                        let size = Int.random(in: 0...300, using: &generator)
                        let whole = """
                            POST \(path) HTTP/1.1\r\nHost: x\r\nContent-Length: \(size)\r\n\r
                            \(String(repeating: "a", count: size))
                            """
                        client.send(
                            String(
                                whole.prefix(Int.random(in: 0...whole.count * 2, using: &generator))
                            ))
                        let wait = Int.random(in: 0...30, using: &generator)
                        try? await Task.sleep(for: .milliseconds(wait))
                        client.close()
                    }
                }
            }
            group.addTask {
                try? await Task.sleep(for: .milliseconds(300))
                await doorway.server.stop(within: .milliseconds(20))
            }
        }
        #expect(doorway.server.connectionCount == 0, "replay with seed \(seed)")
    }

    @Test("plain HTTP listens on loopback alone")
    func loopback() async throws {
        for host in ["0.0.0.0", "::", "192.0.2.1", "2001:db8::1", "10.0.0.1", "::ffff:10.0.0.1"] {
            await #expect(throws: HeliographError(.configurationInvalid, ""), "\(host)") {
                _ = try await Doorway.at(.tcp(host: host, port: 0)) { _, _ in text("no") }
            }
        }
        let doorway = try await Doorway.at(.tcp(host: "127.1.2.3", port: 0)) { _, _ in text("yes") }
        await doorway.server.stop()
    }
}

/// A server on a UNIX socket.
@Suite struct UnixServerTests {
    @Test("a caller on a UNIX socket comes with its user")
    func user() async throws {
        try await withFolder { folder in
            let path = folder + "/socket"
            let doorway = try await Doorway.at(.unix(path: path)) { _, caller in
                text(
                    "\(caller.address) \(caller.userID.map { "\($0)" } ?? "nobody") "
                        + "\(caller.identity as? String ?? "")")
            }
            #expect(doorway.server.port == 0)
            let client = try LineClient(path: path)
            #expect(
                await client.ask("GET /").body == "unix \(getuid()) user \(getuid()) asks GET")
            client.close()
            await doorway.server.stop()
            #expect(doorway.server.connectionCount == 0)
        }
    }

    @Test("the mode of the socket is what was said, whatever the umask", arguments: [0o600, 0o666])
    func mode(_ mode: UInt32) async throws {
        try await withFolder { folder in
            // Longer than an address of a socket has room for.
            let deep = folder + "/" + String(repeating: "d", count: 120)
            try FileManager.default.createDirectory(
                atPath: deep, withIntermediateDirectories: true)
            let path = deep + "/socket"
            let doorway = try await Doorway.at(.unix(path: path, mode: mode)) { _, _ in text("") }
            var status = stat()
            #expect(lstat(path, &status) == 0 && status.st_mode & 0o7777 == mode)
            await doorway.server.stop()
            #expect(lstat(path, &status) != 0, "a stop removes it")
        }
    }

    @Test("a socket that nobody listens on gives way; a used one, and a file, do not")
    func leftOver() async throws {
        try await withFolder { folder in
            let path = folder + "/socket"
            let doorway = try await Doorway.at(.unix(path: path)) { _, _ in text("first") }
            await #expect(throws: HeliographError(.portUnavailable, "")) {
                _ = try await Doorway.at(.unix(path: path)) { _, _ in text("second") }
            }
            let client = try LineClient(path: path)
            #expect(await client.ask("GET /").body == "first")
            client.close()
            // As a process leaves it that was killed.
            let kept = folder + "/kept"
            #expect(link(path, kept) == 0)
            await doorway.server.stop()
            #expect(rename(kept, path) == 0)
            let again = try await Doorway.at(.unix(path: path)) { _, _ in text("again") }
            let other = try LineClient(path: path)
            #expect(await other.ask("GET /").body == "again")
            other.close()
            // What somebody else has put there since stays.
            #expect(unlink(path) == 0)
            try Data("file".utf8).write(to: URL(fileURLWithPath: path))
            await again.server.stop()
            #expect(FileManager.default.fileExists(atPath: path))
            await #expect(throws: HeliographError(.portUnavailable, "")) {
                _ = try await Doorway.at(.unix(path: path)) { _, _ in text("third") }
            }
        }
    }
}
