//! Times as RFC 3339 writes them.

use crate::store::Millis;
use std::time::{Duration, UNIX_EPOCH};

/// The last second of the year 9999.
const LAST: u64 = 253_402_300_799_000;

/// Writes a time as RFC 3339 does, to the second; what that cannot write becomes the nearest it can.
pub(crate) fn moment(at: Millis) -> String {
    let millis = u64::try_from(at).unwrap_or(0).min(LAST);
    humantime::format_rfc3339_seconds(UNIX_EPOCH + Duration::from_millis(millis)).to_string()
}

#[cfg(test)]
mod tests {
    use super::moment;

    #[test]
    fn what_cannot_be_written_becomes_the_nearest() {
        assert_eq!(moment(951_782_400_999), "2000-02-29T00:00:00Z");
        assert_eq!([moment(i64::MIN), moment(i64::MAX)], ["1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z"]);
    }
}
