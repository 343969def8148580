//! Columns of text on a terminal, bars among them.

use super::super::terminal;
use std::fmt::Write as _;

/// A table to be laid out.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    columns: Vec<Column>,
    rows: usize,
}

#[derive(Debug)]
struct Column {
    head: String,
    cells: Vec<String>,
    /// Names stand at the left and are repeated where a table is broken.
    is_name: bool,
}

/// 34: a long name and some of a description.
const NAME: usize = 34;

impl Sheet {
    /// Adds a column of names.
    pub(super) fn names(&mut self, head: &str, cells: Vec<String>) {
        let cells = cells.into_iter().map(|cell| cut(&cell, NAME)).collect();
        self.add(head, cells, true);
    }

    /// Adds a column.
    pub(super) fn cells(&mut self, head: &str, cells: Vec<String>) {
        self.add(head, cells, false);
    }

    fn add(&mut self, head: &str, cells: Vec<String>, is_name: bool) {
        self.rows = self.rows.max(cells.len());
        self.columns.push(Column { head: head.to_owned(), cells, is_name });
    }

    /// The table in lines of at most `width` columns if that can be: what does not fit beside
    /// the names goes below, with the names again.
    pub(super) fn text(&self, width: usize) -> String {
        let names: Vec<&Column> = self.columns.iter().filter(|c| c.is_name).collect();
        let names_taken: usize = names.iter().map(|c| c.width() + GAP.len()).sum();
        let taken = INDENT.len() + names_taken;
        let mut out = String::new();
        let mut rest: Vec<&Column> = self.columns.iter().filter(|c| !c.is_name).collect();
        while !rest.is_empty() {
            let mut room = width.saturating_sub(taken);
            let fits = |column: &&&Column| {
                let needed = column.width() + GAP.len();
                let is_fit = needed <= room + GAP.len();
                room = room.saturating_sub(needed);
                is_fit
            };
            let some = rest.iter().take_while(fits).count().max(1);
            let later = rest.split_off(some);
            if !out.is_empty() {
                out.push('\n');
            }
            self.block(&names, &rest, &mut out);
            rest = later;
        }
        out
    }

    fn block(&self, names: &[&Column], columns: &[&Column], out: &mut String) {
        let all = || names.iter().chain(columns);
        let mut line = |of: &dyn Fn(&Column) -> String| {
            let cells: Vec<String> = all().map(|column| column.padded(&of(column))).collect();
            writeln!(out, "{INDENT}{}", cells.join(GAP).trim_end())
                .expect("writing to memory does not fail");
        };
        line(&|column| column.head.clone());
        for row in 0..self.rows {
            line(&|column| column.cells.get(row).cloned().unwrap_or_default());
        }
    }
}

const INDENT: &str = "  ";
const GAP: &str = "  ";

impl Column {
    fn width(&self) -> usize {
        let cells = self.cells.iter().chain([&self.head]).map(|cell| cell.chars().count());
        cells.max().unwrap_or_default()
    }

    /// Names and bars begin at the left, numbers end at the right.
    fn padded(&self, cell: &str) -> String {
        let is_left = self.is_name || self.cells.iter().any(|c| c.contains(FULL));
        let room = " ".repeat(self.width().saturating_sub(cell.chars().count()));
        if is_left { format!("{cell}{room}") } else { format!("{room}{cell}") }
    }
}

const FULL: char = '█';

/// A bar as long as `value` is of `most`, with eighths of a column; something if it is not 0.
pub(super) fn bar(value: f64, most: f64, columns: usize) -> String {
    if value <= 0.0 || most <= 0.0 {
        return String::new();
    }
    let eighths = (value / most * (columns * 8) as f64).round().max(1.0) as usize;
    let part = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8];
    format!("{}{part}", FULL.to_string().repeat(eighths / 8))
}

/// A name that fits, without what would upset a terminal.
fn cut(name: &str, most: usize) -> String {
    let plain = terminal::plain(name);
    if name.chars().count() <= most {
        return plain;
    }
    plain.chars().take(most - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_goes_below_with_the_names_again() {
        let mut sheet = Sheet::default();
        sheet.names("who", vec!["Kim".into(), "Moon".into()]);
        sheet.cells("said", vec!["12".into(), "3".into()]);
        sheet.cells("words", vec!["1,200".into(), "30".into()]);
        let wide = "  who   said  words\n  Kim     12  1,200\n  Moon     3     30\n";
        assert_eq!(sheet.text(19), wide);
        let narrow = "  who   said\n  Kim     12\n  Moon     3\n\n  \
                      who   words\n  Kim   1,200\n  Moon     30\n";
        assert_eq!(sheet.text(18), narrow);
        assert_eq!(sheet.text(3), narrow, "one column at least");
    }

    #[test]
    fn bars_have_eighths() {
        assert_eq!(bar(1.0, 2.0, 3), "█▌");
        assert_eq!(bar(2.0, 2.0, 3), "███");
        assert_eq!((bar(0.0, 2.0, 3), bar(0.001, 2.0, 3)), (String::new(), "▏".into()));
    }

    #[test]
    fn names_are_cut_and_plain() {
        assert_eq!(cut("Kim\u{1b}[31m\nJong Un", 40), "Kim [31m Jong Un");
        assert_eq!(cut("Kim Jong Un", 6), "Kim J…");
    }
}
