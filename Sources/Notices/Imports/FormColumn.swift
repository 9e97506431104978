/// The columns of self-reported travel forms of all countries: one word for each fact.
///
/// The raw value is the heading of a column that no national list has a word for.
public enum FormColumn: String, Sendable, CaseIterable {
    case familyName = "family_name"
    case givenName = "given_name"
    case middleName = "middle_name"
    /// Names as `FAMILY, GIVEN; FAMILY, GIVEN`.
    case aliases
    case birthDate = "birth_date"
    case sex
    /// A number of a national register; it never leaves the country.
    case registerNumber = "register_number"
    /// Codes of Doc 9303, separated by `;`.
    case citizenship
    case documentNumber = "document_number"
    case documentIssuer = "document_issuer"
    case documentExpires = "document_expires"
    case purpose
    case reportedOn = "reported_on"
    case lateReason = "late_reason"
    /// One of air, sea, rail, road, foot.
    case means
    /// A flight such as `ZZ418`, or a ship's name.
    case carrierOut = "carrier_out"
    case shipNumber = "ship_number"
    case departPlace = "departure_place"
    /// A time such as `2027-01-20T22:40`, by the clock at the place. `[Europe/Brussels]` follows if
    /// the lists have no zone for the place (the suffix of RFC 9557).
    case departAt = "departure_at"
    case arrivePlace = "arrival_place"
    case arriveAt = "arrival_at"
    /// An alpha-2 code, which is compared with the place of arrival.
    case destination
    /// Legs such as `ZZ77 XBB 2027-01-21T09:10 XCC 2027-01-21T19:05`, separated by `;`.
    case furtherLegs = "further_legs"
    case stay
    case returnDate = "return_date"
    case returnPlace = "return_place"
    case carrierBack = "carrier_back"
    /// Lanzarote codes, separated by `;`.
    case offences
    case offenceText = "offence_text"
    case sentence
    /// A date, or a year.
    case convictedOn = "convicted_on"
    /// An alpha-2 code.
    case convictedIn = "convicted_in"
    case victimSex = "victim_sex"
    case victimBand = "victim_age_band"
    case registeredFrom = "registered_from"
    case registeredUntil = "registered_until"
    case travelPermission = "travel_permission"
    case contactOffice = "contact_office"
    case contactTelephone = "contact_telephone"
    /// Notes for the officer here; they never leave the country.
    case notes
}
