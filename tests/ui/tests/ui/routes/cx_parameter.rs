use hookwire::routes::Router;
use hookwire::{Cx, plugin};

#[derive(Default)]
struct Notes;

#[plugin(capabilities = [routes])]
impl Notes {
    #[routes]
    fn routes(&self, _cx: &Cx) -> Router {
        Router::new()
    }
}

fn main() {}
