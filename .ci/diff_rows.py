#!/usr/bin/env python3
"""Prints the rows that two runs over one corpus do not share.

usage: diff_rows.py OLD.jsonl NEW.jsonl

A row is the same when its article and its quote's place are the same. A row that
is lost while another one with the same cue came is shown as changed.
"""
import json
import sys
from collections import Counter


def load(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def show(row):
    part = lambda name: row[name].replace("\n", " ¶ ")
    return f"{row['article_id']}: {part('speaker_mention')} | {part('cue')} | {part('quote')} [{row['rule']}]"


def by(rows, part):
    return {(row["article_id"], str(row["spans"].get(part))): row for row in rows if row["spans"].get(part)}


def changes(old, new):
    """The columns that differ, confidence left out: it moves with every weight."""
    return [c for c in new if c not in ("confidence", "quote_id", "spans", "start", "end") and old.get(c) != new[c]]


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    old, new = load(sys.argv[1]), load(sys.argv[2])
    olds, news = by(old, "quote"), by(new, "quote")
    lost = {k: r for k, r in olds.items() if k not in news}
    added = {k: r for k, r in news.items() if k not in olds}
    pairs = [(olds[k], r) for k, r in news.items() if k in olds]
    same_cue = by(lost.values(), "cue")
    for key, row in by(added.values(), "cue").items():
        if key in same_cue:
            before = same_cue.pop(key)
            pairs.append((before, row))
            lost.pop((key[0], str(before["spans"]["quote"])))
            added.pop((key[0], str(row["spans"]["quote"])))
    counts, rules = Counter(), Counter()
    for sign, rows in (("-", lost), ("+", added)):
        for row in rows.values():
            print(sign, show(row))
            counts[sign] += 1
            rules[row["rule"], sign] += 1
    for before, after in pairs:
        columns = changes(before, after)
        if columns:
            print("~", show(after))
            for column in columns:
                print(f"    {column}: {before.get(column)!r} → {after[column]!r}")
            counts["~"] += 1
            rules[after["rule"], "~"] += 1
    print(f"\n{len(old)} rows → {len(new)}: {counts['+']} added, {counts['-']} lost, {counts['~']} changed")
    for rule in sorted({rule for rule, _ in rules}):
        print(f"  {rule:32s} " + "  ".join(f"{s}{rules[rule, s]}" for s in "+-~" if rules[rule, s]))


if __name__ == "__main__":
    main()
