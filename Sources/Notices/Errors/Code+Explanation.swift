extension Code {
    /// Meaning and next step, as `heliograph explain CODE` prints and `docs/errors.md` lists them.
    var explanation: (meaning: String, next: String) {
        switch self {
        case .usage:
            (
                "The command line was not understood.",
                "Run `heliograph --help`, or the verb with `--help`."
            )
        case .notFound:
            (
                "Nothing here has that name or id.",
                "List what is here with `heliograph notice list`, `outbox` or `inbox`."
            )
        case .fileUnreadable:
            (
                "A file could not be read.",
                "Check the path and who may read it."
            )
        case .fileUnwritable:
            (
                "A file could not be written.",
                "Check the folder, its owner and the free space."
            )
        case .wrongUser:
            (
                "The data folder belongs to another user of this machine.",
                "Run the command as the user that the node runs as, or ask the administrator of "
                    + "the node."
            )
        case .limitTooLow:
            (
                "The system lets this process open too few files.",
                "Raise `LimitNOFILE` of the service, or `ulimit -n` of the shell."
            )
        case .folderMissing:
            (
                "The data folder is not there, or no node was ever made in it.",
                "Name the folder with `--dir`; if it is on a volume of its own, mount that. A new "
                    + "node is made with `heliograph init`."
            )
        case .folderNotEmpty:
            (
                "The folder already holds something, and nothing in it was touched.",
                "Choose a folder that does not exist yet, or an empty one."
            )
        case .folderInUse:
            (
                "Another process works on the data folder; most likely its node runs already.",
                "Use the node that runs: every command with this data folder reaches it, such as "
                    + "`heliograph doctor`. To start it anew, stop it first: `systemctl restart "
                    + "heliograph`."
            )
        case .nodeStopped:
            (
                "No node runs on this data folder, so that nothing leaves and nothing arrives.",
                "Have the node started: `systemctl start heliograph`, or `heliograph run`."
            )
        case .clockInDoubt:
            (
                "The clock of this machine differs from the clocks of most peers by more than "
                    + "peers accept.",
                "Set the clock: `timedatectl` shows whether it is kept. Then send again."
            )
        case .nodeSilent:
            (
                "The node that holds the data folder does not answer.",
                "It may have done what was asked: look there before asking again, and at its log."
            )
        case .configurationInvalid:
            (
                "The configuration file says something a node cannot work with.",
                "Correct the named key in `heliograph.json5`."
            )
        case .portUnavailable:
            (
                "The node could not listen on its address.",
                "Free the address, or change `listen` in `heliograph.json5`."
            )
        case .storeBusy:
            (
                "The store could not be written: another process holds the database lock.",
                "Stop the other process; nothing was lost."
            )
        case .storeFailed:
            (
                "The store's disk failed, and the node ends; what was not confirmed may be kept or "
                    + "not.",
                "Look at the log and the disk. Look what is there before asking again."
            )
        case .storeCorrupt:
            (
                "The store holds something that cannot be so.",
                "Stop the node, keep the folder as it is, and restore a backup elsewhere."
            )
        case .storeMissing:
            (
                "The folder of the store holds no store.",
                "If the store has a volume of its own, mount it and start again; else restore a "
                    + "backup. `init` does not help: it makes another node, with keys that nobody "
                    + "knows."
            )
        case .folderMixed:
            (
                "The data folder holds parts of different nodes.",
                "Put back what was exchanged: the configuration, a file of store/ or one of keys/. "
                    + "Nothing was changed."
            )
        case .storeNewer:
            (
                "The store was written by a newer version of Heliograph.",
                "Run that version, or a newer one; this one changed nothing."
            )
        case .storeConflict:
            (
                "The store holds something else under the same key; nothing was changed.",
                "Look at what is there first."
            )
        case .diskFull:
            (
                "The disk is full; nothing was accepted that is not stored.",
                "Free some space; peers will send again by themselves."
            )
        case .keyMissing:
            (
                "A private key is not there.",
                "Put the key back from its backup."
            )
        case .keyExposed:
            (
                "A private key can be read by others on this machine.",
                "Run `chmod 600` on the file, and consider the key compromised if anyone could log "
                    + "in."
            )
        case .keyUnusable:
            (
                "A key or certificate cannot be used for its purpose.",
                "Check that key and certificate belong together and are EC P-256."
            )
        case .exampleKeys:
            (
                "These keys come from `keys-example/`, and everybody has them.",
                "Make keys of your own with `heliograph init --member`, or set "
                    + "`allowExampleKeys: true` to try things out."
            )
        case .keyStepRefused:
            (
                "A key cannot take this step from where it stands; nothing was changed.",
                "`heliograph keys list` shows the state of each key."
            )
        case .peersLag:
            (
                "Some peers have not shown that they hold the new key; nothing was changed.",
                "Wait until they were reached, or take the step with `--force`: nothing is lost, "
                    + "they seal again by themselves."
            )
        case .tokenMissing:
            (
                "The token that holds the private keys is not there, or its module does not work.",
                "Put the token back and start the node again; check `keyStore` in heliograph.json5."
            )
        case .tokenPinRefused:
            (
                "The token refused the PIN; it is not tried again, because tokens lock.",
                "Put the right PIN where `pin-source` of `keyStore` says, and start the node again."
            )
        case .tokenOccupied:
            (
                "The token already holds a key of this name; nothing was changed.",
                "Name another token, or take the key away with the token's own tool if no node "
                    + "uses it."
            )
        case .tokenFailed:
            (
                "The token refused an operation that should have worked.",
                "Look at the token with its own tool; keep the log."
            )
        case .cryptoFailed:
            (
                "The cryptographic library refused an operation that should have worked.",
                "Run `heliograph doctor`; keep the log."
            )
        case .selfTestFailed:
            (
                "A forged message passed the receive path at start, so the node did not start.",
                "Install libssl3 3.0.22-1~deb12u2 or newer, and report this."
            )
        case .listMissing:
            (
                "The node has no trust list yet.",
                "Run `heliograph trust import FILE --digest SHA256`, with the digest from the "
                    + "secretariat."
            )
        case .listMalformed:
            (
                "The trust list cannot be read.",
                "Fetch it again from the secretariat or a peer."
            )
        case .listDigestMissing:
            (
                "A node takes its first trust list only with the list's digest, and none was "
                    + "given; nothing was imported.",
                "Have the secretariat read the digest out by telephone, on a number that you had "
                    + "before, and give it with `--digest SHA256`."
            )
        case .listDigestMismatch:
            (
                "The first trust list does not have the digest that was given by hand.",
                "Have the secretariat read the digest out by telephone, on a number that you had "
                    + "before, and compare it with yours. If the digest was right, do not import "
                    + "this file: ask for it again."
            )
        case .listTooFewSigners:
            (
                "Too few of the signers that the list in force names have signed this one.",
                "Ask the secretariat for the missing signatures."
            )
        case .listOlder:
            (
                "The node already holds this trust list or a newer one.",
                "Nothing to do; versions only go up."
            )
        case .listGap:
            (
                "Trust lists between the one held and this one are missing.",
                "Import the missing versions first, in order."
            )
        case .listFork:
            (
                "Two different trust lists claim the same version; the one in force stays.",
                "Call the secretariat now: this should never happen."
            )
        case .listExpired:
            (
                "The trust list has expired: the node receives and queues, but does not send.",
                "Have the administrator import a newer list: `heliograph trust import FILE`."
            )
        case .listForeign:
            (
                "The trust list belongs to another federation.",
                "Take the list of the federation that `heliograph trust show` names."
            )
        case .draftMismatch:
            (
                "The signature is on another draft than the one the secretariat holds.",
                "Write the draft with `heliograph federation draft --out FILE` and have it signed "
                    + "again."
            )
        case .bundleMalformed:
            (
                "A key bundle cannot be read.",
                "The peer's administrator should publish it again."
            )
        case .bundleForeign:
            (
                "A key bundle is not signed by the member it speaks for.",
                "Warn the peer by telephone; nothing was taken from it."
            )
        case .bundleRollback:
            (
                "A peer offered an older key bundle than the one held.",
                "Nothing to do; the newer one stays."
            )
        case .revocationRollback:
            (
                "A revocation list is older than the one held, or forgets an entry.",
                "Warn the peer's administrator; the one held stays in force."
            )
        case .keyReused:
            (
                "A public key is already known for another member or role.",
                "The member must make a key of its own for this role."
            )
        case .noticeInvalid:
            (
                "The notice breaks its schema or a rule.",
                "Correct each place that is named, then give the file again."
            )
        case .transitionRefused:
            (
                "The state of the notice does not allow this operation.",
                "`heliograph notice show ID` shows the state of the notice."
            )
        case .alreadySent:
            (
                "This very notice was sent before.",
                "`heliograph notice show ID` says who has it. A program that sends again after a "
                    + "doubt is done."
            )
        case .threadUnknown:
            (
                "The notice continues another notice, which this node never sent.",
                "Check the number: `heliograph notice list` shows the notices of ours."
            )
        case .notIssuer:
            (
                "Only the country that issued a notice may change or withdraw it.",
                "Tell the issuer what you know: `heliograph outcome ID`, or by telephone "
                    + "(`heliograph peers`)."
            )
        case .recipientUnknown:
            (
                "A recipient is no member of the federation, is named twice, or is the sender.",
                "Correct `to`; `heliograph peers` lists the members."
            )
        case .recipientSuspended:
            (
                "A recipient is suspended in the trust list and may be sent nothing.",
                "Leave it out, or wait for a list that restores it."
            )
        case .officerMissing:
            (
                "No officer was named.",
                "Add `--as` and your own name or service number, such as `--as officer-7`. The "
                    + "name is recorded."
            )
        case .rightMissing:
            (
                "The person or program that asked has not the right that this needs.",
                "Ask somebody who has the right, or have the administrator grant it."
            )
        case .nameRefused:
            (
                "A name was given that is not that of the user, token or certificate that asks.",
                "Leave `--as` out: the node knows who asks. `heliograph whoami` says who that is."
            )
        case .officerUnknown:
            (
                "This node has no officer or program of that name.",
                "`heliograph officer list` lists them; an administrator adds one with "
                    + "`heliograph officer add`."
            )
        case .officerExists:
            (
                "The name, the user or the certificate belongs to an officer already.",
                "Take another name, or change the officer that has it. A name that was removed "
                    + "is not given again, so that the record stays clear."
            )
        case .officerSuspended:
            (
                "The officer is suspended, or was removed.",
                "An administrator ends a suspension with `heliograph officer resume`."
            )
        case .lastAdministrator:
            (
                "Nobody would be left who may manage officers.",
                "Add another administrator first."
            )
        case .accessRefused:
            (
                "Nobody is known by this token, certificate or user.",
                "Ask an administrator of the node for access: a token is shown once, when it is "
                    + "made, and it ends."
            )
        case .approvalWaits:
            (
                "The call waits until the second officer has read and approved it.",
                "The second officer runs `heliograph approval show` and `approval give`."
            )
        case .mediaType:
            (
                "The body of a request over REST is of a type that this node does not read.",
                "Send `Content-Type: application/json`, and the body in UTF-8."
            )
        case .tooManyRequests:
            (
                "A program or an address asked more often than it may.",
                "Wait a second, and ask less often. The event list and pages save questions."
            )
        case .keyRepeated:
            (
                "An `Idempotency-Key` came with another call than before.",
                "Take a fresh key for each call, and the same one only to give a call again."
            )
        case .notConfirmed:
            (
                "The verb asks before it acts, and nobody answered yes.",
                "Read what it says it will do. Run it again and type yes; in a script, add `--yes`."
            )
        case .approverMissing:
            (
                "Two officers must sign for this notice, because it names a person or asks for "
                    + "what cannot be undone. Only one officer was named.",
                "Have another officer read the notice. Then add `--approved-by` and the name of "
                    + "that officer, such as `--approved-by chief-2`."
            )
        case .approverIsAuthor:
            (
                "The author and the approver are the same officer.",
                "Have another officer read the notice, and write the name of that officer behind "
                    + "`--approved-by`. Other capitals or spaces in a name make no other officer."
            )
        case .emergencyRefused:
            (
                "One officer alone may send only a flash notice, which is the most urgent one. "
                    + "This notice is flash for no recipient.",
                "Leave `--emergency` out. Have another officer read the notice, and add "
                    + "`--approved-by` with the name of that officer, such as `--approved-by "
                    + "chief-2`."
            )
        case .approvalUnread:
            (
                "The officer who approves has not read the notice.",
                "Read it first with `heliograph notice show ID --as OFFICER`; then approve it."
            )
        case .approvalNotDue:
            (
                "The notice does not wait for a second approval.",
                "`heliograph notice show ID` says who approved it, and when."
            )
        case .reasonMissing:
            (
                "The reason is missing, or longer than 500 bytes.",
                "Give the reason in one sentence that names nobody. The audit record keeps the "
                    + "reason."
            )
        case .policyInvalid:
            (
                "The policy file cannot be used.",
                "Correct the named place; `heliograph policy check FILE` tries a file without "
                    + "using it."
            )
        case .policyDenied:
            (
                "The policy lets nothing go to this recipient.",
                "Send it to the other countries with `--to`. Only who keeps the policy may change "
                    + "`deny`."
            )
        case .policyHumanRights:
            (
                "The policy blocks this recipient for the sake of the person's human rights.",
                "Send it to the other countries with `--to`. A supervisor may lift the block with "
                    + "`--override REASON`."
            )
        case .policyKind:
            (
                "The policy does not let this kind of notice go to this recipient.",
                "Send it to the other countries with `--to`. Only who keeps the policy may change "
                    + "`kinds`."
            )
        case .policyPurpose:
            (
                "The policy does not let notices with this purpose go to this recipient.",
                "Send it to the other countries with `--to`. Only who keeps the policy may change "
                    + "`purposes`."
            )
        case .policyOffence:
            (
                "The policy does not let a notice about these offences go to this recipient.",
                "Send it to the other countries with `--to`. Only who keeps the policy may change "
                    + "`offences`."
            )
        case .policyRiskGrade:
            (
                "The policy asks for a higher grade of risk than the notice states.",
                "Assess the person first; a travel alert states it in `domesticRisk.grade`."
            )
        case .policyAuthority:
            (
                "The policy does not let the notice go to the authority that speaks for this "
                    + "recipient.",
                "Send it to the other countries with `--to`. Only who keeps the policy may change "
                    + "`authorities`."
            )
        case .policyNotSubscribed:
            (
                "The recipient gets only what it has asked for, and it has not asked for this.",
                "Send it to the other countries with `--to`. The recipient asks for such notices "
                    + "with a directory entry."
            )
        case .policyField:
            (
                "The message shows a field that this recipient may not see any more.",
                "Issue an update: it is rendered by the policy in force."
            )
        case .policyFieldRequired:
            (
                "The policy removes fields for this recipient, and without them the notice is not "
                    + "complete.",
                "Send it to the other countries with `--to`. Only who keeps the policy may change "
                    + "`remove`."
            )
        case .overrideRefused:
            (
                "Neither the author nor the approver is a supervisor whom the policy names.",
                "Have one of the policy's `supervisors` approve it."
            )
        case .onwardRefused:
            (
                "A notice marked H2 may be passed on only to countries to which its issuer has "
                    + "agreed.",
                "Ask with a use consent for `onward-transfer`, and wait until it is granted."
            )
        case .erased:
            (
                "The notice was erased by order of its issuer. Only its ids, digests and evidence "
                    + "are left.",
                "The order is in the inbox. Ask the issuer if you still need the notice."
            )
        case .nothingToRetract:
            (
                "No other country holds this notice, or no report of a wrong person is open.",
                "`heliograph outbox` says who has what; a notice that was never sent is cancelled."
            )
        case .sameTrip:
            (
                "This person's trip is in an earlier notice, which still stands.",
                "Add to the earlier notice with `--supplement THREAD`. If it is another person or "
                    + "trip, use `--not-the-same REASON`."
            )
        case .importMalformed:
            (
                "The file to import does not have the form that it must have. Of forms nothing "
                    + "was imported; of a passenger list only what could be read, if the answer "
                    + "says so.",
                "Correct it where the sentence says, or ask for it again; then import all of it."
            )
        case .importCounts:
            (
                "The passenger list states another number of persons than it holds. The persons "
                    + "in it were compared all the same.",
                "A part of the list may be lost: ask the sender for the list again."
            )
        case .draftClosed:
            (
                "The draft was sent or discarded.",
                "`heliograph draft list` shows what is open; `notice show` what was sent."
            )
        case .draftsFull:
            (
                "The node holds as many open drafts as it may.",
                "Send or discard some drafts, then import the same file again. Drafts that are "
                    + "here are recognised."
            )
        case .certificateNumber:
            (
                "A certificate number is issued once, and is revoked only in the case in which it "
                    + "was issued.",
                "Take the next free number, or the number that this thread's own certificate has."
            )
        case .verificationLimit:
            (
                "The member may verify a limited number of certificates in a day, and has "
                    + "verified so many.",
                "Ask again tomorrow, or have both administrators agree on `verificationsPerDay`."
            )
        case .outcomeEarly:
            (
                "The report is final, and the traveller cannot have landed yet.",
                "Report it after the landing; or now with `--interim`, or with `--confirm REASON`."
            )
        case .outcomeContradicts:
            (
                "The report is final, and contradicts the final report that this country sent "
                    + "before.",
                "If the new one is right, send it with `--confirm REASON`, which the issuer reads."
            )
        case .totalsMismatch:
            (
                "The totals of the operation differ from the sums of the members' own statements.",
                "`heliograph notice totals ID` shows what each member sent last. Ask a member "
                    + "whose count has changed."
            )
        case .entryStands:
            (
                "A country has one directory entry, and this country's entry stands already.",
                "Send the change as an `update` of that entry, or withdraw the entry first."
            )
        case .outsideHours:
            (
                "The recipient's office is closed now, as its directory entry says. Routine "
                    + "notices wait.",
                "The notice goes when the office opens. Send it with a higher precedence if it "
                    + "cannot wait."
            )
        case .deliveryClosed:
            (
                "The delivery has ended and cannot be tried again.",
                "Issue the notice again if it is still needed."
            )
        case .attachmentUnfit:
            (
                "A file cannot be an attachment: it is no regular file of 1 byte to 1 GiB, or it "
                    + "changed while it was read.",
                "Attach a file that nothing writes to any more; cut a longer one into parts."
            )
        case .attachmentWaiting:
            (
                "The attachment is not here yet, or not all of it.",
                "Try again later: the node fetches it, and `heliograph inbox ID` says how far it "
                    + "is."
            )
        case .attachmentWithdrawn:
            (
                "The message of the attachment was cancelled or superseded, and what had not "
                    + "arrived is not carried any more.",
                "Look at the newest version of the notice: it names what belongs to it."
            )
        case .attachmentAltered:
            (
                "The file of an attachment on this disk is missing, or not what it was.",
                "Check the disk. A recipient's node fetches a damaged file again; a sender sends "
                    + "the notice again with the file."
            )
        case .attachmentMismatch:
            (
                "What came as an attachment is not what the signed notice says it is.",
                "Ask the sender for an update of the notice with the file."
            )
        case .attachmentNoRoom:
            (
                "The attachments of one member may take a limited room here, and the sender's "
                    + "have filled it.",
                "Raise `attachmentMegabytesPerMember` in `heliograph.json5`, and start the node "
                    + "again."
            )
        case .malformed:
            (
                "The bytes are not a message of this protocol.",
                "The sender's node has a fault; its administrator should look at it."
            )
        case .versionUnsupported:
            (
                "The protocol version is not known here.",
                "One of the two nodes must be upgraded."
            )
        case .suiteUnsupported:
            (
                "The cryptographic suite is not known here.",
                "One of the two nodes must be upgraded."
            )
        case .signatureInvalid:
            (
                "A signature does not verify.",
                "Nothing was taken in; if it goes on, call the sender."
            )
        case .certificateUntrusted:
            (
                "A certificate does not lead to the member's root, is not made as the protocol "
                    + "says, has expired, or is revoked.",
                "The signing member should renew its certificates and publish them."
            )
        case .roleWrong:
            (
                "A certificate was used for something that its role does not allow.",
                "The signing member should check which key its node signs with."
            )
        case .typeWrong:
            (
                "A signature made for one type of document was presented as another.",
                "Nothing was taken in; if it goes on, call the sender."
            )
        case .headerMismatch:
            (
                "The header outside does not agree with the signed header inside.",
                "Nothing was taken in; somebody may be passing on what is not theirs."
            )
        case .notRecipient:
            (
                "The message is not addressed to this member.",
                "Nothing was taken in; the sender should check its recipients."
            )
        case .keyStale:
            (
                "The message was sealed to a key that this node no longer uses.",
                "Nothing to do: the sender's node fetches the new key and seals it again."
            )
        case .openFailed:
            (
                "The message is addressed to this node but does not open.",
                "It was damaged or forged; the sender's node should seal it again."
            )
        case .idConflict:
            (
                "Two different messages carry the same id; both frames are kept as proof.",
                "Call the sender: one of the two may be forged."
            )
        case .expired:
            (
                "The message is past the end of its transport life.",
                "The sender should issue the notice anew if it is still true."
            )
        case .futureDated:
            (
                "The message was made more than five minutes in the future.",
                "Check the clocks of both nodes."
            )
        case .evidenceUnfounded:
            (
                "The evidence is about a message, a seal, a step or a time that its signer cannot "
                    + "speak for.",
                "Nothing was taken in; if it goes on, call the peer."
            )
        case .evidenceRepeated:
            (
                "The evidence repeats what its signer has said several times before.",
                "Nothing was taken in, and nothing is missing; if it goes on, call the peer."
            )
        case .wrongCarrier:
            (
                "The peer may not bring messages of this sender.",
                "Only the sender itself may; relays are not built yet."
            )
        case .memberUnknown:
            (
                "No such member is in the trust list.",
                "Import a newer list, or check the code."
            )
        case .memberSuspended:
            (
                "The member is suspended in the trust list.",
                "Wait for a list that restores it."
            )
        case .peerKeysUnknown:
            (
                "This node has no keys of the recipient yet, and can seal nothing to it.",
                "It takes them from the first answer of the recipient; `heliograph peers` says why "
                    + "none came."
            )
        case .peerUnreachable:
            (
                "The peer's node could not be reached; nothing was sent.",
                "Nothing to do: the node tries again by itself."
            )
        case .peerDoesNotKnowUs:
            (
                "The peer refused this node's certificate: its trust list does not have this "
                    + "member, or has another root; nothing was taken.",
                "Have a member that is older in the federation import the newest list first, with "
                    + "`heliograph trust import`; if all hold it, check with the secretariat that "
                    + "the root listed is this node's."
            )
        case .answerLost:
            (
                "The connection broke before the peer's answer came; what was sent may have "
                    + "arrived.",
                "Nothing to do: the node sends it again, and the peer knows a duplicate."
            )
        case .peerUntrusted:
            (
                "The peer did not prove to be the member it should be.",
                "Check its endpoint in the trust list and its transport certificate."
            )
        case .peerAnswerInvalid:
            (
                "The peer's answer does not make sense; the messages stay queued.",
                "Nothing to do at first; if it goes on, call the peer's administrator."
            )
        case .peerBusy:
            (
                "The peer asked to be tried later.",
                "Nothing to do: the node tries again by itself."
            )
        case .reasonUnknown:
            (
                "A peer gave its reason in a word that this version does not know.",
                "Update this node; or ask the peer's administrator why."
            )
        case .bodyTooLarge:
            (
                "The body is over the limit.",
                "Send less at once, or without the attachment."
            )
        case .requestInvalid:
            (
                "The request is not one this node knows.",
                "Check path, method and length."
            )
        case .internalFault:
            (
                "Something happened that should be impossible.",
                "Keep the log and report it."
            )
        }
    }
}
