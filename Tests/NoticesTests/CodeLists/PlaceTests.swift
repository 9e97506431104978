import Testing

@testable import Notices

@Suite("Countries and places")
struct PlaceTests {
    @Test("countries are known by both codes, and Germany by the one letter of its passports")
    func countries() {
        #expect(Country.all.count == 249)
        #expect(Country.named(alpha2: "BE")?.alpha3 == "BEL")
        #expect(Country.named(alpha2: "CI")?.name == "Côte d'Ivoire")
        for code in ["BEL", "D", "DEU", "GBD", "UNO", "EUE", "XXA", "XXX", "RKS"] {
            #expect(Country.recognition(ofIssuer: code) == .known, "\(code)")
        }
        #expect(Country.recognition(ofIssuer: "UTO") == .specimen)
        #expect(Country.recognition(ofIssuer: "SUN") == .unknown)
        #expect(Country.recognition(ofIssuer: "QQQ") == .unknown)
    }

    @Test(
        "a country is guessed from exchanged or small letters, three letters, or its name",
        arguments: [
            ("UF", " Did you mean FU?"), ("mt", " Did you mean MT, Malta?"),
            ("EST", " Did you mean EE, Estonia?"), ("Estonia", " Did you mean EE, Estonia?"),
            ("estnia", " Did you mean EE, Estonia?"), ("QQ", ""), ("", ""), ("x", ""),
            ("BX", " Did you mean XB?"), ("something else", ""),
        ])
    func suggestions(text: String, question: String) {
        // FU is no country, but a member of this list.
        #expect(
            Country.suggestion(for: text, among: ["FU", "XB"]) == question, "\(text)")
    }

    @Test("a specimen is guessed only where specimens are taken")
    func specimenSuggestions() {
        #expect(Country.suggestion(for: "BX") == "")
        #expect(Country.suggestion(for: "BX", allowSpecimens: true) == " Did you mean XB?")
    }

    @Test("a mistyped airport is looked for in the countries of the notice alone")
    func nearest() throws {
        let malta = Set([try #require(MemberCode("MT"))])
        #expect(Place.nearest(to: "MAL", in: malta) == "MLA")
        #expect(Place.nearest(to: "LMML", in: malta) == "LMML")
        #expect(Place.nearest(to: "QQQ", in: malta) == nil)
        #expect(Place.nearest(to: "MAL", in: []) == nil)
        #expect(Place.nearest(to: "MALTA", in: malta) == nil)
    }

    @Test("former states are places of birth and nothing else")
    func birthplaces() {
        #expect(Country.recognition(ofBirthplace: "SUN") == .known)
        #expect(Country.recognition(ofBirthplace: "YUG") == .known)
        #expect(Country.recognition(ofBirthplace: "BE") == .known)
        #expect(Country.recognition(ofBirthplace: "QQ") == .unknown)
    }

    @Test("an airport is found by either code, and is one place")
    func airports() throws {
        let brussels = try #require(Place(code: "BRU"))
        #expect(brussels.country?.description == "BE")
        #expect(brussels.zone == "Europe/Brussels")
        #expect(brussels.identity == Place(code: "EBBR")?.identity)
        #expect(Place(code: "KTM")?.zone == "Asia/Kathmandu")
        #expect(Place(code: "AAA") != nil && Place(code: "ZZV") != nil)
        #expect(Place(code: "QQQ") == nil && Place(code: "bru") == nil && Place(code: "B") == nil)
        #expect(Place.counts.iata > 7_000 && Place.counts.icao > 15_000)
    }

    @Test("an airport has the zone of where it lies, not the one that a list has by mistake")
    func zonesByPosition() throws {
        let bytes = try Repository.bytes("Schemas/codelists/airport-zones.csv")
        let rows = String(decoding: bytes, as: UTF8.self).split(separator: "\n").dropFirst(2)
            .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
        #expect(rows.count > 150)
        for row in rows {
            for code in row.prefix(2) where [3, 4].contains(code.utf8.count) {
                // Some local codes are not made of letters, and stand in no list.
                guard let place = Place(code: code) else { continue }
                #expect(place.zone == row[4], "\(code)")
            }
        }
        for (code, zone) in [
            ("UUS", "Asia/Sakhalin"), ("CUU", "America/Chihuahua"), ("YGR", "America/Halifax"),
            ("URC", "Asia/Shanghai"), ("KHG", "Asia/Shanghai"),
        ] {
            #expect(Place(code: code)?.zone == zone, "\(code)")
        }
    }

    @Test("the zone of every airport is known, and is one of its country or its territories")
    func zonesOfCountries() throws {
        let text = AirportData.iata.withUTF8Buffer { String(decoding: $0, as: UTF8.self) }
        let rows = text.split(separator: "\n")
        #expect(rows.count == Place.counts.iata)
        var others: Set<String> = []
        for row in rows {
            let name = try #require(Place(code: String(row.prefix(3)))?.zone)
            let zone = try #require(IANAZone(name), "\(row)")
            let country = String(row.dropFirst(3).prefix(2))
            if zone.isOf(country: country) == false { others.insert(country + " " + name) }
        }
        #expect(
            others == [
                "US America/Puerto_Rico", "US America/St_Thomas", "NO Arctic/Longyearbyen",
                "FI Europe/Mariehamn",
                // Kasenga lies on the border river; the clocks are the same on both sides.
                "CD Africa/Lusaka",
            ])
    }

    @Test("a port's country is the first two letters of its UN/LOCODE")
    func ports() {
        #expect(Place(code: "BEANR")?.country?.description == "BE")
        #expect(Place(code: "XAPRT")?.isSpecimen == true)
        #expect(Place(code: "QQPRT") == nil)
    }

    @Test("specimen airports are marked, and lie where the examples say")
    func specimens() {
        for (code, country, zone) in [
            ("XAA", "XA", "Europe/Brussels"), ("XBB", "XB", "Asia/Dubai"),
            ("XCC", "XC", "Asia/Bangkok"),
        ] {
            let place = Place(code: code)
            #expect(place?.isSpecimen == true && place?.zone == zone)
            #expect(place?.country?.description == country)
            #expect(place == MemberCode(country).flatMap { Place.specimenAirport(of: $0) })
        }
        #expect(Place(code: "BRU")?.isSpecimen == false)
    }

    @Test("every airport's zone is in the time-zone table, and both lists are in order")
    func consistent() {
        for name in Rows(AirportData.zones) { #expect(IANAZone(String(name)) != nil, "\(name)") }
        for (text, width, code) in [(AirportData.iata, 12, 3), (AirportData.icao, 9, 4)] {
            let codes = Rows(text).map { $0.prefix(code) }
            #expect(Rows(text).allSatisfy { $0.utf8.count == width - 1 })
            #expect(zip(codes, codes.dropFirst()).allSatisfy { $0 < $1 })
        }
    }
}
