import Testing

@testable import Notices

@Suite("The machine-readable zone")
struct MRZTests {
    /// The specimens printed in ICAO Doc 9303, parts 4 to 7.
    static let specimens: [(MRZ.Format, [String])] = [
        (
            .td3,
            [
                "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
                "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
            ]
        ),
        (
            .td1,
            [
                "I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6",
                "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
            ]
        ),
        (
            .td2,
            ["I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"]
        ),
        (
            .mrvA,
            [
                "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
                "L8988901C4XXX4009078F96121096ZE184226B<<<<<<",
            ]
        ),
        (
            .mrvB,
            ["V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F9612109<<<<<<<<"]
        ),
    ]

    @Test("the specimens of Doc 9303 are read, format by format", arguments: specimens)
    func read(format: MRZ.Format, lines: [String]) {
        let (zone, problems) = MRZ.read(lines)
        #expect(problems == [])
        #expect(zone?.format == format)
        #expect(zone?.primary == "ERIKSSON")
        #expect(zone?.secondary == "ANNA<MARIA")
        #expect(zone?.issuer == "UTO")
        #expect(zone?.sex == "F")
    }

    @Test("any one digit changed under a check digit is seen", arguments: specimens)
    func misread(format: MRZ.Format, lines: [String]) {
        let dataLines = format == .td1 ? 0..<2 : 1..<2
        for line in dataLines {
            for column in lines[line].indices {
                let character = lines[line][column]
                guard let digit = character.wholeNumberValue else { continue }
                // Optional data of visas has no check digit, and neither has that of cards without
                // a composite.
                let offset = lines[line].distance(from: lines[line].startIndex, to: column)
                if format == .mrvA || format == .mrvB, offset >= 28 { continue }
                var changed = lines
                changed[line].replaceSubrange(
                    column...column, with: String((digit + 1) % 10))
                #expect(!MRZ.read(changed).problems.isEmpty, "line \(line) column \(offset)")
            }
        }
    }

    @Test(
        "the invented passports of the domain verify",
        arguments: [
            (
                "P<UTOSPECIMEN<VANDERTEST<<ORRIN<QUILL<<<<<<<",
                "X123456774UTO6903147M3109306<<<<<<<<<<<<<<<4"
            ),
            (
                "P<UTOEXAMPLESSON<<DORVALD<<<<<<<<<<<<<<<<<<<",
                "D231458907UTO5807226M2901156<<<<<<<<<<<<<<<8"
            ),
            (
                "P<UTOAL<MITHAL<<TASTIR<<<<<<<<<<<<<<<<<<<<<<",
                "K004122339UTO8111052M3012316<<<<<<<<<<<<<<<6"
            ),
            (
                "P<UTOOTESTERLY<<FERGAL<BLANK<<<<<<<<<<<<<<<<",
                "C01X00T478UTO9001011M3303311<<<<<<<<<<<<<<<6"
            ),
            (
                "P<UTOPLACEHOLDEROV<<FIKTIY<NETOVICH<<<<<<<<<",
                "E556677886UTO7602296M2806011<<<<<<<<<<<<<<<2"
            ),
            (
                "P<UTODUMMYBERG<<ASTRA<NULL<<<<<<<<<<<<<<<<<<",
                "S0000001X2UTO6606183F2805209<<<<<<<<<<<<<<<0"
            ),
        ])
    func domain(first: String, second: String) {
        let (zone, problems) = MRZ.read([first, second])
        #expect(problems == [] && zone?.format == .td3)
    }

    @Test("lines of another shape, and characters of no zone, are refused")
    func malformed() {
        #expect(MRZ.read([]).problems == [.lineCount(0)])
        #expect(MRZ.read(["P<UTO"]).problems == [.lineCount(1)])
        #expect(MRZ.read([String(repeating: "P", count: 44)]).problems == [.lineCount(1)])
        let lower = ["P<UTOeRIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", Self.specimens[0].1[1]]
        #expect(MRZ.read(lower).problems == [.character(line: 0, column: 5, count: 1)])
    }

    @Test("a number of any length is read whole, and seen to be misread", arguments: 1...22)
    func numberLengths(count: Int) {
        let number = String("D23145890734AB5678CD90".prefix(count))
        let digit = String(UnicodeScalar(MRZ.checkDigit(number.utf8)))
        func lines(_ number: String) -> [String] {
            let isLong = number.count > 9
            var first =
                isLong
                ? number.prefix(9) + "<" + number.dropFirst(9) + digit
                : filled(number, 9) + digit
            first = "I<UTO" + first
            return [
                filled(String(first), 30), "3407127M9507122UTO<<<<<<<<<<<2",
                "STEVENSON<<PETER<JOHN<<<<<<<<<",
            ]
        }
        func isMisread(_ lines: [String]) -> Bool {
            MRZ.read(lines).problems.contains { $0.field == .number }
        }
        #expect(MRZ.read(lines(number)).zone?.number == number)
        #expect(!isMisread(lines(number)))
        // Two digits in a place of a different weight cannot both go unseen.
        #expect(isMisread(lines("8" + number.dropFirst())))
    }

    private func filled(_ text: String, _ count: Int) -> String {
        text + String(repeating: "<", count: max(0, count - text.count))
    }

    @Test("a number longer than nine characters goes on in the optional data")
    func longNumber() {
        // D23145890734 with its check digit 9: the example of Doc 9303 part 5, section 4.2.4.
        let lines = [
            "I<UTOD23145890<7349<<<<<<<<<<<", "3407127M9507122UTO<<<<<<<<<<<2",
            "STEVENSON<<PETER<JOHN<<<<<<<<<",
        ]
        let (zone, problems) = MRZ.read(lines)
        #expect(zone?.number == "D23145890734")
        #expect(problems == [])
    }

    @Test("on two lines of 36 too, and its check digit is held to")
    func longNumberOfTwoLines() {
        let number = "D23145890734"
        let digit = String(UnicodeScalar(MRZ.checkDigit(number.utf8)))
        func lines(_ digit: String) -> [String] {
            let data = "D23145890<UTO3407127M9507122734" + digit + "<<<"
            let bytes = Array(data.utf8)
            let whole = bytes[0..<10] + bytes[13..<20] + bytes[21..<35]
            return [
                "I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<",
                data + String(UnicodeScalar(MRZ.checkDigit(whole))),
            ]
        }
        let (zone, problems) = MRZ.read(lines(digit))
        #expect(zone?.number == number && problems == [])
        let wrong = MRZ.read(lines(digit == "0" ? "1" : "0")).problems
        #expect(wrong.map(\.field) == [.number])
    }

    @Test("a date that is wholly unknown may have a filler for its check digit")
    func unknownDates() {
        for filler in ["0", "<"] {
            let data = "D231458907UTO<<<<<<" + filler + "M<<<<<<" + filler + "<<<<<<<<<<<<<<0"
            let bytes = Array(data.utf8)
            let whole = bytes[0..<10] + bytes[13..<20] + bytes[21..<43]
            let line = data + String(UnicodeScalar(MRZ.checkDigit(whole)))
            let read = MRZ.read(["P<UTOEXAMPLESSON<<DORVALD<<<<<<<<<<<<<<<<<<<", line])
            #expect(read.problems == [] && read.zone?.birth == "<<<<<<")
        }
    }

    @Test(
        "two digits of an expiry are the year that is at most twenty years ahead",
        arguments: [(96, 1996), (31, 2031), (46, 2046), (47, 1947), (0, 2000), (26, 2026)])
    func expiryYear(digits: Int, year: Int) throws {
        let today = try #require(CivilDate(year: 2026, month: 11, day: 30))
        #expect(MRZ.expiryYear(digits, today: today) == year)
    }

    @Test("made lines are read as what they were made of")
    func made() {
        let lines = MRZ.passportLines(
            issuer: "UTO", number: "D23145890", birth: "580722", sex: "M", expiry: "290115",
            name: "EXAMPLESSON<<DORVALD")
        #expect(
            lines == [
                "P<UTOEXAMPLESSON<<DORVALD<<<<<<<<<<<<<<<<<<<",
                "D231458907UTO5807226M2901156<<<<<<<<<<<<<<<8",
            ])
        #expect(MRZ.read(lines).problems == [])
    }

    @Test("a name without a second part has no given names")
    func mononym() {
        let lines = MRZ.passportLines(
            issuer: "D", number: "C01X00T47", birth: "9001<<", sex: "<", expiry: "330331",
            name: "ARKFREITH")
        let zone = MRZ.read(lines).zone
        #expect(zone?.primary == "ARKFREITH" && zone?.secondary == "")
        #expect(zone?.issuer == "D" && zone?.nationality == "D" && zone?.birth == "9001<<")
    }
}
