internal import Asking
internal import CLinux
internal import Certificates
import Dispatch
import Foundation
public import Notices
public import Station

/// Runs a node until SIGTERM, SIGINT or the end of its store, then stops it cleanly.
public enum Daemon {
    /// Runs a node on a data folder, with its control socket.
    ///
    /// - Parameter ready: told the port once peers and commands are served.
    /// - Throws: the error that kept it from starting; or `storeFailed` or `storeCorrupt`, should
    ///   the disk fail.
    public static func run(
        _ folder: DataFolder, ready: @Sendable (UInt16) -> Void
    ) async throws(HeliographError) {
        try checkDescriptors()
        // From here on, so that a program that was told that the node is ready can stop it cleanly.
        let (reasons, reason) = AsyncStream.makeStream(of: HeliographError?.self)
        let sources = await Self.sources(of: [SIGTERM, SIGINT]) { _ in reason.yield(nil) }
        defer { for source in sources { source.cancel() } }
        let node = try await HeliographNode.open(folder)
        // These signals would end the process without a word; nothing here does what they ask for.
        let passed = await Self.sources(of: [SIGHUP, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF])
        {
            node.noteSignal($0)
        }
        defer { for source in passed { source.cancel() } }
        await node.whenStoreEnds { reason.yield($0) }
        let control: ControlServer
        let port: UInt16
        do throws(HeliographError) {
            control = try ControlServer(folder) {
                await node.perform($0, from: $1, .socket(user: $1), files: $2)
            }
            port = try await node.serve()
        } catch {
            await node.close()
            throw error
        }
        control.start()
        ServiceManager.notify("READY=1")
        let heartbeat = Task { await ServiceManager.beat(node) }
        defer { heartbeat.cancel() }
        ready(port)
        var failure: HeliographError?
        for await reason in reasons {
            failure = reason
            break
        }
        ServiceManager.notify("STOPPING=1")
        control.stop()
        await node.close()
        // The service manager starts it again: only a start shows the state of the disk.
        if let failure { throw failure }
    }

    /// Sets the process up before any thread starts: no signal blocked, SIGPIPE ignored, as many
    /// files as allowed, no file of ours readable by others.
    public static func prepareProcess() {
        var none = sigset_t()
        sigemptyset(&none)
        sigprocmask(SIG_SETMASK, &none, nil)
        signal(SIGPIPE, SIG_IGN)
        umask(0o077)
        keepSecrets()
        setDescriptorLimit()
    }

    private static func setDescriptorLimit() {
        var limit = rlimit()
        let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard getrlimit(files, &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(files, &limit)
    }

    private static func checkDescriptors() throws(HeliographError) {
        guard ProcessLimits.descriptorsMax >= ProcessLimits.descriptorsMin else {
            throw HeliographError(
                .limitTooLow,
                "This process may open \(ProcessLimits.descriptorsMax) files; a node needs "
                    + "\(ProcessLimits.descriptorsMin), "
                    + "and \(ProcessLimits.descriptorsWanted) with many peers."
            )
        }
    }

    /// Keeps the keys of this process from the programs beside it and its parent: no core dump, no
    /// report of memory after a crash, no file of TLS secrets; and no configuration of OpenSSL that
    /// was made for other programs.
    private static func keepSecrets() {
        for name in ["SSLKEYLOGFILE", "OPENSSL_CONF", "OPENSSL_MODULES", "OPENSSL_ENGINES"] {
            unsetenv(name)
        }
        OpenSSLStart.withoutConfiguration()
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        _ = heliograph_set_undumpable()
        // Swift reads this before the first line of a program: the program is begun anew, with the
        // same process number.
        let isRun = CommandLine.arguments.dropFirst().contains("run")
        guard isRun, getenv("SWIFT_BACKTRACE") == nil else { return }
        setenv("SWIFT_BACKTRACE", "enable=no", 1)
        let words = CommandLine.arguments.map { strdup($0) } + [nil]
        execv("/proc/self/exe", words)
    }

    /// Signals, heard from the return on and for as long as the sources are held.
    ///
    /// Dispatch takes a signal over some time after it is asked to, and says when. Until then the
    /// signal keeps its own effect, which ends the process; ignored in the meantime it would be
    /// lost.
    private static func sources(
        of signals: [Int32], _ heard: @escaping @Sendable (Int32) -> Void
    ) async -> [any DispatchSourceSignal] {
        let queue = DispatchQueue(label: "heliograph.signals")
        var sources: [any DispatchSourceSignal] = []
        for number in signals {
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler { heard(number) }
            await withCheckedContinuation { registered in
                source.setRegistrationHandler { registered.resume() }
                source.resume()
            }
            sources.append(source)
        }
        return sources
    }
}
