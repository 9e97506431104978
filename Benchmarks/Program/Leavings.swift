internal import Foundation
internal import Synchronization

/// The nodes that run and the folders that are there because of this run: they go with it, however it ends.
enum Leavings {
    private struct State {
        var folders: [String] = []
        var nodes: [ObjectIdentifier: NodeProcess] = [:]
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

    static func started(_ node: NodeProcess) {
        state.withLock { $0.nodes[ObjectIdentifier(node)] = node }
    }

    static func stopped(_ node: NodeProcess) {
        state.withLock { $0.nodes[ObjectIdentifier(node)] = nil }
    }

    /// Stops the nodes and removes the folders.
    static func clear() {
        let (nodes, folders) = state.withLock { (Array($0.nodes.values), $0.folders) }
        for node in nodes { node.stop() }
        for folder in folders { remove(folder) }
    }

    /// SIGINT and SIGTERM clear before they end the process.
    static func clearOnSignals() {
        for number in [SIGINT, SIGTERM] {
            // Not SIG_IGN, which the nodes would inherit.
            signal(number) { _ in }
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                note("Ended by signal \(number): the nodes are stopped.")
                clear()
                exit(128 + number)
            }
            source.resume()
            sources.append(source)
        }
    }

    /// Filled once, before there is another thread; a source that nobody holds tells nothing.
    nonisolated(unsafe) private static var sources: [any DispatchSourceSignal] = []
}
