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
            #expect(Country.standing(ofIssuer: code) == .known, "\(code)")
        }
        #expect(Country.standing(ofIssuer: "UTO") == .specimen)
        #expect(Country.standing(ofIssuer: "SUN") == .unknown)
        #expect(Country.standing(ofIssuer: "QQQ") == .unknown)
    }

    @Test("former states are places of birth and nothing else")
    func birthplaces() {
        #expect(Country.standing(ofBirthplace: "SUN") == .known)
        #expect(Country.standing(ofBirthplace: "YUG") == .known)
        #expect(Country.standing(ofBirthplace: "BE") == .known)
        #expect(Country.standing(ofBirthplace: "QQ") == .unknown)
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
