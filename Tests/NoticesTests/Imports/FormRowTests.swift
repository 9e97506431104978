import Testing

@testable import Notices

@Suite("A travel form")
struct FormRowTests {
    @Test("becomes an alert to the countries that the journey enters, and asks for nothing")
    func alert() throws {
        let notice = try #require(Forms.accepted(Forms.whole, .sorna))
        #expect(notice.to == members("XB XC"))
        #expect(notice.json["requests"] == ["none-information-only"])
        #expect(notice.json.at(pointer: "/itinerary/source") == "self-reported")
        #expect(notice.legs.map(\.service) == ["ZZ418", "ZZ77"])
        #expect(notice.json["purposeOfTravel"] == "holiday")
        #expect(notice.json.at(pointer: "/person/documents/0/number") == "X12345677")
    }

    @Test("of 20 days before departure needs a reason, of 21 none")
    func lead() {
        func report(_ day: String, _ cells: inout [FormColumn: String]) {
            cells[.reportedOn] = day
            cells[.lateReason] = nil
        }
        #expect(Forms.refused { report("2026-12-31", &$0) } == ["late_reason late-reason-missing"])
        #expect(Forms.refused { report("2026-12-30", &$0) }.isEmpty)
        // Half an hour after midnight is still the day before in UTC; the local calendar counts.
        #expect(
            Forms.refused {
                report("2026-12-30", &$0)
                $0[.departAt] = "2027-01-20T00:30"
                $0[.arriveAt] = "2027-01-20T09:55"
                $0[.furtherLegs] = nil
            }.isEmpty)
        // The law counts days, not hours: another hour of the same day changes nothing.
        for hour in ["00:00:00", "15:00:00", "22:30:00"] {
            #expect(Forms.refused { report("2026-12-30T\(hour)Z", &$0) }.isEmpty, "\(hour)")
        }
        #expect(
            Forms.refused { report("2026-12-30T23:30:00Z", &$0) }
                == ["late_reason late-reason-missing"], "it is the next day in Brussels")
        #expect(Forms.refused(.uk) { report("2026-12-31", &$0) }.isEmpty)
        #expect(Forms.refused(.afp) { report("2026-12-31", &$0) }.isEmpty)
    }

    @Test("may name a day that begins at one o'clock")
    func shortDay() {
        #expect(
            Forms.refused {
                $0[.departPlace] = "CAI"
                $0[.reportedOn] = "2026-04-24"
            }.filter { $0.hasPrefix("reported_on") } == [])
    }

    @Test("must have something in what must be filled in, and no return before the departure")
    func emptyList() {
        #expect(Forms.refused { $0[.citizenship] = " ; " } == ["citizenship field-missing"])
        #expect(Forms.refused { $0[.returnDate] = "2027-01-19" } == ["return_date leg-order"])
        #expect(Forms.refused { $0[.returnDate] = "2027-01-20" }.isEmpty)
    }

    @Test(
        "that cannot be sent is refused with the column and the code",
        arguments: [
            (FormColumn.birthDate, "1977-02-29", "date_of_birth date-invalid"),
            (.birthDate, "14/03/1969", "date_of_birth format-wrong"),
            (.sex, "maybe", "sex value-unknown"),
            (.citizenship, "QQQ", "citizenship state-unknown"),
            (.documentIssuer, "QQQ", "passport_country state-unknown"),
            (.documentExpires, "2027-01-10", "document_expires document-expired"),
            (.purpose, "to rest", "purpose_of_travel value-unknown"),
            (.means, "broom", "means_of_travel value-unknown"),
            (.carrierOut, "Z-9", "flight_number flight-designator"),
            (.departPlace, "QQQ", "departure_place place-unknown"),
            (.departAt, "2027-01-20", "departure_at format-wrong"),
            (.departAt, "2027-01-20T22:40[Nowhere/City]", "departure_at zone-unknown"),
            (.arriveAt, "2027-01-20T23:55", "arrival_at arrival-before-departure"),
            (.arrivePlace, "XBPRT", "arrival_at zone-missing"),
            (.destination, "XC", "destination_country place-country"),
            (.furtherLegs, "ZZ77 XBB", "itinerary format-wrong"),
            (.offences, "LZ99", "offences value-unknown"),
            (.convictedOn, "long ago", "conviction_date format-wrong"),
            (.convictedIn, "XAA", "conviction_country format-wrong"),
            (.victimBand, "20", "victim_age_band value-unknown"),
            (.reportedOn, "yesterday", "reported_on format-wrong"),
            (.reportedOn, "2027-01-02", "reported_on event-future"),
            (.contactOffice, "", "registry_office field-missing"),
            (.returnDate, "", "return_date field-missing"),
            (.familyName, "", "last_name field-missing"),
            (.familyName, "A\u{202E}B", "last_name text-hidden"),
            (.notes, "a\u{1}b", "notes text-control"),
        ])
    func refused(_ column: FormColumn, _ text: String, _ wanted: String) {
        #expect(Forms.refused { $0[column] = text } == [wanted])
    }

    @Test("is refused with all reasons at once")
    func reasons() {
        let reasons = Forms.refused {
            $0[.familyName] = ""
            $0[.offences] = "LZ99"
            $0[.arrivePlace] = "QQQ"
        }
        #expect(
            reasons == [
                "arrival_place place-unknown", "last_name field-missing", "offences value-unknown",
            ])
    }

    @Test("about a journey at home has nobody to be told")
    func home() {
        #expect(
            Forms.refused {
                $0[.arrivePlace] = "XAA"
                $0[.destination] = "XA"
                $0[.furtherLegs] = nil
            } == ["arrival_place nobody-to-tell"])
    }

    @Test("about a cruise names the ship, and the zone of its port")
    func cruise() throws {
        var cells = Forms.whole
        cells[.means] = "cruise"
        cells[.carrierOut] = "MV Pretend"
        cells[.arrivePlace] = "XBPRT"
        cells[.arriveAt] = "2027-01-23T06:55[Asia/Dubai]"
        cells[.furtherLegs] = "sea/1234567 XBPRT 2027-01-24T09:10[Asia/Dubai] XCC 2027-01-29T19:05"
        let notice = try #require(Forms.accepted(cells, .afp))
        #expect(notice.json.at(pointer: "/itinerary/legs/0/vessel") == "MV Pretend")
        #expect(notice.json.at(pointer: "/itinerary/legs/1/imo") == "1234567")
    }

    @Test("is the same form in another order of columns, and another one when a cell differs")
    func identity() throws {
        func row(_ text: String) throws -> FormRow {
            let heads = FormProfile.sorna.fields.filter(\.isRequired).map(\.heading)
            let cells = heads.map { $0 == "last_name" ? text : "x" }
            func file(_ order: [Int]) throws -> FormRow? {
                let lines = [heads, cells].map { line in
                    order.map { line[$0] }.joined(separator: ",")
                }
                return try FormFile.read(
                    Array(lines.joined(separator: "\n").utf8), as: .sorna
                ).rows.first
            }
            let first = try #require(try file(Array(heads.indices)))
            let second = try #require(try file(heads.indices.reversed()))
            #expect(first.identity == second.identity)
            #expect(FormRow(first.json) == first)
            return first
        }
        #expect(try row("A").identity != row("B").identity)
    }

    @Test(
        "is not read from a file whose headings are not understood",
        arguments: [
            "", "last_name,first_name", "last_name,last_name",
            FormProfile.sorna.fields.map(\.heading).joined(separator: ",") + ",passport_numbr",
        ])
    func headings(_ text: String) {
        #expect(throws: HeliographError(.importMalformed, "")) {
            try FormFile.read(Array(text.utf8), as: .sorna)
        }
    }
}
