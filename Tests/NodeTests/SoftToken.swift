import Certificates
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

/// Tokens of SoftHSM in a folder of their own. They are made once for all tests of this process,
/// because a module reads its configuration when it is loaded.
enum SoftToken {
    static let module = "/usr/lib/softhsm/libsofthsm2.so"
    static let pin = Array("2468".utf8)
    private static let labels = ["custody", "guarded", "stays"]
    private static let isReady = prepare()

    /// Logs in to a token, with the right PIN unless another is given.
    static func open(_ label: String, pin: [UInt8] = SoftToken.pin) throws -> KeyToken {
        #expect(isReady)
        return try KeyToken(module: module, name: KeyToken.Name(label: label), pin: pin)
    }

    private static func prepare() -> Bool {
        let folder = FileManager.default.temporaryDirectory.path + "/softhsm-\(UUID())"
        let configuration = folder + "/softhsm2.conf"
        do throws(HeliographError) {
            try Files.makeFolder(folder + "/tokens")
            let text = "directories.tokendir = \(folder)/tokens\nlog.level = ERROR\n"
            try Files.write(Array(text.utf8), to: configuration)
        } catch {
            return false
        }
        setenv("SOFTHSM2_CONF", configuration, 1)
        return labels.allSatisfy { label in
            let tool = Process()
            tool.executableURL = URL(fileURLWithPath: "/usr/bin/softhsm2-util")
            tool.arguments = [
                "--init-token", "--free", "--label", label, "--so-pin", "13579", "--pin",
                String(decoding: pin, as: UTF8.self),
            ]
            tool.standardOutput = FileHandle.nullDevice
            guard (try? tool.run()) != nil else { return false }
            tool.waitUntilExit()
            return tool.terminationStatus == 0
        }
    }
}

/// An empty folder that is removed with this object.
final class ScratchFolder {
    let path = FileManager.default.temporaryDirectory.path + "/custody-\(UUID())"

    init() throws { try Files.makeFolder(path) }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
