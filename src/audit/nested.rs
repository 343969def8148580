//! Quotes that stand within another's quote: “X said that Y said …”.

use rustc_hash::FxHashMap;

/// A stretch of text in code points, half-open.
pub(super) type Piece = (u32, u32);

/// The quote's pieces, as the columns `spans`, `start` and `end` tell them.
pub(super) fn pieces(spans: &str, start: &str, end: &str) -> Vec<Piece> {
    let quote = spans.split(' ').find_map(|part| part.strip_prefix("quote="));
    let piece = |text: &str| text.split_once('-').and_then(|(begin, end)| of(begin, end));
    let pieces = quote.and_then(|all| all.split(';').map(piece).collect());
    pieces.or_else(|| of(start, end).map(|whole| vec![whole])).unwrap_or_default()
}

fn of(begin: &str, end: &str) -> Option<Piece> {
    let (begin, end) = (begin.parse().ok()?, end.parse().ok()?);
    (begin < end).then_some((begin, end))
}

/// Of each row of an article, given by its pieces, whether each piece stands within a piece of
/// another row, and one of them with words before or after it.
///
/// Rows with the same pieces do not stand within each other. Takes as long as sorting does.
pub(super) fn within_others(rows: &[Vec<Piece>]) -> Vec<bool> {
    let mut same: FxHashMap<Piece, usize> = FxHashMap::default();
    let mut all: Vec<Piece> = rows.iter().flatten().copied().collect();
    for piece in &all {
        *same.entry(*piece).or_default() += 1;
    }
    // What might hold a piece begins before it, or with it and ends later.
    all.sort_unstable_by_key(|&(begin, end)| (begin, std::cmp::Reverse(end)));
    all.dedup();
    let mut furthest = 0;
    let mut inside: FxHashMap<Piece, bool> = FxHashMap::default();
    for piece in all {
        inside.insert(piece, furthest >= piece.1);
        furthest = furthest.max(piece.1);
    }
    let is_held = |piece: &Piece| inside[piece] || same[piece] > 1;
    let is_nested =
        |row: &Vec<Piece>| row.iter().all(is_held) && row.iter().any(|piece| inside[piece]);
    rows.iter().map(is_nested).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_read_from_spans_else_from_start_and_end() {
        assert_eq!(pieces("speaker=1-2 quote=3-9;12-14", "3", "14"), [(3, 9), (12, 14)]);
        assert_eq!(pieces("", "3", "14"), [(3, 14)]);
        assert_eq!(pieces("quote=9-x", "3", "14"), [(3, 14)]);
        assert_eq!(pieces("", "", ""), []);
        assert_eq!(pieces("", "9", "9"), []);
    }

    #[test]
    fn a_quote_within_anothers_is_nested() {
        let rows = [vec![(0, 90)], vec![(20, 50)], vec![(50, 90)], vec![(95, 99)], vec![]];
        assert_eq!(within_others(&rows), [false, true, true, false, false]);
    }

    #[test]
    fn words_between_the_pieces_are_not_within() {
        let rows = [vec![(0, 30), (60, 90)], vec![(35, 50)], vec![(5, 10), (70, 90)]];
        assert_eq!(within_others(&rows), [false, false, true]);
        let rows = [vec![(0, 30)], vec![(5, 10), (35, 40)]];
        assert_eq!(within_others(&rows), [false, false]);
    }

    #[test]
    fn the_same_words_twice_are_not_nested() {
        assert_eq!(within_others(&[vec![(3, 9)], vec![(3, 9)]]), [false, false]);
        let rows = [vec![(3, 9), (12, 20)], vec![(3, 9)], vec![(11, 21)]];
        assert_eq!(within_others(&rows), [true, false, false]);
    }
}
