#!/usr/bin/env bash
# The release binary beside `wc -w` on the same text, on one thread and on two.
#
# usage: benches/compare.sh [--megabytes N] [--from styles|seeds] [--corpus FILE.jsonl]
#                           [--runs N] [--scale]
#
# Prints the medians of the runs (7), in processor seconds and seconds of the clock, and what
# they are of `wc -w`'s. The text is the generated corpus (20 MB) or --corpus. --scale goes on
# with 10 and 100 times as much, one run each. Build first: cargo build --release.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

megabytes=20 from=styles corpus='' runs=7 scale=''
while [ $# -gt 0 ]; do
    case $1 in
        --scale) scale=yes; shift; continue ;;
        --megabytes | --from | --corpus | --runs) [ $# -ge 2 ] || { echo "$1 needs a value" >&2; exit 2; } ;;&
        --megabytes) megabytes=$2 ;;
        --from) from=$2 ;;
        --corpus) corpus=$2 ;;
        --runs) runs=$2 ;;
        *) sed -n '4,5s/^# //p' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
    esac
    shift 2
done
binary=$(realpath "${CARGO_TARGET_DIR:-target}/release/whosaid")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# What `wc -w` takes depends on it: in the C locale it decodes nothing.
export LC_ALL=C.UTF-8

# texts TIMES FILE: the corpus, so many times as large.
texts() {
    if [ -n "$corpus" ]; then
        # Ids that are met again get others, so the articles are read all the same.
        for _ in $(seq "$1"); do cat "$corpus"; done > "$2"
    else
        cargo run --quiet --release --example corpus -- \
            --megabytes "$(awk "BEGIN { print $megabytes * $1 }")" --from "$from" > "$2"
    fi
}

# median RUNS COMMAND…: the medians of the processor seconds and of the clock's. The first say
# more: the clock's are of the machine's other work too.
median() {
    local TIMEFORMAT='%U %S %R' count=$1
    shift
    for _ in $(seq "$count"); do
        { time "$@" > /dev/null; } 2>&1 | awk '{ printf "%.3f %.3f\n", $1 + $2, $3 }'
    done > "$work/times"
    for column in 1 2; do
        sort -n -k "$column" "$work/times" | awk -v n=$(((count + 1) / 2)) -v c="$column" 'NR == n { printf "%s ", $c }'
    done
}

# compare TIMES RUNS: a table for the corpus that many times as large.
compare() {
    local file=$work/news.jsonl threads
    texts "$1" "$file"
    printf '\n%s MB, %s articles, medians of %s\n' \
        "$(wc -c < "$file" | awk '{ printf "%.1f", $1 / 1e6 }')" "$(wc -l < "$file")" "$2"
    printf '%-28s %9s %9s %9s %9s %9s\n' '' 'CPU s' 'wall s' 'MB/s' 'of wc CPU' 'wall'
    {
        echo "wc -w (LC_ALL=$LC_ALL),$(median "$2" wc -w "$file")"
        for threads in 1 2; do
            echo "whosaid --threads $threads,$(median "$2" "$binary" extract "$file" -q --threads "$threads" -o "$work/quotes.csv")"
        done
    } | awk -v bytes="$(wc -c < "$file")" '{
        split($0, part, ","); split(part[2], time, " ")
        if (NR == 1) { cpu = time[1]; wall = time[2] }
        printf "%-28s %9.3f %9.3f %9.1f %9.1f %9.1f\n", part[1], time[1], time[2],
            bytes / 1e6 / time[2], time[1] / cpu, time[2] / wall
    }'
}

grep -m 1 'model name' /proc/cpuinfo 2>/dev/null | sed 's/.*: //' || true
compare 1 "$runs"
if [ -n "$scale" ]; then
    compare 10 1
    compare 100 1
fi
