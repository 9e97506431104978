import Certificates
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

@Suite("The URI of a token")
struct TokenAddressTests {
    @Test("a URI names token, module and where the PIN is")
    func read() throws {
        let address = try TokenAddress(
            "pkcs11:token=heliograph%20XA;serial=01?module-path=/usr/lib/m.so"
                + "&pin-source=file:/etc/pin"
        )
        #expect(address.name == KeyToken.Name(label: "heliograph XA", serial: "01"))
        #expect(address.module == "/usr/lib/m.so")
        #expect(address.pin == .file("/etc/pin"))
        let other = try TokenAddress(
            "pkcs11:serial=01?pin-source=credential:token-pin&module-path=/m.so")
        #expect(other.pin == .credential("token-pin"))
    }

    @Test(
        "what is missing, doubled or not understood is refused, and a PIN is not repeated",
        arguments: [
            "", "file:/x", "pkcs11:", "pkcs11:token=a", "pkcs11:token=a?module-path=/m.so",
            "pkcs11:token=a?module-path=m.so&pin-source=/p",
            "pkcs11:token=a?module-path=/m.so&pin-source=p",
            "pkcs11:token=a?module-path=/m.so&pin-source=credential:",
            "pkcs11:token=a?module-path=/m.so&pin-source=credential:../p",
            "pkcs11:token=a;token=b?module-path=/m.so&pin-source=/p",
            "pkcs11:token=a;object=b?module-path=/m.so&pin-source=/p",
            "pkcs11:token=a%00?module-path=/m.so&pin-source=/p",
            "pkcs11:token=a?module-path=/m.so&pin-value=471147",
            "pkcs11:model=a?module-path=/m.so&pin-source=/p",
        ])
    func refused(uri: String) {
        do throws(HeliographError) {
            _ = try TokenAddress(uri)
            Issue.record("it was taken: \(uri)")
        } catch {
            #expect(error.code == .configurationInvalid)
            #expect(!error.sentence.contains("471147"))
        }
    }
}
