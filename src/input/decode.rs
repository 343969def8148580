//! Bytes to text.
//!
//! UTF-8 is taken as it is; only where it fails is an encoding looked for. The
//! text keeps its line ends, so that places in it are places in the file.

use super::{Error, Trouble};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// The encoding of that name (a WHATWG label).
///
/// # Errors
/// [`Error::UnknownEncoding`] when there is none.
pub fn encoding(name: &str) -> Result<&'static Encoding, Error> {
    Encoding::for_label(name.as_bytes()).ok_or_else(|| Error::UnknownEncoding(name.into()))
}

/// The text of a file, and what is to be known of how it came about.
/// `otherwise` is the encoding of what is not UTF-8; without one it is found out.
pub(super) fn decode(
    bytes: Vec<u8>,
    otherwise: Option<&'static Encoding>,
) -> Result<(String, Option<Trouble>), Trouble> {
    if let Some((encoding, _)) = Encoding::for_bom(&bytes).filter(|(e, _)| *e != UTF_8) {
        return Ok(with(encoding, &bytes));
    }
    let bytes = without_bom(bytes);
    let bytes = match String::from_utf8(bytes) {
        Ok(text) if !text.contains('\0') => return Ok((text, None)),
        Ok(text) => text.into_bytes(),
        Err(error) => error.into_bytes(),
    };
    if memchr::memchr(0, &bytes).is_some() {
        let encoding = otherwise.filter(is_utf16).or_else(|| utf16_by_its_zeros(&bytes));
        return encoding.map(|e| with(e, &bytes)).ok_or(Trouble::Binary);
    }
    if let Some(encoding) = otherwise {
        let (text, lossy) = encoding.decode_without_bom_handling(&bytes);
        let note = lossy.then_some(Trouble::Decoded(encoding.name(), true));
        return Ok((text.into_owned(), note));
    }
    let (text, note) = with(guess(&bytes), &bytes);
    if is_noise(&text) { Err(Trouble::Binary) } else { Ok((text, note)) }
}

/// What the bytes, which are not UTF-8, most look like.
pub(super) fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// The encoding of what begins with `head`, if a character has two bytes or more in it: such
/// a stream has to be decoded before lines are sought in it.
pub(super) fn wide(head: &[u8], said: Option<&'static Encoding>) -> Option<&'static Encoding> {
    let marked = Encoding::for_bom(head).map(|(encoding, _)| encoding).filter(is_utf16);
    let zeros = || memchr::memchr(0, head).and_then(|_| utf16_by_its_zeros(head));
    marked.or_else(|| zeros().map(|found| said.filter(is_utf16).unwrap_or(found)))
}

fn with(encoding: &'static Encoding, bytes: &[u8]) -> (String, Option<Trouble>) {
    let (text, _, lossy) = encoding.decode(bytes);
    (text.into_owned(), Some(Trouble::Decoded(encoding.name(), lossy)))
}

fn without_bom(mut bytes: Vec<u8>) -> Vec<u8> {
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        bytes.drain(..3);
    }
    bytes
}

fn is_utf16(encoding: &&'static Encoding) -> bool {
    [UTF_16LE, UTF_16BE].contains(encoding)
}

/// UTF-16 without a byte order mark: in western text nearly every second byte is zero.
fn utf16_by_its_zeros(bytes: &[u8]) -> Option<&'static Encoding> {
    let mut zeros = [0usize; 2];
    for (i, _) in bytes.iter().enumerate().filter(|&(_, &b)| b == 0) {
        zeros[i % 2] += 1;
    }
    let pairs = bytes.len() / 2;
    match zeros {
        [even, odd] if odd * 2 > pairs && even * 50 < pairs => Some(UTF_16LE),
        [even, odd] if even * 2 > pairs && odd * 50 < pairs => Some(UTF_16BE),
        _ => None,
    }
}

/// One control character in twenty: no text in any encoding.
fn is_noise(text: &str) -> bool {
    let controls = text.chars().filter(|c| c.is_control() && !c.is_ascii_whitespace()).count();
    controls * 20 > text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::WINDOWS_1252;

    const TEXT: &str = "“We are ready,” said Müller – at last.";

    fn utf16(big: bool) -> Vec<u8> {
        let bytes = |u: u16| if big { u.to_be_bytes() } else { u.to_le_bytes() };
        TEXT.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn utf8_is_taken_as_it_is_and_loses_its_bom() {
        assert_eq!(decode(TEXT.into(), None), Ok((TEXT.into(), None)));
        let with_bom = [b"\xEF\xBB\xBF", TEXT.as_bytes()].concat();
        assert_eq!(decode(with_bom, None), Ok((TEXT.into(), None)));
    }

    #[test]
    fn line_ends_stay() {
        assert_eq!(decode(b"a\r\nb\rc\n".to_vec(), None).unwrap().0, "a\r\nb\rc\n");
    }

    #[test]
    fn windows_1252_is_found_out_and_told() {
        let (bytes, ..) = WINDOWS_1252.encode(TEXT);
        let (text, note) = decode(bytes.into_owned(), None).unwrap();
        assert_eq!(text, TEXT);
        assert_eq!(note, Some(Trouble::Decoded("windows-1252", false)));
    }

    #[test]
    fn utf16_is_read_with_and_without_its_mark() {
        for (big, mark) in [(false, [0xFF, 0xFE]), (true, [0xFE, 0xFF])] {
            let with_mark = [&mark[..], &utf16(big)].concat();
            assert_eq!(decode(with_mark, None).unwrap().0, TEXT);
            assert_eq!(decode(utf16(big), None).unwrap().0, TEXT);
        }
    }

    #[test]
    fn the_encoding_asked_for_is_used_where_utf8_fails() {
        let polish = encoding("iso-8859-2").unwrap();
        assert_eq!(decode(b"\xA3\xF3d\xBC".to_vec(), Some(polish)).unwrap().0, "Łódź");
        assert_eq!(decode("Łódź".into(), Some(polish)).unwrap().0, "Łódź");
    }

    #[test]
    fn binary_files_are_no_text() {
        let picture = [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(), &[0, 0, 1, 0xFF, 3]].concat();
        assert_eq!(decode(picture, None), Err(Trouble::Binary));
        assert_eq!(
            decode(b"\x1f\x8b\x08\x01\x02\x03\xff\xfe\x02".to_vec(), None),
            Err(Trouble::Binary)
        );
    }
}
