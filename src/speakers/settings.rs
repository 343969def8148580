//! Where somebody speaks, over more than one sentence: who was on a programme goes
//! on speaking there until the text tells of another place.
//!
//! Takes the sources that the article names, each with the subject of its
//! sentence, and gives a source to that speaker's other statements nearby.
//! Only what is said somewhere goes on ("on Fox News", "in a statement"), not who has
//! passed it on ("reported by KCNA").

use super::Identity;
use super::entities::EntityIx;
use super::resolve::Resolver;
use super::sources::{self, Source};
use super::speaker::Speaker;
use crate::attribution::Attribution;
use crate::rules::Kind;
use crate::text::{Document, Mark, Tag, TokenRange};
use rustc_hash::{FxHashMap, FxHashSet};

/// Somebody speaks somewhere.
#[derive(Clone, Debug)]
struct Setting {
    /// The token at which the text tells of it.
    at: u32,
    owner: EntityIx,
    source: Source,
    /// The day of saying, if told.
    said_on: String,
    /// Whether all who speak there are heard: "a CNN town hall".
    shared: bool,
    /// Whether its sentence tells of nothing else, at the article's end: "Kim appeared
    /// on CNN."
    bare: bool,
}

/// How many sentences after the speaker's last words a source still holds, in marks and
/// without.
const SENTENCES: [u32; 2] = [6, 3];

/// How many paragraphs after the speaker's last words a source still holds.
fn reach(kind: &str) -> Option<u32> {
    match kind {
        "outlet" => Some(4),
        "platform" | "document" => Some(1),
        _ => None,
    }
}

/// Takes away the sources that belong to another's words in the same sentence,
/// then gives statements without any the source that their speaker has nearby.
pub(super) fn carry_over(
    resolver: &Resolver<'_, '_>,
    attributions: &[Attribution],
    speakers: &[Speaker],
    fillers: &[TokenRange],
    identities: &mut [Identity],
) {
    let settings = Vec::new();
    let mut carrier = Carrier { resolver, attributions, speakers, fillers, settings };
    carrier.part(identities);
    carrier.gather(identities);
    carrier.name_repeated(identities);
    let mut order: Vec<usize> = (0..attributions.len()).collect();
    order.sort_by_key(|&i| (attributions[i].head, i));
    carrier.forward(&order, identities);
    carrier.backward(&order, identities);
}

struct Carrier<'a, 'r, 't> {
    resolver: &'a Resolver<'r, 't>,
    attributions: &'a [Attribution],
    speakers: &'a [Speaker],
    fillers: &'a [TokenRange],
    settings: Vec<Setting>,
}

impl Carrier<'_, '_, '_> {
    /// Parts statements from sources of another's words: "Kim issued a statement
    /// after Moon said …" has no source for Moon.
    fn part(&self, identities: &mut [Identity]) {
        for (i, attribution) in self.attributions.iter().enumerate() {
            let (Some(source), Some(mention)) = (attribution.source, attribution.speaker) else {
                continue;
            };
            let at = source.start as usize;
            let owner = self.resolver.subject_before(at, &attribution.quote_tokens);
            let nearer = |subject: u32| mention.start >= subject && mention.start < source.start;
            let others = owner.is_some_and(|(subject, owner)| {
                !self.speakers[i].entities.contains(&owner) && !nearer(subject)
            });
            let passed_on = identities[i].source_kind == "outlet" && !self.is_spoken(attribution);
            if others && !passed_on {
                identities[i].source.clear();
                identities[i].source_kind = "";
            }
        }
    }

    /// All settings in text order.
    fn gather(&mut self, identities: &[Identity]) {
        for (i, attribution) in self.attributions.iter().enumerate() {
            let identity = &identities[i];
            let Some(&owner) = self.speakers[i].entities.first() else { continue };
            if !identity.source.is_empty() && self.is_spoken(attribution) {
                let source = Source { name: identity.source.clone(), kind: identity.source_kind };
                let said_on = identity.said_on.clone();
                let shared = attribution.source.is_some_and(|s| self.is_shared(s));
                let at = attribution.head;
                self.settings.push(Setting { at, owner, source, said_on, shared, bare: false });
            }
        }
        let mut used: FxHashSet<TokenRange> = FxHashSet::default();
        for (i, a) in self.attributions.iter().enumerate() {
            if !self.speakers[i].entities.is_empty() && !identities[i].source.is_empty() {
                used.extend(a.source.into_iter().chain(a.addressee));
            }
        }
        for &filler in self.fillers {
            if used.contains(&filler) {
                continue;
            }
            let at = filler.start as usize;
            if let Some(owner) = self.resolver.subject_of(at) {
                let source = sources::of_mention(self.resolver, filler);
                if !source.kind.is_empty() {
                    let (at, shared) = (filler.start, self.is_shared(filler));
                    let said_on = String::new();
                    let last = self.resolver.document.paragraphs.len() as u32;
                    let bare = self.paragraph(at) + 2 >= last;
                    self.settings.push(Setting { at, owner, source, said_on, shared, bare });
                }
            }
        }
        self.settings.sort_by_key(|s| s.at);
    }

    /// Whether a source is an occasion at which several speak.
    fn is_shared(&self, source: TokenRange) -> bool {
        let words = self.resolver.words;
        let ends = |i| words.entry(words.shared_occasions, self.resolver.document, i);
        source.iter().any(|i| ends(i).is_some())
    }

    /// "The interview" is the one told of before.
    fn name_repeated(&self, identities: &mut [Identity]) {
        if self.settings.is_empty() {
            return;
        }
        let words = self.resolver.words;
        let is_outlet = |s: &Setting| s.source.kind == "outlet";
        let owned = self.by_owner(is_outlet);
        for (i, attribution) in self.attributions.iter().enumerate() {
            let (Some(source), Some(&owner)) =
                (attribution.source, self.speakers[i].entities.first())
            else {
                continue;
            };
            let definite = words.at(words.definite, self.resolver.document, source.start as usize);
            if identities[i].source_kind != "venue" || !definite {
                continue;
            }
            let own = owned.get(&owner).map_or(&[][..], Vec::as_slice);
            let before = own.partition_point(|&k| self.settings[k].at < attribution.head);
            if let Some(k) = before.checked_sub(1) {
                self.give(&mut identities[i], &self.settings[own[k]]);
            }
        }
    }

    /// The places of the settings of each owner that are so, in text order.
    fn by_owner(&self, is_so: impl Fn(&Setting) -> bool) -> FxHashMap<EntityIx, Vec<usize>> {
        let mut owned: FxHashMap<EntityIx, Vec<usize>> = FxHashMap::default();
        for (k, setting) in self.settings.iter().enumerate().filter(|(_, s)| is_so(s)) {
            owned.entry(setting.owner).or_default().push(k);
        }
        owned
    }

    /// Whether an attribution's source is where it was said.
    fn is_spoken(&self, attribution: &Attribution) -> bool {
        let Some(source) = attribution.source else { return attribution.addressee.is_some() };
        let told = attribution.cue.end == source.start && !attribution.cue.is_empty();
        if told || attribution.addressee.is_some_and(|a| a.overlaps(source)) {
            return true;
        }
        let start = source.start as usize;
        let words = self.resolver.words;
        // 3: "on the “Fox News".
        let before = start.saturating_sub(3)..=start;
        before.into_iter().any(|i| words.at(words.spoken_links, self.resolver.document, i))
    }

    fn paragraph(&self, token: u32) -> u32 {
        self.resolver.document.tokens.get(token as usize).map_or(0, |t| t.paragraph)
    }

    fn sentence(&self, token: u32) -> u32 {
        self.resolver.document.tokens.get(token as usize).map_or(0, |t| t.sentence)
    }

    /// Each speaker's last setting goes on as long as the speaker does.
    fn forward(&self, order: &[usize], identities: &mut [Identity]) {
        if self.settings.is_empty() {
            return;
        }
        // By setting: the paragraph and sentence in which it was used last.
        let place = |token: u32| (self.paragraph(token), self.sentence(token));
        let mut used: Vec<(u32, u32)> = self.settings.iter().map(|s| place(s.at)).collect();
        let owned = self.by_owner(|_| true);
        let shared: Vec<usize> =
            (0..self.settings.len()).filter(|&k| self.settings[k].shared).collect();
        for &i in order {
            let head = self.attributions[i].head;
            let Some(&speaker) = self.speakers[i].entities.first() else { continue };
            let own = owned.get(&speaker).map_or(&[][..], Vec::as_slice);
            let last = |places: &[usize]| {
                let before = places.partition_point(|&k| self.settings[k].at <= head);
                before.checked_sub(1).map(|last| places[last])
            };
            let Some(k) = last(own).max(last(&shared)) else { continue };
            let setting = &self.settings[k];
            let Some(reach) = reach(setting.source.kind) else { continue };
            let (paragraph, sentence) = place(head);
            let marked = is_marked(self.resolver.document, &self.attributions[i]);
            let longest = SENTENCES[usize::from(!marked)];
            if paragraph > used[k].0 + reach || sentence > used[k].1 + longest {
                continue;
            }
            if self.goes_on(setting, i, &identities[i]) {
                used[k] = (paragraph, sentence);
                self.give(&mut identities[i], setting);
            }
        }
    }

    /// What is said right before its setting is told was said there too.
    fn backward(&self, order: &[usize], identities: &mut [Identity]) {
        if self.settings.is_empty() {
            return;
        }
        let owned = self.by_owner(|_| true);
        for &i in order.iter().rev() {
            let head = self.attributions[i].head;
            let Some(&speaker) = self.speakers[i].entities.first() else { continue };
            let own = owned.get(&speaker).map_or(&[][..], Vec::as_slice);
            let after = own.partition_point(|&k| self.settings[k].at <= head);
            let Some(&next) = own.get(after) else { continue };
            let setting = &self.settings[next];
            let near = self.paragraph(setting.at) <= self.paragraph(head) + 1
                && self.sentence(setting.at) <= self.sentence(head) + 3
                || setting.bare;
            let between = || {
                let from = order.partition_point(|&j| self.attributions[j].head <= head);
                let later = order[from..].iter();
                let mut between = later.take_while(|&&j| self.attributions[j].head < setting.at);
                between.any(|&j| !self.speakers[j].entities.contains(&speaker))
            };
            let spoken = setting.source.kind == "outlet";
            if near
                && spoken
                && (setting.bare || !between())
                && self.goes_on(setting, i, &identities[i])
            {
                self.give(&mut identities[i], setting);
            }
        }
    }

    fn give(&self, identity: &mut Identity, setting: &Setting) {
        identity.source.clone_from(&setting.source.name);
        identity.source_kind = setting.source.kind;
        if self.resolver.explains {
            let sentence = self.resolver.document.tokens[setting.at as usize].sentence + 1;
            identity.why.push(format!("source as told in sentence {sentence}"));
        }
    }

    /// Whether a statement without a source may be of that setting.
    fn goes_on(&self, setting: &Setting, i: usize, identity: &Identity) -> bool {
        let attribution = &self.attributions[i];
        let same_day = setting.said_on.is_empty()
            || identity.said_on.is_empty()
            || setting.said_on == identity.said_on;
        // "He had said": another time.
        let mut tags = attribution.cue.iter().map(|i| self.resolver.document.tokens[i].tag);
        let before = attribution.cue.len() > 1
            && tags.clone().next() == Some(Tag::VBD)
            && tags.next_back() == Some(Tag::VBN);
        let earlier = || {
            // 2: "already had said", "said last year".
            let near = attribution.cue.start.saturating_sub(2)..attribution.cue.end + 2;
            let words = self.resolver.words;
            near.into_iter()
                .any(|i| words.entry(words.earlier, self.resolver.document, i as usize).is_some())
        };
        let marked = is_marked(self.resolver.document, attribution);
        identity.source.is_empty()
            && same_day
            && !before
            && !earlier()
            && attribution.kind == Kind::Statement
            && (marked || setting.source.kind == "outlet")
            && !super::person_names::same_letters(&identity.speaker, &setting.source.name)
    }
}

fn is_marked(document: &Document<'_>, attribution: &Attribution) -> bool {
    let opens = |i: usize| document.tokens.get(i).is_some_and(|t| t.mark == Mark::Open);
    attribution.quote_tokens.iter().any(|r| r.iter().any(opens))
}
