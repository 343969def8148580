//! Writes the tables of the files under `rules/` that go into the binary.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=rules");
    let rules = root.join("rules");
    let mut files = Vec::new();
    if rules.is_dir() {
        gather(&rules, "", &mut files)?;
    }
    files.sort();
    fs::write(out.join("sources.rs"), format!("{:#x}", packed_sources(&files)?))?;
    let (learned, written): (Vec<_>, _) =
        files.into_iter().partition(|(name, _)| name.contains("/tables/"));
    fs::write(out.join("rules.rs"), table(&written, "include_str"))?;
    fs::write(out.join("tables.rs"), table(&learned, "include_bytes"))
}

/// A hash (FNV-1a) of the files whose content is packed in `src/rules/words.packed`.
fn packed_sources(files: &[(String, PathBuf)]) -> io::Result<u64> {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for (name, path) in files {
        if name.contains("/words/")
            || name.ends_with("/tags/words.tsv")
            || name.ends_with("/cues.csv")
        {
            let bytes = fs::read(path)?;
            for byte in name.bytes().chain([0]).chain(bytes).chain([0]) {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
        }
    }
    Ok(hash)
}

fn table(files: &[(String, PathBuf)], include: &str) -> String {
    let line =
        |(name, path): &(String, PathBuf)| format!("    ({name:?}, {include}!({path:?})),\n");
    format!("&[\n{}]\n", files.iter().map(line).collect::<String>())
}

fn gather(dir: &Path, prefix: &str, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        if entry.file_type()?.is_dir() {
            gather(&entry.path(), &format!("{prefix}{name}/"), files)?;
        } else {
            files.push((format!("{prefix}{name}"), entry.path()));
        }
    }
    Ok(())
}
