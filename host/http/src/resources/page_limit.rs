/// The number of entries of a page, unless the client asks for another.
const DEFAULT: u32 = 50;
/// The most entries of a page.
pub(super) const MAX: u32 = 500;

/// Returns the number of entries of a page.
pub(super) fn page_limit(asked: Option<u32>) -> u32 {
    asked.unwrap_or(DEFAULT).clamp(1, MAX)
}
