//! What tests of the binary share: running it, a directory of files, articles by the hundred.

#![allow(dead_code, reason = "each test uses some of it")]

pub(crate) mod packs;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// How a command ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// A directory with the files of a case.
pub(crate) fn directory(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = directory.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    directory
}

/// The command, in `place`.
pub(crate) fn command(place: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_whosaid"));
    command.args(args).current_dir(place);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs `whosaid` in `place`.
pub(crate) fn run(place: &Path, args: &[&str], stdin: &[u8]) -> Ran {
    let mut child = command(place, args).spawn().unwrap();
    // A command that fails early does not read it.
    let _ = child.stdin.take().unwrap().write_all(stdin);
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran {
        code: output.status.code().unwrap(),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    }
}

/// Runs `whosaid` in `place` with `args`, split at spaces.
pub(crate) fn whosaid(place: &Path, args: &str, stdin: &[u8]) -> Ran {
    run(place, &args.split_whitespace().collect::<Vec<_>>(), stdin)
}

/// The rows of a CSV, each by its columns' names.
pub(crate) fn rows(csv: &[u8]) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(csv);
    reader.deserialize().map(Result::unwrap).collect()
}

/// One column of a file of rows.
pub(crate) fn column(place: &Path, file: &str, name: &str) -> Vec<String> {
    let rows = rows(&std::fs::read(place.join(file)).unwrap());
    rows.into_iter().map(|mut row| row.remove(name).unwrap()).collect()
}

/// All files and directories in a directory, by their paths from it.
pub(crate) fn names(place: &Path) -> Vec<String> {
    let mut all = Vec::new();
    let mut open = vec![place.to_owned()];
    while let Some(directory) = open.pop() {
        for entry in std::fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            all.push(path.strip_prefix(place).unwrap().to_str().unwrap().to_owned());
            if path.is_dir() && !path.is_symlink() {
                open.push(path);
            }
        }
    }
    all.sort();
    all
}

/// The words of an article with one row.
pub(crate) fn words(id: &str) -> String {
    format!("“We are ready for {id},” Kim said on Monday.")
}

/// An article with one row, as a line of JSON.
pub(crate) fn line(id: &str) -> String {
    format!("{{\"id\": \"{id}\", \"text\": \"{}\"}}\n", words(id))
}

/// So many articles as JSON lines, no two alike; every ninth line is none.
pub(crate) fn archive(articles: usize) -> String {
    const SPEAKERS: [&str; 5] = ["Kim", "Moon Jae-in", "the minister", "Ana Ruiz", "a spokesman"];
    const SAYS: [&str; 4] = ["said", "told KCNA", "warned", "said in a statement"];
    let line = |n: usize| {
        if n % 9 == 8 {
            return format!("{{\"id\": \"bad-{n}\", \"text\": oops}}\n");
        }
        let pick = |of: &[&'static str], by: usize| of[(n / by + n) % of.len()];
        let text = format!(
            "SEOUL — Talks went on for day {n} in the capital.\\n\\n“We have waited {n} days, and \
             we are ready for more,” {} {}. {} {} that number {n} was the last offer.",
            pick(&SPEAKERS, 1),
            pick(&SAYS, 2),
            pick(&SPEAKERS, 3),
            "denied",
        );
        format!(
            "{{\"id\": \"a{n}\", \"outlet\": \"Paper {}\", \"date\": \"2026-02-{:02}\", \"text\": \"{text}\"}}\n",
            n % 7,
            1 + n % 28
        )
    };
    (0..articles).map(line).collect()
}
