#!/usr/bin/env bash
# What the Lanzarote Convention (CETS 201) asks of a register that talks to others: every offence of articles 18 to 24
# has a code and an unknown one is refused by name; DNA is said to be there and never sent; and whoever asks who speaks
# for a country under article 37 is told exactly one authority.
source "$(dirname "$0")/../lib.sh"

new() { heliograph notice new --example "$@"; }
send() { heliograph notice send - --as officer-7 --approved-by chief-2 --dir "$work/$1" --json; }

federate XA XB XC
for code in XA XB XC; do start "$code"; done

# The articles and paragraphs as the treaty has them, written down here and not taken from the schema.
codes="LZ18.1a LZ18.1b-i LZ18.1b-ii LZ18.1b-iii LZ19.1a LZ19.1b LZ19.1c LZ20.1a LZ20.1b LZ20.1c LZ20.1d LZ20.1e LZ20.1f
    LZ21.1a LZ21.1b LZ21.1c LZ22 LZ23"
green() { # OFFENCES
    new green-notice --number 1 --from XA --to XB |
        json "{**it, 'judicial': {'convictions': [{**it['judicial']['convictions'][0], 'offences': $1}]}}"
}
judged() { heliograph notice validate - --specimens --json || true; }
for code in $codes; do
    said="$(green "[{'code': '$code', 'count': 1}]" | judged)"
    [ "$(json 'it.get("valid")' <<<"$said")" = true ] || fail "$code is refused: $said"
done
# Article 24: aiding and attempt modify another offence, and are none alone.
for code in LZ24.1 LZ24.2; do
    said="$(green "[{'code': 'LZ23'}, {'code': '$code'}]" | judged)"
    [ "$(json 'it.get("valid")' <<<"$said")" = true ] || fail "$code is refused beside another: $said"
    said="$(green "[{'code': '$code'}]" | judged)"
    [ "$(json '[it["code"], it["faults"][0]["code"]]' <<<"$said")" = '["notice-invalid", "offence-modifier-alone"]' ] ||
        fail "$code stands alone: $said"
done
for code in LZ17 LZ18 LZ18.2 LZ18.1c LZ19.1d LZ20.1g LZ21.2 LZ25 lz23; do
    said="$(green "[{'code': '$code'}]" | judged)"
    [ "$(json '[it["code"], it["faults"][0]["code"], it["faults"][0]["pointer"]]' <<<"$said")" = \
        '["notice-invalid", "value-unknown", "/judicial/convictions/0/offences/0/code"]' ] || fail "$code: $said"
done
for article in 18 19 20 21 22 23 24; do
    grep -q "LZ$article" <<<"$codes LZ24.1 LZ24.2" || fail "article $article has no code"
done
# What is an offence at home and not in the list is said in words.
said="$(green "[{'code': 'NAT'}]" | judged)"
[ "$(json 'it["faults"][0]["code"]' <<<"$said")" = national-text-missing ] || fail "NAT without words: $said"
sent="$(green "[{'code': 'LZ18.1b-ii', 'count': 2}, {'code': 'NAT', 'nationalText': 'Specimen act, section 4'}]" | send XA | json 'it["thread"]')"
until_true 30 "XB holds the notice" holds XB "$sent" issue
say "$(wc -w <<<"$codes LZ24.1 LZ24.2") codes of articles 18 to 24 are taken, nine that are none are refused by name and place"

said="$(green "[{'code': 'LZ23'}]" | json "{**it, 'person': {**it['person'], 'dnaAvailable': True}}" | judged)"
[ "$(json 'it.get("valid")' <<<"$said")" = true ] || fail "that DNA is held may be said: $said"
said="$(green "[{'code': 'LZ23'}]" | json "{**it, 'person': {**it['person'], 'dnaProfile': 'specimen'}}" | judged)"
[ "$(json 'it["faults"][0]["code"]' <<<"$said")" = biometric-data ] || fail "a DNA profile: $said"
say "that a DNA profile is held is said, the profile never"

# Article 37: one authority a country.
entry() { # MEMBER NUMBER AUTHORITY
    new directory --operation publish --number "$2" --from "$1" --to XA | json "{**it, 'authority': '$3'}"
}
look() { heliograph directory "$@" --dir "$work/XA" --json; }
authority() { look "$1" | json "[i['authority'] for i in it['items']]"; }
is() { [ "$(authority "$1")" = "[\"$2\"]" ]; }
is XB "Specimen Police of XB" || fail "without an entry the trust list says who it is: $(authority XB)"
first="$(entry XB 1 "Specimen Register of XB" | send XB | json 'it["thread"]')"
until_true 30 "the entry says who it is" is XB "Specimen Register of XB"
refused entry-stands send XB < <(entry XB 2 "Another Register of XB")
entry XB 1 "Specimen Agency of XB" | json "{**it, 'operation': 'update', 'sequence': 2, 'change': {'reason': 'The duty has moved.'}}" | send XB >/dev/null
until_true 30 "the update says who it is now" is XB "Specimen Agency of XB"
# Before a second one may be published, the first is cancelled; in between the trust list speaks.
heliograph notice cancel --yes "$first" --as officer-3 --dir "$work/XB" >/dev/null
until_true 30 "XA knows of the cancel" is XB "Specimen Police of XB"
entry XB 2 "Another Register of XB" | send XB >/dev/null
until_true 30 "the second entry says who it is" is XB "Another Register of XB"
entry XC 1 "Specimen Register of XC" | send XC >/dev/null
until_true 30 "so does XC's" is XC "Specimen Register of XC"
[ "$(look | json "sorted(i['member'] for i in it['items'])")" = '["XA", "XB", "XC"]' ] || fail "not one line a country: $(look)"
[ "$(look | json "all(isinstance(i['authority'], str) and i['authority'] for i in it['items'])")" = true ] || fail "a country without an authority"
refused member-unknown heliograph directory XD --dir "$work/XA" --json
heliograph directory --dir "$work/XA"

for code in XA XB XC; do agrees "$code"; done
say "proved: every article from 18 to 24 has its codes, what is none is refused by name; a look into the directory gives one authority a country"
