import Exchange
import Federation
import Notices
import Ports

/// A program of the pure targets alone: its libraries are those that they need.
@main
enum PurityProbe {
    static func main() {
        guard let member = MemberCode("XA"), let record = RecordID(bytes: Array(0..<16)) else {
            return
        }
        let now = Instant(seconds: 1_800_403_200)
        var random = SystemRandomNumberGenerator()
        var queue = DeliveryQueue()
        let effects = queue.handle(.contact(member), at: now, using: &random)
        let bundle = KeyBundle(member: member, version: 1, issued: now, certificates: [])
        let thread = NoticeRules(allowSpecimens: true)
        print(effects.count, bundle.encoded().count, record, thread.allowSpecimens)
        print(Notice.read([], rules: thread).faults.count)
    }
}
