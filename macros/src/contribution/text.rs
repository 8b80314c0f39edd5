//! Texts on constants, as `#[skill]` and `#[template]` have them: the constant's own, or those of a folder's files.

use crate::attribute_args::{Args, Value};
use crate::errors::Errors;
use crate::method::{bare, is_str};
use std::env;
use std::path::{Path, PathBuf};
use syn::{Attribute, ImplItemConst, LitStr, Type};

/// Where the texts are that an attribute declares.
pub(super) enum TextSource {
    /// The constant is the text that is called so.
    Constant(LitStr),
    /// The files of this folder have the texts.
    Folder(LitStr),
}

impl TextSource {
    /// Reads the one argument of an attribute, a name or `folder = ".."`; `wanted` says how it is written.
    pub(super) fn read(attr: &Attribute, wanted: &str, errors: &mut Errors) -> Option<Self> {
        let before = errors.count();
        let mut args = Args::of_attribute(attr, errors);
        match args.first_value(&["folder"]) {
            Some(Value::Text(name)) => {
                args.only(&[], errors);
                return Some(Self::Constant(name));
            }
            Some(other) => errors.on(other, wanted),
            None => {}
        }
        args.only(&["folder"], errors);
        let folder = args.text("folder", errors);
        if folder.is_none() && errors.count() == before {
            errors.on(&attr.meta, wanted);
        }
        folder.map(Self::Folder)
    }
}

/// Complains of a constant that is no text; `what` is how the user calls it.
pub(super) fn check_text(item: &ImplItemConst, what: &str, errors: &mut Errors) {
    if !is_str(&item.ty) {
        errors.on(&item.ty, format!("{what} is a text: make this constant a `&str`"));
    }
}

/// Reads the files of a folder of the crate, which stands on a constant without a value.
pub(super) fn files_of<File>(
    folder: &LitStr,
    item: &ImplItemConst,
    read: fn(&Path, &str) -> Result<Vec<File>, String>,
    errors: &mut Errors,
) -> Vec<File> {
    if !matches!(bare(&item.ty), Type::Tuple(tuple) if tuple.elems.is_empty()) {
        errors.on(&item.ty, "the texts are in the folder: make this constant a `()`");
        return Vec::new();
    }
    let home = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    read(&home, &folder.value()).unwrap_or_else(|why| {
        errors.on(folder, why);
        Vec::new()
    })
}
