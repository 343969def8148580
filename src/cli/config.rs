//! `whosaid.toml`: settings that stand beside the data.
//!
//! Its keys are the names of the flags of `extract`, and what it says is taken as if it had
//! been typed, unless a flag was: so what a flag allows and refuses is told in one place.
//! Paths in it are seen from its own directory.

use super::problem::Problem;
use super::settings::Said;
use super::{Cli, terminal};
use anyhow::Result;
use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command, CommandFactory as _, ValueHint};
use std::ffi::OsString;
use std::fmt::Write as _;
use std::io::Write as _;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The command that has settings.
pub(super) const COMMAND: &str = "extract";

const FILE: &str = "whosaid.toml";

/// Settings of one run, not of the data.
const NOT_KEPT: [&str; 6] = ["config", "print_config", "resume", "restart", "help", "version"];

/// Settings that change nothing of what is written.
const NOT_WRITTEN: [&str; 11] = [
    "quiet",
    "verbose",
    "color",
    "threads",
    "strict",
    "checkpoint",
    "progress",
    "config",
    "resume",
    "restart",
    "batch_size",
];

/// What was typed to the `command`, completed by the file of settings, if there is one; and
/// all that then is said.
pub(super) fn complete(
    typed: &[OsString],
    command: &Command,
    extract: &ArgMatches,
) -> Result<(Option<ArgMatches>, Said)> {
    let given = extract.get_one::<PathBuf>("config");
    let Some(path) = given.cloned().or_else(|| beside(extract)) else {
        return Ok((None, said(command, extract)));
    };
    let added = File::read(&path)?.flags(command, extract)?;
    if !extract.get_flag("quiet") {
        terminal::line(terminal::NOTE, "note", &format!("settings from `{}`", path.display()));
    }
    let mut all = typed.to_vec();
    // Right after the command's name: what was typed may end in `-- PATH…`.
    let at = typed.iter().position(|arg| arg == COMMAND).map_or(typed.len(), |at| at + 1);
    all.splice(at..at, added);
    let matches = Cli::command().try_get_matches_from(&all).map_err(|error| {
        let text = error.to_string();
        let text = text.strip_prefix("error: ").unwrap_or(&text);
        let text = text.lines().next().unwrap_or_default().to_owned();
        let help = "its keys are the names of flags: `whosaid extract --help`".to_owned();
        Problem::new(format!("{}: {text}", path.display()), help)
    })?;
    let said = said(command, matches.subcommand_matches(COMMAND).unwrap_or(extract));
    Ok((Some(matches), said))
}

fn subcommand() -> Command {
    let mut command = Cli::command();
    command.build();
    command.find_subcommand(COMMAND).cloned().unwrap_or(command)
}

/// The file beside the first input, or here.
fn beside(extract: &ArgMatches) -> Option<PathBuf> {
    let first = extract.get_many::<PathBuf>("paths").and_then(|mut paths| paths.next());
    let first = first.filter(|path| *path != Path::new("-"));
    let directory = first.map(|path| match path.is_dir() {
        true => path.as_path(),
        false => path.parent().unwrap_or(path),
    });
    let places = directory.into_iter().chain([Path::new("")]);
    places.map(|place| place.join(FILE)).find(|path| path.is_file())
}

/// A file of settings.
struct File {
    path: PathBuf,
    text: String,
}

impl File {
    fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).map_err(|error| {
            let why = crate::input::plain(&error);
            let text = format!("cannot read `{}`: {why}", path.display());
            Problem::new(text, "`whosaid extract --print-config` writes one to start from")
        })?;
        Ok(Self { path: path.into(), text })
    }

    /// Its settings as flags, but those that were typed.
    fn flags(&self, command: &Command, typed: &ArgMatches) -> Result<Vec<OsString>> {
        let table = DeTable::parse(&self.text).map_err(|error| {
            let at = error.span().unwrap_or_default();
            self.problem(at, error.message(), "it is TOML: key = value, one a line")
        })?;
        let mut flags = Vec::new();
        for (key, value) in table.get_ref() {
            let arg = self.arg(command, key)?;
            let id = arg.get_id().as_str();
            let is_typed = typed.value_source(id) == Some(ValueSource::CommandLine);
            let is_quiet = id == "quiet" && typed.get_flag("verbose");
            let is_loud = id == "verbose" && typed.get_flag("quiet");
            if !is_typed && !is_quiet && !is_loud {
                flags.extend(self.values(arg, value)?);
            }
        }
        Ok(flags)
    }

    fn arg<'c>(
        &self,
        command: &'c Command,
        key: &Spanned<std::borrow::Cow<'_, str>>,
    ) -> Result<&'c Arg> {
        let name = key.get_ref();
        let known = |arg: &&Arg| {
            (arg.get_long().is_some() || arg.get_id() == "paths")
                && !NOT_KEPT.contains(&arg.get_id().as_str())
        };
        let name_of = |arg: &Arg| arg.get_long().unwrap_or("paths").to_owned();
        let args: Vec<&Arg> = command.get_arguments().filter(known).collect();
        if let Some(arg) = args.iter().find(|arg| name_of(arg) == **name) {
            return Ok(arg);
        }
        let names: Vec<String> = args.into_iter().map(name_of).collect();
        let near = crate::rules::suggest::nearest(name, names.iter().map(String::as_str));
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("keys are {}", names.join(", ")),
        };
        Err(self.problem(key.span(), &format!("unknown key `{name}`"), &help))
    }

    /// The flags that a value stands for: one for each that it holds.
    fn values(&self, arg: &Arg, value: &Spanned<DeValue<'_>>) -> Result<Vec<OsString>> {
        let flag = |value: String| match arg.get_long() {
            Some(long) => OsString::from(format!("--{long}={value}")),
            None => OsString::from(value),
        };
        let wrong = || {
            let name = arg.get_long().unwrap_or("paths");
            let help = "a string, a number, true or false, or a list of them";
            self.problem(value.span(), &format!("not a value for `{name}`"), help)
        };
        match value.get_ref() {
            DeValue::Boolean(yes) if !arg.get_action().takes_values() => {
                let long = arg.get_long().unwrap_or_default();
                Ok(if *yes { vec![format!("--{long}").into()] } else { Vec::new() })
            }
            DeValue::Boolean(yes) if arg.get_num_args().is_some_and(|n| n.min_values() == 0) => {
                let long = arg.get_long().unwrap_or_default();
                Ok(if *yes { vec![format!("--{long}").into()] } else { Vec::new() })
            }
            _ if !arg.get_action().takes_values() || is_switch(arg) => Err(wrong()),
            DeValue::Array(values) => {
                let all = values.iter().map(|value| self.scalar(arg, value.get_ref()));
                all.map(|value| value.map(flag).ok_or_else(wrong)).collect()
            }
            DeValue::Table(pairs) if matches!(arg.get_action(), ArgAction::Append) => {
                let pair = |(key, value): (&Spanned<_>, &Spanned<DeValue<'_>>)| {
                    let key: &std::borrow::Cow<'_, str> = key.get_ref();
                    self.scalar(arg, value.get_ref()).map(|value| flag(format!("{key}={value}")))
                };
                pairs.iter().map(|entry| pair(entry).ok_or_else(wrong)).collect()
            }
            single => Ok(vec![flag(self.scalar(arg, single).ok_or_else(wrong)?)]),
        }
    }

    fn scalar(&self, arg: &Arg, value: &DeValue<'_>) -> Option<String> {
        let text = match value {
            DeValue::String(text) => text.to_string(),
            DeValue::Integer(number) => number.as_str().to_owned(),
            DeValue::Float(number) => number.as_str().to_owned(),
            DeValue::Boolean(yes) => yes.to_string(),
            DeValue::Datetime(date) => date.to_string(),
            DeValue::Array(_) | DeValue::Table(_) => return None,
        };
        if !is_path(arg, &text) {
            return Some(text);
        }
        let directory = self.path.parent().unwrap_or(Path::new(""));
        Some(directory.join(text).to_string_lossy().into_owned())
    }

    fn problem(&self, at: Range<usize>, text: &str, help: &str) -> anyhow::Error {
        let before = self.text.get(..at.start).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |l| l.chars().count()) + 1;
        Problem::new(format!("{}:{line}:{column}: {text}", self.path.display()), help).into()
    }
}

/// All that is said to the command and changes what it writes, by the names of flags.
fn said(command: &Command, matches: &ArgMatches) -> Said {
    let args = command.get_arguments().filter(|a| !NOT_WRITTEN.contains(&a.get_id().as_str()));
    let all = args.filter_map(|arg| {
        let values = values(arg, matches)?;
        let name = arg.get_long().map_or("PATH".to_owned(), |long| format!("--{long}"));
        Some((name, values.join(" ")))
    });
    all.collect()
}

/// The values in force; `None` where there are none.
fn values(arg: &Arg, matches: &ArgMatches) -> Option<Vec<String>> {
    let id = arg.get_id().as_str();
    matches.try_contains_id(id).ok().filter(|yes| *yes)?;
    if !arg.get_action().takes_values() {
        return matches.get_flag(id).then(|| vec!["true".to_owned()]);
    }
    let raw = matches.get_raw(id)?;
    Some(raw.map(|value| value.to_string_lossy().into_owned()).collect())
}

/// Whether a flag is on or off.
fn is_switch(arg: &Arg) -> bool {
    let values = arg.get_possible_values();
    values.len() == 2 && values.iter().all(|value| ["true", "false"].contains(&value.get_name()))
}

/// Whether what an argument has is a path; `-` is standard input or output, `none` no tables.
fn is_path(arg: &Arg, value: &str) -> bool {
    let hints = [ValueHint::FilePath, ValueHint::DirPath, ValueHint::AnyPath];
    hints.contains(&arg.get_value_hint()) && !["-", "none"].contains(&value)
}

/// Prints the settings in force as a file of settings.
pub(super) fn print(matches: &ArgMatches) -> Result<ExitCode> {
    let command = subcommand();
    let matches = matches.subcommand_matches(COMMAND).unwrap_or(matches);
    let mut out = String::from("# Settings of `whosaid extract`, by the names of its flags.\n");
    for arg in command.get_arguments() {
        if NOT_KEPT.contains(&arg.get_id().as_str()) {
            continue;
        }
        let name = arg.get_long().unwrap_or("paths");
        let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
        write!(out, "\n# {}\n", help.replace('\n', "\n# "))?;
        let is_default =
            matches.value_source(arg.get_id().as_str()) == Some(ValueSource::DefaultValue);
        match values(arg, matches) {
            Some(values) if is_default => writeln!(out, "# {name} = {}", shown(arg, &values))?,
            Some(values) => writeln!(out, "{name} = {}", shown(arg, &values))?,
            None => writeln!(out, "# {name} =")?,
        }
    }
    match std::io::stdout().write_all(out.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(ExitCode::SUCCESS),
    }
}

/// A value as TOML.
fn shown(arg: &Arg, values: &[String]) -> String {
    if !arg.get_action().takes_values() {
        return "true".into();
    }
    let is_number = |value: &str| value.parse::<i64>().is_ok_and(|n| n.to_string() == value);
    let one = |value: &String| {
        // Whole, as the file may be put anywhere.
        let path = is_path(arg, value).then(|| std::path::absolute(value).ok()).flatten();
        match path {
            Some(path) => toml::Value::String(path.to_string_lossy().into_owned()).to_string(),
            None if is_number(value) || ["true", "false"].contains(&value.as_str()) => {
                value.clone()
            }
            None => toml::Value::String(value.clone()).to_string(),
        }
    };
    match (arg.get_action(), values) {
        (ArgAction::Append, values) => {
            format!("[{}]", values.iter().map(one).collect::<Vec<_>>().join(", "))
        }
        (_, values) => values.first().map(one).unwrap_or_default(),
    }
}
