//! Flags of `extract` as meant: checked, with defaults filled in.

use super::args::{Common, Language};
use super::extract::Args;
use super::problem::Problem;
use crate::input::{self, DateRule, FieldMap, Form, Keep, Notice, Order};
use crate::output::{Format, Layout};
use crate::rules::{Kind, Options, RuleSet, Tables};
use crate::run::{Content, Plan, Settings, Start, Wanted};
use anyhow::Result;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;
use xxhash_rust::xxh3::xxh3_64;

/// All that a command was told, by the names of flags.
pub(super) type Said = BTreeMap<String, String>;

/// The description's name, fixed by Frictionless Data.
pub(super) const DESCRIPTION: &str = "datapackage.json";

/// What one `extract` is to do.
pub(super) struct Extract {
    pub(super) paths: Vec<PathBuf>,
    /// Paths in a list that are not there.
    pub(super) missing: Vec<Notice>,
    pub(super) input: input::Options,
    pub(super) plan: Plan,
    pub(super) kinds: Vec<Kind>,
    /// `None`: what the rules and tables have.
    pub(super) min_confidence: Option<f32>,
    pub(super) aliases: Option<PathBuf>,
    pub(super) drops_same_text: bool,
    pub(super) limit: Option<usize>,
    pub(super) describes: bool,
    pub(super) is_strict: bool,
    pub(super) checkpoint: Duration,
    pub(super) run: Settings,
}

impl Extract {
    /// Checks the flags; nothing is written yet, and nothing read but a list of files.
    pub(super) fn of(args: &Args, said: Said) -> Result<Self> {
        let (paths, missing) = paths(args)?;
        let plan = plan(args, with_contents(args, said))?;
        let outputs = plan.wanted.iter().filter_map(|w| w.path.as_deref());
        let outputs: Vec<&Path> = outputs.chain(plan.errors.as_deref()).collect();
        are_apart(&outputs)?;
        let read = [
            &paths[..],
            args.statements.aliases.as_slice(),
            args.reading.metadata.as_slice(),
            args.reading.files_from.as_slice(),
            args.running.config.as_slice(),
        ];
        let describes = describes(args, &plan)?;
        for output in made(&plan, describes) {
            not_an_input(&output, &read.concat())?;
        }
        let drops = args.choice.drop_duplicates.as_deref();
        Ok(Self {
            input: reading(args, &plan)?,
            paths,
            missing,
            kinds: kinds(&args.statements.kinds),
            min_confidence: args.statements.min_confidence,
            aliases: args.statements.aliases.clone(),
            drops_same_text: matches!(drops, Some("text" | "any")),
            limit: args.choice.limit,
            describes,
            is_strict: args.running.strict,
            checkpoint: Duration::from_secs_f32(args.running.checkpoint.clamp(0.0, 1e6)),
            run: Settings {
                batch_bytes: usize::try_from(args.running.batch_size).unwrap_or(usize::MAX),
                ..run(&args.common)
            },
            plan,
        })
    }

    /// Where the run notes how far it is.
    pub(super) fn journal(&self) -> Option<PathBuf> {
        self.plan.journal()
    }

    /// The outputs' names, for the closing line.
    pub(super) fn targets(&self) -> String {
        let rows = self.plan.wanted.iter().filter(|w| w.content != Content::Texts);
        let name = |wanted: &Wanted| match &wanted.path {
            Some(path) => path.display().to_string(),
            None => "stdout".into(),
        };
        rows.map(name).collect::<Vec<_>>().join(", ")
    }
}

/// The inputs, also those in a list, and what is not there of that.
fn paths(args: &Args) -> Result<(Vec<PathBuf>, Vec<Notice>)> {
    let list = args.reading.files_from.as_deref().map(input::files_from).transpose();
    let (listed, missing) = list.map_err(Problem::from)?.unwrap_or_default();
    let paths = [&args.paths[..], &listed[..]].concat();
    if paths.is_empty() {
        let help = "whosaid extract PATH…, or --files-from FILE; `-` reads standard input";
        return Err(Problem::new("no article to read", help).into());
    }
    Ok((paths, missing))
}

fn reading(args: &Args, plan: &Plan) -> Result<input::Options> {
    let reading = &args.reading;
    let encoding = reading.encoding.as_deref().map(input::encoding).transpose();
    let mut fields = FieldMap::default();
    for said in &reading.field {
        fields.add(said).map_err(Problem::from)?;
    }
    let drops = args.choice.drop_duplicates.as_deref();
    Ok(input::Options {
        encoding: encoding.map_err(Problem::from)?,
        except: made(plan, true),
        max_article: usize::try_from(reading.max_article_size).unwrap_or(usize::MAX),
        max_decompressed: reading.max_decompressed,
        format: reading.input_format.as_deref().and_then(Form::named),
        fields,
        keep: keep(args)?,
        include: reading.include.clone(),
        exclude: reading.exclude.clone(),
        metadata: reading.metadata.clone(),
        verbatim: reading.verbatim,
        dates: dates(args)?,
        shard: args.choice.shard,
        sample: args.choice.sample,
        drop_repeated_ids: matches!(drops, Some("id" | "any")),
    })
}

fn keep(args: &Args) -> Result<Vec<Keep>> {
    let kept = args.writing.keep.iter().map(|said| Keep::parse(said));
    Ok(kept.collect::<Result<_, _>>().map_err(Problem::from)?)
}

fn dates(args: &Args) -> Result<DateRule> {
    let order = match args.reading.date_order.as_deref() {
        Some("dmy") => Order::DayFirst,
        Some("mdy") => Order::MonthFirst,
        _ => Order::Unknown,
    };
    let zone = args.reading.timezone.as_deref().map(jiff::tz::TimeZone::get).transpose();
    let zone = zone.map_err(|_| {
        let name = args.reading.timezone.as_deref().unwrap_or_default();
        Problem::new(
            format!("unknown time zone `{name}`"),
            "use a name such as Europe/Paris, America/New_York, Asia/Seoul or UTC",
        )
    })?;
    Ok(DateRule { order, zone })
}

fn plan(args: &Args, said: Said) -> Result<Plan> {
    let writing = &args.writing;
    let kept: Vec<String> = keep(args)?.into_iter().map(|keep| keep.name).collect();
    let columns = Some(&writing.columns[..]).filter(|columns| !columns.is_empty());
    let layout = Layout::new(columns, &kept, writing.excel).map_err(Problem::from)?;
    let start = match (args.running.resume, args.running.restart) {
        (true, _) => Start::GoOn,
        (_, true) => Start::Again,
        _ => Start::New,
    };
    Ok(Plan {
        wanted: wanted(args)?,
        layout,
        errors: writing.errors.clone(),
        is_linked: args.statements.link,
        start,
        settings: said,
        annotation_conf: String::new(),
    })
}

/// The outputs: rows first, then texts.
fn wanted(args: &Args) -> Result<Vec<Wanted>> {
    let writing = &args.writing;
    let stdout = [PathBuf::from("-")];
    let outputs = if writing.output.is_empty() { &stdout[..] } else { &writing.output[..] };
    let mut all: Vec<Wanted> = Vec::new();
    for output in outputs {
        let path = Some(output.clone()).filter(|path| path != Path::new("-"));
        let format = format(writing.format.as_deref(), path.as_deref(), outputs.len() == 1)?;
        format.available().map_err(Problem::from)?;
        all.push(Wanted { path, content: Content::Rows(format) });
    }
    for (flag, path) in [("--write-text", &writing.write_text), ("--errors", &writing.errors)] {
        if path.as_deref() == Some(Path::new("-")) {
            let text = format!("{flag} cannot be written to standard output");
            return Err(Problem::new(text, "name a file").into());
        }
    }
    let texts = writing.write_text.iter();
    all.extend(texts.map(|path| Wanted { path: Some(path.clone()), content: Content::Texts }));
    for (i, one) in all.iter().enumerate() {
        let name = one.path.as_deref().unwrap_or(Path::new("-"));
        if all[..i].iter().any(|other| other.path == one.path) {
            return Err(named_twice(name));
        }
        if let (None, Content::Rows(format)) = (&one.path, one.content) {
            not_to_stdout(format)?;
        }
    }
    Ok(all)
}

fn named_twice(path: &Path) -> anyhow::Error {
    let text = format!("`{}` is named for two outputs", path.display());
    Problem::new(text, "give each output a name of its own").into()
}

/// Two outputs in one place would write over each other, however the place is spelt.
fn are_apart(outputs: &[&Path]) -> Result<()> {
    let place = |path: &Path| {
        let parent = path.parent().filter(|p| !p.as_os_str().is_empty());
        let parent = parent.unwrap_or(Path::new(".")).canonicalize();
        let beside = |parent: PathBuf| parent.join(path.file_name().unwrap_or_default());
        path.canonicalize().or(parent.map(beside)).unwrap_or_else(|_| path.into())
    };
    let files = outputs.iter().filter(|path| !crate::output::is_device(path));
    let mut places = std::collections::BTreeSet::new();
    files.into_iter().try_for_each(|path| match places.insert(place(path)) {
        true => Ok(()),
        false => Err(named_twice(path)),
    })
}

fn not_to_stdout(format: Format) -> Result<()> {
    if format.shape() == crate::output::Shape::Stream {
        return Ok(());
    }
    let text = format!("{} cannot be written to standard output", format.name());
    Err(Problem::new(text, "name a file: -o quotes.parquet, -o quotes.sqlite, -o DIR").into())
}

/// All files that the run makes: they are no input.
fn made(plan: &Plan, describes: bool) -> Vec<PathBuf> {
    let outputs = plan.wanted.iter().filter_map(|wanted| wanted.path.clone());
    let outputs: Vec<PathBuf> = outputs.chain(plan.errors.clone()).collect();
    let descriptions = outputs.iter().map(|path| path.with_file_name(DESCRIPTION));
    let descriptions: Vec<PathBuf> = descriptions.filter(|_| describes).collect();
    [outputs, descriptions, plan.beside()].concat()
}

/// What was said, and what files hold that change what is written: a run that goes on must not
/// meet others.
fn with_contents(args: &Args, mut said: Said) -> Said {
    let language = &args.common.language;
    let files = [
        ("--metadata", &args.reading.metadata),
        ("--aliases", &args.statements.aliases),
        ("--rules", &language.rules),
        ("--tables", &language.tables),
    ];
    for (flag, path) in files {
        if let (Some(said), Some(path)) = (said.get_mut(flag), path) {
            said.push_str(&format!(" ({:016x})", hash_of(path)));
        }
    }
    said
}

/// A hash of a file, or of all in a directory; of nothing, where it cannot be read.
fn hash_of(path: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(path) else {
        return std::fs::read(path).map_or(0, |bytes| xxh3_64(&bytes));
    };
    let mut inside: Vec<PathBuf> = entries.filter_map(|e| Some(e.ok()?.path())).collect();
    inside.sort();
    let each = inside.iter().flat_map(|path| {
        let name = path.file_name().unwrap_or_default().as_encoded_bytes();
        [xxh3_64(name), hash_of(path)]
    });
    xxh3_64(&each.flat_map(u64::to_le_bytes).collect::<Vec<u8>>())
}

fn describes(args: &Args, plan: &Plan) -> Result<bool> {
    let is_file = |wanted: &Wanted| {
        let content = [Content::Rows(Format::Csv), Content::Rows(Format::Tsv)];
        wanted.path.is_some() && content.contains(&wanted.content)
    };
    if !args.writing.describe {
        return Ok(false);
    }
    let Some(first) = plan.wanted.iter().find(|wanted| is_file(wanted)) else {
        let help = "add -o quotes.csv, or leave --describe out";
        let text = "--describe is for CSV and TSV files, and none is written";
        return Err(Problem::new(text, help).into());
    };
    let path = first.path.as_deref().unwrap_or(Path::new("")).with_file_name(DESCRIPTION);
    // Ours says so.
    let is_other = std::fs::read_to_string(&path).is_ok_and(|t| !t.contains("\"whosaid_version\""));
    if is_other {
        let text = format!("`{}` is there, and not of whosaid", path.display());
        return Err(Problem::new(text, "write the rows to another directory").into());
    }
    Ok(true)
}

/// Threads and batches.
pub(super) fn run(common: &Common) -> Settings {
    Settings { threads: common.threads.map_or(0, usize::from), ..Settings::default() }
}

/// The rules asked for.
pub(super) fn rules(language: &Language) -> Result<RuleSet> {
    match &language.rules {
        Some(directory) if !directory.is_dir() => {
            let text = format!("no such directory: `{}`", directory.display());
            Err(Problem::new(text, "`whosaid rules export DIR` writes rules to start from").into())
        }
        directory => {
            let tables = tables(language)?;
            let options = Options { tables, is_trusted: true, ..Options::default() };
            Ok(RuleSet::read_with(directory.as_deref(), options)?)
        }
    }
}

/// The tables asked for.
fn tables(language: &Language) -> Result<Tables> {
    match &language.tables {
        None => Ok(Tables::Default),
        Some(path) if path == Path::new("none") => Ok(Tables::None),
        Some(path) if path.is_dir() => Ok(Tables::Dir(path.clone())),
        Some(path) => {
            let text = format!("no such directory: `{}`", path.display());
            let help = "`whosaid learn GOLD -o DIR` writes tables; `none` does without";
            Err(Problem::new(text, help).into())
        }
    }
}

pub(super) fn kinds(names: &[String]) -> Vec<Kind> {
    let named = |(kind, name): &(Kind, &str)| names.iter().any(|n| n == name).then_some(*kind);
    Kind::ALL.iter().filter_map(named).collect()
}

fn format(named: Option<&str>, output: Option<&Path>, is_alone: bool) -> Result<Format> {
    let named = named.and_then(Format::named);
    let Some(path) = output else { return Ok(named.unwrap_or_default()) };
    let by_name = Format::of_path(path);
    let known = if is_alone { named.or(by_name) } else { by_name.or(named) };
    let is_device = crate::output::is_device(path);
    let format = known.or_else(|| is_device.then(Format::default));
    format.ok_or_else(|| {
        let text = format!("cannot tell the format from `{}`", path.display());
        let help = "end it in .csv, .tsv, .jsonl, .jsonld, .parquet or .sqlite, or pass --format";
        Problem::new(text, help).into()
    })
}

/// Writing over an article would lose it.
pub(super) fn not_an_input(output: &Path, inputs: &[PathBuf]) -> Result<()> {
    let Ok(place) = output.canonicalize() else { return Ok(()) };
    let same = |p: &&PathBuf| p.is_file() && p.canonicalize().is_ok_and(|p| p == place);
    match inputs.iter().find(same) {
        None => Ok(()),
        Some(path) => {
            let text = format!("`{}` is both input and output", path.display());
            let help = "choose another name for -o; parts are called `quotes.part.csv`";
            Err(Problem::new(text, help).into())
        }
    }
}
