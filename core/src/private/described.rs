//! What is known of a type, described or not.

use crate::point::{Described, TypeInfo};
use std::marker::PhantomData;

/// Has a constant of its own if the type is described; that of [`NotDescribed`] comes second.
#[derive(Debug)]
pub struct Known<T>(PhantomData<T>);

impl<T: Described> Known<T> {
    pub const INFO: Option<&'static TypeInfo> = Some(T::INFO);
}

pub trait NotDescribed {
    const INFO: Option<&'static TypeInfo> = None;
}

impl<T> NotDescribed for Known<T> {}
