#!/usr/bin/python3
"""Invented travellers for the stories: forms as CSV, passenger lists as PAXLST, and a key to each.

    travel_data.py forms PROFILE COUNT --out forms.csv --key key.json [--now TIME]
    travel_data.py manifest COUNT --forms forms.csv --subjects a.json,b.json --out list.edi --key key.json [--now TIME]

Written from the published lists of fields and from ISO 9735 alone: it shares no line with the program. The same
arguments give the same bytes. The key says what must come of each row, and why.
"""
import argparse, collections, csv, datetime, io, json, random, unicodedata

MONTHS = 12
HEADINGS = {
    "sorna": ["last_name", "first_name", "middle_name", "aliases", "date_of_birth", "sex", "fbi_number", "citizenship",
              "passport_number", "passport_country", "document_expires", "purpose_of_travel", "departure_place",
              "departure_at", "arrival_place", "arrival_at", "return_place", "return_date", "flight_number",
              "destination_country", "address_abroad", "means_of_travel", "itinerary", "offences", "conviction_date",
              "conviction_country", "victim_sex", "victim_age_band", "registry_office", "registry_telephone", "notes",
              "reported_on", "late_reason"],
    "uk": ["date_of_departure", "first_country", "first_arrival_point", "other_arrival_points", "carrier_out",
           "carrier_back", "first_night_accommodation", "date_of_return", "point_of_return", "surname", "forenames",
           "date_of_birth", "sex", "nationality", "passport_number", "passport_issuer", "document_expires",
           "point_of_departure", "time_of_arrival", "means_of_travel", "notified_on", "late_reason", "offences",
           "convicted_on", "convicted_in", "register_number", "notes", "other_names"],
    "afp": ["family_name", "given_names", "date_of_birth", "sex", "citizenship", "passport_number", "passport_country",
            "document_expires", "offences", "sentence", "registered_from", "registered_until", "travel_mode", "carrier",
            "departure_port", "departure_at", "arrival_port", "arrival_at", "further_ports", "return_date",
            "travel_permission", "destination_country", "convicted_on", "convicted_in", "notes", "aliases",
            "reported_on"],
}
# What the three forms call the same thing.
WORDS = {
    "family": ("last_name", "surname", "family_name"), "given": ("first_name", "forenames", "given_names"),
    "born": ("date_of_birth",) * 3, "sex": ("sex",) * 3, "state": ("citizenship", "nationality", "citizenship"),
    "number": ("passport_number",) * 3, "issuer": ("passport_country", "passport_issuer", "passport_country"),
    "expires": ("document_expires",) * 3, "from": ("departure_place", "point_of_departure", "departure_port"),
    "departs": ("departure_at", "date_of_departure", "departure_at"),
    "to": ("arrival_place", "first_arrival_point", "arrival_port"), "arrives": ("arrival_at", "time_of_arrival", "arrival_at"),
    "country": ("destination_country", "first_country", "destination_country"),
    "flight": ("flight_number", "carrier_out", "carrier"), "means": ("means_of_travel", "means_of_travel", "travel_mode"),
    "more": ("itinerary", "other_arrival_points", "further_ports"), "offences": ("offences",) * 3,
    "convicted": ("conviction_date", "convicted_on", "convicted_on"),
    "court": ("conviction_country", "convicted_in", "convicted_in"), "notes": ("notes",) * 3,
    "reported": ("reported_on", "notified_on", "reported_on"), "late": ("late_reason", "late_reason", None),
    "stay": ("address_abroad", "first_night_accommodation", None), "permission": (None, None, "travel_permission"),
    "aliases": ("aliases", "other_names", "aliases"),
}
PROFILES = ["sorna", "uk", "afp"]
LEAD = {"sorna": 21, "uk": 7, "afp": None}


def day(moment, days):
    return (moment + datetime.timedelta(days=days)).strftime("%Y-%m-%d")


def name(number, length=5):
    """A name that nobody has: the number in letters, the same length for all."""
    letters = ""
    for _ in range(length):
        number, rest = divmod(number, 26)
        letters = chr(65 + rest) + letters
    return "QZ" + letters


def traveller(number, chance):
    born = datetime.date(1950, 1, 1) + datetime.timedelta(days=chance.randrange(15000))
    return {"family": f"{name(number)} SPECIMEN", "given": f"{name(number + 700_000)}", "born": born.isoformat(),
            "sex": chance.choice("MF"), "state": "UTO", "number": f"T{number:07}", "issuer": "UTO"}


def form(profile, number, now, chance):
    """A form with nothing wrong in it."""
    ahead = 3 + number % 25
    port, country, hour = (("XBB", "XB", 20), ("XCC", "XC", 23))[number % 2]
    lead = max(LEAD[profile] or 1, ahead) + number % 10
    row = traveller(number, chance) | {
        "expires": day(now, 365 * 4), "from": "XAA", "departs": day(now, ahead) + "T10:00", "to": port,
        "arrives": day(now, ahead) + f"T{hour}:00", "country": country, "flight": f"ZZ{100 + number % 800}",
        "means": "air", "offences": chance.choice(["LZ18.1a", "LZ20.1e; LZ23", "LZ22"]), "convicted": "2015-06-01",
        "court": "XA", "reported": day(now, ahead - lead), "stay": f"{number} Invented Street, Room \"{number % 9}\"",
        "permission": chance.choice(["granted", "refused", "unknown"])}
    if number % 6 == 0:
        row["aliases"] = f"{name(number + 5_000_000)}, {name(number + 6_000_000)}; {name(number + 7_000_000)}"
    if number % 7 == 0:
        # Two lines in one cell, so that rows and lines are not the same.
        row["notes"] = "Reported in person,\nwith \"papers\"."
    if number % 11 == 0:
        row["family"] = "MÜLLER-" + name(number)
    return row


# What goes wrong, how, and the codes that must be said of it: (column, code).
def late(row, profile, now):
    row["reported"] = day(datetime.datetime.strptime(row["departs"][:10], "%Y-%m-%d"), 1 - LEAD[profile])
    if row["reported"] > day(now, 0):
        move(row, now, 5)
        row["reported"] = day(now, 6 - LEAD[profile])


def move(row, now, days):
    row["departs"], row["arrives"] = day(now, days) + row["departs"][10:], day(now, days) + row["arrives"][10:]


def late_with_reason(row, profile, now):
    late(row, profile, now)
    row["late"] = "A death in the family."


def late_and_unlisted(row, profile, now):
    late(row, profile, now)
    row["offences"] = "LZ99"


def expired(row, profile, now):
    move(row, now, 4)
    row["expires"] = day(now, 2)
    row["reported"] = day(now, 4 - max(4, LEAD[profile] or 0))


def into(key, value):
    return lambda row, profile, now: row.__setitem__(key, value)


FLAWS = [
    (30, "late-with-reason", late_with_reason, []),
    (40, "late", late, [("late", "late-reason-missing")]),
    (12, "born", into("born", "1977-02-29"), [("born", "date-invalid")]),
    (9, "born-form", into("born", "03/14/1969"), [("born", "format-wrong")]),
    (14, "backwards", lambda row, p, now: row.__setitem__("arrives", row["departs"][:11] + "05:00"),
     [("arrives", "arrival-before-departure")]),
    (11, "nowhere", into("to", "QQQ"), [("to", "place-unknown")]),
    (13, "nameless", into("family", ""), [("family", "field-missing")]),
    (8, "offence", into("offences", "LZ99"), [("offences", "value-unknown")]),
    (10, "expired", expired, [("expires", "document-expired")]),
    (7, "issuer", into("issuer", "QQQ"), [("issuer", "state-unknown")]),
    (6, "elsewhere", lambda row, p, now: row.__setitem__("country", "XD"), [("country", "place-country")]),
    (9, "at-home", lambda row, p, now: row.update({"to": "XAA", "country": "XA"}), [("to", "nobody-to-tell")]),
    (5, "no-member", lambda row, p, now: row.update({"to": "CDG", "country": "FR", "arrives": row["departs"][:11] + "15:00"}),
     [("to", "nobody-to-tell")]),
    (8, "flight", into("flight", "Z-9"), [("flight", "flight-designator")]),
    (10, "no-time", lambda row, p, now: row.__setitem__("arrives", row["arrives"][:10]), [("arrives", "format-wrong")]),
    (7, "two", late_and_unlisted, [("late", "late-reason-missing"), ("offences", "value-unknown")]),
    (6, "decomposed", lambda row, p, now: row.__setitem__("family", unicodedata.normalize("NFD", "MÜLLER " + row["family"])),
     [("family", "text-not-composed")]),
    (5, "tomorrow", lambda row, p, now: row.__setitem__("reported", day(now, 2)), None),
    (15, "onward", lambda row, p, now: row.update(onward(row)), []),
    (20, "wide", None, [(None, "row-width")]),
    (25, "again", None, "known"),
]


def onward(row):
    """To XBB, and on to XCC the same night."""
    return {"to": "XBB", "country": "XB", "arrives": row["departs"][:11] + "20:00",
            "more": f"ZZ77 XBB {row['departs'][:11]}23:00 XCC {after(row['departs'])}T08:00"}


def after(departs):
    return day(datetime.datetime.strptime(departs[:10], "%Y-%m-%d"), 1)


def forms(profile, count, now):
    chance = random.Random(f"{profile} {count}")
    scale = count / 1000
    plan = [flaw for flaw in FLAWS for _ in range(max(1, round(flaw[0] * scale)))]
    if LEAD[profile] is None:
        plan = [flaw for flaw in plan if flaw[1] not in ("late-with-reason", "late", "two")]
    plan += [(0, "whole", None, [])] * (count - len(plan))
    chance.shuffle(plan)
    plan.sort(key=lambda flaw: flaw[1] == "again")  # something must be there that comes again
    index = PROFILES.index(profile)
    headings, out, key, wholes = HEADINGS[profile], io.StringIO(newline=""), [], []
    writer = csv.writer(out)  # RFC 4180: CRLF, quotation marks doubled
    writer.writerow(headings)
    line = 2
    for number, (_, what, change, wanted) in enumerate(plan):
        row = form(profile, number, now, chance)
        if change:
            change(row, profile, now)
        if what == "tomorrow":
            # A form of the day after tomorrow has come too soon; that it is late is true as well.
            wanted = [("reported", "event-future")]
            if LEAD[profile] and (datetime.date.fromisoformat(row["departs"][:10])
                                  - datetime.date.fromisoformat(row["reported"])).days < LEAD[profile]:
                wanted.append(("late", "late-reason-missing"))
        cells = {WORDS[key][index]: value for key, value in row.items() if WORDS[key][index]}
        cells = [cells.get(heading, "") for heading in headings]
        if what == "wide":
            cells.append("one too many")
        if what == "again":
            cells = wholes[number % len(wholes)]
        elif wanted == []:
            wholes.append(cells)
        writer.writerow(cells)
        entry = {"line": line, "status": "known" if wanted == "known" else "refused" if wanted else "accepted",
                 "faults": [] if wanted == "known" else sorted(
                     [WORDS[key][index] if key else "", code] for key, code in wanted)}
        key.append(entry)
        line += 1 + sum(cell.count("\n") for cell in cells)
    codes = collections.Counter(code for entry in key for code in {code for _, code in entry["faults"]})
    return out.getvalue(), {
        "rows": len(key), **{status: sum(entry["status"] == status for entry in key)
                             for status in ("accepted", "known", "refused")},
        "refusals": dict(sorted(codes.items())), "items": key}


def escaped(text):
    return "".join("?" + c if c in "?+:'" else c for c in text)


def yymmdd(date):
    return date.replace("-", "")[2:]


def group(person, qualifier="FL"):
    """One passenger, as segments."""
    lines = [f"NAD+{qualifier}+++{escaped(person.get('family', ''))}:{escaped(person.get('given', ''))}"]
    if person.get("sex"):
        lines.append(f"ATT+2++{person['sex']}")
    if person.get("born"):
        lines.append(f"DTM+329:{yymmdd(person['born'])}")
    lines += ["LOC+178+XAA", "LOC+179+XBB"]
    if person.get("state"):
        lines.append(f"NAT+2+{person['state']}")
    lines.append(f"RFF+AVF:{person.get('locator', 'ABC234')}")
    if person.get("number"):
        lines += [f"DOC+P:110:111+{escaped(person['number'])}", "DTM+36:330930", f"LOC+91+{person['issuer']}"]
    return lines


def swapped(date):
    year, month, number = date.split("-")
    return f"{year}-{number}-{month}" if int(number) <= MONTHS else date


def subject(document):
    """Who a notice is about, as a carrier would list the person."""
    person = document["person"]
    identity, paper = person["identities"][0], person["documents"][0]
    return {"family": identity["primaryIdentifier"], "given": identity["secondaryIdentifier"],
            "born": person["birth"]["date"], "sex": person["sex"], "state": "UTO", "number": paper["number"],
            "issuer": paper["issuer"]}


def manifest(count, held, subjects, now):
    """A list of `count` passengers: those in `held` (open forms) and `subjects` (notices) among others."""
    chance = random.Random(f"manifest {count}")
    departs = now + datetime.timedelta(hours=36)
    arrives = departs + datetime.timedelta(hours=10)  # by the clocks of the two ports
    people = []
    for index, row in enumerate(held[:20]):
        person = {key: row[word] for key, word in zip(
            ("family", "given", "born", "sex", "state", "number", "issuer"),
            ("last_name", "first_name", "date_of_birth", "sex", "citizenship", "passport_number", "passport_country"))}
        if index % 4 == 1:      # another document, day and month exchanged
            person |= {"number": f"N{index:07}", "born": swapped(person["born"])}
        if index % 4 == 2:      # no document, names exchanged
            person |= {"number": "", "family": person["given"], "given": person["family"]}
        if index % 4 == 3:      # as the machine-readable zone spells it, and a sex that is none
            person |= {"family": person["family"].replace("Ü", "UE").replace("-", " "), "sex": "Q"}
        people.append((person, "matched", []))
    for index, document in enumerate(subjects):
        person = subject(document)
        people.append((person if index % 2 == 0 else person | {"number": ""}, "matched", []))
    for index, row in enumerate(held[20:30]):  # namesakes, and people born on the same day
        other = traveller(300_000 + index, chance)
        namesake = {"family": row["last_name"], "given": row["first_name"], "born": "1901-01-31"}
        twin = {"born": row["date_of_birth"]}
        people.append((other | (namesake if index % 2 else twin), "forgotten", []))
    people += [({"family": "", "given": "", "born": "1970-01-01"}, "refused", ["field-missing", "identifiers-insufficient"]),
               ({"family": name(8_000_001), "given": "A", "born": "1970-02-31"}, "refused",
                ["date-invalid", "identifiers-insufficient"]),
               ({"family": name(8_000_002), "given": "B"}, "refused", ["identifiers-insufficient"]),
               ({"family": name(8_000_003), "given": "C", "number": "S123", "issuer": "QQQ"}, "refused",
                ["format-wrong", "identifiers-insufficient", "state-unknown"]),
               ({"family": name(8_000_004) + " 7", "given": "D", "born": "1970-01-01"}, "refused",
                ["identifiers-insufficient", "name-unspellable"]),
               ({"family": "O'" + name(8_000_005), "given": "E?+:", "born": "1970-01-01"}, "forgotten", [])]
    while len(people) < count:
        person = traveller(400_000 + len(people), chance)
        if len(people) % 5 == 0:
            person["family"] = "O'" + person["family"]
        people.append((person, "forgotten", []))
    chance.shuffle(people)
    crew = [traveller(900_000 + n, chance) for n in range(6)]
    body = ["UNH+1+PAXLST:D:05B:UN:IATA", "BGM+745", "NAD+MS+++INVENTED AIRWAYS", "COM+?+00 000:TE", "TDT+20+ZZ418",
            "LOC+125+XAA", f"DTM+189:{departs:%y%m%d%H%M}:201", "LOC+87+XBB", f"DTM+232:{arrives:%y%m%d%H%M}:201"]
    for person, _, _ in people:
        body += group(person)
    for person in crew:
        body += group(person, "FM")
    body += ["CNT+41:6", f"CNT+42:{len(people)}"]
    body.append(f"UNT+{len(body) + 1}+1")
    head = [f"UNB+UNOC:4+ZZ:ZZ+XAPIU:ZZ+{now:%y%m%d}:{now:%H%M}+REF418++PAXLST",
            f"UNG+PAXLST+ZZ:ZZ+XAPIU:ZZ+{now:%y%m%d}:{now:%H%M}+G1+UN+D:05B"]
    text = "UNA:+.? '" + "".join(segment + "'\r\n" for segment in head + body + ["UNE+1+G1", "UNZ+1+REF418"])
    codes = collections.Counter(code for _, status, faults in people if status == "refused" for code in faults)
    return text.encode("latin-1"), {
        "passengers": len(people), "crew": 6, **{status: sum(s == status for _, s, _ in people)
                                                 for status in ("matched", "forgotten", "refused")},
        "refusals": dict(sorted(codes.items())),
        "matchedNumbers": [n for n, (_, s, _) in enumerate(people, 1) if s == "matched"],
        "refusedNumbers": [n for n, (_, s, _) in enumerate(people, 1) if s == "refused"],
        "strangers": sorted({p["family"] for p, s, _ in people if s == "forgotten" and p["family"].startswith(("QZ", "O'QZ"))}
                            - {p["family"] for p, s, _ in people if s == "matched"})}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["forms", "manifest"])
    parser.add_argument("arguments", nargs="+")
    for option in ("out", "key"):
        parser.add_argument("--" + option, required=True)
    parser.add_argument("--now", help="UTC, such as 2027-01-21T00:55:00Z; what is written lies ahead of it")
    parser.add_argument("--forms")
    parser.add_argument("--accepted", help="a result of `import forms`: only what it accepted is held")
    parser.add_argument("--subjects", default="")
    options = parser.parse_args()
    now = (datetime.datetime.strptime(options.now, "%Y-%m-%dT%H:%M:%SZ") if options.now
           else datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None))
    if options.what == "forms":
        profile, count = options.arguments[0], int(options.arguments[1])
        text, key = forms(profile, count, now)
        data = text.encode()
    else:
        held = []
        if options.forms:
            with open(options.forms, newline="") as file:
                reader = csv.DictReader(file)
                rows, first = [], 2
                for row in reader:
                    rows.append((first, row))
                    first = reader.line_num + 1
            accepted = {item["line"] for item in json.load(open(options.accepted))["items"]
                        if item["status"] == "accepted"}
            # Another day than that of the flight, so that it is another trip.
            far = day(now, 6)
            held = [row for line, row in rows if line in accepted and row["departure_at"][:10] > far]
        subjects = [json.load(open(path)) for path in options.subjects.split(",") if path]
        data, key = manifest(int(options.arguments[0]), held, subjects, now)
    open(options.out, "wb").write(data)
    json.dump(key, open(options.key, "w"), indent=1)


if __name__ == "__main__":
    main()
