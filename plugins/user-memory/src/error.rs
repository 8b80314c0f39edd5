/// An error of remembering or forgetting.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MemoryError {
    /// The configuration wants more than the store takes.
    #[error("`records` is {records}, and the store takes {most} for each user; lower it")]
    NoRoom {
        /// The number of the configuration.
        records: usize,
        /// The number that fits.
        most: usize,
    },
    /// There is nothing to remember.
    #[error("there is nothing to remember: the text is empty")]
    Empty,
    /// The text is too long.
    #[error("the text has {bytes} bytes, and one fact may have {most}; say it shorter, or as several facts")]
    TooLong {
        /// The length of the text.
        bytes: usize,
        /// The limit.
        most: usize,
    },
    /// The user's memory is full.
    #[error(
        "{most} facts are remembered, which is the limit; `/memory` lists them, `/forget ID` forgets one"
    )]
    Full {
        /// The limit.
        most: usize,
    },
    /// There is no such fact.
    #[error("there is no fact `{id}`; `/memory` lists all, with their ids")]
    Unknown {
        /// The id asked for.
        id: String,
    },
    /// The model wants everything to be forgotten.
    #[error("only people forget everything: `/forget all`; this tool forgets one fact, by its id")]
    AllByTool,
}
