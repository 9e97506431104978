internal import Foundation

/// Seconds of the monotonic clock.
func seconds() -> Double {
    var moment = timespec()
    clock_gettime(CLOCK_MONOTONIC, &moment)
    return Double(moment.tv_sec) + Double(moment.tv_nsec) / 1e9
}

/// CPU seconds of the calling thread.
func threadSeconds() -> Double {
    var moment = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &moment)
    return Double(moment.tv_sec) + Double(moment.tv_nsec) / 1e9
}

/// Runs a body on a number of threads at once and waits for all of them.
func onThreads(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    let group = DispatchGroup()
    for index in 0..<count {
        group.enter()
        let thread = Thread {
            body(index)
            group.leave()
        }
        thread.stackSize = 8 << 20
        thread.start()
    }
    group.wait()
}

/// The CPU time and the memory of a process, from `/proc`.
struct ProcessUse {
    /// User and system time, in seconds.
    let cpu: Double
    /// Resident memory in bytes: now, and the most in the life of the process.
    let resident: Int
    let residentMax: Int

    init(_ pid: Int32) {
        let stat = (try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)) ?? ""
        // The fields after the name, which may have blanks: state is the third field of the line,
        // utime the fourteenth.
        let fields = stat.split(separator: ")").last?.split(separator: " ") ?? []
        let ticks = [11, 12].compactMap { fields.count > $0 ? Double(fields[$0]) : nil }
        cpu = ticks.reduce(0, +) / Double(sysconf(Int32(_SC_CLK_TCK)))
        let status = (try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)) ?? ""
        func kilobytes(_ name: String) -> Int {
            let line = status.split(separator: "\n").first { $0.hasPrefix(name) }
            return line?.split(whereSeparator: { " \t".contains($0) }).dropFirst().first
                .flatMap { Int($0) } ?? 0
        }
        resident = kilobytes("VmRSS:") << 10
        residentMax = kilobytes("VmHWM:") << 10
    }
}

extension [Double] {
    /// The value below which this share of the sorted values lies; 0 if there are none.
    func quantile(_ share: Double) -> Double {
        let sorted = sorted()
        guard !sorted.isEmpty else { return 0 }
        return sorted[Swift.min(sorted.count - 1, Int(Double(sorted.count) * share))]
    }

    var median: Double { quantile(0.5) }
}
