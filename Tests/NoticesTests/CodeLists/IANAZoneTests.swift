import Foundation
import Testing

@testable import Notices

@Suite("Time zones")
struct IANAZoneTests {
    static func zone(_ name: String) throws -> IANAZone { try #require(IANAZone(name)) }

    static func local(_ text: String) throws -> LocalTime { try #require(LocalTime(text)) }

    @Test(
        "a local time is one moment",
        arguments: [
            ("Europe/Brussels", "2027-01-20T22:40", "2027-01-20T21:40:00Z"),
            ("Europe/Brussels", "2027-07-20T22:40", "2027-07-20T20:40:00Z"),
            ("Asia/Dubai", "2027-01-21T06:55", "2027-01-21T02:55:00Z"),
            ("Asia/Kathmandu", "2027-01-21T06:55", "2027-01-21T01:10:00Z"),
            ("Australia/Lord_Howe", "2027-01-21T11:00", "2027-01-21T00:00:00Z"),
            ("Australia/Lord_Howe", "2027-06-21T10:30", "2027-06-21T00:00:00Z"),
            ("Asia/Kolkata", "2027-01-21T05:30:30", "2027-01-21T00:00:30Z"),
            ("America/St_Johns", "2027-01-20T20:30", "2027-01-21T00:00:00Z"),
            ("Pacific/Kiritimati", "2027-01-21T14:00", "2027-01-21T00:00:00Z"),
            ("Pacific/Pago_Pago", "2027-01-20T13:00", "2027-01-21T00:00:00Z"),
            ("UTC", "2060-12-31T23:59", "2060-12-31T23:59:00Z"),
            ("Europe/London", "2000-01-01T00:00", "2000-01-01T00:00:00Z"),
        ])
    func moments(name: String, local: String, utc: String) throws {
        #expect(try Self.zone(name).moments(at: try Self.local(local)) == [moment(utc)])
    }

    @Test("a clock put forward skips an hour; put back, it shows one twice")
    func changes() throws {
        let brussels = try Self.zone("Europe/Brussels")
        #expect(brussels.moments(at: try Self.local("2027-03-28T01:59")).count == 1)
        #expect(brussels.moments(at: try Self.local("2027-03-28T02:00")).isEmpty)
        #expect(brussels.moments(at: try Self.local("2027-03-28T02:59")).isEmpty)
        #expect(brussels.moments(at: try Self.local("2027-03-28T03:00")).count == 1)
        #expect(
            brussels.moments(at: try Self.local("2027-10-31T02:30"))
                == [moment("2027-10-31T00:30:00Z"), moment("2027-10-31T01:30:00Z")])
        // Half an hour on Lord Howe Island, and the day that Samoa left out.
        let island = try Self.zone("Australia/Lord_Howe")
        #expect(island.moments(at: try Self.local("2027-04-04T01:45")).count == 2)
        #expect(island.moments(at: try Self.local("2027-10-03T02:15")).isEmpty)
        #expect(
            try Self.zone("Pacific/Apia").moments(at: try Self.local("2011-12-30T12:00")).isEmpty)
    }

    @Test("outside its years the table says so")
    func bounds() throws {
        let zone = try Self.zone("Europe/Brussels")
        #expect(zone.moments(at: try Self.local("1999-06-01T00:00")).isEmpty)
        #expect(zone.moments(at: try Self.local("2061-06-01T00:00")).isEmpty)
        #expect(zone.offsetMinutes(at: moment("1999-12-31T23:59:59Z")) == nil)
        #expect(zone.offsetMinutes(at: moment("2061-01-01T00:00:00Z")) == nil)
        #expect(IANAZone("Europe/Nowhere") == nil && IANAZone("") == nil)
    }

    @Test("what a clock shows leads back to the moment, in every zone", arguments: [2_027, 2_055])
    func roundTrip(year: Int) throws {
        let start = try #require(CivilDate(year: year, month: 1, day: 1)).daysSinceEpoch
        for name in IANAZone.allNames {
            let zone = try Self.zone(name)
            for step in 0..<120 {
                let at = Instant(seconds: Int64(start) * 86_400 + Int64(step) * 262_800)
                let local = try #require(LocalTime(at, in: zone))
                #expect(zone.moments(at: local).contains(at), "\(name) \(at)")
            }
        }
    }

    /// Debian's own reader of the same release, asked for every zone at moments through the years
    /// and around every change.
    @Test(
        "every zone agrees with Python's zoneinfo at over 400,000 moments",
        .enabled(if: sameRelease(), "the system's tzdata is of another release"))
    func agreement() throws {
        let script = """
            import zoneinfo, datetime, sys
            u = datetime.timezone.utc
            for line in sys.stdin:
                name, *moments = line.split()
                z = zoneinfo.ZoneInfo(name)
                print(*[int(datetime.datetime.fromtimestamp(int(m), u).astimezone(z)
                            .utcoffset().total_seconds()) for m in moments])
            """
        var lines: [String] = []
        var ours: [[Int]] = []
        for name in IANAZone.allNames {
            let zone = try Self.zone(name)
            var seconds: [Int64] = []
            var random = Int64(name.utf8.reduce(7) { ($0 &* 31 &+ Int($1)) & 0xFFFF })
            for step in 0..<700 as Range<Int64> {
                random = (random * 75 + 74) % 65_537
                let second = 946_684_800 + step * 2_749_000 + random * 40
                guard second < 2_871_763_200 else { break }
                seconds.append(second)
            }
            ours.append(
                seconds.map { (zone.offsetMinutes(at: Instant(seconds: $0)) ?? -9_999) * 60 })
            lines.append(([name] + seconds.map(String.init)).joined(separator: " "))
        }
        let output = try Judge.run(["-c", script], input: lines.joined(separator: "\n") + "\n").1
        let theirs = output.split(separator: "\n").map {
            $0.split(separator: " ").compactMap { Int($0) }
        }
        #expect(theirs.count == ours.count)
        for (index, name) in IANAZone.allNames.enumerated() {
            #expect(theirs[index] == ours[index], "\(name)")
        }
    }

    static func sameRelease() -> Bool {
        let path = "/usr/share/zoneinfo/tzdata.zi"
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return false }
        return text.hasPrefix("# version \(IANAZone.databaseVersion)\n")
            && FileManager.default.isExecutableFile(atPath: "/usr/bin/python3")
    }
}
