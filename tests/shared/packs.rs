//! Files as tests pack them: compressed, in archives.

#![allow(dead_code, reason = "each test uses some of it")]

use std::io::{Cursor, Write as _};

/// The ways of compression, by the extensions of their files.
pub(crate) const WAYS: [&str; 4] = ["gz", "bz2", "xz", "zst"];

/// Compressed by the way of that extension. bzip2 is in blocks of 100 KB, zstd with its sum.
pub(crate) fn packed(way: &str, bytes: &[u8]) -> Vec<u8> {
    match way {
        "gz" => {
            let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            gz.write_all(bytes).unwrap();
            gz.finish().unwrap()
        }
        "bz2" => {
            let mut bz = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
            bz.write_all(bytes).unwrap();
            bz.finish().unwrap()
        }
        "xz" => {
            let mut xz = liblzma::write::XzEncoder::new(Vec::new(), 0);
            xz.write_all(bytes).unwrap();
            xz.finish().unwrap()
        }
        "zst" => {
            let mut zst = zstd::Encoder::new(Vec::new(), 1).unwrap();
            zst.include_checksum(true).unwrap();
            zst.write_all(bytes).unwrap();
            zst.finish().unwrap()
        }
        other => panic!("no compression is called {other}"),
    }
}

/// A member of an archive: its name as it is to be, and its bytes or where it links to.
pub(crate) enum Member<'a> {
    File(&'a str, &'a [u8]),
    Link(&'a str, &'a str),
}

/// A tar archive; names are written as they are, `../` and all.
pub(crate) fn tarred(members: &[Member<'_>]) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    for member in members {
        let mut header = tar::Header::new_gnu();
        let (name, bytes) = match *member {
            Member::File(name, bytes) => (name, bytes),
            Member::Link(name, to) => {
                header.set_entry_type(tar::EntryType::Symlink);
                header.set_link_name_literal(to).unwrap();
                (name, &b""[..])
            }
        };
        header.as_gnu_mut().unwrap().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        tar.append(&header, bytes).unwrap();
    }
    tar.into_inner().unwrap()
}

/// A zip archive, deflated.
pub(crate) fn zipped(members: &[Member<'_>]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for member in members {
        match *member {
            Member::File(name, bytes) => {
                zip.start_file(name, options).unwrap();
                zip.write_all(bytes).unwrap();
            }
            Member::Link(name, to) => zip.add_symlink(name, to, options).unwrap(),
        }
    }
    zip.finish().unwrap().into_inner()
}
