use hookwire::plugin;
use hookwire::routes::Router;

#[derive(Default)]
struct Notes;

#[plugin(capabilities = [routes])]
impl Notes {
    #[routes]
    fn routes(&self, _prefix: String) -> Router {
        Router::new()
    }
}

fn main() {}
