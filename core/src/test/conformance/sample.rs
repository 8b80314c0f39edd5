use serde::de::value::{Error, MapDeserializer, SeqDeserializer};
use serde::de::{DeserializeOwned, DeserializeSeed, EnumAccess, IntoDeserializer, VariantAccess, Visitor};
use serde::{Deserializer, forward_to_deserialize_any};
use std::iter::repeat_n;
use std::sync::LazyLock;

/// Text that has hurt others.
pub(super) const ODD: &str =
    "\u{0}\u{202e}\r\n../../etc/passwd; $(true) {{}} %s <b> ' \" \u{1f600}e\u{301}\u{fffd}";

/// Made once, and as static as the texts in the program.
static LONG: LazyLock<String> = LazyLock::new(|| "x\u{e4}".repeat(10_000));

/// How far down a value goes: one that holds its own kind would have no end.
const DEPTH: usize = 6;

/// The values that everything in a made-up event has: any type that can be read is made of them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sample {
    text: &'static str,
    /// Brought into the range of each type of number.
    number: i128,
    /// The number of items of each list and table; options are there if it is not 0.
    many: usize,
    /// Which variant each enum has, counted round.
    variant: usize,
    depth: usize,
}

impl Sample {
    /// Returns the samples: a common one, one of nothing, and those that are hostile, with several variants of each enum.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        let of =
            |(text, number, many)| (0..4).map(move |variant| Self { text, number, many, variant, depth: 0 });
        [("text", 1, 1), ("", 0, 0), (ODD, i128::MAX, 3), (LONG.as_str(), i128::MIN, 1)]
            .into_iter()
            .flat_map(of)
    }

    /// Makes a value of a type.
    pub(super) fn make<T: DeserializeOwned>(self) -> Result<T, Error> {
        T::deserialize(self)
    }

    fn deeper(self) -> Self {
        let depth = self.depth + 1;
        // Lists of lists of lists would only be large.
        let many = match depth {
            ..3 => self.many,
            3..DEPTH => self.many.min(1),
            _ => 0,
        };
        Self { many, depth, ..self }
    }
}

macro_rules! numbers {
    ($($method:ident $visit:ident $number:ty;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            let number = self.number.clamp(<$number>::MIN.into(), <$number>::MAX.into());
            visitor.$visit(<$number>::try_from(number).unwrap_or_default())
        }
    )*};
}

impl<'de> Deserializer<'de> for Sample {
    type Error = Error;

    numbers! {
        deserialize_i8 visit_i8 i8; deserialize_i16 visit_i16 i16; deserialize_i32 visit_i32 i32;
        deserialize_i64 visit_i64 i64; deserialize_u8 visit_u8 u8; deserialize_u16 visit_u16 u16;
        deserialize_u32 visit_u32 u32; deserialize_u64 visit_u64 u64;
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.depth == DEPTH { visitor.visit_str(self.text) } else { self.deserialize_map(visitor) }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_bool(self.many > 0)
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_f64(visitor)
    }

    #[allow(clippy::cast_precision_loss, reason = "near is enough")]
    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_f64(self.number as f64)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_char(self.text.chars().next().unwrap_or_default())
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_borrowed_str(self.text)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_borrowed_str(self.text)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_borrowed_bytes(self.text.as_bytes())
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_borrowed_bytes(self.text.as_bytes())
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.many > 0 { visitor.visit_some(self.deeper()) } else { visitor.visit_none() }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self.deeper())
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_tuple(self.many, visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_seq(SeqDeserializer::new(repeat_n(self.deeper(), length)))
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_tuple(length, visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        // More of the same key would make it no longer.
        let entry = (self.text, self.deeper());
        visitor.visit_map(MapDeserializer::new(repeat_n(entry, self.many.min(1))))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_map(MapDeserializer::new(fields.iter().map(|field| (*field, self.deeper()))))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let variant = variants.get(self.variant % variants.len().max(1)).copied().unwrap_or_default();
        visitor.visit_enum(Variant { name: variant, content: self.deeper() })
    }

    fn is_human_readable(&self) -> bool {
        true
    }

    forward_to_deserialize_any! { identifier ignored_any }
}

impl IntoDeserializer<'_, Error> for Sample {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

struct Variant {
    name: &'static str,
    content: Sample,
}

impl<'de> EnumAccess<'de> for Variant {
    type Error = Error;
    type Variant = Sample;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Sample), Error> {
        let name = IntoDeserializer::<Error>::into_deserializer(self.name);
        Ok((seed.deserialize(name)?, self.content))
    }
}

impl<'de> VariantAccess<'de> for Sample {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_tuple(length, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_struct("", fields, visitor)
    }
}
