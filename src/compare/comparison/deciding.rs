//! Candidates to decisions: which statements are one, which conflict.

use super::super::Statement;
use super::super::brief::Brief;
use super::super::candidates::Pairs;
use super::super::decide::Verdict;
use super::super::sort::Sorter;
use super::super::store::Store;
use super::super::union::Union;
use super::{BATCH, Comparison, Step, Watch};
use rayon::prelude::*;
use std::io;

impl Comparison<'_> {
    /// Decides on all pairs: what belongs together, and which conflict, with scores.
    pub(super) fn decide(
        &self,
        briefs: &Store,
        mut pairs: Pairs,
        watch: Watch<'_>,
    ) -> io::Result<(Union, Sorter<3>)> {
        let mut union = Union::new(briefs.len());
        let mut conflicts = Sorter::new(self.settings.memory / 4);
        let mut perhaps = Sorter::new(self.settings.memory / 4);
        loop {
            let mut batch: Vec<(u32, u32)> = Vec::with_capacity(BATCH);
            for pair in pairs.by_ref().take(16 * BATCH) {
                let (one, two) = pair?;
                if union.find(one) != union.find(two) {
                    batch.push((one, two));
                }
            }
            if batch.is_empty() && pairs.is_done() {
                settle(perhaps, &mut union)?;
                return Ok((union, conflicts));
            }
            watch(Step::Comparing, batch.len());
            let verdicts: Vec<io::Result<Vec<_>>> =
                batch.par_chunks(256).map(|chunk| self.verdicts(briefs, chunk)).collect();
            for verdict in verdicts {
                for (one, two, verdict) in verdict? {
                    match verdict {
                        Verdict::Same => union.join(one, two),
                        Verdict::Alike => union.join_alike(one, two),
                        Verdict::Perhaps(fits) => {
                            let fits = !u64::from(fits.to_bits());
                            perhaps.push([one.into(), fits, two.into()])?;
                        }
                        Verdict::Conflict(score) => {
                            conflicts.push([one.into(), two.into(), score.to_bits().into()])?;
                        }
                    }
                }
            }
        }
    }

    fn verdicts(
        &self,
        briefs: &Store,
        pairs: &[(u32, u32)],
    ) -> io::Result<Vec<(u32, u32, Verdict)>> {
        let mut verdicts = Vec::new();
        let mut bytes = Vec::new();
        // The pairs of one number follow one another.
        for pairs in pairs.chunk_by(|a, b| a.0 == b.0) {
            briefs.get(pairs[0].0, &mut bytes)?;
            let first = Brief::decode(&bytes);
            let mut ready = None;
            for &(one, two) in pairs {
                briefs.get(two, &mut bytes)?;
                let second = Brief::decode(&bytes);
                if !first.may_meet(&second) {
                    continue;
                }
                let first = ready.get_or_insert_with(|| self.ready(first.clone()));
                let second = self.ready(second);
                let Some(verdict) = self.evidence(first, &second).verdict(first, &second) else {
                    continue;
                };
                // What is cut down to a fragment comes first.
                let is_cut = matches!(verdict, Verdict::Perhaps(_))
                    && second.wording.bits() < first.wording.bits();
                let (one, two) = if is_cut { (two, one) } else { (one, two) };
                verdicts.push((one, two, verdict));
            }
        }
        Ok(verdicts)
    }

    fn ready(&self, brief: Brief) -> Statement {
        let (name, id) = brief.speaker();
        let speaker = self.names.get(name, id, &self.words);
        brief.statement(speaker)
    }
}

/// Joins each statement that is alone, or with its like alone, to the one in which its
/// fragment fits best.
fn settle(perhaps: Sorter<3>, union: &mut Union) -> io::Result<()> {
    let mut joins = Vec::new();
    let mut last = None;
    for record in perhaps.finish()? {
        let [own, _, other] = record?;
        if last.replace(own) != Some(own) && union.is_open(own as u32) {
            joins.push((own as u32, other as u32));
        }
    }
    joins.into_iter().for_each(|(own, other)| union.join(own, other));
    Ok(())
}
