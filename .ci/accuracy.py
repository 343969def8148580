#!/usr/bin/env python3
"""Holds the accuracy of a build against the floors in tests/accuracy.toml.

usage: accuracy.py WHOSAID CORPORA [--markdown]

WHOSAID is the binary, CORPORA the directory with the gold files and score.py.
Prints every figure beside its floor and exits with 1 if one lies below, or if a
corpus that is there cannot be scored. --markdown prints the README's table.
"""
import argparse
import json
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

FLOORS = Path(__file__).resolve().parent.parent / "tests" / "accuracy.toml"


def scores(whosaid, corpora, name, kinds, tables, work):
    """What score.py says of the build's rows for one corpus."""
    gold, rows = corpora / f"{name}.jsonl", Path(work) / f"{name}.jsonl"
    # Places in the gold are in the texts as they are.
    extract = [whosaid, "extract", gold, "-q", "--verbatim", "--kinds", kinds]
    if tables:
        extract += ["--tables", tables]
    subprocess.run([*extract, "--format", "attributions", "-o", rows], check=True)
    def figures(*command):
        return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)

    scored = figures(sys.executable, corpora / "score.py", gold, rows, "--json")
    # Names by what the mention looks like, and kinds of speaker, which score.py leaves out.
    measured = figures(whosaid, "eval", gold, rows, "--json", "--speakers", "-q")
    return scored | measured["speakers"]


def figure(scored, name):
    """One figure in percent: "content@0.5 f1", "direct content@0.5 f1", "speaker name|content"."""
    kind, _, rest = name.partition(" ")
    if kind in scored["f1 by type"]:
        return 100 * scored["f1 by type"][kind][rest.removesuffix(" f1")]
    measure, _, part = name.rpartition(" ")
    if part in ("p", "r", "f1") and measure in scored:
        return 100 * scored[measure][part]
    # A figure that the scorer leaves out, as when no row names a source.
    return 100 * scored.get(name, 0.0)


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("whosaid", type=Path)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--markdown", action="store_true")
    args = parser.parse_args()
    whosaid, corpora = args.whosaid.resolve(), args.corpora.resolve()
    floors, table, below = tomllib.loads(FLOORS.read_text(encoding="utf-8")), {}, 0
    with tempfile.TemporaryDirectory() as work:
        for corpus, wanted in floors.items():
            kinds, tables = wanted.pop("predict"), wanted.pop("tables", None)
            scored = scores(whosaid, corpora, corpus.split(":")[0], kinds, tables, work)
            for name, floor in wanted.items():
                got = figure(scored, name)
                table.setdefault(name, {})[corpus] = got
                is_low = got < floor
                below += is_low
                if not args.markdown:
                    print(f"{corpus:22s} {name:22s} {got:5.1f}  floor {floor:5.1f}{'  BELOW' if is_low else ''}")
    if args.markdown:
        print("| | " + " | ".join(floors) + " |\n|---|" + "---|" * len(floors))
        for name, by_corpus in table.items():
            cells = [f"{by_corpus[c]:.1f}" if c in by_corpus else "–" for c in floors]
            print(f"| {name.replace(chr(124), chr(92) + chr(124))} | " + " | ".join(cells) + " |")
    elif below:
        sys.exit(f"{below} figures below their floors in tests/accuracy.toml")


if __name__ == "__main__":
    main()
