//! Writes what goes into the binary of the files under `rules/`: tables of them all, and the rules
//! packed, which are read here by the crate's own modules.

// They know nothing of the rest of the crate but where `packed` is set.
#[path = "src/rules/mod.rs"]
#[allow(
    clippy::all,
    dead_code,
    unfulfilled_lint_expectations,
    unreachable_pub,
    unused_imports,
    reason = "the crate's, in which they are linted"
)]
mod rules;
#[path = "src/text/mod.rs"]
#[allow(
    clippy::all,
    dead_code,
    unfulfilled_lint_expectations,
    unreachable_pub,
    unused_imports,
    reason = "the crate's, in which they are linted"
)]
mod text;

use rules::{Options, RuleSet, Tables};
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    println!("cargo::rerun-if-changed=build.rs");
    for path in ["rules", "src/rules", "src/text"] {
        println!("cargo::rerun-if-changed={path}");
    }
    println!("cargo::rustc-check-cfg=cfg(packed)");
    println!("cargo::rustc-cfg=packed");
    let rules = root.join("rules");
    let mut files = Vec::new();
    if rules.is_dir() {
        gather(&rules, "", &mut files)?;
    }
    files.sort();
    let (learned, written): (Vec<_>, _) =
        files.into_iter().partition(|(name, _)| name.contains("/tables/"));
    fs::write(out.join("rules.rs"), table(&written, "include_str"))?;
    fs::write(out.join("tables.rs"), table(&learned, "include_bytes"))?;
    // In a path as the messages of the rules show it: `rules/en/direct.toml:12`.
    env::set_current_dir(&root)?;
    let read = |tables| {
        RuleSet::read_with(Some(Path::new("rules")), Options { tables, ..Options::default() })
    };
    // Tables of an older version are not packed: the program that is to learn new ones must build.
    let rules = read(Tables::Default).or_else(|_| read(Tables::None));
    let rules = rules.unwrap_or_else(|error| panic!("the rules have errors:\n{error}"));
    for (name, bytes) in rules.pack().0 {
        fs::write(out.join(name), bytes)?;
    }
    Ok(())
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
