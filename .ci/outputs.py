#!/usr/bin/env python3
"""Opens every output of `whosaid extract` with the programs that people use.

    .ci/outputs.py BINARY [--python PYTHON]

Makes a virtual environment in a temporary directory with the readers below (from
PyPI), writes seeds/ and some made-up articles to every format, and compares what
pandas, DuckDB, SQLite, frictionless and pyld read with the JSON lines. Prints a line
a check; exits with 1 at the first difference. `--python` names an interpreter that
has the readers already.
"""

import collections
import csv
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import venv

READERS = [
    "pandas==3.1.1",
    "pyarrow==26.0.1",
    "duckdb==2.0.0",
    "frictionless==5.21.0",
    "pyld==3.3.0",
]
ROOT = pathlib.Path(__file__).resolve().parent.parent
PARTS = ("quote", "speaker", "cue", "source", "addressee")
# What a spreadsheet runs.
FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", " =1+1", "＝1+1", "a; =1+1"]
TEXT = (
    "“We are ready,” Kim Min-ji, a “senior” aide, said on Monday, “for talks;\n\n"
    "and for “more”, 👉 too.” Moon Ji-won told The Seoul Daily that taxes, duties and fees "
    "would rise.\n\nKim said no, according to The Seoul Daily."
)


def articles():
    """Made-up articles, each with a cell that a spreadsheet would run, and odd ids."""
    ids = ["a/b", "..", "x y", "C:\\x", "ü"] + [f"made-{n}" for n in range(len(FORMULAS))]
    for n, name in enumerate(ids):
        formula = FORMULAS[n % len(FORMULAS)]
        yield {
            "id": name,
            "date": "2026-02-25",
            "title": f"{formula}, \"he\" said",
            "author": "Park Soo-jin",
            "url": f"https://example.org/2026/{n}?a=b c",
            "outlet": "The Seoul Daily",
            "section": formula,
            "text": TEXT,
        }


def check(what, holds, detail=""):
    """Prints the check, and ends the program where it does not hold."""
    print(f"{'ok  ' if holds else 'FAIL'} {what}", flush=True)
    if not holds:
        if detail:
            print(f"     {detail}")
        sys.exit(1)


def same(what, got, want):
    """`got` and `want` are lists of rows, each a list of cells."""
    if got == want:
        return check(f"{what}: {len(want)} rows", bool(want), "no rows")
    detail = f"{len(got)} rows against {len(want)}"
    for n, (g, w) in enumerate(zip(got, want)):
        if g != w:
            detail += f"; row {n}: " + "; ".join(f"{x!r} != {y!r}" for x, y in zip(g, w) if x != y)
            break
    check(what, False, detail)


def cell(value):
    """A value of the JSON lines as the CSV has it."""
    if isinstance(value, dict):
        pieces = lambda spans: ";".join(f"{s}-{e}" for s, e in spans)
        return " ".join(f"{part}={pieces(value[part])}" for part in PARTS if value.get(part))
    return f"{value:.3f}" if isinstance(value, float) else str(value)


class Outputs:
    """What one run of the program wrote, and what is expected of it."""

    def __init__(self, binary, work):
        self.binary, self.work = binary, work
        self.input = work / "made.jsonl"
        with open(self.input, "w", encoding="utf-8") as file:
            for article in articles():
                file.write(json.dumps(article, ensure_ascii=False) + "\n")
        (work / "texts").mkdir()
        formats = ["csv", "tsv", "jsonl", "parquet", "sqlite", "jsonld"]
        flags = [flag for f in formats for flag in ("-o", work / f"quotes.{f}")]
        self.run(*flags, "--keep", "section", "--describe", "--write-text", work / "texts")
        with open(work / "quotes.jsonl", encoding="utf-8") as file:
            self.rows = [json.loads(line) for line in file]
        self.columns = list(self.rows[0])
        self.cells = [[cell(row[c]) for c in self.columns] for row in self.rows]
        check("JSON lines have rows of all articles", len(self.rows) > 80, f"{len(self.rows)}")
        check("the kept field stands last", self.columns[-1] == "section", str(self.columns))

    def run(self, *flags):
        command = [self.binary, "extract", ROOT / "seeds", self.input, "-q", *flags]
        result = subprocess.run([str(c) for c in command], capture_output=True, check=False)
        if result.returncode != 0:
            check("extract " + " ".join(map(str, flags)), False, result.stderr.decode())
        return result.stdout

    def path(self, name):
        return str(self.work / name)


def tables_by_python(out):
    for name, delimiter in (("csv", ","), ("tsv", "\t")):
        with open(out.path(f"quotes.{name}"), encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file, delimiter=delimiter)
        check(f"{name.upper()} by csv: header", header == out.columns, str(header))
        same(f"{name.upper()} by csv", rows, out.cells)
    stdout = out.run("--keep", "section")
    check("standard output is the CSV", stdout == pathlib.Path(out.path("quotes.csv")).read_bytes())


def by_pandas(out):
    import pandas

    for name, sep in (("csv", ","), ("tsv", "\t")):
        path = out.path(f"quotes.{name}")
        frame = pandas.read_csv(path, sep=sep, dtype=str, keep_default_na=False)
        check(f"{name.upper()} by pandas: header", list(frame.columns) == out.columns)
        same(f"{name.upper()} by pandas", frame.values.tolist(), out.cells)
        guessed = pandas.read_csv(path, sep=sep)
        check(f"{name.upper()} by pandas: places are integers", guessed["start"].dtype == "int64")
    frame = pandas.read_parquet(out.path("quotes.parquet"))
    check("Parquet by pandas: header", list(frame.columns) == out.columns)
    numbers = {c: str(frame[c].dtype) for c in ("sentence", "paragraph", "start", "end", "confidence")}
    check("Parquet by pandas: numbers are numbers",
          set(numbers.values()) == {"int64", "float64"}, str(numbers))
    rows = [["" if pandas.isna(v) else cell(v) for v in row] for row in frame.astype(object).values.tolist()]
    same("Parquet by pandas", rows, out.cells)
    check("Parquet by pandas: unknown is null", frame["speaker_id"].isna().all())


def by_pyarrow(out):
    import pyarrow.parquet

    file = pyarrow.parquet.ParquetFile(out.path("quotes.parquet"))
    about = file.schema_arrow.metadata or {}
    about = {**(file.metadata.metadata or {}), **about}
    schema = json.loads(about[b"whosaid:table_schema"])
    check("Parquet tells its table schema", [f["name"] for f in schema["fields"]] == out.columns)
    required = {f["name"] for f in schema["fields"] if f.get("constraints", {}).get("required")}
    never = {f.name for f in file.schema_arrow if not f.nullable}
    check("Parquet: what is required is not nullable", required == never, str(required ^ never))
    codecs = {file.metadata.row_group(0).column(i).compression for i in range(len(out.columns))}
    check("Parquet is compressed by zstd", codecs == {"ZSTD"}, str(codecs))


def by_duckdb(out):
    import duckdb

    for name, sep in (("csv", ","), ("tsv", "\t")):
        path = out.path(f"quotes.{name}")
        plain = duckdb.sql(f"SELECT * FROM read_csv('{path}')")
        check(f"{name.upper()} by DuckDB: header, as it guesses", plain.columns == out.columns, str(plain.columns))
        check(f"{name.upper()} by DuckDB: rows, as it guesses", len(plain.fetchall()) == len(out.rows))
        text = duckdb.sql(f"SELECT * FROM read_csv('{path}', delim='{sep}', quote='\"', escape='\"', "
                          "header=true, all_varchar=true, new_line='\\n')")
        same(f"{name.upper()} by DuckDB", [[v or "" for v in row] for row in text.fetchall()], out.cells)
    table = duckdb.sql(f"SELECT * FROM '{out.path('quotes.parquet')}'")
    check("Parquet by DuckDB: header", table.columns == out.columns, str(table.columns))
    same("Parquet by DuckDB", [["" if v is None else cell(v) for v in row] for row in table.fetchall()], out.cells)
    lines = duckdb.sql(f"SELECT speaker, start, section FROM read_json('{out.path('quotes.jsonl')}')").fetchall()
    want = [(r["speaker"], r["start"], r["section"]) for r in out.rows]
    check("JSON lines by DuckDB", lines == want)


def by_sqlite(out):
    import sqlite3

    base = sqlite3.connect(out.path("quotes.sqlite"))
    one = lambda sql: base.execute(sql).fetchall()
    check("SQLite: the file is sound", one("PRAGMA integrity_check") == [("ok",)])
    check("SQLite: every key leads somewhere", one("PRAGMA foreign_key_check") == [])
    cells = lambda rows: [["" if v is None else cell(v) for v in row] for row in rows]
    view = base.execute("SELECT * FROM quotes")
    check("SQLite: the view has the columns", [d[0] for d in view.description] == out.columns)
    same("SQLite: the view gives the CSV back", cells(view.fetchall()), out.cells)
    names = ", ".join(f'"{c}"' for c in out.columns)
    joined = one(f"SELECT {names} FROM articles JOIN statements USING (article_key) ORDER BY statement_key")
    same("SQLite: a join gives the CSV back", cells(joined), out.cells)
    speakers = one("SELECT s.speaker, p.name, s.speaker_kind, p.kind FROM statements s "
                   "JOIN speakers p USING (speaker_key)")
    check("SQLite: a speaker is one by name and kind", all(a == b and c == d for a, b, c, d in speakers))
    nobody = one("SELECT count(*) FROM statements WHERE speaker_key IS NULL AND speaker IS NOT NULL")
    check("SQLite: every named speaker has a row", nobody == [(0,)])
    known = one("SELECT DISTINCT author, substr(url, 1, 20) FROM articles WHERE url IS NOT NULL")
    check("SQLite: articles have author and address", known == [("Park Soo-jin", "https://example.org/")], str(known))


def by_frictionless(out):
    from frictionless import Package, system

    with system.use_context(trusted=True):
        package = Package(out.path("datapackage.json"))
        tables = [r for r in package.resources if r.format in ("csv", "tsv")]
        check("datapackage.json names the files", {r.path for r in package.resources} >= {"quotes.csv", "quotes.tsv"})
        for resource in tables:
            check(f"{resource.path} has its type", resource.schema.get_field("start").type == "integer")
            report = resource.validate()
            errors = [error.message for task in report.tasks for error in task.errors][:3]
            check(f"{resource.path} is valid by frictionless", report.valid, str(errors))
            rows = report.tasks[0].stats.get("rows")
            check(f"{resource.path} by frictionless: rows", rows == len(out.rows), f"{rows}")
    described = json.loads(pathlib.Path(out.path("datapackage.json")).read_text("utf-8"))
    for resource in described["resources"]:
        size = pathlib.Path(out.path(resource["path"])).stat().st_size
        check(f"{resource['path']} is as long as described", resource["bytes"] == size,
              f"{resource['bytes']} != {size}")


# Of http://www.w3.org/ns/anno.jsonld what the page needs, so that no network is.
IRI = {"@type": "@id"}
NUMBER = {"@type": "http://www.w3.org/2001/XMLSchema#nonNegativeInteger"}
OA, AS, DC = "http://www.w3.org/ns/oa#", "http://www.w3.org/ns/activitystreams#", "http://purl.org/dc/"
CONTEXT = {
    "id": "@id",
    "type": "@type",
    "Annotation": OA + "Annotation",
    "AnnotationPage": AS + "OrderedCollectionPage",
    "Dataset": DC + "dcmitype/Dataset",
    "SpecificResource": OA + "SpecificResource",
    "TextPositionSelector": OA + "TextPositionSelector",
    "TextQuoteSelector": OA + "TextQuoteSelector",
    "TextualBody": OA + "TextualBody",
    "describing": OA + "describing",
    "identifying": OA + "identifying",
    "tagging": OA + "tagging",
    "body": {"@id": OA + "hasBody", **IRI},
    "items": {"@id": AS + "items", "@container": "@list", **IRI},
    "motivation": {"@id": OA + "motivatedBy", "@type": "@vocab"},
    "purpose": {"@id": OA + "hasPurpose", "@type": "@vocab"},
    "selector": {"@id": OA + "hasSelector", **IRI},
    "source": {"@id": OA + "hasSource", **IRI},
    "target": {"@id": OA + "hasTarget", **IRI},
    "end": {"@id": OA + "end", **NUMBER},
    "start": {"@id": OA + "start", **NUMBER},
    "exact": OA + "exact",
    "format": DC + "elements/1.1/format",
    "prefix": OA + "prefix",
    "suffix": OA + "suffix",
    "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
}


def load(url, _options):
    if url != "http://www.w3.org/ns/anno.jsonld":
        raise ValueError(f"unknown context {url}")
    return {"contextUrl": None, "documentUrl": url, "document": {"@context": CONTEXT},
            "contentType": "application/ld+json"}


def texts(out):
    """The texts that `--write-text` wrote, by article: the made-up ones are all alike."""
    files = {p.stem: p.read_bytes().decode("utf-8") for p in out.work.joinpath("texts").glob("*.txt")}
    ids = {row["article_id"] for row in out.rows}
    for name, start in {"a/b": "a_b", "..": "article", "C:\\x": "C__x"}.items():
        hashed = [n for n in files if re.fullmatch(start + "-[0-9a-f]{16}", n)]
        check(f"the text of `{name}` has a name that leads nowhere else", len(hashed) == 1, str(sorted(files)))
        files[name] = files[hashed[0]]
    check("every article has its text", ids <= set(files), str(ids - set(files)))
    for row in out.rows:
        for start, end in row["spans"]["speaker"] if row["spans"].get("speaker") else []:
            words = files[row["article_id"]][start:end]
            if " ".join(words.split()) != " ".join(row["speaker_mention"].split()):
                check("offsets refer to the texts", False, f"{words!r} != {row['speaker_mention']!r}")
    check("offsets refer to the texts", True)
    return files


def by_pyld(out, files):
    from pyld import jsonld

    with open(out.path("quotes.jsonld"), encoding="utf-8") as file:
        page = json.load(file)
    jsonld.set_document_loader(load)
    expanded, = jsonld.expand(page)
    items = expanded[AS + "items"][0]["@list"]
    check("the page has an annotation a row", len(items) == len(out.rows) == len(page["items"]))
    known = set(jsonld_terms(page))
    lost = known - set(jsonld_terms(expanded, expanded=True))
    check("every term of the page is known", not lost, str(lost))
    triples = jsonld.to_rdf(page, {"format": "application/n-quads"}).count("\n")
    check(f"the page is RDF: {triples} statements", triples > 20 * len(items))
    for row, item in zip(out.rows, page["items"]):
        text = files[row["article_id"]]
        pieces = []
        for target in item["target"]:
            place, words = target["selector"]
            found = text[place["start"]:place["end"]]
            around = words.get("prefix", "") + words["exact"] + words.get("suffix", "")
            at = text.find(around)
            if found != words["exact"] or at < 0:
                check("selectors find the words", False, f"{found!r} != {words!r}")
            pieces.append([place["start"], place["end"]])
        if pieces != row["spans"]["quote"] or item["id"] != f"urn:whosaid:{row['quote_id']}":
            check("targets are the pieces of the quote", False, f"{pieces} of {row['quote_id']}")
    check("selectors find the words, by place and by quotation", True)
    check("a quote in pieces has several targets", any(len(i["target"]) > 1 for i in page["items"]))
    ids = collections.Counter(item["id"] for item in page["items"])
    check("every annotation has its own id", max(ids.values()) == 1)


def jsonld_terms(value, expanded=False):
    """The IRIs of all properties in a document."""
    if isinstance(value, list):
        for item in value:
            yield from jsonld_terms(item, expanded)
    if not isinstance(value, dict):
        return
    for key, inner in value.items():
        if key.startswith("@") and expanded and key != "@list":
            continue
        if not expanded and key == "@context":
            continue
        if expanded and key != "@list":
            yield key
        elif not expanded and key not in ("id", "type"):
            term = CONTEXT.get(key, key.replace("whosaid:", "urn:whosaid:term:"))
            yield term["@id"] if isinstance(term, dict) else term
        yield from jsonld_terms(inner, expanded)


def by_brat(out):
    out.run("--format", "brat", "-o", out.work / "brat")
    brat = out.work / "brat"
    conf = (brat / "annotation.conf").read_text("utf-8")
    sections = dict(re.findall(r"^\[(\w+)\]\n(.*?)(?=^\[|\Z)", conf, re.M | re.S))
    check("annotation.conf has its four sections",
          list(sections) == ["entities", "relations", "events", "attributes"], str(list(sections)))
    first = lambda name: {line.split()[0] for line in sections[name].split("\n") if line.strip()}
    kinds = first("entities") | first("events")
    values = {line.split("\t")[0]: set(line.rpartition("Value:")[2].split("|"))
              for line in sections["attributes"].split("\n") if "Value:" in line}
    texts, events = list(brat.glob("*.txt")), 0
    check("brat: a text and a file of annotations for each article",
          len(texts) == len(list(brat.glob("*.ann"))) >= 15, f"{len(texts)}")
    for path in texts:
        events += brat_file(path.read_bytes().decode("utf-8"),
                            path.with_suffix(".ann").read_bytes().decode("utf-8"), kinds, values)
    check(f"brat: {events} events, all places hold their words", events == len(out.rows))


def brat_file(text, annotations, kinds, values):
    """Checks one file as brat does; gives the number of its events."""
    lines = [line.split("\t") for line in annotations.splitlines()]
    seen = {}
    for number, *fields in lines:
        check_quietly(number not in seen, f"{number} twice")
        seen[number] = fields
    for number, fields in seen.items():
        if number[0] == "T":
            kind, _, places = fields[0].partition(" ")
            spans = [tuple(map(int, place.split(" "))) for place in places.split(";")]
            words = " ".join(text[start:end] for start, end in spans)
            check_quietly(kind in kinds and words == fields[1] and spans == sorted(spans), f"{number} {fields}")
            check_quietly(not re.search(r"\s", "".join(w[0] + w[-1] for w in
                                                         (text[s:e] for s, e in spans))), f"{number} {fields}")
        elif number[0] == "E":
            trigger, *arguments = (arc.split(":") for arc in fields[0].split(" "))
            check_quietly(seen[trigger[1]][0].split(" ")[0] == trigger[0], f"{number} {fields}")
            for _, to in arguments:
                check_quietly(to in seen, f"{number} {fields}")
        elif number[0] == "A":
            name, event, *value = fields[0].split(" ")
            check_quietly(event in seen and (not value or value[0] in values[name]), f"{number} {fields}")
        elif number[0] == "#":
            check_quietly(fields[0].split(" ")[1] in seen, f"{number} {fields}")
        else:
            check_quietly(False, f"{number} {fields}")
    return sum(number[0] == "E" for number in seen)


def check_quietly(holds, detail):
    if not holds:
        check("brat: a line is as brat reads it", False, detail)


def for_excel(out):
    out.run("--excel", "--keep", "section", "-o", out.work / "excel.csv", "-o", out.work / "excel.tsv")
    formula = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")
    inside = re.compile(r"[;\t\r\n]\s*[=+\-@＝＋－＠]")
    numbers = {out.columns.index(c) for c in ("sentence", "paragraph", "start", "end", "confidence")}
    for name, delimiter in (("excel.csv", ","), ("excel.tsv", "\t")):
        path = pathlib.Path(out.path(name))
        check(f"{name} begins with a byte order mark", path.read_bytes().startswith(b"\xef\xbb\xbf"))
        with open(path, encoding="utf-8-sig", newline="") as file:
            _, *rows = csv.reader(file, delimiter=delimiter)
        changed = 0
        check(f"{name}: rows", len(rows) == len(out.cells))
        for got, want in zip(rows, out.cells):
            for i, (g, w) in enumerate(zip(got, want)):
                if i in numbers:
                    check_excel(g == w, g, w)
                    continue
                check_excel(not formula.match(g) and not inside.search(g), g, w)
                check_excel(g.replace("'", "") == w.replace("'", ""), g, w)
                check_excel(g == w or formula.match(w) or inside.search(w), g, w)
                changed += g != w
        check(f"{name}: {changed} cells disarmed, the others as they were", changed >= 2 * len(FORMULAS))


def check_excel(holds, got, want):
    if not holds:
        check("a cell is disarmed where it must be and else left alone", False, f"{got!r} of {want!r}")


def with_columns(out):
    import pandas

    wanted = ["speaker", "url", "section", "quote"]
    files = [flag for f in ("csv", "jsonl", "parquet") for flag in ("-o", out.work / f"some.{f}")]
    out.run("--columns", ",".join(wanted), "--keep", "section", *files)
    frames = [
        pandas.read_csv(out.path("some.csv"), dtype=str, keep_default_na=False),
        pandas.read_json(out.path("some.jsonl"), lines=True, dtype=False),
        pandas.read_parquet(out.path("some.parquet")).astype(object).fillna(""),
    ]
    for name, frame in zip(("CSV", "JSON lines", "Parquet"), frames):
        check(f"--columns picks and orders: {name}", list(frame.columns) == wanted, str(list(frame.columns)))
        check(f"--columns: values of {name}", frame.values.tolist() == frames[0].values.tolist())
    quotes = [row["quote"] for row in out.rows]
    check("--columns leaves the values as they are", frames[0]["quote"].tolist() == quotes)


def main(binary):
    with tempfile.TemporaryDirectory() as work:
        out = Outputs(binary, pathlib.Path(work))
        tables_by_python(out)
        by_pandas(out)
        by_pyarrow(out)
        by_duckdb(out)
        by_sqlite(out)
        by_frictionless(out)
        files = texts(out)
        by_pyld(out, files)
        by_brat(out)
        for_excel(out)
        with_columns(out)
    print("all outputs read as they were written")


def start(arguments):
    """Runs this file again with an interpreter that has the readers."""
    binary = str(pathlib.Path(arguments[0]).resolve())
    if "--python" in arguments:
        return subprocess.call([arguments[arguments.index("--python") + 1], __file__, "--checks", binary])
    with tempfile.TemporaryDirectory() as place:
        venv.create(place, with_pip=True)
        python = pathlib.Path(place, "bin", "python")
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *READERS], check=True)
        return subprocess.call([python, __file__, "--checks", binary])


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    if sys.argv[1] == "--checks":
        main(sys.argv[2])
    else:
        sys.exit(start(sys.argv[1:]))
