internal import Foundation
internal import Synchronization

/// The nodes and folders of this run. They go with the run, however it ends.
enum Leavings {
    private struct State {
        var folders: [String] = []
        var nodes: [ObjectIdentifier: NodeProcess] = [:]
        /// True once the run ends; a thread that would begin something then waits.
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

    /// Notes a node before its process begins, and lets it begin.
    ///
    /// - Parameter begin: starts the process.
    static func starting(_ node: NodeProcess, _ begin: () throws -> Void) throws {
        waitIfOver()
        state.withLock { $0.nodes[ObjectIdentifier(node)] = node }
        try begin()
        // The node was started while the others were stopped.
        if state.withLock({ $0.isOver }) { node.stop() }
        waitIfOver()
    }

    /// Returns at once while the run goes on, and never once it ends: the process ends then too.
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
            // A program may still write, and a node may have started meanwhile.
            Thread.sleep(forTimeInterval: 0.1)
            let isClear = state.withLock { state in
                state.nodes.isEmpty
                    && !state.folders.contains(where: FileManager.default.fileExists)
            }
            if isClear { break }
        }
        exit(status)
    }

    /// Clears on SIGHUP, SIGINT and SIGTERM before the process ends.
    static func clearOnSignals() {
        for number in [SIGHUP, SIGINT, SIGTERM] {
            // SIG_IGN would be inherited by the nodes.
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

    /// The sources of signals. They are made once, before there is another thread, and held because
    /// a source that nobody holds tells nothing.
    nonisolated(unsafe) private static var sources: [any DispatchSourceSignal] = []
}
