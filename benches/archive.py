#!/usr/bin/env python3
"""Writes a generated archive as JSON lines: the seeds' paragraphs, shuffled anew for each article.

usage: benches/archive.py MEGABYTES > archive.jsonl

Articles have two to thirty paragraphs, one of forty outlets, a date, an address and an id of
their own; a number in each first line makes every text another. The same size gives the same
bytes.
"""
import json
import pathlib
import random
import sys


def main():
    size = float(sys.argv[1]) * 1e6
    seeds = sorted((pathlib.Path(__file__).resolve().parent.parent / "seeds").glob("*.txt"))
    lines = [line for seed in seeds for line in seed.read_text(encoding="utf-8").splitlines()]
    paragraphs = [line for line in lines if line.strip()]
    draw = random.Random(2026)
    written = number = 0
    while written < size:
        text = "\n\n".join(draw.choices(paragraphs, k=draw.choice([2, 4, 6, 8, 8, 10, 12, 30])))
        record = {
            "id": f"article-{number}",
            "outlet": f"Outlet {number * 7 % 40}",
            "date": f"20{10 + number % 16}-{1 + number % 12:02}-{1 + number % 28:02}",
            "url": f"https://example.org/{number}",
            "title": f"Headline {number}",
            "text": f"Report {number}.\n\n{text}",
        }
        line = json.dumps(record, ensure_ascii=False) + "\n"
        sys.stdout.write(line)
        written += len(line.encode())
        number += 1


if __name__ == "__main__":
    main()
