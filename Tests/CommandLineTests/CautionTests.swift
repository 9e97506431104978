import Notices
import Testing

@testable import heliograph

@Suite("What a verb says before it acts")
struct CautionTests {
    @Test("a cancel names who has the notice, who has not, and that no way leads back")
    func cancel() {
        let said = Caution.cancel([
            "thread": "XA-TA-2027-000007", "kind": "travel-alert", "state": "in-force",
            "countries": [
                ["member": "XB", "state": "delivered"], ["member": "XC", "state": "retrieved"],
                ["member": "XD", "state": "queued"], ["member": "XE", "state": "refused"],
            ],
        ])
        #expect(
            said == [
                "XA-TA-2027-000007 (travel-alert, in-force) is withdrawn in every country.",
                "XB, XC have it (2 copies), and are told.",
                "It has not reached XD, and is not sent there any more.",
                "This cannot be undone: nothing follows a cancel.",
            ])
    }

    @Test("an order to erase names the issuer, the notice and the number of copies")
    func erase() {
        let said = Caution.erase([
            "order": "XA-ER-2027-000007", "issuer": "XA", "about": "XA-TA-2027-000007",
            "erased": ["019401e5-6b2a-7cc3-8a9d-2f7b5c1d0e4f"],
        ])
        #expect(
            said.first == "XA-ER-2027-000007 of XA orders to erase XA-TA-2027-000007: 1 copy here.")
        #expect(said.last == "This cannot be undone.")
    }

    @Test("a key that peers lag behind names the peers")
    func key() {
        let key: JSON = [
            "id": "3f2a9c1100000000000000000000000000000000", "role": "encryption",
            "state": "draining", "notShownBy": ["XB", "XC"],
        ]
        let said = Caution.key(key, "retire")
        #expect(said[0] == "The encryption key 3f2a9c11 (draining) is announced no more, at once.")
        #expect(said[1] == "XB, XC have not shown the next key.")
        #expect(Caution.key(key, "destroy")[1].contains("never be opened"))
    }

    @Test("a notice that is passed on names its recipients and their number")
    func forward() {
        let said = Caution.forward(
            [
                "thread": "XB-TA-2027-000001", "sequence": 2, "from": "XB", "kind": "travel-alert",
            ], to: ["XC", "XD"])
        #expect(
            said[0] == "XB-TA-2027-000001/2 of XB (travel-alert) is passed on to XC, XD: 2 copies.")
    }
}
