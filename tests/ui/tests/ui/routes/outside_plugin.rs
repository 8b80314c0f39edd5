use hookwire::routes;
use hookwire::routes::Router;

struct Notes;

impl Notes {
    #[routes]
    fn routes(&self) -> Router {
        Router::new()
    }
}

fn main() {}
