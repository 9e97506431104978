#!/usr/bin/env bash
# A police that tells only who has asked: XB asks by its directory entry and gets alerts, XC has not and
# does not, XD has asked on paper for journeys from XA; what was asked no more is not sent any more, at once.
source "$(dirname "$0")/../lib.sh"

two=(--as officer-7 --approved-by chief-2)
new() { heliograph notice new --example "$@"; }
send() { heliograph notice send - "${two[@]}" --dir "$work/$1" --json; }

federate XA XB XC XD
sed -i 's/policy: ""/policy: "policy.json5"/' "$work/XA/heliograph.json5"
cat >"$work/XA/policy.json5" <<'JSON5'
{
  everybody: { mustSubscribe: true },
  recipients: {
    // Asked by letter: journeys that begin with us, on a ship or in the air.
    XD: { subscriptions: [{ kind: "travel-alert", origins: ["XA"] }] },
  },
}
JSON5
for code in XA XB XC XD; do start "$code"; done

entry="$(new directory --operation publish --number 1 --from XB --to XA | json '{**it, "subscriptions": ["travel-alert", "green-notice"]}' |
    send XB | json 'it["thread"]')"
until_true 30 "XA holds XB's entry" holds XA "$entry" publish

# With the registration period and the permission to travel that the receiving country decides by.
alert() { # NUMBER HOURS TO
    new travel-alert --number "$1" --arrives-in "$2h" --from XA --to "$3" |
        json "{**it, 'registration': {'required': True, 'from': '2019-04-01', 'until': '2034-03-31', 'travelPermission': 'refused'}}"
}
first="$(alert 1 30 XB | send XA | json 'it["thread"]')"
until_true 30 "XB holds it" holds XB "$first" issue
[ "$(heliograph inbox "$first" --as officer-3 --dir "$work/XB" --json | json 'it["notice"]["registration"]["travelPermission"]')" = refused ] ||
    fail "the permission did not arrive"
refused policy-not-subscribed send XA < <(alert 2 60 XC)
both="$(alert 3 90 XD | send XA | json 'it["thread"]')"
until_true 30 "XD holds it" holds XD "$both" issue
refused policy-not-subscribed send XA < <(new green-notice --number 4 --from XA --to XD)
[ "$(inbox XC | json 'len(it["items"])')" -eq 0 ] || fail "XC has something"
say "who has asked gets it, by entry or on paper, and nobody else"

stop XB
waiting="$(alert 5 120 XB | send XA | json 'it["thread"]')"
stop XA
heliograph notice cancel --yes "$entry" --as officer-3 --dir "$work/XB" >/dev/null
start XB
start XA
until_true 60 "XA knows that XB asks no more" holds XA "$entry" cancel
seen() { outbox XA | json "[(i['state'], i['code']) for i in it['items'] if i['thread']=='$waiting'][0]"; }
decided() { case "$(seen)" in *delivered*|*policy-not-subscribed*) ;; *) return 1 ;; esac; }
until_true 60 "what waited has gone, or is kept" decided
refused policy-not-subscribed send XA < <(alert 6 160 XB)
say "it stopped with the cancel of the entry; what waited: $(seen)"

for code in XA XB XC XD; do agrees "$code"; done
say "proved: subscription by destination, its end at once, and registration period and permission with the alert"
