//! Responses of web servers as archives keep them.
//!
//! What makes a page of one is told at once; undoing chunks and compression waits for the
//! threads that prepare articles.

use super::Trouble;
use super::raw::Body;
use encoding_rs::Encoding;
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use std::io::Read;

/// How a page was sent.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Sent {
    chunked: bool,
    /// In the order applied.
    encodings: Vec<String>,
    pub(super) charset: Option<&'static Encoding>,
}

impl Sent {
    /// Whether the body is as it will be read.
    pub(super) fn is_plain(&self) -> bool {
        !self.chunked && self.encodings.is_empty()
    }
}

/// Whether a content type is that of a page.
pub(super) fn is_page(content: &str) -> bool {
    let kind = content.split(';').next().unwrap_or_default().trim();
    ["text/html", "application/xhtml+xml"].iter().any(|page| kind.eq_ignore_ascii_case(page))
}

/// The encoding that a content type tells.
pub(super) fn charset(content: &str) -> Option<&'static Encoding> {
    let value = content.split(';').skip(1).filter_map(|part| part.split_once('='));
    let mut charset = value.filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
    Encoding::for_label(charset.next()?.1.trim().trim_matches(['"', '\'']).as_bytes())
}

/// The page in a response; `None` when it is none, or none that was found.
pub(super) fn response(mut bytes: Vec<u8>) -> Result<Option<Body>, Trouble> {
    // 256: seen are some 60.
    let mut headers = [httparse::EMPTY_HEADER; 256];
    let mut response = httparse::Response::new(&mut headers);
    let config = {
        let mut config = httparse::ParserConfig::default();
        config.ignore_invalid_headers_in_responses(true);
        config.allow_spaces_after_header_name_in_responses(true);
        config.allow_obsolete_multiline_headers_in_responses(true);
        config
    };
    let begin = match config.parse_response(&mut response, &bytes) {
        Ok(httparse::Status::Complete(begin)) => begin,
        Ok(httparse::Status::Partial) => {
            return Err(Trouble::Http("an HTTP head without end".into()));
        }
        Err(error) => return Err(Trouble::Http(format!("HTTP: {error}"))),
    };
    let get = |name: &str| {
        let header = response.headers.iter().find(|h| h.name.eq_ignore_ascii_case(name));
        header.map_or_else(String::new, |h| String::from_utf8_lossy(h.value).into_owned())
    };
    let content = get("Content-Type");
    if response.code != Some(200) || !is_page(&content) {
        return Ok(None);
    }
    let names = |value: String| -> Vec<String> {
        let names = value.split(',').map(|name| name.trim().to_ascii_lowercase());
        names.filter(|name| !name.is_empty() && name != "identity").collect()
    };
    let sent = Sent {
        chunked: names(get("Transfer-Encoding")).contains(&"chunked".to_owned()),
        encodings: names(get("Content-Encoding")),
        charset: charset(&content),
    };
    bytes.drain(..begin);
    Ok(Some(if sent.is_plain() {
        Body::Page(bytes, sent.charset)
    } else {
        Body::Response(bytes, sent)
    }))
}

/// The page's bytes as they were before they were sent, at most so many.
pub(super) fn undo(bytes: Vec<u8>, sent: &Sent, max: usize) -> Result<Vec<u8>, Trouble> {
    let mut bytes = if sent.chunked { joined(&bytes).unwrap_or(bytes) } else { bytes };
    for encoding in sent.encodings.iter().rev() {
        bytes = match (encoding.as_str(), &bytes[..]) {
            // Crawlers undo what they leave in the head; then it does not begin as it should.
            ("gzip" | "x-gzip", [0x1F, 0x8B, ..]) => all(MultiGzDecoder::new(&bytes[..]), max)?,
            ("zstd", [0x28, 0xB5, 0x2F, 0xFD, ..]) => {
                let decoder = zstd::stream::read::Decoder::with_buffer(&bytes[..]);
                all(decoder.map_err(|error| Trouble::Http(error.to_string()))?, max)?
            }
            ("deflate", [first, second, ..]) if is_zlib(*first, *second) => {
                all(ZlibDecoder::new(&bytes[..]), max)?
            }
            ("deflate", head) if !head.trim_ascii_start().starts_with(b"<") => {
                all(DeflateDecoder::new(&bytes[..]), max)?
            }
            ("gzip" | "x-gzip" | "zstd" | "deflate", _) => bytes,
            (_, head) if head.trim_ascii_start().starts_with(b"<") => bytes,
            (other, _) => {
                return Err(Trouble::Http(format!("content encoding `{other}` is not read")));
            }
        };
    }
    Ok(bytes)
}

fn is_zlib(first: u8, second: u8) -> bool {
    first & 0x0F == 8 && u16::from_be_bytes([first, second]).is_multiple_of(31)
}

/// What a page was cut off at is a page still; what cannot be undone at all is none.
fn all(reader: impl Read, max: usize) -> Result<Vec<u8>, Trouble> {
    let mut out = Vec::new();
    let read = reader.take(max as u64 + 1).read_to_end(&mut out);
    if out.len() > max {
        return Err(Trouble::TooLong(max as u64));
    }
    match read {
        Err(error) => Err(Trouble::Http(format!("content encoding: {error}"))),
        Ok(_) => Ok(out),
    }
}

/// Chunks put together; `None` when there are none, as crawlers that undo them leave the head.
fn joined(mut bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    loop {
        let Ok(httparse::Status::Complete((begin, length))) = httparse::parse_chunk_size(bytes)
        else {
            return if out.is_empty() { None } else { Some(out) };
        };
        if length == 0 {
            return Some(out);
        }
        let chunk = &bytes[begin..];
        let length = usize::try_from(length).unwrap_or(usize::MAX).min(chunk.len());
        out.extend_from_slice(&chunk[..length]);
        bytes = &chunk[length..];
        bytes = bytes.strip_prefix(b"\r\n").unwrap_or(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::super::streams::tests::packed;
    use super::*;
    use std::io::Write as _;

    type Page = (Vec<u8>, Option<&'static Encoding>);

    fn page(head: &str, body: &[u8]) -> Result<Option<Page>, Trouble> {
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=\"Shift_JIS\"\r\n{head}\r\n"
        );
        Ok(match response([head.as_bytes(), body].concat())? {
            Some(Body::Page(bytes, charset)) => Some((bytes, charset)),
            Some(Body::Response(bytes, sent)) => Some((undo(bytes, &sent, 1000)?, sent.charset)),
            _ => None,
        })
    }

    #[test]
    fn chunks_and_compression_are_undone() {
        let html = b"<p>No.</p>";
        let gzip = packed(html).remove(0).1;
        let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        zlib.write_all(html).unwrap();
        let mut raw =
            flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
        raw.write_all(html).unwrap();
        let chunks = b"4;x=y\r\n<p>N\r\n6\r\no.</p>\r\n0\r\n\r\n";
        let both = [format!("{:x}\r\n", gzip.len()).as_bytes(), &gzip, b"\r\n0\r\n\r\n"].concat();
        let cases: [(&str, &[u8]); 8] = [
            ("", html),
            ("Transfer-Encoding: chunked\r\n", chunks),
            ("Transfer-Encoding: chunked\r\n", html),
            ("Content-Encoding: gzip\r\n", &gzip),
            ("Content-Encoding: gzip\r\n", html),
            ("Content-Encoding: deflate\r\n", &zlib.finish().unwrap()),
            ("Content-Encoding: deflate\r\n", &raw.finish().unwrap()),
            ("Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", &both),
        ];
        for (head, body) in cases {
            let want = Some((html.to_vec(), Some(encoding_rs::SHIFT_JIS)));
            assert_eq!(page(head, body), Ok(want), "{head}");
        }
    }

    #[test]
    fn what_cannot_be_undone_is_told() {
        let bomb = packed(&[b'x'; 100_000]).remove(0).1;
        assert_eq!(page("Content-Encoding: gzip\r\n", &bomb), Err(Trouble::TooLong(1000)));
        let told = Err(Trouble::Http("content encoding `br` is not read".into()));
        assert_eq!(page("Content-Encoding: br\r\n", b"\x0b\x02"), told);
        assert!(matches!(response(b"HTTP/1.1 200".to_vec()), Err(Trouble::Http(_))));
        assert!(matches!(response(b"<html>".to_vec()), Err(Trouble::Http(_))));
    }
}
