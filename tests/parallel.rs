//! The same bytes at any number of threads, through the binary.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::process::Command;

fn extract(threads: &str, format: &str) -> Vec<u8> {
    let seeds = concat!(env!("CARGO_MANIFEST_DIR"), "/seeds");
    let output = Command::new(env!("CARGO_BIN_EXE_whosaid"))
        .args(["extract", seeds, "-q", "--threads", threads, "--format", format])
        .args(["--kinds", "statement,attitude,decree"])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

#[test]
fn output_does_not_depend_on_the_thread_count() {
    for format in ["csv", "attributions"] {
        let one = extract("1", format);
        assert!(one.iter().filter(|&&b| b == b'\n').count() >= 5, "there is something to compare");
        for threads in ["2", "3", "8"] {
            assert!(one == extract(threads, format), "{threads} threads, {format}");
        }
    }
}
