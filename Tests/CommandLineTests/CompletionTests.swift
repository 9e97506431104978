import Asking
import Notices
import Testing

@testable import heliograph

@Suite("Completion of a command line")
struct CompletionTests {
    /// The words that complete a line; the node knows one notice of ours, one that arrived and two
    /// peers.
    private func words(_ line: String...) async -> [String] {
        let found = await Completion.candidates(line) { call, _ in
            switch call.operation {
            case "notice.list":
                [
                    "items": [
                        ["thread": "XA-TA-2027-000001", "author": "officer-7", "kind": "k"],
                        ["thread": "XA-TA-2027-000001", "author": "o; touch x", "kind": "k"],
                        ["thread": "XA-TA-2027-000001", "author": "o$(touch x)", "kind": "k"],
                        ["thread": "XA-TA-2027-000001", "author": "o\nx", "kind": "k"],
                    ]
                ]
            case "inbox.list": ["items": [["thread": "XB-TA-2027-000009", "kind": "k"]]]
            case "peers":
                [
                    "items": [
                        ["member": "XB", "status": "active"], ["member": "XC", "status": "active"],
                    ]
                ]
            default: nil
            }
        }
        return found.map(\.word)
    }

    @Test("words of verbs")
    func verbs() async {
        #expect(await words("noti") == ["notice"])
        #expect(await words("notice", "se") == ["send"])
        #expect(await words("federation", "signer", "r") == ["remove"])
        #expect(await words("federation", "sig").sorted() == ["sign", "signer"])
        #expect(await words().isEmpty)
    }

    @Test("options of the verb, each once")
    func options() async {
        #expect(await words("notice", "send", "--at") == ["--attach"])
        #expect(await words("keys", "rotate", "signing", "--wait", "--w") == ["--wide"])
    }

    @Test("values: closed lists, members, officers, notices, codes")
    func values() async {
        #expect(await words("inbox", "--state", "su") == ["superseded"])
        #expect(await words("inbox", "--state=su") == ["--state=superseded"])
        #expect(await words("inbox", "--state", "=", "su") == ["--state=superseded"])
        #expect(await words("notice", "show", "") == ["XA-TA-2027-000001"])
        #expect(await words("outcome", "").contains("XB-TA-2027-000009"))
        #expect(await words("outcome", "X", "--result", "did") == ["did-not-board"])
        #expect(await words("notice", "preview", "f", "--to", "") == ["XB", "XC"])
        #expect(await words("notice", "send", "f", "--as", "") == ["officer-7"])
        #expect(await words("explain", "peer-un").contains("peer-unreachable"))
        #expect(await words("keys", "rotate", "enc") == ["encryption"])
        #expect(await words("notice", "new", "travel") == ["travel-alert"])
    }

    @Test("files and folders are left to the shell")
    func files() async {
        #expect(await words("notice", "send", "al").isEmpty)
        #expect(await words("inbox", "--dir", "").isEmpty)
    }
}
