//! Fields that the user named and no article has: most often a slip of the pen.

use crate::input::{Article, Options, Role};
use std::sync::atomic::{AtomicBool, Ordering};

/// What of the fields that were named has come.
pub(super) struct Wanted<'o> {
    options: &'o Options,
    kept: Vec<AtomicBool>,
    roles: Vec<(Role, AtomicBool)>,
}

impl<'o> Wanted<'o> {
    pub(super) fn new(options: &'o Options) -> Self {
        let roles = Role::ALL.into_iter().map(|(role, _)| role);
        let named = roles.filter(|role| options.fields.get(*role).is_some());
        Self {
            options,
            kept: options.keep.iter().map(|_| AtomicBool::new(false)).collect(),
            roles: named.map(|role| (role, AtomicBool::new(false))).collect(),
        }
    }

    /// Sees what an article has; called from all threads.
    pub(super) fn see(&self, article: &Article) {
        for (seen, value) in self.kept.iter().zip(&article.kept) {
            if !value.is_empty() {
                seen.store(true, Ordering::Relaxed);
            }
        }
        for (role, seen) in &self.roles {
            let is_there = match role {
                // A record without its text is told by itself, and each article has an id.
                Role::Id | Role::Text => true,
                Role::Title => !article.title.is_empty(),
                Role::Author => !article.author.is_empty(),
                Role::Date => !article.published.is_empty(),
                Role::Outlet => !article.outlet.is_empty(),
                Role::Url => !article.url.is_empty(),
            };
            if is_there {
                seen.store(true, Ordering::Relaxed);
            }
        }
    }

    /// The flags whose fields no article had.
    pub(super) fn missing(&self) -> Vec<String> {
        let not = |seen: &AtomicBool| !seen.load(Ordering::Relaxed);
        let kept = self.options.keep.iter().zip(&self.kept).filter(|(_, seen)| not(seen));
        let kept = kept.map(|(keep, _)| format!("--keep {}", keep.field));
        let roles = self.roles.iter().filter(|(_, seen)| not(seen)).map(|(role, _)| {
            let field = self.options.fields.get(*role).unwrap_or_default();
            format!("--field {}={field}", role.name())
        });
        kept.chain(roles).collect()
    }
}
