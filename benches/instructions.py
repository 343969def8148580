#!/usr/bin/env python3
"""Counts the instructions that a byte of article takes: for news, by stage, and for texts that no
newsroom writes. Counts do not depend on what else the machine does; seconds do.

usage: benches/instructions.py [--binary FILE] [--news FILE.jsonl] [--no-shapes]
                               [--size BYTES] [--only SHAPE,…] [--with callgrind|perf]
                               [--most RATIO] [--check FILE] [--write FILE]
                               [--timeout SECONDS]

News are 400 KB of the generated corpus (`cargo run --release --example corpus`), or --news. What a
run on one tiny article takes, mostly making the rules ready, is subtracted. Counted by valgrind's
callgrind; --with perf is a hundred times faster, for shapes of 1M or 10M, where perf may count,
and knows nothing of functions. Exits with 1 when a shape takes more than --most times what news
takes (3), or news more than 5 % above the figure in --check's file.
"""
import argparse
import datetime
import itertools
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent

# A stage, and the functions whose inclusive counts, added, are what it takes. None of a row is
# called by another of the same row. What the compiler put into its caller is told as missing. A
# method in another module than its type is named without the type.
STAGES = [
    ("decode", ["input::raw::Raw::prepare"]),
    ("tokenise", ["text::document::Document::untagged"]),
    ("tag", ["text::perceptron::Tagger::tag"]),
    ("match", ["matcher::anchors::find_all"]),
    ("weigh", ["attribution::readings::Weigher::weigh"]),
    ("assemble", ["attribution::decide::Decision::of", "attribution::finished"]),
    ("resolve", ["speakers::identities"]),
    ("rows", ["extract::Extractor::rows_of"]),
    ("write", ["run::outputs::encoders::Encoders::encode"]),
]
# What all stages but the first and the last are in.
WHOLE = "extract::Extractor::rows_of_each"

SENTENCE = "“We are ready,” Kim said, and the North, he added, would wait. "

# Name and what is repeated; or a function of the size and the news' texts that gives the text.
SHAPES = {
    "opening-marks": "“",
    "straight-marks": '"',
    "straight-marks-apart": '" ',
    "alternating-marks": "“”",
    "alternating-apart": "“ ” ",
    "single-marks": "' ",
    "doubled-marks": "'' ",
    "marks-and-words": "“no” ",
    "news-one-paragraph": lambda size, news: " ".join(filled(size, news).split()),
    "news-one-article": lambda size, news: filled(size, news),
    "news-one-sentence": lambda size, news: re.sub(r"[.?!:;\n]+", "", filled(size, news)),
    "news-no-spaces": lambda size, news: re.sub(r"\s", "", filled(size, news)),
    "news-no-marks": lambda size, news: re.sub("[“”\"]", "", filled(size, news)),
    "news-all-capitals": lambda size, news: filled(size, news).upper(),
    "one-paragraph": SENTENCE,
    "paragraphs": "“We are ready,” Kim said.\n",
    "reopened-paragraphs": "“We are ready.\n",
    "one-sentence": "word ",
    "one-word": "w",
    "a-name": "Kim ",
    "names": lambda size, news: " ".join(names(size)),
    "names-said": lambda size, news: "".join(f"{name} said so. " for name in names(size)),
    "lists": "Kim, Lee, ",
    "lists-of-names": lambda size, news: ", ".join(names(size)),
    "commas": ",",
    "commas-apart": ", ",
    "open-brackets": "(",
    "open-brackets-apart": "( ",
    "brackets": "(a) ",
    "dashes": "— ",
    "stops": ".",
    "stops-apart": ". ",
    "questions": "? ",
    "said": "said ",
    "he-said": "he said ",
    "he-said-that": "he said that ",
    "and-said-that": "and said that he ",
    "said-by": "said by the ",
    "of-the": "of the word ",
    "official": "the official said ",
    "according-to": "according to Kim, ",
    "interview": "KIM: Yes.\n",
    "short-lines": "We go.\n",
    "shortest-lines": "a\n",
    "numbers": "1,234.5 67 ",
    "digits": "7",
    "dates": "on Monday, 3 May 2021, ",
    "accents": "é",
    "accented-words": "été ",
    "cyrillic": "слово ",
    "chinese": "中文",
    "combining": "e\u0301",
    "emoji": "👩‍👩‍👧 ",
    "links": "https://example.org/a?b=c ",
}

def filled(size, news):
    """The news' texts one after another, again and again, to that size."""
    parts, written = [], 0
    for text in itertools.cycle(news):
        parts.append(text)
        written += len(text.encode()) + 2
        if written >= size:
            return "\n\n".join(parts).encode()[:size].decode(errors="ignore")


def names(size):
    """As many different names as make that size."""
    first = ["Ba", "Ce", "Do", "Fi", "Gu", "Ha", "Je", "Ko", "Li", "Mu", "Na", "Pe", "Ro", "Si", "Tu"]
    then = ["bel", "dan", "gor", "kin", "lam", "mir", "nos", "rud", "sel", "tov", "van", "zen"]
    last = ["", "a", "er", "ic", "man", "o", "sky", "ton"]
    written = 0
    for a, b, c, d, e in itertools.product(first, then, last, then, last):
        if written >= size:
            return
        name = f"{a}{b} {d.capitalize()}{e}{c}"
        written += len(name) + 1
        yield name


def shape_text(name, size, news):
    shape = SHAPES[name]
    text = shape(size, news) if callable(shape) else shape * (size // len(shape.encode()))
    return text.encode()[:size].decode(errors="ignore")


class TooLong(Exception):
    """The run took longer than it may."""


class Counter:
    """Runs the binary and counts."""

    def __init__(self, args, work):
        self.binary, self.way, self.timeout, self.work = args.binary, args.way, args.timeout, work
        self.idle = self.run([{"id": "tiny", "text": "Rain fell."}])

    def run(self, records):
        """Instructions in all, by function including what it calls, and by function alone."""
        source, out = self.work / "in.jsonl", self.work / "counts"
        with source.open("w", encoding="utf-8") as file:
            for record in records:
                file.write(json.dumps(record, ensure_ascii=False) + "\n")
        extract = [self.binary, "extract", source, "-q", "--threads", "1", "-o", self.work / "out.csv"]
        if self.way == "perf":
            command = ["perf", "stat", "-x,", "-e", "instructions:u", "-o", out, *extract]
        else:
            command = ["valgrind", "-q", "--tool=callgrind", f"--callgrind-out-file={out}", *extract]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                              start_new_session=True, text=True) as process:
            try:
                _, errors = process.communicate(timeout=self.timeout)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.communicate()
                raise TooLong from None
        if process.returncode:
            sys.exit(f"{' '.join(map(str, command))}\n{errors}")
        return perf_counts(out) if self.way == "perf" else callgrind_counts(out)

    def above_idle(self, records):
        """The same without what a run takes that reads nothing."""
        whole, inclusive, alone = self.run(records)
        less = lambda of, idle: {name: count - idle.get(name, 0) for name, count in of.items()}
        return whole - self.idle[0], less(inclusive, self.idle[1]), less(alone, self.idle[2])


def perf_counts(path):
    for line in path.read_text().splitlines():
        if "instructions" in line:
            count = line.split(",")[0]
            if not count.isdigit():
                sys.exit(f"perf may not count instructions here ({count}): use --with callgrind")
            return int(count), {}, {}
    sys.exit("perf counted nothing")


def callgrind_counts(path):
    numbered, alone, calls = {}, {}, {}
    current, is_call = None, False

    def name(text):
        number, _, rest = text.partition(" ")
        if rest:
            rest = re.sub(r"::h[0-9a-f]{16}\b", "", rest)
            numbered[number] = rest.replace("whosaid::", "")
        return numbered[number]

    with path.open(encoding="utf-8", errors="replace") as file:
        for line in file:
            if line.startswith("fn="):
                current = name(line[3:].rstrip())
            elif line.startswith("cfn="):
                callee = name(line[4:].rstrip())
            elif line.startswith("calls="):
                is_call = True
            elif line[0] in "0123456789+-*" and (parts := line.split())[1:]:
                counts, key = (calls, (current, callee)) if is_call else (alone, current)
                counts[key] = counts.get(key, 0) + int(parts[1])
                is_call = False
    inclusive = dict(alone)
    for (caller, callee), count in calls.items():
        if caller != callee:
            inclusive[caller] = inclusive.get(caller, 0) + count
    return sum(alone.values()), inclusive, alone


def stages(inclusive, size):
    """A line a stage."""
    inclusive = {bare(name): count for name, count in inclusive.items()}
    for stage, functions in [*STAGES, ("extract, all of it", [WHOLE])]:
        missing = [function for function in functions if function not in inclusive]
        count = sum(inclusive.get(function, 0) for function in functions)
        figure = f"{count / size:10.1f}" if count else " " * 10
        told = f"  missing, put into its caller: {', '.join(missing)}" if missing else ""
        print(f"  {stage:20}{figure}{told or '  ' + ', '.join(functions)}")


def check_stages():
    """Ends with 1 where a stage's function has another name or place by now."""
    for function in [WHOLE, *(function for _, functions in STAGES for function in functions)]:
        *path, name = function.split("::")
        module = ROOT.joinpath("src", *(part for part in path if part.islower()))
        files = [file for file in (module.with_suffix(".rs"), module / "mod.rs") if file.exists()]
        texts = [file.read_text(encoding="utf-8") for file in files]
        named = [rf"\bfn {name}\b", *(rf"\bimpl\b.*\b{part}\b" for part in path if not part.islower())]
        if not any(all(re.search(pattern, text) for pattern in named) for text in texts):
            sys.exit(f"{function} is no function of src: change STAGES in {__file__}")


def blame(whole, inclusive, alone):
    """The innermost of our functions with most of the instructions in it, the two that come next,
    and the one that takes the most by itself. A function that calls itself has a second name,
    ending in '2."""
    others = r"<?(std|core|alloc|rayon|rayon_core|cli|run)::|.*'\d"
    ours = [name for name in sorted(inclusive, key=inclusive.get, reverse=True)
            if re.match(r"<?[a-z_]+::", name) and not re.match(others, name)]
    outer = sum(inclusive[name] > 0.6 * whole for name in ours)
    named = ours[max(outer - 1, 0):outer + 2]
    told = [f"{bare(name)[:60]} {100 * inclusive[name] / whole:.0f} %" for name in named]
    if alone:
        name = max(alone, key=alone.get)
        told.append(f"by itself {bare(name)[:60]} {100 * alone[name] / whole:.0f} %")
    return "; ".join(told)


def bare(name):
    """Without the type that a method is of where that is in another module."""
    return re.sub(r"<impl .*?>::", "", name)


def measure_shapes(args, counter, texts, news):
    """Whether all shapes take what they may."""
    good = True
    print(f"{'shape':22}{'bytes':>10}{'per byte':>12}{'of news':>9}")
    for name in args.only:
        try:
            size, note = args.size, ""
            text = shape_text(name, size, texts)
            counts = counter.above_idle([{"id": name, "text": text}])
        except TooLong:
            size, note = args.size // 20, f"  (over {args.timeout} s at {args.size})"
            text = shape_text(name, size, texts)
            try:
                counts = counter.above_idle([{"id": name, "text": text}])
            except TooLong:
                print(f"{name:22}{size:>10}  over {args.timeout} s", flush=True)
                good = False
                continue
        per_byte = counts[0] / len(text.encode())
        is_over = bool(note) or per_byte / news > args.most
        told = f"{note}  OVER  {blame(*counts)}" if is_over else ""
        print(f"{name:22}{len(text.encode()):>10}{per_byte:>12.1f}{per_byte / news:>9.2f}{told}", flush=True)
        good &= not is_over
    return good


def read_news(args):
    """Records of the file named, or of the generated corpus."""
    if args.news:
        text = pathlib.Path(args.news).read_text(encoding="utf-8")
    else:
        command = ["cargo", "run", "--quiet", "--release", "--example", "corpus", "--", "--megabytes", "0.4"]
        text = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout.decode()
    return [json.loads(line) for line in text.splitlines() if line]


def bytes_of(text):
    number, unit = re.fullmatch(r"(\d+)([kM]?)", text).groups()
    return int(number) * {"": 1, "k": 1000, "M": 1000000}[unit]


def arguments():
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    parser = argparse.ArgumentParser(usage=__doc__.replace('%', '%%'))
    parser.add_argument("--binary", type=pathlib.Path, default=target / "release/whosaid")
    parser.add_argument("--news")
    parser.add_argument("--no-shapes", action="store_true")
    parser.add_argument("--only", type=lambda names: names.split(","), default=list(SHAPES))
    parser.add_argument("--size", type=bytes_of, default=200_000)
    parser.add_argument("--with", dest="way", choices=["callgrind", "perf"], default="callgrind")
    parser.add_argument("--most", type=float, default=3)
    parser.add_argument("--check")
    parser.add_argument("--write")
    parser.add_argument("--timeout", type=float, default=300)
    args = parser.parse_args()
    args.binary = args.binary.resolve()
    if unknown := set(args.only) - set(SHAPES):
        parser.error(f"no such shape: {', '.join(unknown)}; shapes are {', '.join(SHAPES)}")
    if not args.binary.exists():
        sys.exit(f"no {args.binary}: build it first, cargo build --release")
    tool = "perf" if args.way == "perf" else "valgrind"
    if not shutil.which(tool):
        sys.exit(f"{tool} is not installed (Debian, Ubuntu: apt-get install {'linux-perf' if tool == 'perf' else tool})")
    return args


def write(path, per_byte):
    """Keeps the figure, and of what it is."""
    told = lambda *command: subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()
    pathlib.Path(path).write_text(f"""\
# What `benches/instructions.py --check` compares with; `--write` writes it.
[news]
per_byte = {per_byte:.1f}
date = {datetime.date.today()}
rustc = "{told("rustc", "--version")}"
commit = "{told("git", "rev-parse", "--short", "HEAD")}"
""", encoding="utf-8")


def check(path, per_byte):
    """Whether news take at most 5 % more than the committed figure."""
    committed = tomllib.loads(pathlib.Path(path).read_text(encoding="utf-8"))
    figure = committed["news"]["per_byte"]
    change = 100 * (per_byte / figure - 1)
    print(f"committed on {committed['news']['date']}: {figure} per byte; now {change:+.1f} %")
    if change > 5:
        print("more than 5 % above the committed figure: make it cheaper, or commit the new figure and say why")
    return change <= 5


def main():
    args = arguments()
    check_stages()
    records = read_news(args)
    size = sum(len(record["text"].encode()) for record in records)
    with tempfile.TemporaryDirectory() as work:
        counter = Counter(args, pathlib.Path(work))
        whole, inclusive, _ = counter.above_idle(records)
        per_byte = whole / size
        print(f"{len(records)} articles of news, {size} bytes; start-up {counter.idle[0] / 1e6:.1f} million instructions")
        print(f"instructions per byte {per_byte:10.1f}")
        if inclusive:
            stages(inclusive, size)
        if args.write:
            write(args.write, per_byte)
        good = not args.check or check(args.check, per_byte)
        if not args.no_shapes:
            print()
            good &= measure_shapes(args, counter, [record["text"] for record in records], per_byte)
    sys.exit(not good)


if __name__ == "__main__":
    main()
