#!/usr/bin/env bash
# What a change does to the rows of a corpus.
#
# usage: .ci/diff-corpus.sh OLD NEW [CORPUS.jsonl] [KIND,…]
#
# OLD and NEW are two builds of the binary. Prints the rows added (+), lost (-) and
# changed (~), each with its rule, then the times and scores of both. OLD_RULES and
# NEW_RULES name directories of rules to use instead of the built-in ones.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
[ $# -ge 2 ] || { sed -n '2,8s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2; }

corpora=${WHOSAID_SHARED:-$here/../../shared}/corpora
corpus=${3:-$corpora/polnear-dev.jsonl}
kinds=${4:-statement,attitude,decree}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# extract BINARY NAME [ARGUMENT…]
extract() {
    local binary=$1 name=$2
    shift 2
    local begin=$EPOCHREALTIME
    "$binary" extract "$corpus" -q --kinds "$kinds" "$@" -o "$work/$name.rows.jsonl"
    awk -v a="$begin" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.2f s\n", b - a }' > "$work/$name.time"
    "$binary" extract "$corpus" -q --kinds "$kinds" "$@" --format attributions -o "$work/$name.jsonl"
}

extract "$1" old ${OLD_RULES:+--rules "$OLD_RULES"}
extract "$2" new ${NEW_RULES:+--rules "$NEW_RULES"}
python3 "$here/diff_rows.py" "$work/old.rows.jsonl" "$work/new.rows.jsonl"
for name in old new; do
    printf '\n== %s: %s\n' "$name" "$(cat "$work/$name.time")"
    if grep -q '"attributions"' "$corpus" && [ -f "$corpora/score.py" ]; then
        python3 "$corpora/score.py" "$corpus" "$work/$name.jsonl"
    fi
done
