#!/usr/bin/env bash
# What each layer is worth: the accuracy without it.
#
# usage: .ci/ablation.sh WHOSAID CORPORA
#
# Prints a Markdown table: F1 in percent on PolNeAR's development part (all kinds)
# and on BASIL's annotated articles (statements).
set -euo pipefail

whosaid=$1
corpora=$2
tables=$(cd "$(dirname "$0")/.." && pwd)/rules/en/tables
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

figures() {
    "$whosaid" eval "$corpora/$1.jsonl" --kinds "$2" --tables "$3" --json -q | python3 -c '
import json, sys
f = json.load(sys.stdin)
names = ["content@0.5", "content exact", "triple@0.5", "triple strict"]
print(*("%.1f" % (100 * f[name]["f1"]) for name in names), sep=" | ")'
}

layer() {
    local name=$1 set=$2
    shift 2
    if [ "$set" != none ]; then
        set="$work/$set"
        mkdir -p "$set"
        for table in "$@"; do cp "$tables/$table" "$set"; done
    fi
    printf '| %s | %s | %s |\n' "$name" \
        "$(figures polnear-dev statement,attitude,decree "$set")" \
        "$(figures basil-dev-gold statement "$set")"
}

echo '| layer | dev content | exact | triple | strict | BASIL content | exact | triple | strict |'
echo '|---|---|---|---|---|---|---|---|---|'
layer 'rules alone' none
layer '+ tagger' tags tags.bin
layer '+ content ends' ends tags.bin ends.tsv
layer '+ extraction model, without the ends' readings tags.bin cues.tsv readings.tsv
layer '+ both: what is built in' all tags.bin ends.tsv cues.tsv readings.tsv
layer 'the same with the word-list tagger' untagged ends.tsv cues.tsv readings.tsv
