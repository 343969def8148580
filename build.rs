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
    let (learned, written): (Vec<_>, _) =
        files.into_iter().partition(|(name, _)| name.contains("/tables/"));
    fs::write(out.join("rules.rs"), table(&written, "include_str"))?;
    fs::write(out.join("tables.rs"), table(&learned, "include_bytes"))
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
