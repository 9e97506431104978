/// The meaning of codes in words, for people who read a notice. Codes come behind the words, or not
/// at all.
public enum CodeWords {
    /// Each line is a member, a code of its list, and the words. A star stands for any member.
    private static let text: StaticString = """
        * green-notice|green notice
        * travel-alert|travel alert
        * group-alert|group alert
        * outcome|outcome
        * hit|hit
        * correction|correction
        * erasure|order to erase
        * information-request|information request
        * use-consent|consent to use
        * certificate|child protection certificate
        * criminal-record|criminal record
        * operation|joint operation
        * intelligence-product|intelligence product
        * directory|directory entry
        * incident|incident
        operation issue|first statement
        operation modify|changed statement
        operation extend|extended
        operation suspend|suspended
        operation resume|in force again
        operation cancel|withdrawn
        operation update-itinerary|journey changed
        operation correct|corrected
        operation interim|first report, more will follow
        operation final|final report
        operation report|report
        operation update|updated
        operation close|closed
        operation confirm|confirmed
        operation reject|not so
        operation notify|correction
        operation remind|reminder
        operation refuse|refused
        operation order|order
        operation request|request
        operation accept|accepted, an answer will follow
        operation partial|part of the answer
        operation reply|answer
        operation grant|granted
        operation deny|denied
        operation revoke|taken back
        operation verify|is this certificate genuine?
        operation announce|announcement
        operation task|tasks
        operation consolidate|consolidated result
        operation join|takes part
        operation decline|does not take part
        operation observe|observations
        operation statistics|statistics
        operation publish|published
        operation acknowledge|acknowledged
        operation extended|later
        precedence flash|flash: at once
        precedence immediate|immediate: within the hour
        precedence priority|priority: today
        precedence routine|routine
        classification for-official-use|for official use only
        classification restricted|restricted
        classification confidential|confidential
        purpose prevent-child-sexual-abuse|to prevent the sexual abuse of children
        purpose public-safety-warning|to warn of a danger to the public
        purpose border-decision|for a decision at the border
        purpose criminal-investigation|for a criminal investigation
        sex M|male
        sex F|female
        sex X|not stated in the document (X)
        sex U|not known
        victimSex M|boys
        victimSex F|girls
        victimSex X|not stated
        victimSex U|not known
        grade low|low
        grade medium|medium
        grade high|high
        grade very-high|very high
        confidence low|low
        confidence medium|medium
        confidence high|high
        * LZ18.1a|sexual activity with a child below the legal age
        * LZ18.1b-i|sexual activity with a child, by coercion, force or threats
        * LZ18.1b-ii|sexual activity with a child, by abuse of trust, authority or influence
        * LZ18.1b-iii|sexual activity with a particularly vulnerable child
        * LZ19.1a|recruiting a child into prostitution
        * LZ19.1b|coercing a child into prostitution, or profiting from it
        * LZ19.1c|recourse to child prostitution
        * LZ20.1a|producing child sexual abuse material
        * LZ20.1b|offering child sexual abuse material
        * LZ20.1c|distributing child sexual abuse material
        * LZ20.1d|procuring child sexual abuse material
        * LZ20.1e|possessing child sexual abuse material
        * LZ20.1f|knowingly gaining access to child sexual abuse material
        * LZ21.1a|recruiting a child for pornographic performances
        * LZ21.1b|coercing a child into pornographic performances
        * LZ21.1c|attending pornographic performances with children
        * LZ22|causing a child to witness sexual acts
        * LZ23|solicitation of a child for sexual purposes (grooming)
        * LZ24.1|aiding or abetting
        * LZ24.2|attempt
        * NAT|an offence of national law
        victimBand 0-5|0 to 5 years old
        victimBand 6-11|6 to 11 years old
        victimBand 12-15|12 to 15 years old
        victimBand 16-17|16 or 17 years old
        requested none-information-only|Nothing is asked. This is for your information.
        requested monitor-discreetly|Watch the person without letting the person know.
        requested interview|Speak with the person.
        requested consider-refusal-national-law|Consider, by your own law, whether to refuse entry.
        requested inform-issuer-of-entry|Tell the sender when the person enters.
        requested inform-issuer-of-exit|Tell the sender when the person leaves.
        notTo do-not-arrest|Do not arrest the person because of this notice.
        notTo do-not-disclose-to-subject|Do not tell the person of this notice.
        notTo do-not-publish|Do not make this notice public.
        warnings violent|may be violent
        warnings armed|may be armed
        warnings escape-risk|may try to escape
        warnings self-harm|may harm himself or herself
        warnings medical|needs medical attention
        scheme 4x4|4x4
        scheme 6x6|6x6
        handling H0|H0: to prevent and fight crime only
        handling H1|H1: not as evidence in court without the sender's permission
        handling H2|H2: not passed on without the sender's permission
        handling H3|H3: as the text says
        legalBasis national-law|national law
        legalBasis bilateral-agreement|agreement of two states
        legalBasis multilateral-agreement|agreement of several states
        legalBasis lanzarote-convention|Lanzarote Convention
        legalBasis eu-law|law of the European Union
        legalBasis interpol-rules|INTERPOL's rules
        transferBasis adequacy|adequate protection of data there
        transferBasis safeguards|safeguards for data
        transferBasis derogation|exception for this case
        transferBasis not-applicable|not applicable
        role author|author
        role approver|approver
        role emergency|released alone in an emergency
        translit icao-9303|spelt by Doc 9303
        translit passport-holder|spelt as the holder does
        translit national|spelt by a national rule
        translit other|spelt in another way
        kind primary|name
        kind alias|alias
        kind birth|name at birth
        kind maiden|maiden name
        kind former|former name
        status valid|valid
        status lost|lost or stolen
        status cancelled|cancelled
        status expired|expired
        status unknown|not known whether valid
        status planned|planned
        status checked-in|checked in
        status boarded|boarded
        status departed|has left
        status arrived|has arrived
        status original|original
        status machine|translated by machine
        status certified|certified translation
        quality good|good
        quality poor|poor
        dataSubjectCategory convicted|convicted person
        relation father|father
        relation mother|mother
        relation parent|parent
        travelPermission granted|granted
        travelPermission refused|refused
        travelPermission not-required|not required
        travelPermission unknown|not known
        change data-corrected|data corrected
        change person-mistaken|another person was meant
        change travel-changed|journey changed
        change travel-cancelled|journey cancelled
        change review|review
        change other|other
        basis national-law|national law
        basis ongoing-proceedings|ongoing proceedings
        basis insufficient-identifiers|the particulars do not identify the person
        basis not-held|nothing is held
        basis disproportionate|not proportionate
        basis no-capacity|no capacity
        basis other|other
        reason cancelled|the notice was withdrawn
        reason wrong-person|the wrong person
        reason retention-ended|the time for keeping it is over
        reason court-order|by order of a court
        reason unlawful|it was not lawful
        reason data-wrong|data was wrong
        reason out-of-date|out of date
        reason criminal-proceedings|criminal proceedings
        reason working-with-children|work with children
        reason border-decision|a decision at the border
        reason own-request|request of the person
        reason supervision|supervision
        sentence custody|prison
        sentence suspended|suspended
        sentence community|community sentence
        sentence supervision|supervision
        sentence treatment|treatment
        sentence fine|fine
        sentence other|other
        state travelling|travelling
        state left-group|has left the group
        state not-boarded|did not board
        state stopped|was stopped
        purposeOfTravel business|business
        purposeOfTravel holiday|holiday
        purposeOfTravel visiting|visiting
        purposeOfTravel study|study
        purposeOfTravel volunteering|volunteering
        purposeOfTravel military|military
        purposeOfTravel relocation|moving there
        purposeOfTravel deportation|deportation
        purposeOfTravel other|other
        purposeOfTravel unknown|not known
        source self-reported|told by the person
        source api|passenger data (API)
        source pnr|booking (PNR)
        source carrier-manifest|passenger list
        source border-exit|exit control
        source informant|informant
        mode air|flight
        mode sea|ship
        mode rail|train
        mode road|road
        mode foot|on foot
        result admitted|let in
        result admitted-monitored|let in, and watched
        result refused|refused entry
        result detained-other-warrant|held on another warrant
        result not-seen|not seen
        result did-not-board|did not board
        result already-departed|had left already
        result wrong-person|not the person whom the notice means
        result declined-to-say|no answer is given
        result no-trace|nothing is known
        result trace-disclosed|something is known, see below
        result see-authority|ask the authority
        result no-record|no record
        result record|a record, see below
        result not-identified|the person was not identified
        identityConfirmedBy document|by document
        identityConfirmedBy photo|by photograph
        identityConfirmedBy fingerprints|by fingerprints
        matchedBy document|by document
        matchedBy name-and-birth|by name and birth
        matchedBy photo|by photograph
        matchedBy fingerprints|by fingerprints
        matchedBy officer|by an officer
        where entry|at entry
        where exit|at exit
        where transit|in transit
        where register|in a register
        where inland|inland
        contactLevel none|no contact with children
        contactLevel supervised|contact with children under supervision
        contactLevel unsupervised|contact with children without supervision
        what conviction|conviction
        what caution|caution
        what warning|warning
        what pending|pending proceedings
        what intelligence|intelligence
        what foreign-conviction|conviction abroad
        verification genuine|genuine
        verification not-genuine|not genuine
        verification revoked|revoked
        verification expired|expired
        for duty-officer|duty officer
        for data-protection|data protection
        for certificates|certificates
        for records|records
        for keys|keys
        for operations|operations
        for liaison|liaison
        day mon|Monday
        day tue|Tuesday
        day wed|Wednesday
        day thu|Thursday
        day fri|Friday
        day sat|Saturday
        day sun|Sunday
        category key-compromise|a key in wrong hands
        category data-breach|data in wrong hands
        category misuse|misuse
        category outage|outage
        category other|other
        topics route|routes
        topics method|methods
        topics document-fraud|forged documents
        topics online-to-offline|from online contact to meeting
        topics volunteering|volunteering
        topics orphanage|orphanages
        topics hotel|hotels
        topics livestream|live streams
        topics statistics|statistics
        topics other|other
        use court-proceedings|proceedings in court
        use onward-transfer|passing it on
        use other-purpose|another purpose
        """

    private static let table: [String: String] = {
        var table: [String: String] = [:]
        for row in Rows(text) {
            let parts = row.split(separator: "|", maxSplits: 1)
            table[String(parts[0])] = String(parts[1])
        }
        return table
    }()

    /// Every meaning of a code, in any case, with the member that it is a code of; `*` for any.
    public static func meanings(of code: String) -> [(member: String, words: String)] {
        let wanted = code.lowercased()
        return Rows(text).compactMap { row in
            let parts = row.split(separator: "|", maxSplits: 1)
            let key = parts[0].split(separator: " ")
            guard key.count == 2, key[1].lowercased() == wanted else { return nil }
            return (String(key[0]), String(parts[1]))
        }
    }

    /// Members whose codes are those of another member.
    private static let sameAs = [
        "requests": "requested", "uses": "use", "victimBands": "victimBand", "codes": "handling",
        "offences": "*", "code": "*", "subscriptions": "*", "request": "requested",
        "prohibition": "notTo", "warning": "warnings",
    ]

    /// The words for a code.
    ///
    /// - Parameters:
    ///   - member: the member of the document that holds the code, or whose list does.
    ///   - parent: the member that holds it in turn, for members such as `code`.
    /// - Returns: nil for a text that is no code of that member.
    public static func words(_ code: String, of member: String, in parent: String = "") -> String? {
        for name in [member, sameAs[member] ?? "", parent, "*"] where !name.isEmpty {
            if let words = table[name + " " + code] { return words }
        }
        return nil
    }

    /// The words for a code, or the code itself if this version does not know it.
    public static func phrase(_ code: String, of member: String, in parent: String = "") -> String {
        words(code, of: member, in: parent) ?? code
    }
}
