#!/usr/bin/python3
"""Recomputes every number of `heliograph statistics` from the records that it exports, and judges what is published.

    recompute_statistics.py records.json statistics.json published.json
    recompute_statistics.py --operation counts.json published.json

It shares no line with the program, and works out withheld counts by elimination, as an adversary would: if one can be
worked out from everything that is printed, or is under the threshold and printed, it says so and ends with 1.
"""
import collections, datetime, fractions, json, sys

SEVEN_DAYS = datetime.timedelta(days=7)
DIVISIONS = ("delivery", "outcomes", "refusals")


def moment(text):
    return None if text is None else datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")


def delivery(record):
    if record["delivered"] is None:
        return "not-delivered"
    if record["arrival"] is None:
        return "no-journey"
    return "in-time" if moment(record["delivered"]) <= moment(record["arrival"]) else "late"


def outcome(record, now):
    if record["outcome"]:
        return record["outcome"]
    if record["cancelled"]:
        return "cancelled"
    if record["delivered"] and record["arrival"] and now >= moment(record["arrival"]) + SEVEN_DAYS:
        return "no-feedback"
    return "pending"


def lead(record):
    if record["delivered"] is None or record["arrival"] is None:
        return None
    return int((moment(record["arrival"]) - moment(record["delivered"])).total_seconds() // 60)


def counts(records, now):
    leads = sorted(m for m in map(lead, records) if m is not None)
    words = {"delivery": map(delivery, records), "outcomes": (outcome(r, now) for r in records),
             "refusals": (r["refusal"] or "none" for r in records)}
    divided = {name: dict(collections.Counter(values)) for name, values in words.items()}
    return {"warnings": len(records), **divided, "leads": leads,
            "wrongPerson": divided["outcomes"].get("wrong-person", 0),
            "noFeedback": divided["outcomes"].get("no-feedback", 0)}


def median(leads):
    return leads[(len(leads) - 1) // 2] if leads else None


def same(printed, wanted, where):
    for name in DIVISIONS:
        found = {c["what"]: c["count"] for c in printed[name]}
        assert found == wanted[name], (where, name, found, wanted[name])
        assert sum(found.values()) == printed["warnings"], (where, name)
    for name in ("warnings", "wrongPerson", "noFeedback"):
        assert printed[name] == wanted[name], (where, name)
    leads = wanted["leads"]
    assert printed["lead"] == {"count": len(leads), "medianMinutes": median(leads), "leastMinutes": leads[0] if leads else None,
                               "mostMinutes": leads[-1] if leads else None}, (where, printed["lead"])


def determined(equations, unknowns):
    """Unknowns that the equations leave one value: each a row of coefficients over the unknowns."""
    rows = [[fractions.Fraction(row.get(u, 0)) for u in unknowns] for row in equations]
    rows = [row for row in rows if any(row)]
    pivot = 0
    for column in range(len(unknowns)):
        found = next((i for i in range(pivot, len(rows)) if rows[i][column]), None)
        if found is None:
            continue
        rows[pivot], rows[found] = rows[found], rows[pivot]
        rows[pivot] = [v / rows[pivot][column] for v in rows[pivot]]
        for other in range(len(rows)):
            if other != pivot and rows[other][column]:
                factor = rows[other][column]
                rows[other] = [a - factor * b for a, b in zip(rows[other], rows[pivot])]
        pivot += 1
    return [unknowns[[i for i, v in enumerate(row) if v][0]] for row in rows if sum(map(bool, row)) == 1]


def protected(cells, totals, row_totals, threshold, truth, where):
    """cells {(row, column): count or None}, totals {column: count or None}; the truth has them all."""
    columns, rows = sorted(totals), sorted({row for row, _ in cells})
    printed = {**cells, **{("all", column): total for column, total in totals.items()}}
    for place, value in printed.items():
        assert value is None or value == truth[place], (where, place, "is not what the records say")
        assert value is None or value == 0 or value >= threshold, (where, place, "is small and printed")
    unknowns = sorted(place for place, value in printed.items() if value is None)
    equations = []
    for column in columns:
        terms = {(row, column): 1 for row in rows} | {("all", column): -1}
        equations.append({p: v for p, v in terms.items() if printed[p] is None})
    if row_totals is not None:
        for row in rows + ["all"]:
            equations.append({(row, c): 1 for c in columns if printed[(row, c)] is None})
            assert row_totals[row] == sum(truth[(row, c)] for c in columns), (where, row)
            assert row_totals[row] == 0 or row_totals[row] >= threshold, (where, row)
    known = determined(equations, unknowns)
    assert not known, (where, "can be worked out", known)
    for equation in equations:
        hidden = sum(truth[place] for place in equation)
        if equation and not any(place[0] == "all" for place in equation if row_totals is None or len({p[0] for p in equation}) > 1):
            assert hidden >= threshold, (where, "what is withheld comes to too little", sorted(equation), hidden)
    return len(unknowns)


def published(printed, records, now, threshold, where):
    if printed is None:
        return 0
    own = collections.defaultdict(list)
    for record in records:
        own[record["peer"]].append(record)
    named = {row["peer"] for row in printed["rows"]} - {"others"}
    groups = {row["peer"]: own[row["peer"]] if row["peer"] in named
              else [r for r in records if r["peer"] not in named] for row in printed["rows"]}
    if "others" in groups:
        assert len({r["peer"] for r in groups["others"]}) > 1, (where, "one country is no group")
    groups["all"] = records
    rows = printed["rows"] + [printed["total"] | {"peer": "all"}]
    row_totals = {row["peer"]: row["warnings"] for row in rows}
    for row in rows:
        leads = sorted(m for m in map(lead, groups[row["peer"]]) if m is not None)
        # Printed beside a withheld count, it would say of that count that the two come to the threshold.
        shown = all(c["count"] is not None for c in row["delivery"] if c["what"] in ("in-time", "late"))
        wanted = median(leads) if shown and len(leads) >= threshold else None
        assert row["medianLeadMinutes"] == wanted, (where, row["peer"], "median")
    withheld = 0
    for name in DIVISIONS:
        truth = {}
        for peer, some in groups.items():
            found = counts(some, now)[name]
            for cell in printed["total"][name]:
                truth[(peer, cell["what"])] = found.get(cell["what"], 0)
        cells = {(row["peer"], c["what"]): c["count"] for row in printed["rows"] for c in row[name]}
        totals = {c["what"]: c["count"] for c in printed["total"][name]}
        withheld += protected(cells, totals, row_totals, threshold, truth, (where, name))
    return withheld


def operation(counted, public):
    truth, cells, totals = {}, {}, {}
    for row in counted["rows"]:
        truth[(row["member"], row["what"])] = row["count"]
    for what in {what for _, what in truth}:
        whole = sum(count for (member, other), count in truth.items() if other == what and member != "all")
        assert truth[("all", what)] == whole, (what, "the total is not the sum")
    for row in public["rows"]:
        (totals.__setitem__(row["what"], row["count"]) if row["member"] == "all"
         else cells.__setitem__((row["member"], row["what"]), row["count"]))
    return protected(cells, totals, None, public["threshold"], truth, "operation")


def main():
    paths = sys.argv[1:]
    if paths[0] == "--operation":
        withheld = operation(*(json.load(open(path)) for path in paths[1:]))
        print(f"{withheld} counts withheld, none can be worked out")
        return
    exported, statistics, public = (json.load(open(path)) for path in paths)
    records, now = exported["items"], moment(statistics["asOf"])
    peers = sorted({record["peer"] for record in records})
    assert [pair["peer"] for pair in statistics["pairs"]] == peers
    numbers = 0
    for direction in ("sent", "received"):
        own = [record for record in records if record["direction"] == direction]
        same(statistics[direction], counts(own, now), direction)
        for pair in statistics["pairs"]:
            same(pair[direction], counts([r for r in own if r["peer"] == pair["peer"]], now), (direction, pair["peer"]))
            numbers += sum(len(pair[direction][name]) for name in DIVISIONS) + 7
    for pair in statistics["pairs"]:
        wanted = {}
        for direction, word in (("sent", "heardPercent"), ("received", "toldPercent")):
            some = [r for r in records if r["direction"] == direction and r["peer"] == pair["peer"]]
            words = [outcome(r, now) for r in some]
            answered = sum(w not in ("cancelled", "pending", "no-feedback") for w in words)
            due = answered + words.count("no-feedback")
            wanted |= {direction: len(some), word: answered * 100 // due if due else None}
        assert pair["reciprocity"] == wanted, (pair["peer"], pair["reciprocity"], wanted)
        numbers += 4
    alone = [{row["peer"]: row["warnings"] for row in public[d]["rows"] if row["peer"] != "others"} if public[d] else {}
             for d in ("sent", "received")]
    assert public["reciprocity"] == [{"peer": peer, "sent": alone[0][peer], "received": alone[1][peer]}
                                     for peer in sorted(alone[0].keys() & alone[1].keys())]
    withheld = sum(published(public[direction], [r for r in records if r["direction"] == direction],
                             moment(public["asOf"]), public["threshold"], direction) for direction in ("sent", "received"))
    print(f"{len(records)} records give {numbers} numbers again; {withheld} counts withheld, none can be worked out")


if __name__ == "__main__":
    main()
