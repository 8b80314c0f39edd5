use std::fmt;

/// A message that a plugin sends, with files if it likes; a text alone is one, too.
///
/// The files are kept with the session, stand in its transcript by their names, and go with it. Over HTTP they are got at
/// `/v1/sessions/{session}/files/{file}`, always to be saved and never to be shown as a page of the host's.
///
/// ```
/// use hookwire::cx::OutboxMessage;
/// use hookwire::{Cx, Result, plugin};
///
/// /// Writes reports.
/// #[derive(Default)]
/// struct Reports;
///
/// #[plugin(id = "reports", capabilities = [send])]
/// impl Reports {
///     /// Sends the report of the day.
///     #[command("/report")]
///     async fn report(&self, cx: &Cx) -> Result<&'static str> {
///         let Some(session) = &cx.identity().session else { return Ok("there is no session yet") };
///         let report = OutboxMessage::from("of today").file("report.csv", "text/csv", "hour,calls\n9,12\n");
///         cx.send().to_session(session, report).await?;
///         Ok("it is sent")
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// # use hookwire::test::Kit;
/// # let mut identity = hookwire::cx::Identity::agent("default", hookwire::Role::Agent);
/// # identity.session = Some("one".into());
/// let kit = Kit::of::<Reports>().identity(identity).start().await;
/// kit.command("/report", "").await.unwrap();
/// assert_eq!(kit.sent()[0].files[0].name, "report.csv");
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct OutboxMessage {
    /// The text.
    pub text: String,
    /// The files, in order.
    pub files: Vec<OutboxFile>,
}

/// A file that a plugin sends.
#[derive(Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct OutboxFile {
    /// The name, without a folder.
    pub name: String,
    /// The media type: `text/csv`.
    pub mime: String,
    /// The content.
    pub bytes: Vec<u8>,
}

impl<T: Into<String>> From<T> for OutboxMessage {
    fn from(text: T) -> Self {
        Self { text: text.into(), files: Vec::new() }
    }
}

impl OutboxMessage {
    /// Adds a file.
    #[must_use]
    pub fn file(
        mut self,
        name: impl Into<String>,
        mime: impl Into<String>,
        bytes: impl Into<Vec<u8>>,
    ) -> Self {
        self.files.push(OutboxFile { name: name.into(), mime: mime.into(), bytes: bytes.into() });
        self
    }
}

/// Shows how large the content is, and not the content.
impl fmt::Debug for OutboxFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, mime, bytes } = self;
        write!(f, "{name:?} ({mime}, {} bytes)", bytes.len())
    }
}
