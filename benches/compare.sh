#!/usr/bin/env bash
# The release binary on one thread beside `wc -w`, on the seeds repeated.
#
# usage: benches/compare.sh [MEGABYTES]
#
# Prints the medians of seven runs each, in processor seconds, and their ratio. Build first: cargo build --release.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

megabytes=${1:-20}
runs=7
binary=$(realpath "${CARGO_TARGET_DIR:-target}/release/whosaid")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# One JSON line a seed, again and again, each with an id of its own.
python3 - "$megabytes" > "$work/news.jsonl" <<'PYTHON'
import itertools, json, pathlib, sys
texts = [p.read_text(encoding="utf-8") for p in sorted(pathlib.Path("seeds").glob("*.txt"))]
size = 0
for i, text in zip(itertools.count(), itertools.cycle(texts)):
    if size > 1e6 * float(sys.argv[1]):
        break
    size += len(text.encode())
    print(json.dumps({"id": str(i), "text": text}, ensure_ascii=False))
PYTHON

# median COMMAND…: the median of the processor seconds it takes. Not of the clock:
# that is of the machine's other work too.
median() {
    local TIMEFORMAT='%U %S'
    for _ in $(seq "$runs"); do
        { time "$@" > /dev/null; } 2>&1 | awk '{ printf "%.3f\n", $1 + $2 }'
    done | sort -n | sed -n "$(((runs + 1) / 2))p"
}

bytes=$(wc -c < "$work/news.jsonl")
articles=$(wc -l < "$work/news.jsonl")
words=$(median wc -w "$work/news.jsonl")
rows=$(median "$binary" extract "$work/news.jsonl" -q --threads 1 -o "$work/quotes.csv")
grep -m 1 'model name' /proc/cpuinfo 2>/dev/null | sed 's/.*: //' || true
awk -v bytes="$bytes" -v articles="$articles" -v wc="$words" -v rows="$rows" 'BEGIN {
    printf "%.1f MB, %d articles, medians of '"$runs"'\n", bytes / 1e6, articles
    printf "wc -w                      %.3f s  %6.1f MB/s\n", wc, bytes / 1e6 / wc
    printf "whosaid extract, 1 thread  %.3f s  %6.1f MB/s  %.0f articles/s\n", rows, bytes / 1e6 / rows, articles / rows
    printf "ratio                      %.1f\n", rows / wc
}'
