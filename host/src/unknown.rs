pub(crate) use crate::text::unknown;
