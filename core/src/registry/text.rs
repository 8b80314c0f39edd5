//! Texts that are put together at compile time.

use super::site::Site;
use crate::plugin::SourceLocation;

/// The length of the longest text; what does not fit is left out.
const CAPACITY: usize = 4096;

/// A text that grows, at compile time as well.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text {
    bytes: [u8; CAPACITY],
    length: usize,
}

impl Text {
    pub(super) const fn new() -> Self {
        Self { bytes: [0; CAPACITY], length: 0 }
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
        let text = text.as_bytes();
        if self.length + text.len() > CAPACITY {
            return;
        }
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
