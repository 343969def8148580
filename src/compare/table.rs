//! Groups as a table, one row a member, and as JSON lines, one line a group.

use super::group::{Group, Member};
use crate::output::plain_error;
use crate::rows::Field;
use serde::Serialize;
use std::io;

/// A column of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// Of the group or of the row's place in it: its name and meaning.
    Own(&'static str, &'static str),
    /// Of the row, as `extract` wrote it.
    Row(Field),
}

/// The columns, in order: names and order are API.
#[rustfmt::skip]
pub const TABLE: [Column; 27] = [
    Column::Own("group_id", "Sixteen hex digits; the same whatever the order of the files"),
    Column::Own("relation", "`same`: one statement, printed several times; `position`: one speaker on one topic over time; `conflict`: a claim and its denial, as a candidate"),
    Column::Own("topic", "What a position is about"),
    Column::Own("score", "From 0 to 1: of `same` the least similarity in the group, of `conflict` how much the two speak of the same"),
    Column::Own("member", "The row's place in the group, from 1"),
    Column::Own("members", "How many rows the group has"),
    Column::Own("outlets", "How many outlets printed it"),
    Column::Own("differs", "What differs, joined by semicolons"),
    Column::Own("at_risk", "What may mean something else, joined by semicolons: `negation: not lost`"),
    Column::Own("similarity", "From 0 to 1: the share of the words' information, of the one that tells less, that both have"),
    Column::Own("difference", "The words that differ: `[-lost-]` and `{+new+}`"),
    Column::Own("against", "The `quote_id` of the row it is compared with"),
    Column::Row(Field::QuoteId),
    Column::Row(Field::ArticleId),
    Column::Row(Field::Outlet),
    Column::Row(Field::Published),
    Column::Row(Field::SaidOn),
    Column::Row(Field::Speaker),
    Column::Row(Field::SpeakerId),
    Column::Row(Field::Quote),
    Column::Row(Field::QuoteType),
    Column::Row(Field::Source),
    Column::Row(Field::Cue),
    Column::Row(Field::Stance),
    Column::Row(Field::Start),
    Column::Row(Field::End),
    Column::Row(Field::Confidence),
];

impl Column {
    /// Its name in the header.
    pub fn name(self) -> &'static str {
        match self {
            Self::Own(name, _) => name,
            Self::Row(field) => field.name(),
        }
    }
}

/// How groups are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A table with commas.
    Csv,
    /// A table with tabs.
    Tsv,
    /// One JSON object a group.
    Jsonl,
}

/// Writes groups to a stream.
pub enum GroupWriter<W: io::Write> {
    /// As a table.
    Table(Box<csv::Writer<W>>),
    /// As JSON lines.
    Lines(W),
}

impl<W: io::Write> GroupWriter<W> {
    /// A writer that has written the header, where there is one.
    ///
    /// # Errors
    /// When writing fails.
    pub fn new(format: Format, out: W) -> io::Result<Self> {
        let delimiter = match format {
            Format::Jsonl => return Ok(Self::Lines(out)),
            Format::Csv => b',',
            Format::Tsv => b'\t',
        };
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(out);
        writer.write_record(TABLE.map(Column::name)).map_err(plain_error)?;
        Ok(Self::Table(Box::new(writer)))
    }

    /// Writes a group.
    ///
    /// # Errors
    /// When writing fails.
    pub fn write(&mut self, group: &Group) -> io::Result<()> {
        match self {
            Self::Table(writer) => {
                let outlets = group.outlets().to_string();
                for place in 0..group.members.len() {
                    let cells = cells(group, place, &outlets);
                    let record = TABLE.map(|c| value(c, &cells, &group.members[place]));
                    writer.write_record(record).map_err(plain_error)?;
                }
                Ok(())
            }
            Self::Lines(out) => {
                serde_json::to_writer(&mut *out, &Line::of(group))?;
                out.write_all(b"\n")
            }
        }
    }

    /// What was written to, with all that was written.
    ///
    /// # Errors
    /// When writing fails.
    pub fn finish(self) -> io::Result<W> {
        match self {
            Self::Table(writer) => writer.into_inner().map_err(|e| e.into_error()),
            Self::Lines(mut out) => out.flush().map(|()| out),
        }
    }
}

/// The group's own columns, in order.
fn cells(group: &Group, place: usize, outlets: &str) -> [String; 12] {
    let member = &group.members[place];
    let similarity = member.similarity.map_or(String::new(), |s| format!("{s:.3}"));
    [
        group.id.clone(),
        group.relation.name().to_owned(),
        group.topic.clone(),
        format!("{:.3}", group.score),
        (place + 1).to_string(),
        group.members.len().to_string(),
        outlets.to_owned(),
        member.differs.join(";"),
        member.at_risk.join(";"),
        similarity,
        member.diff.clone(),
        member.against.clone(),
    ]
}

fn value<'c>(column: Column, own: &'c [String; 12], member: &'c Member) -> &'c str {
    match column {
        Column::Row(field) => member.row.get(field),
        Column::Own(name, _) => {
            let place = TABLE.iter().position(|c| c.name() == name);
            place.and_then(|i| own.get(i)).map_or("", String::as_str)
        }
    }
}

#[derive(Serialize)]
struct Line<'g> {
    group_id: &'g str,
    relation: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    topic: &'g str,
    score: f64,
    outlets: usize,
    members: Vec<serde_json::Map<String, serde_json::Value>>,
}

impl<'g> Line<'g> {
    fn of(group: &'g Group) -> Self {
        Self {
            group_id: &group.id,
            relation: group.relation.name(),
            topic: &group.topic,
            score: rounded(group.score),
            outlets: group.outlets(),
            members: group.members.iter().map(object).collect(),
        }
    }
}

/// A member: what is its own, then its row, both without what is empty.
fn object(member: &Member) -> serde_json::Map<String, serde_json::Value> {
    let mut object = serde_json::Map::new();
    let mut put = |name: &str, value: serde_json::Value| drop(object.insert(name.into(), value));
    put("differs", member.differs.clone().into());
    put("at_risk", member.at_risk.clone().into());
    if let Some(similarity) = member.similarity {
        put("similarity", rounded(similarity).into());
        put("difference", member.diff.clone().into());
        put("against", member.against.clone().into());
    }
    for column in TABLE {
        let Column::Row(field) = column else { continue };
        let text = member.row.get(field);
        match field {
            _ if text.is_empty() => {}
            Field::Start | Field::End => put(field.name(), text.parse().unwrap_or(0_u64).into()),
            Field::Confidence => put(field.name(), text.parse().unwrap_or(0.0_f64).into()),
            _ => put(field.name(), text.into()),
        }
    }
    object
}

fn rounded(number: f32) -> f64 {
    (f64::from(number) * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::Relation;
    use crate::rows::Row;

    fn written(format: Format) -> String {
        let mut first = Member::alone(Row::of(&[
            (Field::QuoteId, "a"),
            (Field::Outlet, "Post"),
            (Field::Quote, "“One, two”"),
            (Field::Start, "7"),
            (Field::Confidence, "0.900"),
        ]));
        first.differs.extend(["shortened", "reworded"]);
        first.at_risk.push("number: 1 → 2".into());
        first.similarity = Some(1.0 / 3.0);
        first.against = "b".into();
        let (topic, score) = (String::new(), 0.5);
        let group =
            Group { id: "f0".into(), relation: Relation::Same, topic, score, members: vec![first] };
        let mut writer = GroupWriter::new(format, Vec::new()).unwrap();
        writer.write(&group).unwrap();
        String::from_utf8(writer.finish().unwrap()).unwrap()
    }

    #[test]
    fn a_member_fills_the_columns_of_its_own() {
        let csv = written(Format::Csv);
        let row = "f0,same,,0.500,1,1,1,shortened;reworded,number: 1 → 2,0.333,,b,a,,Post,";
        assert!(csv.lines().nth(1).unwrap().starts_with(row), "{csv}");
        assert_eq!(csv.lines().count(), 2);
        assert_eq!(written(Format::Tsv), {
            let comma = csv.replace("\"“One, two”\"", "“One; two”").replace(',', "\t");
            comma.replace("“One; two”", "“One, two”")
        });
    }

    #[test]
    fn a_line_has_numbers_as_numbers_and_nothing_empty() {
        let line = written(Format::Jsonl);
        let json: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert_eq!(json["members"][0]["start"], 7);
        assert_eq!(json["members"][0]["confidence"], 0.9);
        assert_eq!(json["members"][0]["similarity"], 0.333);
        assert!(json.get("topic").is_none() && json["members"][0].get("speaker").is_none());
        assert!(line.ends_with("}\n") && line.lines().count() == 1);
    }
}
