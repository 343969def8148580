//! Places that may not be read or written, and disks that are full.

use super::*;
use shared::command;
use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::os::unix::process::CommandExt as _;

fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|m| std::os::unix::fs::MetadataExt::uid(&m) == 0)
}

/// Runs as a user whom rights bind; `None` where that cannot be.
fn bound(place: &Path, args: &str) -> Option<(i32, String)> {
    let args: Vec<&str> = args.split_whitespace().collect();
    let mut command = command(place, &args);
    if is_root() {
        // Nobody, on most systems.
        command.uid(65534).gid(65534);
    }
    let Ok(child) = command.spawn() else {
        eprintln!("not tried: the command cannot be run as another user here");
        return None;
    };
    let output = child.wait_with_output().unwrap();
    Some((output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap()))
}

fn rights(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

#[test]
fn what_may_not_be_read_is_told_and_the_rest_is() {
    let (a, z) = (words("a"), words("z"));
    let place = directory(&[
        ("in/a.txt", a.as_bytes()),
        ("in/b.txt", b"x"),
        ("in/c/x.txt", b"x"),
        ("in/z.txt", z.as_bytes()),
        ("out/x", b""),
    ]);
    rights(place.path(), 0o755);
    rights(&place.path().join("out"), 0o777);
    rights(&place.path().join("in/b.txt"), 0);
    rights(&place.path().join("in/c"), 0);
    let ran = bound(place.path(), "extract in -o out/q.csv");
    rights(&place.path().join("in/c"), 0o755);
    let Some((code, stderr)) = ran else { return };
    for told in [
        "warning: in/c: skipped: directory cannot be read: permission denied",
        "help: check that you may list it",
        "warning: in/b.txt: skipped: cannot be read: permission denied",
        "help: check that it is there and that you may read it",
    ] {
        assert!(stderr.contains(told), "{stderr}");
    }
    assert_eq!(code, 1, "{stderr}");
    assert_eq!(column(place.path(), "out/q.csv", "article_id"), ["a", "z"]);
}

#[test]
fn a_place_that_may_not_be_written_is_told() {
    let place = directory(&[("a.txt", words("a").as_bytes()), ("d/old.csv", b"old")]);
    rights(place.path(), 0o755);
    rights(&place.path().join("d/old.csv"), 0o444);
    rights(&place.path().join("d"), 0o555);
    let before = names(place.path());
    for (args, told) in [
        ("-o d/old.csv", "error: cannot write `d/old.csv`: it is read-only"),
        ("-o d/new.csv", "error: cannot write `d/new.csv`: permission denied"),
        ("--write-text d/t", "error: cannot write `d/t`: permission denied"),
        ("-o d/b --format brat", "error: cannot write `d/b`: permission denied"),
    ] {
        let Some((code, stderr)) = bound(place.path(), &format!("extract a.txt {args}")) else {
            return;
        };
        assert_eq!(code, 2, "{args}: {stderr}");
        assert!(stderr.contains(told), "{args}: {stderr}");
        assert!(stderr.contains("help: choose a place that you may write to"), "{stderr}");
        assert_eq!(names(place.path()), before, "{args}");
    }
    rights(&place.path().join("d"), 0o755);
}

#[test]
fn a_link_to_an_input_is_no_output() {
    let place = directory(&[("a.txt", words("a").as_bytes())]);
    symlink("a.txt", place.path().join("q.csv")).unwrap();
    let ran = run(place.path(), &["extract", "a.txt", "-o", "q.csv"], b"");
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("error: `a.txt` is both input and output"), "{}", ran.stderr);
    assert_eq!(fs::read_to_string(place.path().join("a.txt")).unwrap(), words("a"));
}

/// A small disk of its own, gone in the end.
struct Disk(tempfile::TempDir);

impl Disk {
    /// `None` where this test may not mount one.
    fn new(size: &str) -> Option<Self> {
        let disk = Self(directory(&[]));
        let path = disk.0.path().to_str().unwrap().to_owned();
        let options = format!("size={size}");
        let args = ["-t", "tmpfs", "-o", &options, "tmpfs", &path];
        let mounted = std::process::Command::new("mount").args(args).output();
        mounted.is_ok_and(|mounted| mounted.status.success()).then_some(disk)
    }

    fn grow(&self, size: &str) {
        let options = format!("remount,size={size}");
        let mut mount = std::process::Command::new("mount");
        assert!(mount.args(["-o", &options]).arg(self.0.path()).status().unwrap().success());
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = std::process::Command::new("umount").arg(self.0.path()).output();
    }
}

const FULL: &str = "no space left on device\nhelp: free some space, or write to another disk";

#[test]
fn a_full_disk_is_told_and_leaves_nothing() {
    let lines: String = (0..400).map(|n| line(&format!("n{n}"))).collect();
    let place = directory(&[("a.jsonl", lines.as_bytes())]);
    let ran = run(place.path(), &["extract", "a.jsonl", "-o", "/dev/full"], b"");
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(ran.stderr.contains("error: cannot write `/dev/full`: "), "{}", ran.stderr);
    assert!(ran.stderr.contains(FULL), "{}", ran.stderr);
    let Some(disk) = Disk::new("40k") else {
        eprintln!("not tried: a disk cannot be mounted here; /dev/full alone was");
        return;
    };
    let input = place.path().join("a.jsonl");
    let input = input.to_str().unwrap();
    for output in ["q.csv", "q.jsonld"] {
        let ran = run(disk.0.path(), &["extract", input, "-o", output], b"");
        assert_eq!(ran.code, 2, "{output}: {}", ran.stderr);
        assert!(ran.stderr.contains("error: cannot write `"), "{output}: {}", ran.stderr);
        assert!(ran.stderr.contains(FULL), "{output}: {}", ran.stderr);
        assert_eq!(names(disk.0.path()), [""; 0], "{output}");
    }
    let ran = run(disk.0.path(), &["extract", input, "--write-text", "texts"], b"");
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(ran.stderr.contains(FULL), "{}", ran.stderr);
    assert_eq!(names(disk.0.path()), [""; 0]);
}

/// All is read by then: what is left is what `--resume` needs.
#[cfg(all(feature = "sqlite", feature = "parquet"))]
#[test]
fn tables_that_fill_the_disk_are_written_when_there_is_space() {
    let lines: String = (0..40).map(|n| line(&format!("n{n}"))).collect();
    let place = directory(&[("a.jsonl", lines.as_bytes())]);
    let input = place.path().join("a.jsonl");
    for (output, size) in [("q.sqlite", "44k"), ("q.parquet", "16k")] {
        let Some(disk) = Disk::new(size) else {
            eprintln!("not tried: a disk cannot be mounted here");
            return;
        };
        let args = ["extract", input.to_str().unwrap(), "--batch-size", "1KB", "-o", output];
        let ran = run(disk.0.path(), &args, b"");
        assert_eq!(ran.code, 2, "{output}: {}", ran.stderr);
        assert!(ran.stderr.contains("error: cannot write `"), "{output}: {}", ran.stderr);
        assert!(ran.stderr.contains("help: free some space"), "{output}: {}", ran.stderr);
        assert!(!disk.0.path().join(output).exists(), "{output}");
        disk.grow("2m");
        let ran = run(disk.0.path(), &[&args[..], &["--resume"]].concat(), b"");
        assert_eq!(ran.code, 0, "{output}: {}", ran.stderr);
        assert_eq!(names(disk.0.path()), [output], "{output}");
    }
}

#[test]
fn a_run_that_filled_its_disk_goes_on_when_there_is_space() {
    let Some(disk) = Disk::new("60k") else {
        eprintln!("not tried: a disk cannot be mounted here");
        return;
    };
    let lines: String = (0..400).map(|n| line(&format!("n{n}"))).collect();
    let place = directory(&[("a.jsonl", lines.as_bytes())]);
    let input = place.path().join("a.jsonl");
    let often = ["--checkpoint", "0", "--batch-size", "3KB", "-o", "q.csv"];
    let args = [&["extract", input.to_str().unwrap()], &often[..]].concat();
    let ran = run(disk.0.path(), &args, b"");
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(ran.stderr.contains("no space left on device"), "{}", ran.stderr);
    assert!(ran.stderr.contains("`--resume` then goes on"), "{}", ran.stderr);
    assert!(!disk.0.path().join("q.csv").exists());
    disk.grow("1m");
    let ran = run(disk.0.path(), &[&args[..], &["--resume"]].concat(), b"");
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let ids = column(disk.0.path(), "q.csv", "article_id");
    assert!(ids.iter().eq(&(0..400).map(|n| format!("n{n}")).collect::<Vec<_>>()), "{ids:?}");
    assert_eq!(names(disk.0.path()), ["q.csv"]);
}
