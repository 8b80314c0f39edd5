use hookwire::plugin;
use hookwire::routes::Router;

#[derive(Default)]
struct Notes;

#[plugin(capabilities = [routes])]
impl Notes {
    #[routes("/notes")]
    fn routes(&self) -> Router {
        Router::new()
    }
}

fn main() {}
