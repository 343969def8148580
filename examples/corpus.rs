//! Writes a generated corpus as JSON lines:
//! `cargo run --release --example corpus -- --megabytes 20 [--seed N] [--from seeds|styles]`.

#![expect(
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a tool ends by saying what is wrong"
)]

#[path = "../benches/corpus/mod.rs"]
mod corpus;

use corpus::{Source, lines};
use std::io::{BufWriter, ErrorKind, Write as _, stdout};
use std::process::ExitCode;

const USAGE: &str = "usage: corpus --megabytes N [--seed N] [--from seeds|styles]";

struct Options {
    bytes: f64,
    seed: u64,
    source: Source,
}

fn options() -> Option<Options> {
    let mut options = Options { bytes: 0.0, seed: 1, source: Source::Styles };
    let mut args = std::env::args().skip(1);
    while let Some(name) = args.next() {
        let value = args.next()?;
        match name.as_str() {
            "--megabytes" => options.bytes = 1e6 * value.parse::<f64>().ok()?,
            "--seed" => options.seed = value.parse().ok()?,
            "--from" if value == "seeds" => options.source = Source::Seeds,
            "--from" if value == "styles" => options.source = Source::Styles,
            _ => return None,
        }
    }
    (options.bytes > 0.0).then_some(options)
}

fn main() -> ExitCode {
    let Some(options) = options() else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let mut out = BufWriter::new(stdout().lock());
    let mut written = 0.0;
    for line in lines(options.source, options.seed) {
        match writeln!(out, "{line}") {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => return ExitCode::SUCCESS,
            done => done.expect("the corpus could not be written"),
        }
        written += line.len() as f64 + 1.0;
        if written >= options.bytes {
            break;
        }
    }
    match out.flush() {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => panic!("{error}"),
        _ => ExitCode::SUCCESS,
    }
}
