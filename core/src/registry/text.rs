//! Texts that are put together at compile time.

use super::site::Site;
use crate::plugin::SourceLocation;

/// What stands where a text is cut off.
const END: &str = " ..";

/// The length of the longest text; the rest is cut off.
const CAPACITY: usize = 4096;

/// A text that grows, at compile time as well.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text {
    bytes: [u8; CAPACITY],
    length: usize,
    /// Whether something did not fit: then nothing follows.
    is_full: bool,
}

impl Text {
    pub(super) const fn new() -> Self {
        Self { bytes: [0; CAPACITY], length: 0, is_full: false }
    }

    /// Returns the text.
    pub(super) const fn as_str(&self) -> &str {
        let (text, _) = self.bytes.split_at(self.length);
        match str::from_utf8(text) {
            Ok(text) => text,
            // Only whole texts are appended.
            Err(_) => "",
        }
    }

    pub(super) const fn push(&mut self, text: &str) {
        if self.is_full {
            return;
        }
        // The end is told, and has its room.
        let fits = self.length + text.len() + END.len() <= CAPACITY;
        self.is_full = !fits;
        let text = if fits { text.as_bytes() } else { END.as_bytes() };
        let mut index = 0;
        while index < text.len() {
            self.bytes[self.length + index] = text[index];
            index += 1;
        }
        self.length += text.len();
    }

    /// Appends a name in backquotes.
    pub(super) const fn push_name(&mut self, name: &str) {
        self.push("`");
        self.push(name);
        self.push("`");
    }

    pub(super) const fn push_number(&mut self, number: u32) {
        if number >= 10 {
            self.push_number(number / 10);
        }
        let digits = "0123456789";
        let (_, rest) = digits.split_at((number % 10) as usize);
        self.push(rest.split_at(1).0);
    }

    pub(super) const fn push_place(&mut self, place: SourceLocation) {
        self.push(place.file);
        self.push(":");
        self.push_number(place.line);
    }

    /// Appends a plugin and where it stands.
    pub(super) const fn push_site(&mut self, site: Site) {
        self.push_name(site.plugin);
        self.push(" at ");
        self.push_place(site.place);
    }
}
