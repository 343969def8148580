//! How often each cue was right, in each frame.
//!
//! A cue seldom seen is held to be like the others of its class (its stance) in
//! the frame, and a class seldom seen like all cues in the frame: each level's
//! share is smoothed by the one above it.

use super::features::{Name, hash_to_tab, to_tab};
use super::weights::TableError;
#[cfg(not(packed))]
use crate::text::flat::Packing;
use crate::text::flat::{Flat, packed, plain};

/// How many cases of the class a cue starts with. Like [`CLASS_CASES`] a first
/// choice, not compared with others.
const CUE_CASES: f32 = 4.0;
/// How many cases of the frame a class starts with.
const CLASS_CASES: f32 = 10.0;

/// What a reading's cue is called in tables.
#[derive(Clone, Copy, Debug)]
pub struct CueName<'a> {
    /// The cue's entry: "make clear/V"; of an unlisted one the lemma.
    pub cue: Name<'a>,
    /// Its stance; "none" if it is unlisted.
    pub class: Name<'a>,
    /// The frame, or the rule where there is none.
    pub frame: Name<'a>,
}

impl<'a> CueName<'a> {
    /// The name with these parts.
    pub fn new(cue: &'a str, class: &'a str, frame: &'a str) -> Self {
        let [cue, class, frame] = [cue, class, frame].map(Name::new);
        Self { cue, class, frame }
    }
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

/// Readings counted.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    right: u32,
    seen: u32,
}

impl Count {
    fn add(&mut self, more: Count) {
        self.right += more.right;
        self.seen += more.seen;
    }

    /// The share that was right, where so many more cases are like `prior`.
    fn share(self, prior: f32, cases: f32) -> f32 {
        (self.right as f32 + prior * cases) / (self.seen as f32 + cases)
    }
}

/// Counts by the hash of a cue or class with that of a frame: open addressing over slots of
/// which at least a half is free.
#[derive(Clone, Debug)]
struct Counts {
    /// A power of two of them.
    slots: Flat<Slot>,
    taken: usize,
}

/// A place for a count; the key 0 where it is free.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    key: u64,
    count: Count,
}

plain! {
    Slot: [u32; 4],
    |[low, high, right, seen]| Self {
        key: u64::from(low) | u64::from(high) << 32,
        count: Count { right, seen },
    },
    |Self { key, count }| [key as u32, (key >> 32) as u32, count.right, count.seen]
}

impl Default for Counts {
    fn default() -> Self {
        Self::with_room(8)
    }
}

impl Counts {
    fn with_room(counts: usize) -> Self {
        Self { slots: Flat::filled(counts.next_power_of_two() * 2, Slot::default()), taken: 0 }
    }

    fn key(name: u64, frame: u64) -> u64 {
        (name.rotate_left(23) ^ frame).wrapping_mul(0x9e37_79b9_7f4a_7c15).max(1)
    }

    fn add(&mut self, name: u64, frame: u64, count: Count) {
        if self.taken * 2 >= self.slots.len() {
            self.grow();
        }
        let (at, mut slot) = self.find(Self::key(name, frame));
        self.taken += usize::from(slot.key == 0);
        slot.key = Self::key(name, frame);
        slot.count.add(count);
        self.slots.set(at, slot);
    }

    fn grow(&mut self) {
        let mut larger = Self::with_room(self.slots.len());
        for slot in self.slots.iter().filter(|slot| slot.key != 0) {
            larger.slots.set(larger.find(slot.key).0, slot);
        }
        self.slots = larger.slots;
    }

    fn of(&self, name: u64, frame: u64) -> Count {
        self.find(Self::key(name, frame)).1.count
    }

    /// The slot with that key, or the free one where the search for it ends.
    fn find(&self, key: u64) -> (usize, Slot) {
        let mask = self.slots.len() - 1;
        // The upper bits of a product depend on all of its factors.
        let mut at = (key >> (u64::BITS - self.slots.len().trailing_zeros())) as usize;
        loop {
            let slot = self.slots.at(at);
            if slot.key == key || slot.key == 0 {
                return (at, slot);
            }
            at = (at + 1) & mask;
        }
    }
}

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
    /// Those in the binary, as [`parse`](Self::parse) has read them when it was built.
    pub(super) fn packed() -> Self {
        // How many are taken matters to who adds more.
        let counts = |slots: Flat<Slot>| Counts { taken: slots.len() / 2, slots };
        Self {
            by_cue: counts(Flat::packed(packed!("counts.cues"))),
            by_class: counts(Flat::packed(packed!("counts.classes"))),
        }
    }

    /// Writes what [`packed`](Self::packed) gives.
    #[cfg(not(packed))]
    pub(super) fn pack(&self, packing: &mut Packing) {
        packing.table("counts.cues", &self.by_cue.slots);
        packing.table("counts.classes", &self.by_class.slots);
    }

    /// Reads the table.
    ///
    /// # Errors
    /// A line that has not five fields, or counts that are no numbers.
    pub fn parse(table: &str) -> Result<Self, TableError> {
        let mut counts = Self::default();
        let lines = memchr::memchr_iter(b'\n', table.as_bytes()).count();
        counts.by_cue = Counts::with_room(lines + lines / 2);
        // The lines of a cue mostly follow one another.
        let (mut cue, mut of_cue) = (ALL, Count::default());
        for (i, line) in table.lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let wrong = |what| TableError { line: i + 1, what };
            let line = Line::read(line).ok_or_else(|| wrong(FIELDS))?;
            let number = |field: &str| field.parse().map_err(|_| wrong(NUMBERS));
            let count = Count { right: number(line.right)?, seen: number(line.seen)? };
            let [own, class, frame] = line.names;
            if own != cue {
                counts.by_cue.add(cue, ALL, std::mem::take(&mut of_cue));
                cue = own;
            }
            of_cue.add(count);
            counts.by_cue.add(own, frame, count);
            counts.add_of_class(class, frame, count);
        }
        counts.by_cue.add(cue, ALL, of_cue);
        Ok(counts)
    }

    /// Adds readings of one cue in one frame.
    pub fn add(&mut self, name: CueName<'_>, right: u32, seen: u32) {
        let [cue, class, frame] = [name.cue, name.class, name.frame].map(|name| name.hash);
        let count = Count { right, seen };
        self.by_cue.add(cue, frame, count);
        self.by_cue.add(cue, ALL, count);
        self.add_of_class(class, frame, count);
    }

    fn add_of_class(&mut self, class: u64, frame: u64, count: Count) {
        self.by_class.add(class, frame, count);
        self.by_class.add(ALL, frame, count);
    }

    /// The shares for a cue in a frame.
    pub fn precision(&self, name: CueName<'_>) -> Precision {
        let [cue, class, frame] = [name.cue, name.class, name.frame].map(|name| name.hash);
        let of_frame = self.by_class.of(ALL, frame).share(0.5, 2.0);
        let class = self.by_class.of(class, frame).share(of_frame, CLASS_CASES);
        let counted = self.by_cue.of(cue, frame);
        Precision {
            in_frame: counted.share(class, CUE_CASES),
            over_all: self.by_cue.of(cue, ALL).share(class, CUE_CASES),
            class,
            seen: counted.seen,
        }
    }
}

const FIELDS: &str = "needs cue, class, frame, right and seen";
const NUMBERS: &str = "right and seen are whole numbers";

/// A line: the hashes of cue, class and frame, and the counts as written.
struct Line<'t> {
    names: [u64; 3],
    right: &'t str,
    seen: &'t str,
}

impl<'t> Line<'t> {
    fn read(line: &'t str) -> Option<Self> {
        let mut rest = line;
        let mut names = [0; 3];
        for name in &mut names {
            (*name, rest) = hash_to_tab(rest)?;
        }
        let (right, seen) = to_tab(rest)?;
        to_tab(seen).is_none().then_some(Self { names, right, seen })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cue_never_seen_is_like_its_class() {
        let table = "# about\nsay/V\tasserts\tthat\t90\t100\nclaim/V\tasserts\tthat\t9\t10\n";
        let counts = CueCounts::parse(table).unwrap();
        let name = |cue, class| CueName::new(cue, class, "that");
        let [seen, unseen, other] = [("say/V", "asserts"), ("aver/V", "asserts"), ("go", "none")]
            .map(|(cue, class)| counts.precision(name(cue, class)));
        assert_eq!((seen.seen, unseen.seen), (100, 0));
        assert!((seen.in_frame - 0.9).abs() < 0.01, "{seen:?}");
        assert_eq!(unseen.in_frame, seen.class);
        assert!(other.in_frame > 0.8 && other.in_frame < unseen.in_frame, "{other:?}");
    }

    #[test]
    fn a_table_gives_the_counts_that_its_lines_add_up_to() {
        let lines = [("say/V", "that", 90, 100), ("aver/V", "that", 1, 3), ("say/V", "np", 2, 9)];
        let (mut table, mut added) = (String::new(), CueCounts::default());
        for (cue, frame, right, seen) in lines {
            table += &format!("{cue}\tasserts\t{frame}\t{right}\t{seen}\n");
            added.add(CueName::new(cue, "asserts", frame), right, seen);
        }
        let read = CueCounts::parse(&table).unwrap();
        for (cue, frame) in [("say/V", "that"), ("say/V", "np"), ("aver/V", "np"), ("go", "that")] {
            let name = CueName::new(cue, "asserts", frame);
            assert_eq!(read.precision(name), added.precision(name));
        }
    }

    #[test]
    fn a_bad_line_is_named() {
        assert_eq!(CueCounts::parse("say/V\tthat\t1\t2\n").unwrap_err().line, 1);
        assert_eq!(CueCounts::parse("\nsay/V\tasserts\tthat\tx\t2\n").unwrap_err().line, 2);
        assert!(CueCounts::parse("say/V\tasserts\tthat\t1\t2\t3\n").is_err());
    }
}
