import Foundation
import HTTPService
import Notices
import Synchronization
import TestKit
import Testing

/// Counts how often a stream was asked, and whether its task was told to leave.
final class Tap: Sendable {
    private let state = Mutex((asked: 0, isCancelled: false))

    var asked: Int { state.withLock { $0.asked } }
    var isCancelled: Bool { state.withLock { $0.isCancelled } }

    func ask() -> Int {
        state.withLock { state in
            state.asked += 1
            return state.asked
        }
    }

    func leave() { state.withLock { $0.isCancelled = true } }

    /// A piece that never comes: returns when the task is cancelled.
    func wait() async {
        try? await Task.sleep(for: .seconds(3_600))
        if Task.isCancelled { leave() }
    }
}

/// Answers that are made while they are on their way.
@Suite struct StreamTests {
    private static let piece = [UInt8](repeating: UInt8(ascii: "a"), count: 32 * 1_024)

    private func streaming(
        bounds: ServerBounds = ServerBounds(), isEndless: Bool = false,
        _ next: @escaping @Sendable () async throws -> [UInt8]?
    ) async throws -> Doorway {
        try await Doorway.at(bounds: bounds) { _, _ in
            HTTPResponse(
                status: 200, headers: [("Content-Type", "text/plain")],
                body: .stream(HTTPStream(isEndless: isEndless, next: next)))
        }
    }

    @Test("pieces arrive as chunks, in their order, and the connection goes on")
    func chunks() async throws {
        let doorway = try await Doorway.at { request, _ in
            guard request.path == "/stream" else { return text("next") }
            let (stream, pieces) = AsyncStream<[UInt8]>.makeStream()
            for piece in ["one", "", "two"] { pieces.yield(Array(piece.utf8)) }
            pieces.finish()
            return HTTPResponse(status: 200, body: .stream(HTTPStream(stream)))
        }
        let client = try doorway.client()
        client.send("GET /stream HTTP/1.1\r\nHost: x\r\n\r\n")
        let answer = await client.read { $0.hasSuffix("0\r\n\r\n") }
        #expect(answer.field("transfer-encoding") == "chunked")
        #expect(answer.field("content-length") == nil)
        #expect(answer.body == "3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n")
        #expect(await client.ask("GET /").body == "next")
        client.close()
        await doorway.server.stop()
    }

    @Test("a piece arrives before the next one is made")
    func live() async throws {
        let (stream, pieces) = AsyncStream<[UInt8]>.makeStream()
        let doorway = try await Doorway.at { _, _ in
            HTTPResponse(status: 200, body: .stream(HTTPStream(stream)))
        }
        let client = try doorway.client()
        client.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        for word in ["first", "second"] {
            pieces.yield(Array(word.utf8))
            #expect(await client.read { $0.hasSuffix("\(word)\r\n") }.hasSuffix("\(word)\r\n"))
        }
        pieces.finish()
        #expect(await client.readAll() == "0\r\n\r\n")
        client.close()
        await doorway.server.stop()
    }

    @Test("a reader of HTTP/1.0 gets the bytes alone, and the end of the connection")
    func old() async throws {
        let tap = Tap()
        let doorway = try await streaming { tap.ask() > 3 ? nil : Array("abc".utf8) }
        for field in ["", "Connection: keep-alive\r\n"] {
            let client = try doorway.client()
            client.send("GET / HTTP/1.0\r\nHost: x\r\n\(field)\r\n")
            let answer = await client.readAll()
            #expect(answer.field("transfer-encoding") == nil)
            #expect(answer.field("connection") == "close")
            #expect(answer.body == (field.isEmpty ? "abcabcabc" : ""))
            client.close()
        }
        await doorway.server.stop()
    }

    @Test("pieces are not made ahead of a slow reader, and none is lost")
    func slowReader() async throws {
        let tap = Tap()
        let total = 1_000
        let doorway = try await streaming { tap.ask() > total ? nil : Self.piece }
        let client = try LineClient(port: doorway.server.port, receiveBytes: 16_384)
        client.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        // What the system's buffers take, and no more, is made.
        var asked = -1
        try await eventually("the stream waits for its reader") {
            defer { asked = tap.asked }
            try? await Task.sleep(for: .milliseconds(200))
            return tap.asked > 8 && tap.asked == asked
        }
        #expect(asked < total / 2)
        let answer = await client.readAll()
        #expect(answer.hasSuffix("\r\n0\r\n\r\n"))
        #expect(answer.body.utf8.count { $0 == UInt8(ascii: "a") } >= total * Self.piece.count)
        #expect(tap.asked == total + 1)
        client.close()
        await doorway.server.stop()
    }

    @Test("a reader that takes nothing is cut off, and the stream is told")
    func idleReader() async throws {
        var bounds = ServerBounds()
        bounds.bodyTime = .milliseconds(500)
        let tap = Tap()
        let doorway = try await streaming(bounds: bounds) {
            _ = tap.ask()
            return Self.piece
        }
        let client = try LineClient(port: doorway.server.port, receiveBytes: 16_384)
        client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        try await eventually("the connection is given back") {
            tap.asked > 0 && doorway.server.connectionCount == 0
        }
        #expect(!(await client.readAll()).hasSuffix("0\r\n\r\n"))
        client.close()
        await doorway.server.stop()
    }

    @Test("a stream may be silent for longer than a reader may")
    func silent() async throws {
        var bounds = ServerBounds()
        bounds.bodyTime = .milliseconds(200)
        let tap = Tap()
        let doorway = try await streaming(bounds: bounds) {
            try await Task.sleep(for: .milliseconds(700))
            return tap.ask() > 2 ? nil : Array("abc".utf8)
        }
        let client = try doorway.client()
        #expect(await client.ask("GET /").body == "3\r\nabc\r\n3\r\nabc\r\n0\r\n\r\n")
        client.close()
        await doorway.server.stop()
    }

    @Test("a reader that leaves ends the stream")
    func leaves() async throws {
        let tap = Tap()
        let doorway = try await streaming {
            if tap.ask() > 1 { await tap.wait() }
            return Array("abc".utf8)
        }
        let client = try doorway.client()
        client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        _ = await client.read { $0.hasSuffix("abc\r\n") }
        client.close()
        try await eventually("the task is cancelled") { tap.isCancelled }
        try await eventually("the connection is given back") {
            doorway.server.connectionCount == 0
        }
        await doorway.server.stop()
    }

    @Test("a stream that fails ends the connection without an end of its body")
    func fails() async throws {
        struct Failure: Error {}
        let tap = Tap()
        let doorway = try await streaming {
            if tap.ask() > 1 { throw Failure() }
            return Array("abc".utf8)
        }
        let client = try doorway.client()
        client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        let answer = await client.readAll()
        #expect(!answer.hasSuffix("0\r\n\r\n"))
        client.close()
        await doorway.server.stop()
        #expect(doorway.server.connectionCount == 0)
    }

    @Test("a stop ends an endless stream at once, as if it were whole")
    func stopEndless() async throws {
        let tap = Tap()
        let doorway = try await streaming(isEndless: true) {
            if tap.ask() > 1 { await tap.wait() }
            return Array("abc".utf8)
        }
        let client = try doorway.client()
        client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        _ = await client.read { $0.hasSuffix("abc\r\n") }
        // The time of the stop is longer than the test may take.
        await doorway.server.stop(within: .seconds(3_600))
        #expect(await client.readAll() == "0\r\n\r\n")
        try await eventually("the task is cancelled") { tap.isCancelled }
        client.close()
    }

    @Test("a stop waits for the end of another stream, and then cuts it off")
    func stopWhole() async throws {
        let gate = AsyncStream<Void>.makeStream()
        let tap = Tap()
        let doorway = try await streaming {
            switch tap.ask() {
            case 1: return Array("abc".utf8)
            case 2:
                for await _ in gate.stream { break }
                return Array("def".utf8)
            default: return nil
            }
        }
        let client = try doorway.client()
        client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        _ = await client.read { $0.hasSuffix("abc\r\n") }
        let stopped = Task { await doorway.server.stop(within: .seconds(3_600)) }
        try await eventually("nobody is taken any more") { (try? doorway.client())?.close() == nil }
        gate.continuation.yield()
        #expect(await client.readAll() == "3\r\ndef\r\n0\r\n\r\n")
        await stopped.value
        client.close()

        let other = Tap()
        let cut = try await streaming {
            if other.ask() > 1 { await other.wait() }
            return Array("abc".utf8)
        }
        let reader = try cut.client()
        reader.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        _ = await reader.read { $0.hasSuffix("abc\r\n") }
        await cut.server.stop(within: .milliseconds(100))
        #expect(await reader.readAll() == "")
        #expect(cut.server.connectionCount == 0)
        reader.close()
    }
}
