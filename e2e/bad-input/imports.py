"""Files from other offices and carriers: forms, passenger lists, travel documents, and drafts of them."""

import datetime

import travel_data as data
from command_line import refusal


def run(world):
    node, table = world.node["XB"], world.table
    now = datetime.datetime(2027, 1, 15, 8, 0)
    forms = data.forms("sorna", 10, now)[0].encode()
    listed = data.manifest(10, [], [], now)[0]
    path = world.work / "import.file"

    def row(verb, what, content, expected, *options):
        path.write_bytes(content)
        _, answer = world.program.ask("import", verb, path, *options, "--as", "officer-7", "--dir", node.folder)
        table.row(what, f"import {verb}", refusal(answer), expected, node.answers_commands)

    sorna = ("--profile", "sorna")
    head, _, rest = forms.partition(b"\r\n")
    for what, content, expected in (
        ("no forms", b"", "import-malformed"),
        ("forms of 33 MiB", b"a" * (33 << 20), "body-too-large"),
        ("forms that are not UTF-8", forms + b"\xff\r\n", "import-malformed"),
        ("a zero byte in a form", forms + b"a\0b\r\n", "import-malformed"),
        ("a quotation mark that is never closed", forms + b'"a', "import-malformed"),
        ("a quotation mark inside a cell", forms + b'a"b,c\r\n', "import-malformed"),
        ("something behind a quoted cell", forms + b'"a"b\r\n', "import-malformed"),
        ("a carriage return alone", forms + b"a\rb\r\n", "import-malformed"),
        ("a cell of 5,000 bytes", forms + b"x" * 5_000, "import-malformed"),
        ("65 cells", forms + b"," * 64 + b"\r\n", "import-malformed"),
        ("60,000 forms", forms + b"a,b\r\n" * 60_000, "import-malformed"),
        ("a heading that is misspelled", head.replace(b"last_name", b"lastname") + b"\r\n" + rest, "import-malformed"),
        ("a heading that is there twice", head + b",sex\r\n" + rest, "import-malformed"),
        ("forms of another profile", data.forms("uk", 10, now)[0].encode(), "import-malformed"),
    ):
        row("forms", what, content, expected, *sorna)
    row("forms", "a profile that nobody knows", forms, "usage", "--profile", "nowhere")
    cut = listed.index(b"CNT+42")
    for what, content, expected in (
        ("no passenger list", b"", "import-malformed"),
        ("a list of 33 MiB", b"A" * (33 << 20), "body-too-large"),
        ("a list that is cut in a segment", listed[:-30], "import-malformed"),
        ("a list without its end", listed[: listed.index(b"UNT+")], "import-malformed"),
        ("a list that lost a passenger", listed.replace(b"NAD+FL", b"NAD+FM", 1), "import-counts"),
        ("a list that lost a segment", listed.replace(b"NAT+2+UTO'\r\n", b"", 1), "import-counts"),
        ("a total that is none", listed[:cut] + listed[cut:].replace(b"CNT+42:10", b"CNT+42:1O", 1), "import-counts"),
        ("another reference at the end", listed.replace(b"UNZ+1+REF418", b"UNZ+1+REF419"), "import-counts"),
        ("service characters that are the same", listed.replace(b"UNA:+", b"UNA++"), "import-malformed"),
        ("a list in a character set that nobody knows",
         listed.replace(b"UNOC", b"UNOZ").replace(b"INVENTED", b"INVENT\xc9D"), "import-malformed"),
        ("a crew list", listed.replace(b"BGM+745", b"BGM+250"), "import-malformed"),
        ("a cancelled list", listed.replace(b"BGM+745", b"BGM+745+XR"), "import-malformed"),
        ("a list of a workbook", b"PK\x03\x04\x14\0\x06\0xl/workbook.xml", "import-malformed"),
        ("a flight that lands before it leaves",
         listed.replace(b"DTM+232:27", b"DTM+232:26"), "import-malformed"),
        ("a flight to nowhere", listed.replace(b"LOC+87+XBB", b"LOC+87+QQQ"), "import-malformed"),
        ("a flight with an hour that is none", listed.replace(b":201'\r\nLOC+87", b"99:201'\r\nLOC+87"), "import-malformed"),
        ("a component of 600 bytes", listed.replace(b"AIRWAYS", b"A" * 600), "import-malformed"),
        ("5,000 elements", listed.replace(b"AIRWAYS", b"+" * 5_000), "import-malformed"),
    ):
        row("manifest", what, content, expected)
    row("mrz", "travel documents that are not UTF-8", b"P<UTO\xff", "import-malformed")
    row("mrz", "travel documents of 2 MiB", b"P" * (2 << 20), "body-too-large")
    row("mrz", "two documents for one draft", b"P<UTO\n\nP<UTO\n", "usage", "--draft", "XB-TA-2027-000001")
    for verb, *options in (("show",), ("send", "--approved-by", "chief-2"), ("discard", "--reason", "no", "--yes")):
        _, answer = world.program.ask(
            "draft", verb, "XB-TA-2027-000001", *options, "--as", "officer-7", "--dir", node.folder)
        table.row("a draft that is not there", f"draft {verb}", refusal(answer), "not-found", node.answers_commands)
    assert not (node.folder / "drafts").exists(), "something of a refused file was kept"
