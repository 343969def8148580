//! Sources, addressees and times that attaching rules found, given to the
//! attributions they belong to.

use super::times;
use crate::matcher::{Attachment, Candidate};
use crate::rules::{RuleSet, SlotName};
use crate::text::Document;

/// Fills empty slots: each attachment goes to the attributions of its sentence
/// whose quote does not hold it; a time only to those in whose clause it stands.
/// `kept` are in text order of their heads.
pub(super) fn attach(
    document: &Document<'_>,
    rules: &RuleSet,
    kept: &mut [Candidate],
    attachments: &[Attachment],
) {
    debug_assert!(kept.is_sorted_by_key(|c| c.head));
    // The firmer rule first: an outlet goes before the occasion.
    let mut order: Vec<&Attachment> = attachments.iter().collect();
    order.sort_by(|a, b| rules.rule(b.rule).prior.total_cmp(&rules.rule(a.rule).prior));
    for attachment in order {
        let sentence = document.sentence_of(attachment.tokens.start as usize);
        let first = kept.partition_point(|c| c.head < sentence.start);
        let in_sentence = kept[first..].iter_mut().take_while(|c| c.head < sentence.end);
        for candidate in in_sentence {
            let quoted = candidate.quote.iter().any(|r| r.overlaps(attachment.filler));
            let speaks = candidate.speaker.is_some_and(|s| s.overlaps(attachment.filler));
            if quoted || speaks {
                continue;
            }
            let place = match attachment.slot {
                SlotName::Source => &mut candidate.source,
                SlotName::Addressee => &mut candidate.addressee,
                SlotName::Quote | SlotName::Cue | SlotName::Speaker | SlotName::When => continue,
            };
            if place.is_none() {
                *place = Some(attachment.filler);
            }
        }
    }
    times::attach(document, rules, kept, attachments);
}
