//! Made-up rows with reprints: whole, cut down to a fragment, told in other words, with
//! another number, under another name; and their CSV.

use whosaid::output::COLUMNS;

/// Numbers that look drawn by lot, the same on every run.
pub(crate) struct Lot(pub(crate) u64);

impl Lot {
    pub(crate) fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
        (self.0 >> 33) as usize % most
    }

    fn of<'t>(&mut self, all: &[&'t str]) -> &'t str {
        all[self.below(all.len())]
    }
}

const SPEAKERS: [&str; 8] = [
    "Elena Brandt",
    "Tomas Reyes",
    "Minister Ada Lindqvist",
    "Park Jin-woo",
    "Harbour Union",
    "a spokesman",
    "Oswald Finch",
    "",
];
const OUTLETS: [&str; 6] =
    ["Northern Daily", "Tavria Times", "Channel Seven", "Harbour Post", "Evening Ledger", ""];
const WORDS: [&str; 60] = [
    "harbour",
    "ferry",
    "bread",
    "copper",
    "orchard",
    "tunnel",
    "pension",
    "oyster",
    "winter",
    "ballot",
    "museum",
    "turbine",
    "archive",
    "glacier",
    "barley",
    "cinema",
    "dragon",
    "engine",
    "festival",
    "granite",
    "hospital",
    "island",
    "jacket",
    "kitchen",
    "lantern",
    "marble",
    "needle",
    "orchestra",
    "pepper",
    "quarry",
    "railway",
    "saddle",
    "theatre",
    "umbrella",
    "valley",
    "wagon",
    "yacht",
    "zebra",
    "anchor",
    "bishop",
    "canyon",
    "desert",
    "elephant",
    "fountain",
    "garden",
    "helmet",
    "insect",
    "jungle",
    "kettle",
    "lemon",
    "mirror",
    "nurse",
    "oxygen",
    "pillow",
    "rabbit",
    "salmon",
    "tobacco",
    "uniform",
    "violin",
    "walnut",
];
const DOES: [&str; 6] =
    ["will not sell", "must reopen", "has refused", "may cancel", "wants", "never promised"];

/// One row by the columns' names; those not named are empty.
type Cells = Vec<(&'static str, String)>;

/// The rows of so many statements, each in one to four printings.
pub(crate) fn rows(statements: usize, seed: u64) -> Vec<Vec<String>> {
    let mut lot = Lot(seed);
    let mut rows = Vec::new();
    for statement in 0..statements {
        let speaker = lot.of(&SPEAKERS);
        let number = 2 + lot.below(60);
        let words = [(); 6].map(|()| lot.of(&WORDS));
        let does = lot.of(&DOES);
        let day = 1 + lot.below(25);
        let printings = 1 + lot.below(4);
        // The last of them may be another's denial.
        let denials = usize::from(lot.below(5) == 0);
        for printing in 0..printings + denials {
            let is_denial = printing == printings;
            let number = if lot.below(9) == 0 { number + 1 } else { number };
            let (quote, kind) = printed(&mut lot, does, words, number, is_denial);
            let id = format!("{:016x}", 0x9E37 * (rows.len() as u64 + 1));
            let cells: Cells = vec![
                ("quote_id", id),
                ("article_id", format!("a{statement}-{}", lot.below(3))),
                ("outlet", lot.of(&OUTLETS).to_owned()),
                ("published", format!("2026-02-{:02}", day + lot.below(3))),
                ("speaker", if is_denial { "Cyril Novak" } else { speaker }.to_owned()),
                ("kind", "statement".to_owned()),
                ("quote", quote),
                ("quote_type", kind.to_owned()),
                ("cue", "said".to_owned()),
                ("stance", if is_denial { "denies" } else { "asserts" }.to_owned()),
                ("start", lot.below(900).to_string()),
            ];
            rows.push(row(&cells));
        }
    }
    rows
}

/// One printing of a statement, and its type.
fn printed(
    lot: &mut Lot,
    does: &str,
    words: [&str; 6],
    number: usize,
    is_denial: bool,
) -> (String, &'static str) {
    let [a, b, c, d, e, f] = words;
    let claim = format!("the {a} {b} {does} {number} of its {c}s");
    let reason = format!("unless the {d} of the {e} is a {f}");
    match lot.below(5) {
        _ if is_denial => (format!("{claim} {reason}"), "indirect"),
        0 => (format!("the {a} {b} “{does} {number} of its {c}s”"), "mixed"),
        1 => (format!("{claim} {reason}"), "indirect"),
        2 => (format!("“the {d} of the {e}”"), "mixed"),
        3 => (format!("“{claim}.”"), "direct"),
        _ => (format!("“{claim} {reason}.”"), "direct"),
    }
}

pub(crate) fn row(cells: &[(&str, String)]) -> Vec<String> {
    let value = |name: &&str| cells.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone());
    COLUMNS.iter().map(|name| value(name).unwrap_or_default()).collect()
}

pub(crate) fn csv(rows: &[Vec<String>]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS).unwrap();
    rows.iter().for_each(|row| writer.write_record(row).unwrap());
    writer.into_inner().unwrap()
}

/// In another order.
pub(crate) fn shuffled(rows: &[Vec<String>], seed: u64) -> Vec<Vec<String>> {
    let (mut lot, mut rows) = (Lot(seed), rows.to_vec());
    for i in (1..rows.len()).rev() {
        rows.swap(i, lot.below(i + 1));
    }
    rows
}
