@testable import Notices

/// Passenger lists to try: one sound message, and its parts.
enum Lists {
    static let flight = [
        "TDT+20+ZZ900", "LOC+125+XAA", "DTM+189:2612051040:201", "LOC+87+XBB",
        "DTM+232:2612052005:201",
    ]
    static let subject = [
        "NAD+FL+++SPECIMEN-VANDERTEST:ORRIN QUILL", "DTM+329:550117", "DOC+P+D10007919",
        "LOC+91+UTO",
    ]

    static func message(
        _ reference: String, begin: String = "BGM+745", flight: [String] = flight,
        _ people: [String] = subject, type: String = "PAXLST"
    ) -> [String] {
        let count = people.count { $0.hasPrefix("NAD+FL") }
        let body =
            ["UNH+\(reference)+\(type):D:12B:UN:IATA", begin, "NAD+MS+++HELPDESK"] + flight + people
            + ["CNT+42:\(count)"]
        return body + ["UNT+\(body.count + 1)+\(reference)"]
    }

    static func interchange(
        _ messages: [[String]], charset: String = "UNOA", service: String = "UNA:+.? '",
        end: String = "'\r\n"
    ) -> String {
        service
            + (["UNB+\(charset):4+A+B+261130:0335+R1"] + messages.flatMap(\.self)
            + ["UNZ+\(messages.count)+R1"]).map { $0 + end }.joined()
    }

    static func read(_ text: String) throws -> PassengerLists {
        try Manifest.read(paxlst: Array(text.utf8))
    }

    static func refusal(_ text: String) -> HeliographError? {
        do throws(HeliographError) {
            _ = try Manifest.read(paxlst: Array(text.utf8))
            return nil
        } catch {
            return error
        }
    }

    static func bytes(_ name: String) throws -> [UInt8] {
        try Repository.bytes("Tests/Vectors/cases/\(name)")
    }
}
