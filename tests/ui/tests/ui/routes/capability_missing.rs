use hookwire::plugin;
use hookwire::routes::Router;

#[derive(Default)]
struct Notes;

#[plugin]
impl Notes {
    #[routes]
    fn routes(&self) -> Router {
        Router::new()
    }
}

fn main() {}
