/// Every code a fault inside a notice can have. Stable for ever; listed in `docs/errors.md`.
public enum FaultCode: String, Sendable, CaseIterable {
    // The bytes.
    case jsonSyntax = "json-syntax"
    case jsonDuplicateKey = "json-duplicate-key"
    case jsonTooDeep = "json-too-deep"
    case jsonTooLarge = "json-too-large"
    case jsonUTF8 = "json-utf8"
    case jsonLoneSurrogate = "json-lone-surrogate"
    case jsonControlCharacter = "json-control-character"
    case jsonByteOrderMark = "json-byte-order-mark"

    // Faults that JSON Schema sees.
    case fieldMissing = "field-missing"
    case fieldEmpty = "field-empty"
    case fieldForbidden = "field-forbidden"
    case fieldUnknown = "field-unknown"
    case valueType = "value-type"
    case valueUnknown = "value-unknown"
    case formatWrong = "format-wrong"
    case textTooShort = "text-too-short"
    case textTooLong = "text-too-long"
    case listTooShort = "list-too-short"
    case listTooLong = "list-too-long"
    case listRepeats = "list-repeats"
    case numberOutOfRange = "number-out-of-range"

    // Text, numbers and members anywhere.
    case numberForm = "number-form"
    case dateInvalid = "date-invalid"
    case textControl = "text-control"
    case textHidden = "text-hidden"
    case textNotComposed = "text-not-composed"
    case victimIdentity = "victim-identity"
    case biometricData = "biometric-data"
    case domesticField = "domestic-field"

    // The envelope.
    case countryUnknown = "country-unknown"
    case specimenCode = "specimen-code"
    case territoryUnclear = "territory-unclear"
    case specimenValue = "specimen-value"
    case addressedToSelf = "addressed-to-self"
    case sequenceOperation = "sequence-operation"
    case supersedesOnIssue = "supersedes-on-issue"
    case threadMismatch = "thread-mismatch"
    case numberForeign = "number-foreign"
    case numberKind = "number-kind"
    case checkCharacter = "check-character"
    case handlingConflict = "handling-conflict"
    case handlingText = "handling-text"
    case evaluationScheme = "evaluation-scheme"
    case approvalSameOfficer = "approval-same-officer"
    case approvalIncomplete = "approval-incomplete"
    case attachmentMissing = "attachment-missing"
    case attachmentRepeats = "attachment-repeats"
    case validTooLong = "valid-too-long"
    case validPast = "valid-past"
    case retainTooLong = "retain-too-long"
    case retainTooShort = "retain-too-short"

    // Answers and reports.
    case answerNotToIssuer = "answer-not-to-issuer"
    case answerOfOwn = "answer-of-own"
    case duePast = "due-past"
    case dueTooFar = "due-too-far"
    case eventFuture = "event-future"
    case subjectNotAddressed = "subject-not-addressed"

    // The person and the documents.
    case identityPrimary = "identity-primary"
    case nameUnspellable = "name-unspellable"
    case identifiersInsufficient = "identifiers-insufficient"
    case birthFuture = "birth-future"
    case birthRange = "birth-range"
    case stateUnknown = "state-unknown"
    case documentDates = "document-dates"
    case documentStatus = "document-status"
    case mrzMalformed = "mrz-malformed"
    case mrzCheckDigit = "mrz-check-digit"
    case mrzDisagrees = "mrz-disagrees"

    // The green notice.
    case convictionFuture = "conviction-future"
    case convictionAge = "conviction-age"
    case nationalTextMissing = "national-text-missing"
    case offenceModifierAlone = "offence-modifier-alone"
    case assessmentOld = "assessment-old"
    case assessmentFuture = "assessment-future"
    case actionConflict = "action-conflict"
    case doNotArrestMissing = "do-not-arrest-missing"
    case periodReversed = "period-reversed"

    // The travel alert.
    case legOrder = "leg-order"
    case legGap = "leg-gap"
    case legsOverlap = "legs-overlap"
    case connectionShort = "connection-short"
    case arrivalBeforeDeparture = "arrival-before-departure"
    case blockTime = "block-time"
    case departurePast = "departure-past"
    case placeUnknown = "place-unknown"
    case placeCountry = "place-country"
    case zoneUnknown = "zone-unknown"
    case zoneDiffers = "zone-differs"
    case zoneForeign = "zone-foreign"
    case localTimeSkipped = "local-time-skipped"
    case localTimeTwice = "local-time-twice"
    case localOffset = "local-offset"
    case timeOutOfTable = "time-out-of-table"
    case serviceMissing = "service-missing"
    case flightDesignator = "flight-designator"
    case shipNumber = "ship-number"
    case documentExpired = "document-expired"
    case documentExpiresSoon = "document-expires-soon"
    case recipientOffRoute = "recipient-off-route"
    case countryNotTold = "country-not-told"
    case deadlineDiffers = "deadline-differs"
    case lateReasonMissing = "late-reason-missing"

    // The group alert.
    case memberOrder = "member-order"
    case memberRepeats = "member-repeats"

    // Certificates and criminal records.
    case addressGap = "address-gap"
    case certificateResult = "certificate-result"
    case consentFuture = "consent-future"

    // The operation.
    case statisticsInconsistent = "statistics-inconsistent"
    case statisticsSum = "statistics-sum"
    case taskRepeats = "task-repeats"

    // Forms of travellers, before there is a notice.
    case rowWidth = "row-width"
    case zoneMissing = "zone-missing"
    case nobodyToTell = "nobody-to-tell"

    // The outcome.
    case refusalBasisMissing = "refusal-basis-missing"
    case returnBeforeOutcome = "return-before-outcome"
}

extension FaultCode {
    /// Codes that no notice can have: they are reasons why a form does not become one.
    public static let ofForms: Set<FaultCode> = [.rowWidth, .zoneMissing, .nobodyToTell]

    /// True for a fault of a whole text, of which a part would show nothing.
    var isOfWholeText: Bool {
        switch self {
        case .textTooShort, .textTooLong, .textControl, .textHidden, .textNotComposed,
            .victimIdentity, .biometricData, .domesticField, .fieldForbidden, .fieldUnknown,
            .fieldEmpty, .fieldMissing, .specimenValue, .listTooLong, .listTooShort:
            true
        default: false
        }
    }

    /// The meaning of the code, in one sentence.
    public var meaning: String { explanation.meaning }

    /// The next step, in one sentence.
    public var next: String { explanation.next }
}
