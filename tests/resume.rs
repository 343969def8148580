//! A run that is killed, at whatever moment, goes on with `--resume` to the same bytes.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod shared;

use shared::{archive, command, directory, run};
use std::path::Path;
use std::time::{Duration, Instant};

const ARTICLES: usize = 330;

/// What the run has noted of how far it is.
fn read_so_far(journal: &Path) -> u64 {
    let Ok(text) = std::fs::read(journal) else { return 0 };
    let note: serde_json::Value = serde_json::from_slice(&text).unwrap_or_default();
    note["read"].as_u64().unwrap_or_default()
}

/// Starts the command and kills it once it has noted so many articles; whether it was still at it.
fn kill_at(place: &Path, args: &[&str], journal: &Path, read: u64) -> bool {
    let mut child = command(place, args).spawn().unwrap();
    drop(child.stdin.take());
    let begin = Instant::now();
    while child.try_wait().unwrap().is_none() {
        assert!(begin.elapsed() < Duration::from_secs(120), "it neither ends nor goes on");
        if read_so_far(journal) >= read {
            child.kill().unwrap();
            child.wait().unwrap();
            return true;
        }
        std::thread::sleep(Duration::from_micros(300));
    }
    false
}

/// Runs with these flags, uninterrupted and killed ten times; both must write the same.
fn holds(flags: &[&str], outputs: &[&str]) {
    let place = directory(&[("in.jsonl", archive(ARTICLES).as_bytes())]);
    let with = |name: &'static str| {
        let files = outputs.iter().map(move |end| format!("{name}{end}"));
        let files: Vec<String> = files.flat_map(|file| ["-o".to_owned(), file]).collect();
        let errors = ["--errors".to_owned(), format!("{name}.errors.csv")];
        let more = ["--batch-size", "3KB", "--checkpoint", "0", "-q", "--threads", "2"];
        let all = ["extract", "in.jsonl"].iter().chain(&more).chain(flags);
        all.map(|s| s.to_string()).chain(files).chain(errors).collect::<Vec<String>>()
    };
    let whole = with("whole");
    let whole: Vec<&str> = whole.iter().map(String::as_str).collect();
    let ran = run(place.path(), &whole, b"");
    assert_eq!(ran.code, 1, "{}", ran.stderr);

    let killed = with("killed");
    let mut killed: Vec<&str> = killed.iter().map(String::as_str).collect();
    killed.push("--resume");
    let journal = place.path().join(format!("killed{}.resume", outputs[0]));
    let mut kills = 0;
    for n in 1..=10 {
        let read = n * ARTICLES as u64 / 11;
        kills += usize::from(kill_at(place.path(), &killed, &journal, read));
        assert!(!place.path().join(format!("killed{}", outputs[0])).exists() || n == 10);
    }
    // The last may come too late to be killed.
    assert!(kills >= 9, "{kills} kills");
    let ran = run(place.path(), &killed, b"");
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    for end in outputs.iter().chain(&[".errors.csv"]) {
        let read = |name: &str| std::fs::read(place.path().join(format!("{name}{end}"))).unwrap();
        assert!(!read("whole").is_empty(), "{end}");
        assert!(read("whole") == read("killed"), "{end} differs after it was killed");
    }
    let names = std::fs::read_dir(place.path()).unwrap();
    let left = names.filter(|e| {
        let name = e.as_ref().unwrap().file_name().into_string().unwrap();
        name.contains(".part") || name.ends_with(".resume") || name.contains("spool")
    });
    assert_eq!(left.count(), 0, "something is left behind");
}

#[test]
fn text_formats_go_on_to_the_same_bytes() {
    holds(&[], &[".csv", ".jsonl", ".jsonld"]);
}

#[test]
fn linked_speakers_and_tables_go_on_to_the_same_bytes() {
    let outputs: &[&str] = &[
        ".csv",
        #[cfg(feature = "parquet")]
        ".parquet",
        #[cfg(feature = "sqlite")]
        ".sqlite",
    ];
    holds(&["--link"], outputs);
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_the_batch_and_leaves_whole_files() {
    let place = directory(&[("in.jsonl", archive(ARTICLES).as_bytes())]);
    let args = ["extract", "in.jsonl", "-o", "a.csv", "-o", "a.jsonld", "--batch-size", "3KB"];
    let args = [&args[..], &["--checkpoint", "0", "-q"]].concat();
    let mut child = command(place.path(), &args).spawn().unwrap();
    drop(child.stdin.take());
    let journal = place.path().join("a.csv.resume");
    while read_so_far(&journal) < 20 {
        assert!(child.try_wait().unwrap().is_none(), "it ended before it could be stopped");
        std::thread::sleep(Duration::from_micros(300));
    }
    let stop = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(stop.unwrap().success());
    let output = child.wait_with_output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(130), "{stderr}");
    assert!(stderr.contains("rows so far are in `a.part.csv`, `a.part.jsonld`"), "{stderr}");
    assert!(stderr.contains("`--resume` goes on from here"), "{stderr}");
    let json = std::fs::read(place.path().join("a.part.jsonld")).unwrap();
    let _: serde_json::Value = serde_json::from_slice(&json).expect("it is whole");
    let mut csv = csv::Reader::from_path(place.path().join("a.part.csv")).unwrap();
    assert!(csv.records().map(|record| record.unwrap().len()).all(|columns| columns == 27));

    let again = run(place.path(), &args, b"");
    assert_eq!(again.code, 2);
    assert!(again.stderr.contains("`--resume` goes on with it; `--restart` begins anew"));
    let other = run(place.path(), &[&args[..], &["--resume", "--kinds", "decree"]].concat(), b"");
    assert_eq!(other.code, 2);
    assert!(other.stderr.contains("`--kinds` was `statement`"), "{}", other.stderr);
    let mut changed = archive(ARTICLES);
    changed.replace_range(..40, &changed[..40].replace("a0", "b0"));
    std::fs::write(place.path().join("in.jsonl"), changed).unwrap();
    let changed = run(place.path(), &[&args[..], &["--resume"]].concat(), b"");
    assert_eq!(changed.code, 2);
    assert!(changed.stderr.contains("the input is not what it was"), "{}", changed.stderr);
    std::fs::write(place.path().join("in.jsonl"), archive(ARTICLES)).unwrap();
    let last = run(place.path(), &[&args[..], &["--resume"]].concat(), b"");
    assert_eq!(last.code, 1, "{}", last.stderr);
    assert!(place.path().join("a.csv").exists() && !journal.exists());
}

#[test]
fn two_runs_do_not_write_one_file_and_a_new_one_forgets_the_old_first() {
    let place = directory(&[("in.jsonl", archive(5 * ARTICLES).as_bytes())]);
    let args = ["extract", "in.jsonl", "-o", "a.csv", "--batch-size", "3KB", "--checkpoint", "0"];
    let journal = place.path().join("a.csv.resume");
    let mut child = command(place.path(), &args).spawn().unwrap();
    drop(child.stdin.take());
    while read_so_far(&journal) < 10 {
        assert!(child.try_wait().unwrap().is_none(), "it ended before another could try");
        std::thread::sleep(Duration::from_micros(300));
    }
    for flag in ["-q", "--resume", "--restart"] {
        let other = run(place.path(), &[&args[..], &[flag]].concat(), b"");
        assert_eq!(other.code, 2, "{flag}");
        let told = "error: another run is writing `a.csv`\nhelp: wait until it ends";
        assert!(other.stderr.contains(told), "{flag}: {}", other.stderr);
    }
    child.kill().unwrap();
    child.wait().unwrap();

    // A run begun anew that is killed before its first note leaves nothing to go on from.
    let late = ["extract", "in.jsonl", "-o", "a.csv", "--checkpoint", "1000", "--restart"];
    let late = [&late[..], &["--columns", "speaker", "--batch-size", "3KB"]].concat();
    let mut child = command(place.path(), &late).spawn().unwrap();
    drop(child.stdin.take());
    while journal.exists() {
        assert!(child.try_wait().unwrap().is_none(), "it ended with the old note there");
        std::thread::sleep(Duration::from_micros(300));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let last = run(place.path(), &[&args[..], &["--resume"]].concat(), b"");
    assert_eq!(last.code, 1, "{}", last.stderr);
    assert!(!last.stderr.contains("going on after"), "{}", last.stderr);
}

#[test]
fn what_is_not_as_it_was_noted_is_told() {
    let place = directory(&[("in.jsonl", archive(ARTICLES).as_bytes())]);
    let args = ["extract", "in.jsonl", "-o", "a.csv", "--batch-size", "3KB", "--checkpoint", "0"];
    let journal = place.path().join("a.csv.resume");
    assert!(kill_at(place.path(), &args, &journal, 20));
    std::fs::remove_file(place.path().join("a.part.csv")).unwrap();
    let ran = run(place.path(), &[&args[..], &["--resume"]].concat(), b"");
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("error: cannot go on with `a.csv`"), "{}", ran.stderr);
    assert!(ran.stderr.contains("help: begin anew with `--restart`"), "{}", ran.stderr);
    std::fs::write(&journal, "mine").unwrap();
    let ran = run(place.path(), &[&args[..], &["--resume"]].concat(), b"");
    assert!(ran.stderr.contains("`a.csv.resume` does not tell how far"), "{}", ran.stderr);
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_a_run_whose_input_does_not_come() {
    let place = directory(&[]);
    let mut child = command(place.path(), &["extract", "-", "-o", "a.csv"]).spawn().unwrap();
    // Its standard input stays open and empty.
    std::thread::sleep(Duration::from_millis(700));
    let stop = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(stop.unwrap().success());
    let begin = Instant::now();
    while child.try_wait().unwrap().is_none() {
        assert!(begin.elapsed() < Duration::from_secs(20), "it waits for its input");
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(child.wait().unwrap().code(), Some(130));
}
