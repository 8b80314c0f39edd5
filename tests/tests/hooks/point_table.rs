//! The macro's table of built-in points says what the catalogue says.

use hookwire::point::catalogue;

#[test]
fn the_table_of_the_macro_is_the_catalogue() {
    let mut table: Vec<_> = hookwire::__private::__built_in_points!()
        .iter()
        .map(|&(name, point, kind, event, sync)| (name, point, kind.to_owned(), event, sync))
        .collect();
    table.sort_unstable();
    let own = catalogue().into_iter().filter(|point| point.package == "hookwire");
    let mut points: Vec<_> = own
        .map(|info| (info.name, pascal(info.name), info.kind.to_string(), info.event, info.sync))
        .collect();
    points.sort_unstable();
    let points: Vec<_> = points.iter().map(|(n, p, k, e, s)| (*n, p.as_str(), k.clone(), *e, *s)).collect();
    assert_eq!(table, points);
}

/// Names the type of a point: `model.rate_limit` is `ModelRateLimit`.
fn pascal(name: &str) -> String {
    let words = name.split(['.', '_']);
    words.map(|word| word[..1].to_uppercase() + &word[1..]).collect()
}
