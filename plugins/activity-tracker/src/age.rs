/// Returns how long ago something was, in the largest unit that it fills.
pub(crate) fn age(at_millis: u64, now_millis: u64) -> String {
    let seconds = now_millis.saturating_sub(at_millis) / 1000;
    let units = [("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)];
    let largest = units.into_iter().find(|(_, length)| seconds >= *length);
    largest.map_or_else(|| "now".into(), |(unit, length)| format!("{}{unit} ago", seconds / length))
}

#[cfg(test)]
mod tests {
    use super::age;

    #[test]
    fn the_largest_unit_that_is_full_is_told() {
        for (seconds, expected) in [
            (0, "now"),
            (1, "1s ago"),
            (59, "59s ago"),
            (60, "1m ago"),
            (7_199, "1h ago"),
            (200_000, "2d ago"),
        ] {
            assert_eq!(age(1_000_000, 1_000_000 + seconds * 1000), expected);
        }
        // A clock that was put back.
        assert_eq!(age(5_000, 1_000), "now");
    }
}
