use hookwire_engine::store::{Owner, StoreError, StoreResult};
use serde::de::value::{Error as Unreadable, StrDeserializer};
use serde::de::{DeserializeOwned, IntoDeserializer};
use sqlx::{ColumnIndex, Database, Decode, Row as _, Type, TypeInfo, ValueRef};
use std::vec::IntoIter;

/// A row of a result, the same for each database. Its columns are taken one after the other.
#[derive(Debug)]
pub(super) struct Row(IntoIter<Cell>);

#[derive(Debug)]
enum Cell {
    Null,
    Int(i64),
    Text(String),
}

impl Row {
    pub(super) fn of<D>(row: &D::Row) -> Result<Self, sqlx::Error>
    where
        D: Database,
        usize: ColumnIndex<D::Row>,
        for<'r> i64: Decode<'r, D> + Type<D>,
        for<'r> String: Decode<'r, D> + Type<D>,
    {
        let cell = |at| {
            let raw = row.try_get_raw(at)?;
            Ok(match raw.type_info().name() {
                _ if raw.is_null() => Cell::Null,
                "INTEGER" | "INT8" => Cell::Int(row.try_get(at)?),
                _ => Cell::Text(row.try_get(at)?),
            })
        };
        let cells = (0..row.len()).map(cell).collect::<Result<Vec<_>, sqlx::Error>>()?;
        Ok(Self(cells.into_iter()))
    }

    pub(super) fn maybe_int(&mut self) -> StoreResult<Option<i64>> {
        match self.0.next() {
            Some(Cell::Null) => Ok(None),
            Some(Cell::Int(int)) => Ok(Some(int)),
            other => Err(odd("a number", &other)),
        }
    }

    pub(super) fn maybe_text(&mut self) -> StoreResult<Option<String>> {
        match self.0.next() {
            Some(Cell::Null) => Ok(None),
            Some(Cell::Text(text)) => Ok(Some(text)),
            other => Err(odd("a text", &other)),
        }
    }

    pub(super) fn int(&mut self) -> StoreResult<i64> {
        self.maybe_int()?.ok_or_else(|| odd("a number", &"nothing"))
    }

    pub(super) fn text(&mut self) -> StoreResult<String> {
        self.maybe_text()?.ok_or_else(|| odd("a text", &"nothing"))
    }

    pub(super) fn maybe_count(&mut self) -> StoreResult<Option<u64>> {
        self.maybe_int()?.map(|int| u64::try_from(int).map_err(|_| odd("a count", &int))).transpose()
    }

    pub(super) fn count(&mut self) -> StoreResult<u64> {
        self.maybe_count()?.ok_or_else(|| odd("a count", &"nothing"))
    }

    pub(super) fn flag(&mut self) -> StoreResult<bool> {
        Ok(self.int()? != 0)
    }

    pub(super) fn owner(&mut self) -> StoreResult<Owner> {
        Ok(Owner { tenant: self.text()?, user: self.text()? })
    }

    pub(super) fn json<T: DeserializeOwned>(&mut self) -> StoreResult<T> {
        self.maybe_json()?.ok_or_else(|| odd("a value", &"nothing"))
    }

    pub(super) fn maybe_json<T: DeserializeOwned>(&mut self) -> StoreResult<Option<T>> {
        let text = self.maybe_text()?;
        let read = text.map(|text| serde_json::from_str(&text)).transpose();
        read.map_err(|error| StoreError::Corrupt(error.to_string()))
    }

    /// Decodes a variant of an enum from its name.
    pub(super) fn word<T: DeserializeOwned>(&mut self) -> StoreResult<T> {
        word(&self.text()?)
    }
}

pub(super) fn word<T: DeserializeOwned>(text: &str) -> StoreResult<T> {
    let read: StrDeserializer<'_, Unreadable> = text.into_deserializer();
    T::deserialize(read).map_err(|error| StoreError::Corrupt(error.to_string()))
}

fn odd(wanted: &str, found: &dyn std::fmt::Debug) -> StoreError {
    StoreError::Corrupt(format!("{wanted} should stand where there is {found:?}"))
}
