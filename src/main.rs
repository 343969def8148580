//! The `whosaid` command. All of it is in [`whosaid::cli`].

use std::process::ExitCode;

/// Faster for many small rows on several threads; docs/performance.md has the figures.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    whosaid::cli::main()
}
