import Exchange
import Testing

@Suite("Announcements that are let go") struct AnnouncementRetentionTests {
    @Test("are the key bundles before the newest 64, in whatever order they are named")
    func bundles() {
        let versions = Array(Int64(1)...70)
        #expect(
            AnnouncementRetention.endedKeyBundles(among: versions.reversed()).sorted()
                == Array(1...6))
        #expect(AnnouncementRetention.endedKeyBundles(among: Array(versions.prefix(64))) == [])
        #expect(AnnouncementRetention.endedKeyBundles(among: []) == [])
    }

    @Test("are all revocation lists but the newest")
    func revocationLists() {
        #expect(AnnouncementRetention.endedRevocationLists(among: [3, 9, 4]).sorted() == [3, 4])
        #expect(AnnouncementRetention.endedRevocationLists(among: [3]) == [])
        #expect(AnnouncementRetention.endedRevocationLists(among: []) == [])
    }
}
