import Foundation
import Testing

@Suite("docs/maintain.md")
struct MaintainPageTests {
    @Test("the lines that the worked example changes stand in the tree as printed")
    func context() throws {
        let page = try String(
            contentsOf: Checkout.root.appendingPathComponent("docs/maintain.md"), encoding: .utf8)
        var path: String?
        var context: [String] = []
        var seen = 0
        func compare() throws {
            defer { context = [] }
            guard let path, !context.isEmpty else { return }
            let file = try String(
                contentsOf: Checkout.root.appendingPathComponent(path), encoding: .utf8)
            #expect(file.contains(context.joined(separator: "\n")), "\(path)")
            seen += 1
        }
        for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("--- a/") {
                path = String(line.dropFirst("--- a/".count))
            } else if line == "--- /dev/null" || line == "```" {
                try compare()
                path = nil
            } else if path != nil, line.hasPrefix(" ") {
                context.append(String(line.dropFirst()))
            }
        }
        #expect(seen > 0, "the page has an example")
    }
}
