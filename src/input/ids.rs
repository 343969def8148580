//! Article ids that are unique in a run and the same in every run.

use super::form::Name;
use rustc_hash::{FxHashMap, FxHashSet};
use std::path::{Component, Path};
use xxhash_rust::xxh3::xxh3_64;

/// One id for each file: its name without extension; where names repeat, with
/// as many directories before it as tell them apart (`2026-02/17`).
pub(super) fn of_files(paths: &[&Path]) -> Vec<String> {
    let parts: Vec<Vec<String>> = paths.iter().map(|p| name_parts(p)).collect();
    let mut depth = vec![1; paths.len()];
    loop {
        let ids: Vec<String> = parts.iter().zip(&depth).map(|(p, &d)| last(p, d)).collect();
        let mut count: FxHashMap<&str, usize> = FxHashMap::default();
        for id in &ids {
            *count.entry(id).or_default() += 1;
        }
        let mut deeper = false;
        for (i, id) in ids.iter().enumerate() {
            if count[id.as_str()] > 1 && depth[i] < parts[i].len() {
                depth[i] += 1;
                deeper = true;
            }
        }
        if !deeper {
            return ids;
        }
    }
}

/// The directories of a path and the file's name without extension.
fn name_parts(path: &Path) -> Vec<String> {
    let mut parts: Vec<String> = path
        .components()
        .filter(|c| matches!(c, Component::Normal(_)))
        .map(|c| c.as_os_str().to_string_lossy().into_owned())
        .collect();
    if let Some(name) = parts.last_mut() {
        let of = Name::of_path(path);
        // What an extension says of a file is not always known here: `17.pdf` is `17`.
        *name = of.stem;
    }
    parts
}

fn last(parts: &[String], depth: usize) -> String {
    parts[parts.len() - depth.min(parts.len())..].join("/")
}

/// The ids given so far. Holds eight bytes an article, not its id.
#[derive(Debug, Default)]
pub(super) struct Ids {
    taken: FxHashSet<u64>,
    /// The last number given to an id that came again, by the id.
    numbers: FxHashMap<u64, u64>,
}

impl Ids {
    /// Whether that id is given already.
    pub(super) fn is_taken(&self, id: &str) -> bool {
        self.taken.contains(&xxh3_64(id.as_bytes()))
    }

    /// Takes `id`, or the first free of `id-2`, `id-3` …
    pub(super) fn take(&mut self, id: String) -> String {
        let hash = xxh3_64(id.as_bytes());
        if self.taken.insert(hash) {
            return id;
        }
        let last = self.numbers.entry(hash).or_insert(1);
        loop {
            *last += 1;
            let new = format!("{id}-{last}");
            if self.taken.insert(xxh3_64(new.as_bytes())) {
                return new;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(paths: &[&str]) -> Vec<String> {
        of_files(&paths.iter().map(Path::new).collect::<Vec<_>>())
    }

    #[test]
    fn a_file_is_called_by_its_stem() {
        assert_eq!(ids(&["seeds/000_4f.txt", "b.c.txt", "plain"]), ["000_4f", "b.c", "plain"]);
    }

    #[test]
    fn repeated_names_are_told_apart_by_directory() {
        let got = ids(&["news/2026-01/17.txt", "news/2026-02/17.txt", "news/2026-02/18.txt"]);
        assert_eq!(got, ["2026-01/17", "2026-02/17", "18"]);
        assert_eq!(ids(&["a/x/1.txt", "b/x/1.txt"]), ["a/x/1", "b/x/1"]);
    }

    #[test]
    fn a_taken_id_gets_a_number() {
        let mut ids = Ids::default();
        let got: Vec<_> = ["a", "a-2", "a", "a"].map(|id| ids.take(id.into())).to_vec();
        assert_eq!(got, ["a", "a-2", "a-3", "a-4"]);
    }
}
