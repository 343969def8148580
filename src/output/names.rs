//! Names of files for articles, whatever their ids are.

use xxhash_rust::xxh3::xxh3_64;

/// Bytes of a name: most file systems take 255, and an extension is to come.
const MOST: usize = 200;

/// A file's name (without extension) for an article's id: the id itself where it can be
/// one on any system, else what can stay of it and a hash of the whole, so that two ids
/// that differ in more than case never have one name.
///
/// ```
/// use whosaid::output::safe_name;
///
/// assert_eq!(safe_name("talks-2026"), "talks-2026");
/// assert!(safe_name("../../etc/passwd").starts_with("etc_passwd-"));
/// ```
pub fn safe_name(id: &str) -> String {
    if is_name(id) && !ends_in_hash(id) {
        return id.into();
    }
    let kept: String = id.chars().map(|c| if is_plain(c) { c } else { '_' }).collect();
    let mut name = kept.trim_start_matches(['.', '-', '_', ' ']);
    while name.len() > MOST - HASH {
        let last = name.char_indices().next_back().map_or(0, |(i, _)| i);
        name = &name[..last];
    }
    let name = name.trim_end_matches(['.', '_', ' ']);
    let name = if name.is_empty() || is_reserved(name) { "article" } else { name };
    format!("{name}-{:016x}", xxh3_64(id.as_bytes()))
}

/// A hyphen and sixteen digits.
const HASH: usize = 17;

/// Whether it can be a file's name on any system.
fn is_name(id: &str) -> bool {
    let ends = !id.starts_with(['.', '-', ' ']) && !id.ends_with(['.', ' ']);
    !id.is_empty() && id.len() <= MOST && ends && id.chars().all(is_plain) && !is_reserved(id)
}

fn is_plain(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | ' ' | ',' | '(' | ')' | '+')
}

/// Names that Windows keeps for devices, with any extension.
fn is_reserved(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_ascii_lowercase();
    let numbered = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
    matches!(&*stem, "con" | "prn" | "aux" | "nul")
        || numbered.is_some_and(|n| n.chars().count() == 1 && n.chars().all(char::is_numeric))
}

/// Whether it looks like a name with a hash, which may be another id's.
fn ends_in_hash(name: &str) -> bool {
    let hash = name.rsplit_once('-').map_or("", |(_, hash)| hash);
    hash.len() == HASH - 1 && hash.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_id_is_its_own_name() {
        for id in ["17", "000_4f94cd46978140d0", "b.c", "Gespräch (2)", "日本", "_x", "coma"] {
            assert_eq!(safe_name(id), id);
        }
    }

    #[rustfmt::skip]
    const IDS: [&str; 21] = [
        "..", ".", "", "/", "../../etc/passwd", "/etc/passwd", "a/b", "a\\b", "C:\\x", "a\0b", "con",
        "NUL.txt", "com1", "LPT9.x", ".hidden", "-rf", "x.", "x ", "a\nb", "a:b", "a*?",
    ];

    #[test]
    fn no_name_leads_elsewhere() {
        let long = "é".repeat(500);
        let ids = IDS.into_iter().chain([&*long]);
        let ids: Vec<&str> = ids.collect();
        let names: Vec<String> = ids.iter().map(|id| safe_name(id)).collect();
        for (id, name) in ids.iter().zip(&names) {
            assert!(is_name(name), "{id:?} gives {name:?}");
            assert!(ends_in_hash(name), "{id:?} gives {name:?}");
        }
        let mut unique = names.clone();
        unique.sort();
        unique.dedup();
        assert_eq!(unique.len(), names.len());
        assert_eq!(names[4], format!("etc_passwd-{:016x}", xxh3_64(b"../../etc/passwd")));
    }

    #[test]
    fn an_id_cannot_take_anothers_name() {
        let taken = safe_name("a/b");
        assert_ne!(safe_name(&taken), taken);
    }
}
