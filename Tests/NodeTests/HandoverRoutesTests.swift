import Foundation
import Notices
import Testing

@testable import Administration
@testable import Asking
@testable import Attachments
@testable import Membership
@testable import Node
@testable import Office
@testable import Secretariat
@testable import Station
@testable import Traffic

@Suite("National agencies")
struct HandoverRoutesTests {
    private func agencies(_ text: String) throws -> [HandoverRoutes.Agency] {
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).json5")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(text.utf8).write(to: file)
        return try HandoverRoutes.agencies(in: file.path)
    }

    @Test("each has what it is to see; what takes back goes to whoever may hold it")
    func targets() throws {
        let routes = HandoverRoutes(
            dropFolder: "/all",
            agencies: try agencies(
                """
                { border: { dropFolder: "/border" },
                  justice: { dropFolder: "/justice", kinds: ["green-notice"], from: ["XA"] } }
                """))
        let (xa, xb) = (try #require(MemberCode("XA")), try #require(MemberCode("XB")))
        #expect(
            routes.targets(of: .greenNotice, from: xa)
                == ["drop-folder", "agency:border", "agency:justice"])
        #expect(routes.targets(of: .travelAlert, from: xa) == ["drop-folder", "agency:border"])
        #expect(routes.targets(of: .greenNotice, from: xb) == ["drop-folder", "agency:border"])
        #expect(routes.targets(of: .erasure, from: xa).contains("agency:justice"))
        #expect(routes.folder(of: "agency:justice") == "/justice")
        #expect(routes.folder(of: "agency:gone") == nil)
    }

    @Test(
        "a file that is not as it must be is refused by name",
        arguments: [
            "[]", "{ border: {} }", "{ border: { dropFolder: 'here' } }",
            "{ 'Border 1': { dropFolder: '/b' } }",
            "{ border: { dropFolder: '/b', kinds: ['alert'] } }",
            "{ border: { dropFolder: '/b', from: ['xa'] } }",
            "{ border: { dropFolder: '/b', colour: 'red' } }",
            "{ border: { dropFolder: '/b' }, justice: { dropFolder: '/b' } }",
        ])
    func refused(_ text: String) {
        #expect(throws: HeliographError(.configurationInvalid, "")) { try agencies(text) }
    }
}
