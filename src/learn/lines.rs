//! JSON lines, plain or compressed with gzip.

use super::Error;
use crate::eval::open;
use serde::de::DeserializeOwned;
use std::io::{self, BufRead as _};
use std::path::Path;

/// Reads each line of a file; `form` says what it should be.
pub(super) fn each<T: DeserializeOwned>(
    path: &Path,
    form: &'static str,
    mut take: impl FnMut(T),
) -> Result<(), Error> {
    let unreadable =
        |error: io::Error| Error::Unreadable { path: path.into(), why: error.to_string() };
    let reader = open(path).map_err(unreadable)?;
    for (i, line) in reader.lines().enumerate() {
        let line = line.map_err(unreadable)?;
        if line.trim().is_empty() {
            continue;
        }
        let value = serde_json::from_str(line.trim_start_matches('\u{feff}'));
        take(value.map_err(|error| Error::Line {
            path: path.into(),
            line: i + 1,
            what: error.to_string().split(" at line ").next().unwrap_or_default().into(),
            form,
        })?);
    }
    Ok(())
}

/// The byte at which each code point of a text begins, and the text's end.
pub(super) fn bytes_of_points(text: &str) -> Vec<u32> {
    let starts = text.char_indices().map(|(byte, _)| byte as u32);
    starts.chain([text.len() as u32]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::File;
    use std::io::Write as _;

    #[test]
    fn gzip_is_known_by_its_bytes() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("numbers");
        let file = File::create(&path).unwrap();
        let mut out = flate2::write::GzEncoder::new(file, flate2::Compression::fast());
        out.write_all(b"1\n\n2\n").unwrap();
        out.finish().unwrap();
        let mut numbers: Vec<u32> = Vec::new();
        each(&path, "a number", |n| numbers.push(n)).unwrap();
        assert_eq!(numbers, [1, 2]);
    }

    #[test]
    fn a_bad_line_is_told_with_its_number() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("numbers");
        std::fs::write(&path, "1\nx\n").unwrap();
        let error = each::<u32>(&path, "a number", |_| {}).unwrap_err();
        assert!(error.to_string().ends_with("numbers:2: expected value"), "{error}");
    }
}
