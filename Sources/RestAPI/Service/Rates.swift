internal import Notices
import Synchronization

/// Bounds how often one principal or one address may ask: a bucket that fills again with time.
final class Rates: Sendable {
    /// Whose requests are counted.
    enum Share {
        /// One address, whoever asks from there.
        case address
        /// One officer or program.
        case principal

        /// Requests a second, on the long run.
        var perSecond: Double { self == .address ? 400 : 200 }
        /// Requests at once.
        var burst: Double { self == .address ? 2_000 : 1_000 }
    }

    private struct Bucket {
        var left: Double
        var at: Duration
    }

    /// Buckets that are held; the fullest are forgotten first.
    private static let bucketsMax = 10_000

    private let buckets = Mutex<[String: Bucket]>([:])

    /// Takes one request out of a bucket.
    ///
    /// - Parameter now: a clock that never goes back.
    /// - Returns: false if the bucket is empty.
    func admits(_ name: String, of share: Share, at now: Duration) -> Bool {
        buckets.withLock { buckets in
            var bucket = buckets[name] ?? Bucket(left: share.burst, at: now)
            let seconds = Double((now - bucket.at).wholeMilliseconds) / 1_000
            bucket.left = min(share.burst, bucket.left + max(0, seconds) * share.perSecond)
            bucket.at = now
            let isAdmitted = bucket.left >= 1
            if isAdmitted { bucket.left -= 1 }
            if buckets.count >= Self.bucketsMax, buckets[name] == nil {
                buckets = buckets.filter { $0.value.left < share.burst / 2 }
            }
            buckets[name] = bucket
            return isAdmitted
        }
    }
}
