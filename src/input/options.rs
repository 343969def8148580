//! How articles are to be found and read.
//!
//! One value says it all, from flags or from a library's caller. It is read on the reading
//! thread and on all that prepare articles, and never changed in a run.

use super::{DateRule, FieldMap, Form, Keep};
use encoding_rs::Encoding;
use std::path::PathBuf;

/// How articles are read.
#[derive(Clone, Debug)]
pub struct Options {
    /// The encoding of what is not UTF-8; without one it is found out.
    pub encoding: Option<&'static Encoding>,
    /// Files to pass over in directories: the outputs and their parts.
    pub except: Vec<PathBuf>,
    /// The most bytes that one article, one line or one record may have.
    pub max_article: usize,
    /// The most bytes that one compressed input may become; without it 1 GB or 200 times
    /// what it has compressed, whichever is more.
    pub max_decompressed: Option<u64>,
    /// What all inputs hold, whatever their names say.
    pub format: Option<Form>,
    /// Which field of a record is which; what is not said is guessed.
    pub fields: FieldMap,
    /// Fields of the input that are carried along, in this order.
    pub keep: Vec<Keep>,
    /// Globs for paths in directories and archives: what matches is read, nothing else.
    pub include: Vec<String>,
    /// Globs for paths in directories and archives: what matches is passed over.
    pub exclude: Vec<String>,
    /// A table of what is known of articles, by file name, path or id.
    pub metadata: Option<PathBuf>,
    /// Whether texts are taken as they are: nothing in them mended, no lines joined.
    pub verbatim: bool,
    /// How dates are read.
    pub dates: DateRule,
    /// Read the articles of one part of so many: `(3, 16)` is the third of sixteen.
    pub shard: Option<(u32, u32)>,
    /// Read this share of the articles, 0 to 1, the same ones in every run.
    pub sample: Option<f64>,
    /// Whether an article is left out whose id was read before; otherwise it gets another.
    pub drop_repeated_ids: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            encoding: None,
            except: Vec::new(),
            // 256 MB: a year of a newspaper; more is a file of many articles, or none.
            max_article: 256 << 20,
            max_decompressed: None,
            format: None,
            fields: FieldMap::default(),
            keep: Vec::new(),
            include: Vec::new(),
            exclude: Vec::new(),
            metadata: None,
            verbatim: false,
            dates: DateRule::default(),
            shard: None,
            sample: None,
            drop_repeated_ids: false,
        }
    }
}
