/// The travel form of one country: its headings with the column that each stands for, and the
/// demands of its law.
///
/// Profiles are data: `docs/forms.md` is written from them, and a test holds them to the published
/// lists of fields one by one.
public struct FormProfile: Sendable {
    /// The source of a field.
    public enum Origin: Sendable, Hashable {
        /// The field is in the published list, with these words.
        case listed(String)
        /// The field is not in that list, but an alert needs it: the register adds it.
        case added
    }

    /// One field of the form.
    public struct Field: Sendable, Hashable {
        /// The heading of the field in a file, in small letters and underscores.
        public let heading: String
        /// The column that the heading stands for.
        public let column: FormColumn
        /// True if the heading must be there, and every row must fill it in.
        public let isRequired: Bool
        /// The source of the field.
        public let origin: Origin

        init(
            _ heading: String, _ column: FormColumn, _ origin: Origin, required: Bool = false
        ) {
            self.heading = heading
            self.column = column
            self.origin = origin
            isRequired = required
        }
    }

    /// The name of the profile in commands, such as `sorna`.
    public let name: String
    /// The title of the form, for people.
    public let title: String
    /// The number of days before departure by which the journey had to be reported; nil if the list
    /// names none.
    public let leadDays: Int?
    /// The country whose form it is, alpha-2. Its law holds for no other country.
    public let country: String
    /// The law that demands the form.
    public let legalText: String
    /// The fields of the form, those of the published list first.
    public let fields: [Field]

    /// The lead time that a draft of a member may state.
    func leadDays(for member: MemberCode) -> Int? {
        member.isSpecimen || member.description == country ? leadDays : nil
    }

    /// The profiles of all forms that are known.
    public static let all: [FormProfile] = [sorna, uk, afp]

    /// The profile with this name; nil if there is none.
    public static func named(_ name: String) -> FormProfile? { all.first { $0.name == name } }

    /// The heading of a column in this profile; the column's own name if the profile does not have
    /// it.
    public func heading(of column: FormColumn) -> String {
        fields.first { $0.column == column }?.heading ?? column.rawValue
    }

    /// The fields that every alert needs besides person and journey. The register knows them,
    /// whatever the traveller wrote.
    private static let conviction: [Field] = [
        Field("offences", .offences, .added, required: true),
        Field("convicted_on", .convictedOn, .added, required: true),
        Field("convicted_in", .convictedIn, .added, required: true),
    ]

    /// Fields that a form of any country may have.
    private static let extras: [Field] = [
        Field("document_expires", .documentExpires, .added),
        Field("ship_number", .shipNumber, .added),
        Field("offence_text", .offenceText, .added),
    ]

    /// The form of the United States: notice of international travel under SORNA.
    ///
    /// - Source: 28 CFR 72.6(d) and smart.ojp.gov, "Information Required for Notice of
    ///   International Travel": the fields that `docs/forms.md` repeats.
    public static let sorna = FormProfile(
        name: "sorna", title: "Notice of international travel, United States (SORNA)", leadDays: 21,
        country: "US",
        legalText: "SORNA, 34 USC 20914; International Megan's Law, 34 USC 21501",
        fields: [
            Field("last_name", .familyName, .listed("full name: last"), required: true),
            Field("first_name", .givenName, .listed("full name: first")),
            Field("middle_name", .middleName, .listed("full name: middle")),
            Field("aliases", .aliases, .listed("aliases")),
            Field("date_of_birth", .birthDate, .listed("date of birth"), required: true),
            Field("sex", .sex, .listed("sex")),
            Field("fbi_number", .registerNumber, .listed("FBI number (domestic only)")),
            Field("citizenship", .citizenship, .listed("citizenship"), required: true),
            Field("passport_number", .documentNumber, .listed("passport number"), required: true),
            Field("passport_country", .documentIssuer, .listed("passport country"), required: true),
            Field("purpose_of_travel", .purpose, .listed("purpose of travel")),
            Field("departure_place", .departPlace, .listed("place of departure"), required: true),
            Field("departure_at", .departAt, .listed("date of departure"), required: true),
            Field("arrival_place", .arrivePlace, .listed("place of arrival"), required: true),
            Field("arrival_at", .arriveAt, .listed("date of arrival"), required: true),
            Field("return_place", .returnPlace, .listed("place of return")),
            Field("return_date", .returnDate, .listed("date of return")),
            Field("flight_number", .carrierOut, .listed("carrier and flight numbers")),
            Field("destination_country", .destination, .listed("destination country")),
            Field("address_abroad", .stay, .listed("address or other contact there")),
            Field("means_of_travel", .means, .listed("means of travel"), required: true),
            Field("itinerary", .furtherLegs, .listed("itinerary")),
            Field("offences", .offences, .listed("criminal record: offence"), required: true),
            Field(
                "conviction_date", .convictedOn, .listed("criminal record: date of conviction"),
                required: true),
            Field(
                "conviction_country", .convictedIn, .listed("criminal record: place of conviction"),
                required: true),
            Field("victim_sex", .victimSex, .listed("criminal record: victim's sex")),
            Field("victim_age_band", .victimBand, .listed("criminal record: victim's age")),
            Field("registry_office", .contactOffice, .listed("registry contact")),
            Field("notes", .notes, .listed("notes")),
            Field("registry_telephone", .contactTelephone, .added),
            Field("reported_on", .reportedOn, .added, required: true),
            Field("late_reason", .lateReason, .added),
            Field("registered_until", .registeredUntil, .added),
        ] + extras)

    /// The form of the United Kingdom: notification of travel abroad.
    ///
    /// - Source: nacro.org.uk, "Travelling abroad: notification"; SI 2004/1220 and SR (NI)
    ///   2014/185.
    public static let uk = FormProfile(
        name: "uk", title: "Notification of travel outside the United Kingdom", leadDays: 7,
        country: "GB",
        legalText: "Sexual Offences Act 2003, section 86",
        fields: [
            Field("date_of_departure", .departAt, .listed("date of departure"), required: true),
            Field(
                "first_country", .destination, .listed("country of first arrival"), required: true),
            Field(
                "first_arrival_point", .arrivePlace, .listed("point of arrival in that country"),
                required: true),
            Field("other_arrival_points", .furtherLegs, .listed("other points of arrival")),
            Field("carrier_out", .carrierOut, .listed("carrier out"), required: true),
            Field("carrier_back", .carrierBack, .listed("carrier back")),
            Field(
                "first_night_accommodation", .stay, .listed("accommodation for the first night"),
                required: true),
            Field("date_of_return", .returnDate, .listed("date of return")),
            Field("point_of_return", .returnPlace, .listed("point of return")),
            Field("surname", .familyName, .added, required: true),
            Field("forenames", .givenName, .added),
            Field("other_names", .aliases, .added),
            Field("date_of_birth", .birthDate, .added, required: true),
            Field("sex", .sex, .added),
            Field("nationality", .citizenship, .added, required: true),
            Field("passport_number", .documentNumber, .added, required: true),
            Field("passport_issuer", .documentIssuer, .added, required: true),
            Field("register_number", .registerNumber, .added),
            Field("point_of_departure", .departPlace, .added, required: true),
            Field("time_of_arrival", .arriveAt, .added, required: true),
            Field("means_of_travel", .means, .added),
            Field("notified_on", .reportedOn, .added, required: true),
            Field("late_reason", .lateReason, .added),
            Field("notes", .notes, .added),
        ] + conviction + extras)

    /// The form of Australia: outgoing travel warning of the federal police.
    ///
    /// - Source: Australian Federal Police, "Travelling child sex offenders"; Criminal Code (Cth),
    ///   section 271A.1.
    public static let afp = FormProfile(
        name: "afp", title: "Outgoing travel warning, Australia", leadDays: nil,
        country: "AU",
        legalText: "Criminal Code Act 1995 (Cth), section 271A.1",
        fields: [
            Field(
                "family_name", .familyName, .listed("offender details: family name"), required: true
            ),
            Field("given_names", .givenName, .listed("offender details: given names")),
            Field(
                "date_of_birth", .birthDate, .listed("offender details: date of birth"),
                required: true),
            Field("sex", .sex, .listed("offender details: sex")),
            Field(
                "citizenship", .citizenship, .listed("offender details: nationality"),
                required: true),
            Field(
                "passport_number", .documentNumber, .listed("offender details: passport number"),
                required: true),
            Field(
                "passport_country", .documentIssuer, .listed("offender details: passport country"),
                required: true),
            Field("offences", .offences, .listed("offences"), required: true),
            Field("sentence", .sentence, .listed("sentence")),
            Field("registered_from", .registeredFrom, .listed("registration period: from")),
            Field("registered_until", .registeredUntil, .listed("registration period: until")),
            Field(
                "travel_mode", .means, .listed("travel details: by air, by cruise ship"),
                required: true),
            Field("carrier", .carrierOut, .listed("travel details: flight or ship")),
            Field(
                "departure_port", .departPlace, .listed("travel details: port of departure"),
                required: true),
            Field(
                "departure_at", .departAt, .listed("travel details: time of departure"),
                required: true),
            Field(
                "arrival_port", .arrivePlace, .listed("travel details: port of arrival"),
                required: true),
            Field(
                "arrival_at", .arriveAt, .listed("travel details: time of arrival"),
                required: true),
            Field("further_ports", .furtherLegs, .listed("travel details: further ports")),
            Field("return_date", .returnDate, .listed("travel details: return")),
            Field(
                "travel_permission", .travelPermission,
                .listed("permission of a competent authority"), required: true),
            Field("aliases", .aliases, .added),
            Field("destination_country", .destination, .added),
            Field("convicted_on", .convictedOn, .added, required: true),
            Field("convicted_in", .convictedIn, .added, required: true),
            Field("register_number", .registerNumber, .added),
            Field("reported_on", .reportedOn, .added),
            Field("notes", .notes, .added),
        ] + extras)
}
