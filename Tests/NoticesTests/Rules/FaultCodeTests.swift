import Testing

@testable import Notices

@Suite("Fault codes")
struct FaultCodeTests {
    @Test("every code says what it means and what to do, in whole sentences")
    func explained() {
        for code in FaultCode.allCases {
            for sentence in [code.meaning, code.next] {
                #expect(sentence.hasSuffix("."), "\(code.rawValue): \(sentence)")
                #expect(sentence.first?.isUppercase == true || sentence.hasPrefix("4x4"))
                #expect(sentence.count <= 160, "\(code.rawValue)")
            }
        }
        #expect(Set(FaultCode.allCases.map(\.meaning)).count == FaultCode.allCases.count)
    }

    @Test("a code means one thing: no fault of a notice has the code of a refusal")
    func apart() {
        #expect(
            Set(FaultCode.allCases.map(\.rawValue))
                .isDisjoint(with: Code.allCases.map(\.rawValue)))
    }

    @Test("codes are lower case words with hyphens")
    func shape() {
        for code in FaultCode.allCases {
            #expect(
                code.rawValue.utf8.allSatisfy {
                    (0x61...0x7A).contains($0) || $0 == 0x2D || $0 == 0x38
                }, "\(code.rawValue)")
        }
    }

    /// Negative twins of the domain whose fault a notice alone can show.
    @Test("the domain's negative twins are refused where they differ")
    func twins() throws {
        func faults(_ example: String, _ edit: (inout JSON) -> Void) throws -> [String] {
            var json = try Repository.example("valid/" + example)
            edit(&json)
            return Notice.read(json, rules: .specimens).faults
                .map { "\($0.code.rawValue) \($0.pointer)" }
        }
        // XC cancels XA's alert.
        #expect(
            try faults("travel-alert.cancel") {
                $0["from"] = "XC"
                $0["to"] = ["XB"]
            } == ["number-foreign /alertNo"])
        // 29 February 1977.
        #expect(
            try faults("green-notice.issue") {
                $0["person"]?["birth"]?["date"] = "1977-02-29"
            } == ["date-invalid /person/birth/date"])
        // The author approves.
        #expect(
            try faults("green-notice.approved") {
                $0["approvals"] = [
                    ["officerRef": "A", "role": "author", "at": "2026-12-01T09:10:00Z"],
                    ["officerRef": "A", "role": "approver", "at": "2026-12-01T09:10:00Z"],
                ]
            } == ["approval-same-officer /approvals"])
    }

    @Test("any digit of a machine-readable zone changed is refused, wherever it stands")
    func zoneDigits() throws {
        let json = try Repository.example("valid/green-notice.issue")
        let line = try #require(json.at(pointer: "/person/documents/0/mrz/1")?.stringValue)
        var count = 0
        for index in line.indices {
            guard let digit = line[index].wholeNumberValue else { continue }
            var changed = line
            changed.replaceSubrange(index...index, with: String((digit + 1) % 10))
            var copy = json
            let first = try #require(json.at(pointer: "/person/documents/0/mrz/0"))
            var document = try #require(json.at(pointer: "/person/documents/0"))
            document["mrz"] = .array([first, .string(changed)])
            copy["person"]?["documents"] = [document]
            let codes = Set(Notice.read(copy, rules: .specimens).faults.map(\.code))
            #expect(codes == [.mrzCheckDigit], "\(changed)")
            count += 1
        }
        #expect(count == 24)
    }
}
