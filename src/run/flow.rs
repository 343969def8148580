//! How items flow from the reader to the threads and back in order: [`Window`] bounds what is on
//! its way, [`InOrder`] holds what was done early until its turn.
//!
//! # Why the bound is on bytes on their way
//!
//! Work goes out in pieces of some articles, and one long article holds back only what comes after
//! it in the output, not the work on it: that goes on until as many bytes wait as may. A barrier
//! after each batch would leave all threads but one idle for as long as its longest article takes.

use super::{Pending, guarded};
use crate::input::Notice;
use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};

/// Bytes on their way, and how many there may be.
#[derive(Debug)]
pub(super) struct Window {
    most: usize,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    bytes: usize,
    is_closed: bool,
}

impl Window {
    pub(super) fn new(most: usize) -> Arc<Self> {
        Arc::new(Self { most, state: Mutex::default(), changed: Condvar::new() })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("nothing panics while it is held")
    }

    /// Waits until so many bytes more may be on their way; whether they are wanted at all.
    fn enter(&self, bytes: usize) -> bool {
        let mut state = self.state();
        // What is larger than the window goes alone.
        while !state.is_closed && state.bytes > 0 && state.bytes + bytes > self.most {
            state = self.changed.wait(state).expect("nothing panics while it is held");
        }
        state.bytes += bytes;
        !state.is_closed
    }

    /// So many bytes have arrived.
    pub(super) fn leave(&self, bytes: usize) {
        self.state().bytes -= bytes;
        self.changed.notify_one();
    }

    /// Nothing more is wanted.
    pub(super) fn close(&self) {
        self.state().is_closed = true;
        self.changed.notify_one();
    }

    /// Bytes that are worked on as one piece.
    fn piece(&self) -> usize {
        // 32 pieces on their way keep all threads busy; 256 KB: handing one over is then nothing
        // beside the work on it, and larger ones gave little more
        // (`Extractor::rows_of_each`).
        (self.most / 32).clamp(1, 256 << 10)
    }
}

/// Some items that follow one another, and their bytes.
#[derive(Debug)]
pub(super) struct Piece<T> {
    pub(super) items: Vec<T>,
    pub(super) bytes: usize,
}

/// Gives pieces until the items end or nobody wants them any more.
pub(super) fn read_ahead<T: Pending>(
    mut items: impl Iterator<Item = Result<T, Notice>>,
    window: &Window,
    mut give: impl FnMut(Piece<Result<T, Notice>>),
) {
    let mut piece = Piece { items: Vec::new(), bytes: 0 };
    let mut is_over = false;
    // Where the reader itself fails nothing more can come, and that is told.
    let next = || {
        let item = if is_over { Ok(None) } else { guarded(|| items.next()) };
        is_over |= item.is_err();
        item.unwrap_or_else(|trouble| Some(Err(Notice::file("input".as_ref(), trouble))))
    };
    for item in std::iter::from_fn(next) {
        // A notice weighs too: a corpus of nothing but bad files has pieces.
        piece.bytes += item.as_ref().map_or(1 << 10, Pending::weight);
        piece.items.push(item);
        if piece.bytes >= window.piece() {
            if !window.enter(piece.bytes) {
                return;
            }
            give(std::mem::replace(&mut piece, Piece { items: Vec::new(), bytes: 0 }));
        }
    }
    if !piece.items.is_empty() && window.enter(piece.bytes) {
        give(piece);
    }
}

/// Things that are awaited in an order and come in any.
#[derive(Debug)]
pub(super) struct InOrder<T> {
    waiting: VecDeque<Option<T>>,
    /// The number of the first that waits.
    first: usize,
}

impl<T> Default for InOrder<T> {
    fn default() -> Self {
        Self { waiting: VecDeque::new(), first: 0 }
    }
}

impl<T> InOrder<T> {
    /// One more is awaited: its number.
    pub(super) fn expect(&mut self) -> usize {
        self.waiting.push_back(None);
        self.first + self.waiting.len() - 1
    }

    /// The one of that number has come.
    pub(super) fn put(&mut self, number: usize, thing: T) {
        self.waiting[number - self.first] = Some(thing);
    }

    /// The next one, if it has come.
    pub(super) fn next(&mut self) -> Option<T> {
        let next = self.waiting.front_mut()?.take()?;
        self.waiting.pop_front();
        self.first += 1;
        Some(next)
    }

    /// Whether none is awaited.
    pub(super) fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::Article;

    #[test]
    fn what_comes_early_waits_for_its_turn() {
        let mut order = InOrder::default();
        let numbers = [order.expect(), order.expect(), order.expect()];
        order.put(numbers[1], "b");
        assert_eq!(order.next(), None);
        order.put(numbers[0], "a");
        assert_eq!([order.next(), order.next(), order.next()], [Some("a"), Some("b"), None]);
        order.put(numbers[2], "c");
        assert_eq!((order.next(), order.is_empty()), (Some("c"), true));
    }

    #[test]
    fn no_more_is_read_than_the_window_takes() {
        let article = |n: usize| Article { text: "x".repeat(n), ..Article::default() };
        let window = Window::new(100);
        let items = [60, 60, 500, 20].map(|n| Ok(article(n)));
        let (sender, pieces) = std::sync::mpsc::channel();
        std::thread::scope(|scope| {
            let window = &window;
            scope.spawn(move || read_ahead(items.into_iter(), window, |p| sender.send(p).unwrap()));
            for want in [60, 60, 500, 20] {
                let piece = pieces.recv().unwrap();
                assert_eq!(piece.bytes, want);
                assert_eq!(window.state().bytes, want, "the next one waits");
                window.leave(piece.bytes);
            }
            assert!(pieces.recv().is_err());
        });
        window.close();
        read_ahead([Ok(article(1000))].into_iter(), &window, |_| panic!("nobody wants it"));
    }
}
