//! How often each cue was right, in each frame.
//!
//! A cue seldom seen is held to be like the others of its class (its stance) in
//! the frame, and a class seldom seen like all cues in the frame: each level's
//! share is smoothed by the one above it.

use super::features::hash;
use super::weights::TableError;
use rustc_hash::FxHashMap;

/// How many cases of the class a cue starts with. Like [`CLASS_CASES`] a first
/// choice, not compared with others.
const CUE_CASES: f32 = 4.0;
/// How many cases of the frame a class starts with.
const CLASS_CASES: f32 = 10.0;

/// What a reading's cue is called in tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CueName<'a> {
    /// The cue's entry: "make clear/V"; of an unlisted one the lemma.
    pub cue: &'a str,
    /// Its stance; "none" if it is unlisted.
    pub class: &'a str,
    /// The frame, or the rule where there is none.
    pub frame: &'a str,
}

/// What is known of a cue in a frame: shares of readings that were right.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Precision {
    /// Of the cue in the frame.
    pub in_frame: f32,
    /// Of the cue in all frames.
    pub over_all: f32,
    /// Of its class in the frame.
    pub class: f32,
    /// How often the cue was read in the frame.
    pub seen: u32,
}

/// Readings counted: (right, seen).
type Counts = FxHashMap<(u64, u64), (u32, u32)>;

/// How often each cue was right in each frame (`cues.tsv`:
/// `cue<TAB>class<TAB>frame<TAB>right<TAB>seen`).
#[derive(Clone, Debug, Default)]
pub struct CueCounts {
    by_cue: Counts,
    by_class: Counts,
}

/// The key under which counts over all frames, or all classes, stand.
const ALL: u64 = 0;

impl CueCounts {
    /// Reads the table.
    ///
    /// # Errors
    /// A line that has not five fields, or counts that are no numbers.
    pub fn parse(table: &str) -> Result<Self, TableError> {
        let mut counts = Self::default();
        counts.by_cue.reserve(memchr::memchr_iter(b'\n', table.as_bytes()).count());
        for (i, line) in table.lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let mut fields = line.split('\t');
            let mut next = || fields.next();
            let number = |field: &str| field.parse::<u32>().ok();
            let five = [next(), next(), next(), next(), next()];
            let ([Some(cue), Some(class), Some(frame), Some(right), Some(seen)], None) =
                (five, next())
            else {
                let what = "needs cue, class, frame, right and seen";
                return Err(TableError { line: i + 1, what });
            };
            let (Some(right), Some(seen)) = (number(right), number(seen)) else {
                return Err(TableError { line: i + 1, what: "right and seen are whole numbers" });
            };
            counts.add(CueName { cue, class, frame }, right, seen);
        }
        Ok(counts)
    }

    /// Adds readings of one cue in one frame.
    pub fn add(&mut self, name: CueName<'_>, right: u32, seen: u32) {
        let [cue, class, frame] = [name.cue, name.class, name.frame].map(hash);
        let add = |counts: &mut Counts, key| {
            let entry = counts.entry(key).or_default();
            *entry = (entry.0 + right, entry.1 + seen);
        };
        add(&mut self.by_cue, (cue, frame));
        add(&mut self.by_cue, (cue, ALL));
        add(&mut self.by_class, (class, frame));
        add(&mut self.by_class, (ALL, frame));
    }

    /// The shares for a cue in a frame.
    pub fn precision(&self, name: CueName<'_>) -> Precision {
        let [cue, class, frame] = [name.cue, name.class, name.frame].map(hash);
        let of = |counts: &Counts, key| counts.get(&key).copied().unwrap_or_default();
        let share = |(right, seen): (u32, u32), prior: f32, cases: f32| {
            (right as f32 + prior * cases) / (seen as f32 + cases)
        };
        let of_frame = share(of(&self.by_class, (ALL, frame)), 0.5, 2.0);
        let class = share(of(&self.by_class, (class, frame)), of_frame, CLASS_CASES);
        let counted = of(&self.by_cue, (cue, frame));
        Precision {
            in_frame: share(counted, class, CUE_CASES),
            over_all: share(of(&self.by_cue, (cue, ALL)), class, CUE_CASES),
            class,
            seen: counted.1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cue_never_seen_is_like_its_class() {
        let table = "# about\nsay/V\tasserts\tthat\t90\t100\nclaim/V\tasserts\tthat\t9\t10\n";
        let counts = CueCounts::parse(table).unwrap();
        let name = |cue, class| CueName { cue, class, frame: "that" };
        let [seen, unseen, other] = [("say/V", "asserts"), ("aver/V", "asserts"), ("go", "none")]
            .map(|(cue, class)| counts.precision(name(cue, class)));
        assert_eq!((seen.seen, unseen.seen), (100, 0));
        assert!((seen.in_frame - 0.9).abs() < 0.01, "{seen:?}");
        assert_eq!(unseen.in_frame, seen.class);
        assert!(other.in_frame > 0.8 && other.in_frame < unseen.in_frame, "{other:?}");
    }

    #[test]
    fn a_bad_line_is_named() {
        assert_eq!(CueCounts::parse("say/V\tthat\t1\t2\n").unwrap_err().line, 1);
        assert_eq!(CueCounts::parse("\nsay/V\tasserts\tthat\tx\t2\n").unwrap_err().line, 2);
    }
}
