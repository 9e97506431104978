import Foundation
import Synchronization

// Shows that a sanitizer sees what it is there for, and nothing else:
// `lock` must pass, `race` and `beyond` must be reported.

final class Counts: @unchecked Sendable {
    let guarded = Mutex([0])
    var bare = [0]
}

@main
struct Canary {
    static func main() {
        let what = CommandLine.arguments.dropFirst().first ?? ""
        let counts = Counts()
        if what == "beyond" {
            let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: 16)
            bytes.initialize(repeating: 1, count: 16)
            print(bytes[16 + CommandLine.arguments.count - 2])
            return
        }
        let done = DispatchGroup()
        for _ in 0..<4 {
            done.enter()
            Thread.detachNewThread {
                for _ in 0..<20_000 {
                    if what == "race" {
                        counts.bare[0] += 1
                    } else {
                        counts.guarded.withLock { $0[0] += 1 }
                    }
                }
                done.leave()
            }
        }
        done.wait()
        print(counts.guarded.withLock { $0[0] })
    }
}
