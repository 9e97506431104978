internal import Exchange
internal import Notices

/// The page that a lawyer reads and a clerk runs: fenced blocks hold commands only, and `bash -e`
/// passes them.
struct EvidenceReadme {
    let bundle: EvidenceBundle

    var text: String {
        ([opening, sums, trust] + members + [notice] + envelopes + evidence + attachments + [
            closing
        ])
        .joined(separator: "\n\n") + "\n"
    }

    private var opening: String {
        """
        # Evidence of message \(bundle.id)

        \(bundle.from) made this message on \(bundle.created). This folder proves what it said, \
        that \(bundle.from)
        signed it, and what its recipients signed about it. It needs the `openssl` tool (3.0 or \
        newer) and no
        software of Heliograph. `bash -e` over the commands below stops at the first step that \
        fails:

            awk '/^```sh$/ {on=1; next} /^```$/ {on=0} on' README.md | bash -e
        """
    }

    private var sums: String {
        block(
            "1. No file was altered since the export",
            "Every file but `SHA256SUMS` has the digest that stands there.",
            ["cut -d'*' -f2 SHA256SUMS | xargs openssl dgst -sha256 -r | cmp - SHA256SUMS"])
    }

    private var trust: String {
        block(
            "2. The federation's list of members",
            "The list is signed by the signers it names. Compare the digest of their "
                + "certificates, or of the list, with what the secretariat published.",
            [
                "openssl cms -verify -inform DER -in trust-list.der -binary "
                    + "-CAfile trust-list-signers.pem \\",
                "    -no-CApath -no-CAstore -attime \(seconds(bundle.listIssued)) "
                    + "-out trust-list.json",
                "openssl dgst -sha256 trust-list.der",
            ])
    }

    /// The steps for each member: its root stands in the list and signed the issuing CA, which
    /// signed the revocation list.
    private var members: [String] {
        bundle.members.sorted().map { code in
            var commands = [
                "grep -q \"$(openssl x509 -in \(code)-root.pem -outform DER "
                    + "| openssl base64 -A)\" trust-list.json"
            ]
            if bundle.files.contains(where: { $0.name == "\(code)-issuing.pem" }) {
                commands += [
                    "openssl verify -CAfile \(code)-root.pem -no-CApath -no-CAstore \\",
                    "    -attime \(seconds(bundle.created)) \(code)-issuing.pem",
                ]
            }
            if bundle.revocationLists.contains(code) {
                commands += [
                    "openssl crl -inform DER -in \(code)-revoked.crl -CAfile \(code)-issuing.pem "
                        + "-noout 2>&1 \\",
                    "    | grep -q 'verify OK'",
                    "openssl crl -inform DER -in \(code)-revoked.crl -noout -text "
                        + "| grep -A 4 'Revoked Cert'",
                ]
            }
            return block(
                "3. The authority of \(code)",
                "Its root stands in the list. Its revocation list says which certificates it "
                    + "withdrew.",
                commands)
        }
    }

    private var notice: String {
        block(
            "4. The notice, as \(bundle.from) signed it",
            "The first line of `notice.txt` is its header, the rest the notice in JSON.",
            verify("inner", by: bundle.from, at: bundle.created, into: "notice.txt")
                + ["head -n 1 notice.txt | tr -d ' \\t\\r' | grep -q '\"id\":\"\(bundle.id)\"'"])
    }

    private var envelopes: [String] {
        bundle.envelopes.map { envelope in
            block(
                "5. \(envelope.name): what was sent",
                "\(bundle.from) signed it, and its header carries the digest of the notice "
                    + "above. The sealed part opens only with a recipient's key.",
                verify(
                    envelope.name, by: bundle.from, at: envelope.at, into: envelope.name + ".frame")
                    + [
                        "head -n 1 \(envelope.name).frame | grep -a -q \\",
                        "    \"$(openssl dgst -sha256 -r inner.der | cut -d' ' -f1)\"",
                    ])
        }
    }

    private var evidence: [String] {
        bundle.evidence.compactMap { evidence in
            guard let first = evidence.entries.first else { return nil }
            let shown = evidence.entries.map {
                "\($0.by) says \($0.step.rawValue) at \($0.at) for \($0.recipient)"
                    + ($0.attachment.map { ", of the attachment \($0)" } ?? "")
            }
            return block(
                "6. \(evidence.name)", shown.joined(separator: "; ") + ".",
                verify(evidence.name, by: first.by, at: first.at, into: evidence.name + ".json")
                    + ["tr -d ' \\t\\r\\n' <\(evidence.name).json >\(evidence.name).flat"]
                    + evidence.entries.flatMap { find($0, in: evidence.name + ".flat") }
                    + [
                        "grep -q \"$(openssl dgst -sha256 -r inner.der | cut -d' ' -f1)\" "
                            + "\(evidence.name).json"
                    ])
        }
    }

    /// The steps for each attachment. The files are too large for the export; the notice has their
    /// digests.
    private var attachments: [String] {
        bundle.attachments.enumerated().map { index, attachment in
            block(
                "7. Attachment \(index + 1): \(attachment.byteCount) bytes",
                "\(bundle.from) signed, in the header of the notice above, the SHA-256 of this "
                    + "file and of its ciphertext. Whoever has the file compares what "
                    + "`openssl dgst -sha256 FILE` prints with the first. "
                    + "The ciphertext is `attachments/\(bundle.from)-\(attachment.sealed)` in "
                    + "the data folder of each node that has it; evidence of its arrival names "
                    + "the second.",
                [attachment.digest, attachment.sealed].map {
                    "head -n 1 notice.txt | grep -q '\($0)'"
                })
        }
    }

    private var closing: String {
        """
        ## What this does not prove

        The times are stated by the members that signed them. That a message was accepted *before* \
        a certificate was
        revoked needs a co-signed checkpoint, which this version does not make.
        """
    }

    private func verify(
        _ name: String, by member: MemberCode, at moment: Instant, into out: String
    )
        -> [String]
    {
        [
            "openssl cms -verify -inform DER -in \(name).der -binary -cades "
                + "-CAfile \(member)-root.pem \\",
            "    -no-CApath -no-CAstore -attime \(seconds(moment)) -out \(out)",
        ]
    }

    /// Commands that find one entry, in any order and layout of its members.
    private func find(_ entry: EvidenceEntry, in file: String) -> [String] {
        let members = [
            "step": entry.step.rawValue, "by": entry.by.description,
            "from": entry.from.description, "id": entry.id.description,
            "recipient": entry.recipient.description,
        ].sorted { $0.key < $1.key }.map { "grep '\"\($0.key)\":\"\($0.value)\"'" }
        return [
            "grep -o '{[^{}]*}' \(file) | \(members.joined(separator: " | ")) \\",
            "    | grep -q '\"seal\":\(entry.seal)[,}]'",
        ]
    }

    private func block(_ heading: String, _ sentence: String, _ commands: [String]) -> String {
        (["## " + heading, "", sentence, "", "```sh"] + commands + ["```"]).joined(separator: "\n")
    }

    private func seconds(_ moment: Instant) -> String { String(moment.milliseconds / 1_000) }
}
