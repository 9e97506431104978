/// What a self-reported travel form may say, whatever country's form it is: one word for each
/// thing.
///
/// The raw value is the heading of a column that no national list has a word for.
public enum FormColumn: String, Sendable, CaseIterable {
    case familyName = "family_name"
    case givenName = "given_name"
    case middleName = "middle_name"
    /// `FAMILY, GIVEN; FAMILY, GIVEN`.
    case aliases
    case birthDate = "birth_date"
    case sex
    /// A number of a national register: never leaves the country.
    case registerNumber = "register_number"
    /// Codes of Doc 9303, `;` between them.
    case citizenship
    case documentNumber = "document_number"
    case documentIssuer = "document_issuer"
    case documentExpires = "document_expires"
    case purpose
    case reportedOn = "reported_on"
    case lateReason = "late_reason"
    /// air, sea, rail, road or foot.
    case means
    /// `ZZ418`, or a ship's name.
    case carrierOut = "carrier_out"
    case shipNumber = "ship_number"
    case departPlace = "departure_place"
    /// `2027-01-20T22:40`, by the clock there; `[Europe/Brussels]` behind it where the place has no
    /// zone in the lists (the suffix of RFC 9557).
    case departAt = "departure_at"
    case arrivePlace = "arrival_place"
    case arriveAt = "arrival_at"
    /// alpha-2: held against the place of arrival.
    case destination
    /// `ZZ77 XBB 2027-01-21T09:10 XCC 2027-01-21T19:05`, `;` between legs.
    case furtherLegs = "further_legs"
    case stay
    case returnDate = "return_date"
    case returnPlace = "return_place"
    case carrierBack = "carrier_back"
    /// Lanzarote codes, `;` between them.
    case offences
    case offenceText = "offence_text"
    case sentence
    /// A date, or a year.
    case convictedOn = "convicted_on"
    /// alpha-2.
    case convictedIn = "convicted_in"
    case victimSex = "victim_sex"
    case victimBand = "victim_age_band"
    case registeredFrom = "registered_from"
    case registeredUntil = "registered_until"
    case travelPermission = "travel_permission"
    case contactOffice = "contact_office"
    case contactTelephone = "contact_telephone"
    /// For the officer here; never leaves the country.
    case notes
}
