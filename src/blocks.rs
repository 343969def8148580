//! Looks at the bytes of a text many at a time.
//!
//! What is asked of a byte is asked without branches, of so many bytes at once that the
//! compiler looks at them together.

/// Whether `is_odd` holds of some byte and the one after it.
#[inline(always)]
pub(crate) fn any_pair(bytes: &[u8], is_odd: impl Fn(u8, u8) -> bool) -> bool {
    let [firsts @ .., _] = bytes else { return false };
    let seconds = &bytes[1..];
    if let (Some(first), Some(second)) = (firsts.last_chunk::<16>(), seconds.last_chunk::<16>()) {
        let blocks = firsts.as_chunks::<16>().0.iter().zip(seconds.as_chunks::<16>().0);
        return any_pair_of(first, second, &is_odd)
            || blocks.into_iter().any(|(first, second)| any_pair_of(first, second, &is_odd));
    }
    firsts.iter().zip(seconds).any(|(&first, &second)| is_odd(first, second))
}

/// Whether `is_odd` holds of some byte of a block.
#[inline(always)]
pub(crate) fn any_of<const N: usize>(block: &[u8; N], is_odd: impl Fn(u8) -> bool) -> bool {
    block.iter().fold(0, |odd, &byte| odd | u8::from(is_odd(byte))) != 0
}

/// Whether `is_odd` holds of some two bytes at the same place.
#[inline(always)]
fn any_pair_of<const N: usize>(
    firsts: &[u8; N],
    seconds: &[u8; N],
    is_odd: impl Fn(u8, u8) -> bool,
) -> bool {
    (0..N).fold(0, |odd, i| odd | u8::from(is_odd(firsts[i], seconds[i]))) != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_is_seen_wherever_it_stands() {
        let is_pair = |first, second| (first == b',') & (second == b' ');
        for length in 0..70 {
            let mut bytes = vec![b' '; length];
            assert!(!any_pair(&bytes, is_pair));
            for at in 0..length {
                bytes[at] = b',';
                assert_eq!(any_pair(&bytes, is_pair), at + 1 < length, "{at} of {length}");
                bytes[at] = b' ';
            }
        }
    }
}
