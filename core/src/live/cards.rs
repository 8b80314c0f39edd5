use super::wiring::Wiring;
use crate::cx::Cx;
use crate::error::Result;
use crate::plugin::{Card, CardDecl};

impl Wiring {
    /// Fills a card, or returns `None` if there is none of this name: `notes/latest`.
    pub async fn card(&self, name: &str, cx: &Cx) -> Option<Result<Card>> {
        let (decl, _) = self.contributions::<CardDecl>().find(|(decl, _)| decl.name == name)?;
        self.call::<CardDecl>(name, (), decl.limit(), cx).await
    }
}
