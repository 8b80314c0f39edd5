use crate::ui::{lines, table};
use hookwire::point::{PointInfo, TypeInfo};
use serde_json::{Value, json};
use std::fmt::Write;

/// Returns the types of a point's event and of what its hooks make, with those inside of them, each once.
pub(super) fn types_of(point: &PointInfo) -> Vec<&'static TypeInfo> {
    let mut types: Vec<&TypeInfo> = Vec::new();
    for info in [point.event_info, point.outcome_info].into_iter().flatten().flat_map(TypeInfo::with_parts) {
        if !types.iter().any(|known| known.id == info.id) {
            types.push(info);
        }
    }
    types
}

/// Writes the fields of a point's types, one a line.
pub(super) fn write_types(point: &PointInfo, text: &mut String) {
    for info in types_of(point) {
        // Writing to a text cannot fail.
        let _ = writeln!(text, "  {}: {}", info.name, info.doc);
        let mut table = table(&[]);
        for field in info.fields {
            table.add_row(["  ", field.name, field.type_name, field.doc]);
        }
        for variant in info.variants {
            table.add_row(["  ", variant.name, variant.doc]);
        }
        text.push_str(&lines(&table));
    }
}

/// Returns the fields of a point's types.
pub(super) fn types_json(point: &PointInfo) -> Value {
    let types = types_of(point).into_iter().map(|info| {
        let fields = info.fields.iter();
        let fields = fields.map(|it| json!({ "name": it.name, "type": it.type_name, "doc": it.doc }));
        let variants = info.variants.iter().map(|it| json!({ "name": it.name, "doc": it.doc }));
        json!({
            "name": info.name,
            "doc": info.doc,
            "fields": fields.collect::<Value>(),
            "variants": variants.collect::<Value>(),
        })
    });
    types.collect()
}
