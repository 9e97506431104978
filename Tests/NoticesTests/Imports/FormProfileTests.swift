import Testing

@testable import Notices

/// The published lists of fields, word for word. Each field has the place in an alert to which it
/// is written.
@Suite("The lists of fields of national forms")
struct FormProfileTests {
    private typealias Line = (words: String, heading: String, places: [String])

    private static let sorna: [Line] = [
        ("full name: last", "last_name", ["/person/identities/0/primaryIdentifier"]),
        ("full name: first", "first_name", ["/person/identities/0/secondaryIdentifier"]),
        ("full name: middle", "middle_name", ["/person/identities/0/secondaryIdentifier"]),
        ("aliases", "aliases", ["/person/identities/1"]),
        ("date of birth", "date_of_birth", ["/person/birth/date"]),
        ("sex", "sex", ["/person/sex"]),
        ("FBI number (domestic only)", "fbi_number", ["/person/domesticIds/0/value"]),
        ("citizenship", "citizenship", ["/person/nationalities/0"]),
        ("passport number", "passport_number", ["/person/documents/0/number"]),
        ("passport country", "passport_country", ["/person/documents/0/issuer"]),
        ("purpose of travel", "purpose_of_travel", ["/purposeOfTravel"]),
        ("date of departure", "departure_at", ["/itinerary/legs/0/departLocal"]),
        ("place of departure", "departure_place", ["/itinerary/legs/0/from"]),
        ("date of arrival", "arrival_at", ["/itinerary/legs/0/arriveLocal"]),
        ("place of arrival", "arrival_place", ["/itinerary/legs/0/to"]),
        ("date of return", "return_date", ["/itinerary/return/date"]),
        ("place of return", "return_place", ["/itinerary/return/place"]),
        (
            "carrier and flight numbers", "flight_number",
            ["/itinerary/legs/0/carrier", "/itinerary/legs/0/service"]
        ),
        ("destination country", "destination_country", ["/to/0"]),
        (
            "address or other contact there", "address_abroad",
            ["/itinerary/accommodation/0/address"]
        ),
        ("means of travel", "means_of_travel", ["/itinerary/legs/0/mode"]),
        ("itinerary", "itinerary", ["/itinerary/legs/1"]),
        ("criminal record: offence", "offences", ["/convictionSummary/offences/0"]),
        ("criminal record: date of conviction", "conviction_date", ["/convictionSummary/year"]),
        (
            "criminal record: place of conviction", "conviction_country",
            ["/convictionSummary/country"]
        ),
        ("criminal record: victim's sex", "victim_sex", ["/convictionSummary/victimSex"]),
        ("criminal record: victim's age", "victim_age_band", ["/convictionSummary/victimBand"]),
        ("registry contact", "registry_office", ["/contact/office"]),
        ("notes", "notes", ["/domesticNotes"]),
    ]

    private static let uk: [Line] = [
        ("date of departure", "date_of_departure", ["/itinerary/legs/0/departLocal"]),
        ("country of first arrival", "first_country", ["/to/0"]),
        ("point of arrival in that country", "first_arrival_point", ["/itinerary/legs/0/to"]),
        ("other points of arrival", "other_arrival_points", ["/itinerary/legs/1/to"]),
        ("carrier out", "carrier_out", ["/itinerary/legs/0/carrier"]),
        ("carrier back", "carrier_back", ["/itinerary/return/carrier"]),
        (
            "accommodation for the first night", "first_night_accommodation",
            ["/itinerary/accommodation/0/address"]
        ),
        ("date of return", "date_of_return", ["/itinerary/return/date"]),
        ("point of return", "point_of_return", ["/itinerary/return/place"]),
    ]

    private static let afp: [Line] = [
        (
            "offender details: family name", "family_name",
            ["/person/identities/0/primaryIdentifier"]
        ),
        (
            "offender details: given names", "given_names",
            ["/person/identities/0/secondaryIdentifier"]
        ),
        ("offender details: date of birth", "date_of_birth", ["/person/birth/date"]),
        ("offender details: sex", "sex", ["/person/sex"]),
        ("offender details: nationality", "citizenship", ["/person/nationalities/0"]),
        ("offender details: passport number", "passport_number", ["/person/documents/0/number"]),
        ("offender details: passport country", "passport_country", ["/person/documents/0/issuer"]),
        ("offences", "offences", ["/convictionSummary/offences/0"]),
        ("sentence", "sentence", ["/convictionSummary/sentence"]),
        ("registration period: from", "registered_from", ["/registration/from"]),
        ("registration period: until", "registered_until", ["/registration/until"]),
        ("travel details: by air, by cruise ship", "travel_mode", ["/itinerary/legs/0/mode"]),
        ("travel details: flight or ship", "carrier", ["/itinerary/legs/0/carrier"]),
        ("travel details: port of departure", "departure_port", ["/itinerary/legs/0/from"]),
        ("travel details: time of departure", "departure_at", ["/itinerary/legs/0/departLocal"]),
        ("travel details: port of arrival", "arrival_port", ["/itinerary/legs/0/to"]),
        ("travel details: time of arrival", "arrival_at", ["/itinerary/legs/0/arriveLocal"]),
        ("travel details: further ports", "further_ports", ["/itinerary/legs/1/to"]),
        ("travel details: return", "return_date", ["/itinerary/return/date"]),
        (
            "permission of a competent authority", "travel_permission",
            ["/registration/travelPermission"]
        ),
    ]

    private static func lines(of profile: FormProfile) -> [Line] {
        switch profile.name {
        case "sorna": sorna
        case "uk": uk
        default: afp
        }
    }

    @Test(
        "each field has one heading, and each heading of the list one field", arguments: [0, 1, 2])
    func oneToOne(_ index: Int) {
        let profile = FormProfile.all[index]
        var listed: [String: String] = [:]
        for field in profile.fields {
            guard case .listed(let words) = field.origin else { continue }
            #expect(listed.updateValue(field.heading, forKey: words) == nil, "\(words)")
        }
        let wanted = Dictionary(
            Self.lines(of: profile).map { ($0.words, $0.heading) }, uniquingKeysWith: { $1 })
        #expect(listed == wanted)
        #expect(Set(profile.fields.map(\.heading)).count == profile.fields.count)
        #expect(Set(profile.fields.map(\.column)).count == profile.fields.count)
    }

    @Test("each field of a list that is filled in stands in the draft", arguments: [0, 1, 2])
    func written(_ index: Int) throws {
        let profile = FormProfile.all[index]
        let notice = try #require(Forms.accepted(Forms.whole, profile))
        for line in Self.lines(of: profile) {
            for place in line.places {
                #expect(notice.json.at(pointer: place) != nil, "\(line.words) at \(place)")
            }
        }
    }

    @Test("the numbers of registers and notes stay at home")
    func domestic() throws {
        let notice = try #require(Forms.accepted(Forms.whole, .sorna))
        let text = String(
            decoding: notice.rendition(for: notice.to).encoded(), as: UTF8.self)
        #expect(!text.contains("F-1234") && !text.contains("Walks with a stick"))
        #expect(text.contains("Quillor"))
    }
}
