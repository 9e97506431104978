internal import Foundation
internal import Synchronization

/// The nodes that run and the folders that are there because of this run: they go with it, however it ends.
enum Leavings {
    private struct State {
        var folders: [String] = []
        var nodes: [ObjectIdentifier: NodeProcess] = [:]
        /// The run ends; whoever would begin something waits for that.
        var isOver = false
    }

    private static let state = Mutex(State())

    /// A path for a folder of this run, which need not be made.
    static func folder(_ name: String) -> String {
        let path =
            NSTemporaryDirectory()
            + "heliograph-\(name).\(getpid()).\(UInt32.random(in: 0...9999))"
        state.withLock { $0.folders.append(path) }
        return path
    }

    static func remove(_ folder: String) {
        try? FileManager.default.removeItem(atPath: folder)
        state.withLock { state in state.folders.removeAll { $0 == folder } }
    }

    /// Called before its process begins, which it does in `begin`.
    static func starting(_ node: NodeProcess, _ begin: () throws -> Void) throws {
        waitIfOver()
        state.withLock { $0.nodes[ObjectIdentifier(node)] = node }
        try begin()
        // It was started while the others were stopped.
        if state.withLock({ $0.isOver }) { node.stop() }
        waitIfOver()
    }

    /// Never returns once the run ends: whoever ends it ends the process too.
    static func waitIfOver() {
        while state.withLock({ $0.isOver }) { Thread.sleep(forTimeInterval: 1) }
    }

    static func stopped(_ node: NodeProcess) {
        state.withLock { $0.nodes[ObjectIdentifier(node)] = nil }
    }

    /// Stops the nodes, removes the folders, and ends the process.
    static func clear(_ status: Int32) -> Never {
        state.withLock { $0.isOver = true }
        for _ in 0..<100 {
            let (nodes, folders) = state.withLock { (Array($0.nodes.values), $0.folders) }
            for node in nodes { node.stop() }
            for folder in folders { try? FileManager.default.removeItem(atPath: folder) }
            // A command that was running may still write, and a node have started meanwhile.
            Thread.sleep(forTimeInterval: 0.1)
            let isClear = state.withLock { state in
                state.nodes.isEmpty
                    && !state.folders.contains(where: FileManager.default.fileExists)
            }
            if isClear { break }
        }
        exit(status)
    }

    /// SIGHUP, SIGINT and SIGTERM clear before they end the process.
    static func clearOnSignals() {
        for number in [SIGHUP, SIGINT, SIGTERM] {
            // Not SIG_IGN, which the nodes would inherit.
            signal(number) { _ in }
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                note("Ended by signal \(number): the nodes are stopped.")
                clear(128 + number)
            }
            source.resume()
            sources.append(source)
        }
    }

    /// Filled once, before there is another thread; a source that nobody holds tells nothing.
    nonisolated(unsafe) private static var sources: [any DispatchSourceSignal] = []
}
