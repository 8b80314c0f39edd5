/// An error of the settings.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// More are to be kept than the store takes.
    #[error("`keep` is {keep}, and there is room for {most} activities; lower it")]
    TooMany {
        /// The number of the configuration.
        keep: usize,
        /// The number that fits.
        most: usize,
    },
    /// There is no time between two writes.
    #[error("`flush_secs` is 0; write at least 1")]
    NoPause,
}
