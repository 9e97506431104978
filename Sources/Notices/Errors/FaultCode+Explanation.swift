extension FaultCode {
    /// Meaning and next step, as `heliograph explain CODE` prints and `docs/errors.md` lists them.
    var explanation: (meaning: String, next: String) {
        switch self {
        case .jsonSyntax: ("The text is not JSON.", "Correct the text at that place.")
        case .jsonDuplicateKey: ("An object holds the same member twice.", "Remove one of the two.")
        case .jsonTooDeep:
            (
                "Arrays and objects lie too deep within each other.",
                "Write the file with fewer levels."
            )
        case .jsonTooLarge:
            (
                "The text is over a limit of size.",
                "Shorten it; send pictures and papers as attachments."
            )
        case .jsonUTF8: ("A text is not valid UTF-8.", "Save the file as UTF-8.")
        case .jsonLoneSurrogate: ("A \\u escape is half of a pair.", "Write the character itself.")
        case .jsonControlCharacter:
            (
                "A text holds a raw control character.",
                "Write it as an escape, or remove it."
            )
        case .jsonByteOrderMark:
            (
                "The text starts with a byte order mark.",
                "Save the file without one."
            )
        case .fieldEmpty:
            (
                "A field was left empty.",
                "Write what is known; delete the line if nothing is known and it may be missing."
            )
        case .fieldMissing: ("A field that must be there is missing.", "Fill it in.")
        case .fieldForbidden:
            (
                "This field belongs to the message that carries a notice.",
                "Remove it; the node adds its own."
            )
        case .fieldUnknown:
            (
                "No field has this name here, so nobody would read it.",
                "Correct the name; a field of your own begins with `x-`, or with `domestic` if it "
                    + "stays at home."
            )
        case .valueType:
            (
                "The value is of another type than it should be.",
                "Compare it with what `heliograph notice new KIND --example` prints for this kind "
                    + "of notice."
            )
        case .valueUnknown:
            (
                "The value is not in the list of codes.",
                "Take a code from the list; `heliograph notice new KIND --example` shows one at "
                    + "this place."
            )
        case .formatWrong:
            (
                "The value does not have the right form.",
                "Write it in the form named."
            )
        case .textTooShort: ("The text is too short.", "Say more.")
        case .textTooLong: ("The text is too long.", "Shorten it, or attach it.")
        case .listTooShort: ("The list holds too few entries.", "Add what is missing.")
        case .listTooLong:
            (
                "The list holds too many entries.",
                "Leave some out, or send a second notice."
            )
        case .listRepeats: ("The list holds the same entry twice.", "Remove one of the two.")
        case .numberOutOfRange:
            (
                "The number is outside its range.",
                "Check the number and its unit."
            )
        case .numberForm:
            (
                "A whole number is written with a fraction or an exponent.",
                "Write it in plain digits."
            )
        case .dateInvalid:
            (
                "There is no such day or time.",
                "Compare it with a calendar; a date is year, month and day, such as 2027-02-28."
            )
        case .textControl: ("A text holds a control character.", "Remove it.")
        case .textHidden:
            (
                "A name holds a line break, or a character that hides or reorders others.",
                "Type the name again."
            )
        case .textNotComposed:
            (
                "A text is not in Unicode normalisation form C.",
                "Type it again, or let the system compose it."
            )
        case .victimIdentity:
            (
                "A field says more of a victim than an age band, sex or relation.",
                "Remove it: notices never identify victims."
            )
        case .biometricData:
            (
                "Biometric data does not travel in a notice.",
                "Say that it is available, and let the recipient ask."
            )
        case .domesticField:
            (
                "A field that must not leave its country has arrived.",
                "The sender's node has a fault; its administrator should look at it."
            )
        case .countryUnknown:
            (
                "No country or territory has this code.",
                "Write the two letters of ISO 3166-1, such as EE for Estonia."
            )
        case .territoryUnclear:
            (
                "The trust list does not say which member answers for this territory.",
                "Name the recipient yourself; the secretariat can enter who answers for it."
            )
        case .specimenValue:
            (
                "This value comes from an example; it is no fact of the case.",
                "Write what is known of the real case, or begin with `notice new` without "
                    + "`--example`."
            )
        case .specimenCode:
            (
                "Specimen codes are for demonstrations only.",
                "Use real codes, or set `allowSpecimens: true` on a test system."
            )
        case .addressedToSelf: ("The sender is among the recipients.", "Take it out of `to`.")
        case .sequenceOperation:
            (
                "The first version of a notice has sequence 1; a later version has a higher "
                    + "number.",
                "Number the versions 1, 2, 3 and so on."
            )
        case .supersedesOnIssue:
            (
                "The first version of a notice replaces no other version.",
                "Remove `supersedes`."
            )
        case .threadMismatch:
            (
                "The field `threadId` and the number of the notice differ.",
                "Write the same number in both places."
            )
        case .numberForeign:
            (
                "The number of a notice starts with the code of its issuing member.",
                "Give the notice a number that starts with your country's code."
            )
        case .numberKind:
            (
                "The letters in the number belong to another kind of notice.",
                "Give it the letters of its kind: `heliograph notice new KIND --example` prints a "
                    + "number that has them."
            )
        case .checkCharacter:
            (
                "The check character of a notice number is wrong.",
                "The number was mistyped; compare it with the original."
            )
        case .handlingConflict:
            (
                "H0 cannot stand beside another handling code.",
                "Keep H0 alone, or take H0 away."
            )
        case .handlingText:
            (
                "H3 needs its restriction in words, and the words need H3.",
                "Write the restriction, or take one of the two away."
            )
        case .evaluationScheme:
            (
                "The scheme of evaluation has no such letter or digit.",
                "4x4 has A B C X and 1 to 4; 6x6 has A to F and 1 to 6."
            )
        case .approvalSameOfficer:
            (
                "The same officer wrote and approved the notice.",
                "A second officer must approve it."
            )
        case .approvalIncomplete:
            (
                "Approvals need an author and someone who approved.",
                "Add the one that is missing."
            )
        case .attachmentMissing:
            (
                "A photograph names an attachment that is not there.",
                "Attach the file, or remove the photograph."
            )
        case .attachmentRepeats: ("The same file is attached twice.", "Remove one of the two.")
        case .validTooLong:
            (
                "The notice would stand for more than five years.",
                "Choose an earlier day and extend it after a review."
            )
        case .validPast:
            (
                "The notice would have ended before it was written.",
                "Choose a later day."
            )
        case .retainTooLong:
            (
                "Data may be kept for five years before a review.",
                "Choose an earlier day."
            )
        case .retainTooShort:
            (
                "The notice would be erased while it still stands.",
                "Keep it at least until `validUntil`."
            )
        case .identityPrimary:
            (
                "A person has exactly one primary identity.",
                "Mark one as primary, the others as alias, birth, maiden or former."
            )
        case .nameUnspellable:
            (
                "A name cannot be spelled in the letters of a travel document.",
                "Write the Latin spelling here, the original under `fullOriginalScript`."
            )
        case .identifiersInsufficient:
            (
                "The person cannot be told from others by what is given.",
                "Give names, sex, birth and one of description, prints, DNA or document; or a good "
                    + "photograph and an alias, parent or mark."
            )
        case .birthFuture:
            (
                "The person would be born after the notice was written.",
                "Check the year."
            )
        case .birthRange:
            (
                "An approximate date of birth needs a range, and a range needs the mark "
                    + "approximate.",
                "Give both or neither."
            )
        case .stateUnknown:
            (
                "No state or issuer of travel documents has this code.",
                "Use the three letters of the document, D for Germany."
            )
        case .documentDates: ("The document expires before it was issued.", "Check both dates.")
        case .documentStatus:
            (
                "The document had expired, but is not marked so.",
                "Set its status, or check the date."
            )
        case .mrzMalformed:
            (
                "The lines are not a machine-readable zone.",
                "Scan or type them again: 3 lines of 30 characters, 2 of 36 or 2 of 44."
            )
        case .mrzCheckDigit:
            (
                "A check digit of the machine-readable zone is wrong.",
                "Scan the document again, or compare the lines with it character by character."
            )
        case .mrzDisagrees:
            (
                "The machine-readable zone and the fields do not agree.",
                "Correct a field that was mistyped. If a name is right, keep it: add what the zone "
                    + "has as another identity."
            )
        case .convictionFuture: ("The conviction lies after the notice.", "Check the date.")
        case .convictionAge:
            (
                "The person would have been a child of less than ten at the conviction.",
                "Check both dates."
            )
        case .nationalTextMissing:
            (
                "A national offence needs its text.",
                "Write what the national law calls it."
            )
        case .offenceModifierAlone:
            (
                "Aiding or attempt is stated without the offence itself.",
                "Add the offence that was aided or attempted."
            )
        case .assessmentOld:
            (
                "The threat was assessed more than twelve months ago.",
                "Assess it anew before issuing."
            )
        case .assessmentFuture:
            (
                "The threat would have been assessed after the notice was written.",
                "Check the date."
            )
        case .actionConflict:
            (
                "The request for information only excludes every other request.",
                "Take `none-information-only` away, or the other requests."
            )
        case .doNotArrestMissing:
            (
                "A green notice never asks for an arrest, and must say so.",
                "Add `do-not-arrest` to `notTo`."
            )
        case .periodReversed: ("A period ends before it starts.", "Check both dates.")
        case .legOrder:
            (
                "The legs are not numbered in rising order.",
                "Number them 1, 2, 3 as they are travelled."
            )
        case .legGap:
            (
                "A leg starts at another place than that at which the leg before it ended.",
                "Add what lies between, or mark the leg `surface` if nobody knows."
            )
        case .legsOverlap:
            (
                "A leg starts before the leg before it has ended.",
                "Check the times and zones."
            )
        case .connectionShort:
            (
                "There are less than twenty minutes between two flights.",
                "Check the times; if they are right, leave them."
            )
        case .arrivalBeforeDeparture:
            (
                "The leg arrives before it leaves, or at the same moment.",
                "Check the times and zones."
            )
        case .blockTime:
            (
                "The flight would take less than 20 minutes or more than 20 hours.",
                "Check the times and zones; if they are right, leave them."
            )
        case .departurePast:
            (
                "The departure lies before the notice was written, and the notice does not say "
                    + "that the person has left.",
                "Correct the time; or, if the person has left, write `\"alreadyTravelling\": true` "
                    + "in the itinerary."
            )
        case .placeUnknown:
            (
                "No list of airports, ports and towns has the code of this place.",
                "Compare the code with the ticket: an airport has three letters, such as BRU for "
                    + "Brussels. The five characters of UN/LOCODE are taken too, such as BEBRU."
            )
        case .placeCountry: ("The list has this place in another country.", "Check both.")
        case .zoneUnknown:
            (
                "There is no such time zone.",
                "Use an IANA name such as Europe/Brussels."
            )
        case .zoneDiffers:
            (
                "The clocks at this place show another time than this time zone.",
                "Check the zone."
            )
        case .zoneForeign:
            (
                "The country of this place does not have this zone.",
                "Use the zone of the place; the times change with it if the clocks differ."
            )
        case .localTimeSkipped:
            (
                "The clocks were put forward: this local time does not exist.",
                "Check the time."
            )
        case .localTimeTwice:
            (
                "The clocks were put back: this local time exists twice. The earlier one was "
                    + "taken.",
                "Write the offset behind the time to say which."
            )
        case .localOffset:
            (
                "This time zone does not have this offset at that time.",
                "Check the offset, or leave it out."
            )
        case .timeOutOfTable: ("The time lies outside the years 2000 to 2060.", "Check the year.")
        case .serviceMissing:
            (
                "The carrier or ship is not named in full.",
                "Give carrier and flight number, or the ship."
            )
        case .flightDesignator:
            (
                "This is no airline designator.",
                "Use the two or three characters of the ticket."
            )
        case .shipNumber:
            (
                "The check digit of the IMO number is wrong.",
                "The number was mistyped; compare it with the source."
            )
        case .documentExpired:
            (
                "No document given is valid until the last arrival.",
                "Check the dates, or add the document used."
            )
        case .documentExpiresSoon:
            (
                "The document runs out within six months of the last arrival.",
                "Check whether the person has another."
            )
        case .recipientOffRoute:
            (
                "The journey that is known does not enter this country.",
                "Check whether this country should be told."
            )
        case .countryNotTold:
            (
                "The journey enters a country that is not a recipient.",
                "Add it to `to` unless it must not be told."
            )
        case .deadlineDiffers:
            (
                "The deadline is not what the itinerary gives.",
                "Leave it out: the node works it out."
            )
        case .lateReasonMissing:
            (
                "The journey was reported later than the law asks, and the reason is missing.",
                "Give the reason."
            )
        case .eventFuture:
            (
                "The event is dated later than the report about it.",
                "Check the time and its offset."
            )
        case .answerNotToIssuer:
            (
                "The issuer of the notice is not among the recipients.",
                "Add it to `to`."
            )
        case .answerOfOwn:
            (
                "Only a country that received the notice may make this statement.",
                "Change or withdraw the notice instead: operation `update` or `cancel`."
            )
        case .duePast:
            (
                "The day by which the answer is wanted is past.",
                "Give a later time in `due`."
            )
        case .dueTooFar:
            (
                "The answer is wanted later than this kind of notice allows.",
                "Give an earlier time in `due`."
            )
        case .subjectNotAddressed:
            (
                "The country whose notice this is about is not among the recipients.",
                "Add that country to `to`: only that country can answer."
            )
        case .memberOrder:
            (
                "The persons of the group are not numbered in rising order.",
                "Number them 1, 2, 3 and so on; a number stays with its person."
            )
        case .memberRepeats:
            (
                "Two persons of the group have the same document.",
                "Name each person once."
            )
        case .addressGap:
            (
                "More than 31 days between two addresses are not accounted for.",
                "Ask the applicant where the person lived then."
            )
        case .certificateResult:
            (
                "The result and what is disclosed contradict each other.",
                "Disclose entries if the result says that there are some; else disclose none."
            )
        case .consentFuture:
            (
                "The consent was signed after the request was made.",
                "Check the date on the form."
            )
        case .statisticsInconsistent:
            (
                "More persons were interviewed, inspected, refused or arrested than checked.",
                "Count every person that one of these happened to as checked."
            )
        case .statisticsSum:
            (
                "The total is not the sum of what the members counted.",
                "Add the members' counts up again."
            )
        case .taskRepeats: ("Two tasks have one number.", "Number each task once.")
        case .rowWidth:
            (
                "The row has more or fewer cells than there are headings.",
                "Look for a comma in a cell: such a cell stands in quotation marks."
            )
        case .zoneMissing:
            (
                "The lists do not know the time zone of this place.",
                "Write it behind the time, such as 2027-01-20T22:40[Asia/Dubai]."
            )
        case .nobodyToTell:
            (
                "The journey enters no country that could be told.",
                "Check the places; a country must be a member to be told."
            )
        case .refusalBasisMissing:
            (
                "Entry was refused, and the law is not named.",
                "Name it if it may be told."
            )
        case .returnBeforeOutcome: ("The return lies before the outcome.", "Check both times.")
        }
    }
}
