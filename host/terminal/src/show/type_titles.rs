use super::point_types::types_of;
use hookwire::point::{PointInfo, TypeInfo};

/// The types of a page, by name, each with a title of its own.
pub(super) struct TypeTitles(Vec<(&'static TypeInfo, String)>);

impl TypeTitles {
    /// Takes the types of points; of two that have one name, the second is numbered.
    pub(super) fn of(points: &[&PointInfo]) -> Self {
        let mut titles: Vec<(&TypeInfo, String)> = Vec::new();
        for info in points.iter().flat_map(|point| types_of(point)) {
            if titles.iter().any(|(known, _)| known.id == info.id) {
                continue;
            }
            let title = match titles.iter().filter(|(known, _)| known.name == info.name).count() {
                0 => format!("Type `{}`", info.name),
                before => format!("Type `{}` ({})", info.name, before + 1),
            };
            titles.push((info, title));
        }
        titles.sort_by_key(|(info, _)| info.name);
        Self(titles)
    }

    /// Returns the types with their titles.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&'static TypeInfo, &str)> {
        self.0.iter().map(|(info, title)| (*info, title.as_str()))
    }

    /// Returns the title of a type.
    pub(super) fn title(&self, wanted: &TypeInfo) -> Option<&str> {
        self.iter().find(|(info, _)| info.id == wanted.id).map(|(_, title)| title)
    }
}
