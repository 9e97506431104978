import Testing

/// Each C library stands behind one wall, and arrows point inwards only.
@Suite("Walls")
struct WallTests {
    static let importers: [(module: String, targets: Set<String>)] = [
        ("COpenSSL", ["Certificates", "Sealing", "HTTPService", "PeerLink"]),
        ("CToken", ["Certificates"]),
        ("CLinux", ["Node"]),
        ("CSQLite", ["StoreSQLite"]),
        ("CEvent", ["HTTPService"]),
        ("CCurl", ["PeerLink"]),
        ("CStepper", ["Simulation"]),
        // Adapters, which Node composes. Sealing is besides the library of CMS that signs key
        // bundles and trust lists.
        ("Sealing", ["Membership", "Secretariat", "Node", "Simulation"]),
        ("StoreSQLite", ["Node"]),
        ("HTTPService", ["PeerLink", "RestAPI", "Node"]),
        ("PeerLink", ["Node", "Simulation"]),
        // The rooms of a node, lowest first.
        (
            "Station",
            [
                "Membership", "Secretariat", "Attachments", "Traffic", "Asking", "Administration",
                "Office", "RestAPI",
                "Node", "heliograph", "Simulation",
            ]
        ),
        (
            "Membership",
            [
                "Secretariat", "Attachments", "Traffic", "Asking", "Administration", "Office",
                "Node", "heliograph", "Simulation",
            ]
        ),
        ("Secretariat", ["Node", "heliograph", "Simulation"]),
        ("Attachments", ["Traffic", "Asking", "Administration", "Office", "Node"]),
        ("Traffic", ["Asking", "Administration", "Office", "RestAPI", "Node"]),
        ("Asking", ["Administration", "Office", "RestAPI", "Node", "heliograph", "Simulation"]),
        ("Administration", ["Office", "RestAPI", "Node", "heliograph", "Simulation"]),
        ("Office", ["RestAPI", "Node", "heliograph", "Simulation"]),
        ("RestAPI", ["Node"]),
        ("Node", ["heliograph", "Simulation"]),
        ("TestKit", ["Simulation"]),
        ("Simulation", ["heliograph-sim"]),
    ]

    @Test("A module is imported only by those it is for", arguments: importers)
    func importedBy(module: String, targets: Set<String>) throws {
        for source in try Checkout.sources("Sources") where source.imports.contains(module) {
            #expect(targets.contains(source.target), "\(source.path) imports \(module)")
        }
    }

    @Test("Only Sealing speaks CMS")
    func cms() throws {
        var speakers: Set<String> = []
        for source in try Checkout.sources("Sources") where source.text.contains("CMS_") {
            for (number, line) in source.code where line.contains("CMS_") {
                speakers.insert(source.target)
                #expect(source.target == "Sealing", "\(source.path):\(number)")
            }
        }
        #expect(speakers == ["Sealing"], "the search sees what is there")
    }

    @Test("Nobody speaks PKCS #7, which takes what CMS refuses")
    func pkcs7() throws {
        for source in try Checkout.sources("Sources") where source.text.contains("PKCS7_") {
            for (number, line) in source.code where line.contains("PKCS7_") {
                Issue.record("\(source.path):\(number)")
            }
        }
    }
}
